/** The answer to a message that is in the log. */
import type { MessageResult } from '@intelligent-ledger/client/wire';
import type { Message } from '@intelligent-ledger/engine/core';
import type { Outcome } from '../accept/submitter.ts';
import { type ResultContext, resultJson } from './result-json.ts';

export function messageResult(
  { commands }: Message,
  outcomes: readonly Outcome[],
  context: ResultContext,
): MessageResult {
  const results = commands.map((command, index) => resultJson(command, outcomes[index] as Outcome, context));
  const places = { as_of_seq: (outcomes.at(-1) as Outcome).sequence, seq: (outcomes[0] as Outcome).sequence };
  const [opening, ...others] = results;
  if (opening === undefined || others.length === 0) return { ...places, results };
  // What opens a message of several commands was not asked for by itself. Where it was refused, that is why all were.
  const { code, name, field } = opening;
  if (code === 0) return { ...places, results: others };
  const why = { code, name, ...(field === undefined ? {} : { field }) };
  return { ...places, results: others.map((result) => ({ ...result, ...why })) };
}
