/** Markets in the order of creation: what each trades, its state, its largest order and its step table. */
import { assert } from '../bug.ts';
import type { StepTable } from '../numbers/step-table.ts';
import { AMOUNT_LIMIT } from '../numbers/units.ts';
import { createWords } from '../numbers/words.ts';
import { EVENT_PRICE_TICKS_MAX, MarketKind } from '../schema/command.ts';

const MARKET_WORDS = 8;
const MARKET_SHIFT = 3;
const KIND = 0;
const SIZE_DECIMALS = 1;
const STATE = 2;
const MAX_SIZE = 3;
/** Of a table that is one band with step 1: its first price, else 0; and its largest price. */
const PLAIN_FROM = 4;
const PLAIN_TO = 5;

/** Whether a market of a kind may have prices up to `maxPrice` ticks: an event market stays below its payoff. */
export function mayReach(marketKind: number, maxPrice: number): boolean {
  return marketKind !== MarketKind.event || maxPrice <= EVENT_PRICE_TICKS_MAX;
}

/** Whether the largest order of a market is worth less than 2^52 micro-dollars. */
export function isExact(maxPrice: number, maxSize: number): boolean {
  return maxPrice * maxSize < AMOUNT_LIMIT;
}

export type MarketTable = ReturnType<typeof createMarketTable>;

/** An empty table for so many markets. */
export function createMarketTable(marketsMax: number) {
  const words = createWords(marketsMax * MARKET_WORDS);
  const tables: StepTable[] = [];
  const counts = createWords(1);

  function count(): number {
    return counts[0] as number;
  }

  /** The step number of a price in a market, -1 when the price is not on its table. */
  function stepOf(market: number, price: number): number {
    const at = market << MARKET_SHIFT;
    const from = words[at | PLAIN_FROM] as number;
    if (from === 0) return tableOf(market).stepOf(price);
    return price >= from && price <= (words[at | PLAIN_TO] as number) ? price - from : -1;
  }

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
    assert(count() < marketsMax, 'the table of markets is full');
    const market = count();
    const at = market << MARKET_SHIFT;
    words[at | KIND] = kind;
    words[at | SIZE_DECIMALS] = sizeDecimals;
    words[at | STATE] = state;
    words[at | MAX_SIZE] = maxSize;
    counts[0] = market + 1;
    setTable(market, table);
    return market;
  }

  function setState(market: number, state: number): void {
    words[(market << MARKET_SHIFT) | STATE] = state;
  }

  function setTable(market: number, table: StepTable): void {
    tables[market] = table;
    const [band] = table.bands;
    const isPlain = table.bands.length === 1 && band?.step === 1;
    const at = market << MARKET_SHIFT;
    words[at | PLAIN_FROM] = isPlain ? band.from : 0;
    words[at | PLAIN_TO] = table.maxPrice;
  }

  return {
    count,
    isFull: () => count() >= marketsMax,
    kindOf: (market: number) => words[(market << MARKET_SHIFT) | KIND] as number,
    sizeDecimalsOf: (market: number) => words[(market << MARKET_SHIFT) | SIZE_DECIMALS] as number,
    stateOf,
    maxSizeOf,
    tableOf,
    stepOf,
    create,
    setState,
    setTable,
  };
}
