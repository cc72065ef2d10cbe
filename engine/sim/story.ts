/** A log told in short words: what its entries did, as machine and judge agree. For examples to check by hand. */
import { RECORDS, resultCodeName } from '@intelligent-ledger/engine/core';
import { runSteps } from './equality.ts';
import { NaiveExchange } from './judge/naive-exchange.ts';
import type { JudgeRecord } from './judge/naive-state.ts';

/**
 * One line for each record of the last `count` entries, such as `fill 2 by 3: 5 at 500`. Throws an error when machine
 * and judge differ on the log.
 */
export function storyOf(entries: readonly Uint8Array[], count: number): string[] {
  const difference = runSteps(
    entries.map((entry) => ({ entry })),
    { stateEvery: 1, recordBytesMax: 0 },
  );
  if (difference !== undefined) throw new Error(`step ${difference.step}, ${difference.what}: ${difference.text}`);
  const judge = new NaiveExchange();
  const answers = entries.map((entry) => judge.apply(entry));
  return answers.slice(-count).flatMap(({ code, records }) => {
    return records.length === 0 ? [`refused: ${resultCodeName(code)}`] : records.map(inShort);
  });
}

function inShort({ name, values }: JudgeRecord): string {
  const { order, market, price, size, remaining, code } = values;
  const why = resultCodeName(Number(code));
  switch (name) {
    case 'orderPlaced':
      return `place ${order}`;
    case 'orderFilled':
      return `fill ${values['maker']} by ${values['taker']}: ${size} at ${price}`;
    case 'orderCancelled':
      return `cancel ${order}: ${remaining}, ${why}`;
    case 'orderAmended':
      return `amend ${order}: ${remaining} of ${size} at ${price}, ${values['keptPlace'] === 1 ? 'kept' : 'last'}`;
    case 'orderDecremented':
      return `decrement ${values['maker']} by ${values['taker']}: ${size}`;
    case 'rejected':
      return `reject: ${why}, field ${values['field']}`;
    case 'advanced':
      return `advance: ${values['cleared']} cleared, ${values['isPending'] === 1 ? 'more to clear' : 'all clear'}`;
    case 'orderKnown':
      return `known ${order}: ${values['isOpen'] === 1 ? `${remaining} of ${size} at ${price}` : 'closed'}`;
    case 'messageOpened':
      return `message ${values['nonce']}: ${values['commands']} to come`;
    case 'keyRegistered':
      return `key ${values['key']} of owner ${values['owner']}`;
    case 'rulesUpgraded':
      return `rules ${values['ruleVersion']}`;
    case 'marketStateSet':
      return `market ${market}: state ${values['state']}`;
    default:
      return RECORDS.some((layout) => layout.name === name) ? name : `unknown ${name}`;
  }
}
