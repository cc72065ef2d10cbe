/** Markets in the order of creation: what each trades, its state, its limits and its step table. */
import { assert } from '../bug.ts';
import type { StepTable } from '../numbers/step-table.ts';
import { AMOUNT_LIMIT } from '../numbers/units.ts';
import { mulDivCeil, mulDivFloor } from '../numbers/wide.ts';
import { createDoubles, createWords } from '../numbers/words.ts';
import { EVENT_PRICE_TICKS_MAX, MarketKind, MarketState, PRICE_TICKS_MAX, RATE_ONE } from '../schema/command.ts';

const MARKET_WORDS = 16;
const MARKET_SHIFT = 4;
const KIND = 0;
const SIZE_DECIMALS = 1;
const STATE = 2;
const MAX_SIZE = 3;
/** Of a table that is one band with step 1: its first price, else 0; and its largest price. */
const PLAIN_FROM = 4;
const PLAIN_TO = 5;
/**
 * 0 while the market is open, without limits and without queued work, so that the path of an order asks one question
 * for all of them.
 */
const GUARD = 6;
const MIN_SIZE = 7;
const COLLAR_RATE = 8;
const REFERENCE_PRICE = 9;
/** What the collar admits. */
const HIGHEST_BUY = 10;
const LOWEST_SELL = 11;
/** Items of the work queue for which commands of the market wait. */
const QUEUED = 12;
/** 1 where orders are taken: without money everywhere, with it in markets whose positions can be valued. */
const PRICED = 13;

/** Whether a market of a kind may have prices up to `maxPrice` ticks: an event market stays below its payoff. */
export function mayReach(marketKind: number, maxPrice: number): boolean {
  return marketKind !== MarketKind.event || maxPrice <= EVENT_PRICE_TICKS_MAX;
}

/** Whether the book of a market in a state must not be crossed. */
export function staysUncrossed(state: number): boolean {
  return state === MarketState.open || state === MarketState.postOnly;
}

/** Whether the largest order of a market is worth less than 2^52 micro-dollars. */
export function isExact(maxPrice: number, maxSize: number): boolean {
  return maxPrice * maxSize < AMOUNT_LIMIT;
}

export type MarketTable = ReturnType<typeof createMarketTable>;

/** An empty table for so many markets. `hasMoney`: they take orders only when they are priced. */
export function createMarketTable(marketsMax: number, hasMoney: boolean) {
  const words = createWords(marketsMax * MARKET_WORDS);
  const tables: StepTable[] = [];
  const minNotionals = createDoubles(marketsMax);
  const counts = createWords(1);

  function count(): number {
    return counts[0] as number;
  }

  /** The step number of a price in a market, -1 when the price is not on its table. */
  function stepOf(market: number, price: number): number {
    const at = market << MARKET_SHIFT;
    const from = words[at | PLAIN_FROM] as number;
    if (from === 0) return tableOf(market).stepOf(price);
    return price >= from && price <= (words[at | PLAIN_TO] as number) ? (price - from) | 0 : -1;
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
    words[at | MAX_SIZE] = maxSize;
    words[at | PRICED] = hasMoney ? 0 : 1;
    counts[0] = market + 1;
    setState(market, state);
    setLimits(market, 0, 0, 0);
    setTable(market, table);
    return market;
  }

  function setState(market: number, state: number): void {
    words[(market << MARKET_SHIFT) | STATE] = state;
    guard(market);
  }

  /** Sets smallest size in lots, collar in millionths and smallest value in micro-dollars; zeros are none. */
  function setLimits(market: number, minSize: number, collarRate: number, minNotional: number): void {
    words[(market << MARKET_SHIFT) | MIN_SIZE] = minSize;
    words[(market << MARKET_SHIFT) | COLLAR_RATE] = collarRate;
    minNotionals[market] = minNotional;
    collar(market);
  }

  function setReferencePrice(market: number, price: number): void {
    words[(market << MARKET_SHIFT) | REFERENCE_PRICE] = price;
    collar(market);
  }

  /** Counts items of the work queue for which the commands of a market wait, or with -1 one less. */
  function addQueuedWork(market: number, items: number): void {
    const at = market << MARKET_SHIFT;
    words[at | QUEUED] = (words[at | QUEUED] as number) + items;
    guard(market);
  }

  /** Says whether positions in a market can be valued. */
  function setPriced(market: number, isPriced: boolean): void {
    words[(market << MARKET_SHIFT) | PRICED] = isPriced ? 1 : 0;
    guard(market);
  }

  function collar(market: number): void {
    const at = market << MARKET_SHIFT;
    const rate = words[at | COLLAR_RATE] as number;
    const reference = words[at | REFERENCE_PRICE] as number;
    const isSet = rate !== 0 && reference !== 0;
    const highest = isSet ? mulDivFloor(reference, RATE_ONE + rate, RATE_ONE) : PRICE_TICKS_MAX;
    words[at | HIGHEST_BUY] = Math.min(highest, PRICE_TICKS_MAX);
    words[at | LOWEST_SELL] = isSet && rate < RATE_ONE ? mulDivCeil(reference, RATE_ONE - rate, RATE_ONE) : 0;
    guard(market);
  }

  function guard(market: number): void {
    const at = market << MARKET_SHIFT;
    const isFree =
      words[at | STATE] === MarketState.open &&
      words[at | MIN_SIZE] === 0 &&
      words[at | HIGHEST_BUY] === PRICE_TICKS_MAX &&
      words[at | LOWEST_SELL] === 0 &&
      minNotionals[market] === 0 &&
      words[at | QUEUED] === 0 &&
      words[at | PRICED] === 1;
    words[at | GUARD] = isFree ? 0 : 1;
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
    /** 0 when the market is open and at once takes every order that its step table and largest size admit. */
    guardOf: (market: number) => words[(market << MARKET_SHIFT) | GUARD] as number,
    minSizeOf: (market: number) => words[(market << MARKET_SHIFT) | MIN_SIZE] as number,
    minNotionalOf: (market: number) => minNotionals[market] as number,
    collarRateOf: (market: number) => words[(market << MARKET_SHIFT) | COLLAR_RATE] as number,
    referencePriceOf: (market: number) => words[(market << MARKET_SHIFT) | REFERENCE_PRICE] as number,
    /** The highest price in ticks that the collar admits for a buy; the largest of all when there is no collar. */
    highestBuyOf: (market: number) => words[(market << MARKET_SHIFT) | HIGHEST_BUY] as number,
    /** The lowest price in ticks that the collar admits for a sell; 0 when there is no collar. */
    lowestSellOf: (market: number) => words[(market << MARKET_SHIFT) | LOWEST_SELL] as number,
    maxSizeOf,
    tableOf,
    stepOf,
    create,
    setState,
    setLimits,
    setReferencePrice,
    setTable,
    addQueuedWork,
    setPriced,
    takesOrders: (market: number) => words[(market << MARKET_SHIFT) | PRICED] === 1,
    /** Whether the commands of a market wait for work in the queue. */
    hasQueuedWork: (market: number) => words[(market << MARKET_SHIFT) | QUEUED] !== 0,
  };
}
