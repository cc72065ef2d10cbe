/** Markets in the order of creation: what each trades, its state, its largest order and its step table. */
import { assert } from '../bug.ts';
import type { StepTable } from '../numbers/step-table.ts';

const MARKET_WORDS = 4;
const MARKET_SHIFT = 2;
const KIND = 0;
const SIZE_DECIMALS = 1;
const STATE = 2;
const MAX_SIZE = 3;

export type MarketTable = ReturnType<typeof createMarketTable>;

/** An empty table for so many markets. */
export function createMarketTable(marketsMax: number) {
  const words = new Int32Array(marketsMax * MARKET_WORDS);
  const tables: StepTable[] = [];
  let count = 0;

  function stateOf(market: number): number {
    return words[(market << MARKET_SHIFT) | STATE] as number;
  }

  function maxSizeOf(market: number): number {
    return words[(market << MARKET_SHIFT) | MAX_SIZE] as number;
  }

  function tableOf(market: number): StepTable {
    return tables[market] as StepTable;
  }

  /** Adds a market to a table that is not full; answers its number. */
  function create(kind: number, sizeDecimals: number, state: number, maxSize: number, table: StepTable): number {
    assert(count < marketsMax, 'the table of markets is full');
    const market = count;
    const at = market << MARKET_SHIFT;
    words[at | KIND] = kind;
    words[at | SIZE_DECIMALS] = sizeDecimals;
    words[at | STATE] = state;
    words[at | MAX_SIZE] = maxSize;
    tables.push(table);
    count += 1;
    return market;
  }

  function setState(market: number, state: number): void {
    words[(market << MARKET_SHIFT) | STATE] = state;
  }

  function setTable(market: number, table: StepTable): void {
    tables[market] = table;
  }

  return {
    count: () => count,
    isFull: () => count >= marketsMax,
    kindOf: (market: number) => words[(market << MARKET_SHIFT) | KIND] as number,
    sizeDecimalsOf: (market: number) => words[(market << MARKET_SHIFT) | SIZE_DECIMALS] as number,
    stateOf,
    maxSizeOf,
    tableOf,
    create,
    setState,
    setTable,
  };
}
