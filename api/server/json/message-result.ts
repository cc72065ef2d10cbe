/** The answer to a message that is in the log. */
import type { MessageResult } from '@intelligent-ledger/client/wire';
import type { Accepted } from '../accept/recent-messages.ts';
import type { SessionSecrets } from '../accept/session-secrets.ts';
import type { Outcome } from '../accept/submitter.ts';
import type { MarketList } from '../exchange/market-list.ts';
import { resultJson } from './result-json.ts';

export function messageResult(
  { message, outcomes }: Accepted,
  markets: MarketList,
  secrets: SessionSecrets,
): MessageResult {
  const secretOf = (terms: { readonly session: number; readonly sessionKey: string }) => {
    return secrets.secretOf(terms).toString('hex');
  };
  const results = message.commands.map((command, index) => {
    return resultJson(command, outcomes[index] as Outcome, { markets, secretOf });
  });
  const places = { as_of_seq: (outcomes.at(-1) as Outcome).sequence, seq: (outcomes[0] as Outcome).sequence };
  const [opening, ...others] = results;
  if (opening === undefined || others.length === 0) return { ...places, results };
  // What opens a message of several commands was not asked for by itself. Where it was refused, that is why all were.
  const { code, name, field } = opening;
  const why = code === 0 ? {} : { code, name, ...(field === undefined ? {} : { field }) };
  return { ...places, results: others.map((result) => ({ ...result, ...why })) };
}
