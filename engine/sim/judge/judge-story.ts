/** A log told in short words by the judge alone, for examples of queued work, keys, sessions and money. */
import { CANCEL_PROGRESS_NAMES, NO_FIELD, resultCodeName } from '@intelligent-ledger/engine/core';
import { NaiveExchange } from './naive-exchange.ts';
import type { JudgeRecord } from './naive-state.ts';
import { sessionInShort } from './senders/session-story.ts';

/** One line for each record of the last `count` entries, such as `defer 5` or `done 5: accepted`. */
export function judgeStoryOf(entries: readonly Uint8Array[], count: number): string[] {
  const judge = new NaiveExchange();
  const answers = entries.map((entry) => judge.apply(entry));
  return answers.slice(-count).flatMap(({ code, records }) => {
    return records.length === 0 ? [`refused: ${resultCodeName(code)}`] : records.map(inShort);
  });
}

/** A story without what a sweep of a market cancels on the way. */
export function besideSweeps(story: readonly string[]): string[] {
  return story.filter((line) => !line.endsWith('marketCleared'));
}

function inShort(record: JudgeRecord): string {
  const { name, values } = record;
  const { order, market, price, size, remaining, cancelled } = values;
  const why = resultCodeName(Number(values['code']));
  const blamed = values['field'] === NO_FIELD ? '' : `, field ${values['field']}`;
  switch (name) {
    case 'orderPlaced':
      return `place ${order}`;
    case 'orderFilled':
      return `fill ${values['maker']} by ${values['taker']}: ${size} at ${price}`;
    case 'orderCancelled':
      return `cancel ${order}: ${remaining}, ${why}`;
    case 'orderAmended':
      return `amend ${order}: ${remaining} of ${size} at ${price}`;
    case 'rejected':
      return `reject: ${why}${blamed}`;
    case 'advanced':
      return `advance: ${values['cleared']}${values['isPending'] === 1 ? ', more' : ''}`;
    case 'orderKnown':
      return `known ${order}: ${values['isOpen'] === 1 ? `${remaining} of ${size} at ${price}` : 'closed'}`;
    case 'orderDeferred':
      return `defer ${order}`;
    case 'queuedDone':
      return order === 0
        ? `swept #${values['commandSequence']}: ${cancelled}, ${why}${blamed}`
        : `done ${order}: ${why}${blamed}`;
    case 'ordersCancelled':
      return `orders: ${cancelled}, ${progressOf(values)}`;
    case 'marketCleared':
      return `market ${market}: ${cancelled}, ${progressOf(values)}`;
    case 'cancelScheduled':
      return `schedule of ${values['account']}: ${values['at']}`;
    case 'orderGroupSet':
      return `group ${values['group']} of ${values['account']}: ${values['fillLimit']} in ${values['windowMillis']}`;
    case 'orderGroupTripped':
      return `trip ${values['group']} of ${values['account']}: ${values['filled']}`;
    case 'orderGrouped':
      return `${order} in group ${values['group']}`;
    case 'marketStateSet':
      return `market ${market}: state ${values['state']}`;
    default:
      return keyInShort(record);
  }
}

function keyInShort(record: JudgeRecord): string {
  const { name, values } = record;
  const { key, ofKey, owner, epoch } = values;
  switch (name) {
    case 'keyApproved':
      return `approve key ${key} of owner ${owner}: epoch ${epoch}`;
    case 'keysRevoked':
      return `revoke ${ofKey === 0 ? 'all keys' : `key ${ofKey}`} of owner ${owner}: epoch ${epoch}`;
    default:
      return sessionInShort(record);
  }
}

function progressOf(values: JudgeRecord['values']): string | undefined {
  return CANCEL_PROGRESS_NAMES[Number(values['progress']) as keyof typeof CANCEL_PROGRESS_NAMES];
}
