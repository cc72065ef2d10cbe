/** Which market somebody means. */
import type { Market, PublicClient } from '@intelligent-ledger/client';
import { UsageFault } from './command.ts';

/** The market with a number or a symbol. */
export async function marketOf(client: PublicClient, word: string): Promise<Market> {
  const markets = await client.markets();
  const found = markets.find(({ market, symbol }) => String(market) === word || symbol === word.toUpperCase());
  if (found !== undefined) return found;
  throw new UsageFault(`there is no market ${word}; there are ${markets.map(({ symbol }) => symbol).join(', ')}`);
}

/** A whole number that was given as a word. */
export function wholeNumber(name: string, word: string): number {
  const value = Number(word);
  if (/^\d+$/.test(word) && Number.isSafeInteger(value)) return value;
  throw new UsageFault(`${name} is '${word}', no whole number`);
}
