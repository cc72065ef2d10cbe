/** Who may read an account. */
import type { IncomingHttpHeaders } from 'node:http';
import { Refused } from '../accept/problems.ts';
import type { Reader } from '../accept/tokens.ts';
import type { Gateway } from '../gateway.ts';

/** Asks who reads, and waits until everything is there that was durable by now; fails with `Refused`. */
export async function checkReader(
  { tokens, feed }: Gateway,
  { authorization }: IncomingHttpHeaders,
  account: number,
): Promise<Reader> {
  const reader = tokens.readerOf(authorization);
  await feed.whenCurrent();
  // Whoever may not read an account is not told whether there is one.
  if (!tokens.mayRead(reader, account)) throw new Refused('scope_missing', { field: 'account' });
  return reader;
}
