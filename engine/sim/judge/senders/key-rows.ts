/** The keys in the shape of the rows of a snapshot. */
import { MARKETS_OF_KEY_MAX } from '@intelligent-ledger/engine/core';
import type { AgentKey } from './agent-key.ts';

const MARKET_BYTES = 4;

/** Numbers of markets as hex, 4 bytes each, then zeros. */
export function marketsHex(markets: readonly number[]): string {
  const bytes = Buffer.alloc(MARKET_BYTES * MARKETS_OF_KEY_MAX);
  markets.forEach((market, index) => {
    bytes.writeUInt32LE(market, MARKET_BYTES * index);
  });
  return bytes.toString('hex');
}

/** The row of a key. */
export function keyRowOf({ markets, ...key }: AgentKey) {
  return { ...key, marketCount: markets.length, markets: marketsHex(markets) };
}
