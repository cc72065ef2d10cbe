/** The records of sessions in short words, such as `session 1 signed to #12, unsigned since 0`. */
import { resultCodeName } from '@intelligent-ledger/engine/core';
import { moneyInShort } from '../money/money-story.ts';
import type { JudgeRecord } from '../naive-state.ts';

/** One line for a record; one that is not about sessions is told as money tells it. */
export function sessionInShort(record: JudgeRecord): string {
  const { name, values } = record;
  const { session, owner, key } = values;
  switch (name) {
    case 'sessionOpened':
      return `open session ${session} of owner ${owner} under key ${key}`;
    case 'sessionSigned':
      return `session ${session} signed to #${values['ofSequence']}, unsigned since ${values['unsignedSince']}`;
    case 'sessionClosed':
      return `session ${session} closed: ${resultCodeName(Number(values['code']))}, ${sentInShort(values)}`;
    default:
      return moneyInShort(record);
  }
}

function sentInShort({ lastSequence, signedSequence }: JudgeRecord['values']): string {
  return `sent #${lastSequence}, signed #${signedSequence}`;
}
