/** The answer to a message that is in the log. */
import type { MessageResult } from '@intelligent-ledger/client/wire';
import type { Accepted } from '../accept/accept-message.ts';
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
  // What opens a message of several commands was not asked for by itself.
  if (results.length > 1) results.shift();
  return { as_of_seq: (outcomes.at(-1) as Outcome).sequence, results };
}
