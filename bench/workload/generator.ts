/**
 * Makes the commands of a workload from its design and a seed. Arrivals are drawn; the model book says
 * which orders live. A middle price per market walks by one tick now and then, passive prices lie an
 * exponential distance from it. Below three quarters of the wanted book a cancel or a take becomes an
 * add, above five quarters an add becomes a cancel.
 */
import type { WorkloadDesign } from './design.ts';
import { ModelBook } from './model-book.ts';
import { BUY, COMMAND_WORDS, CommandType, SELL, Word, type WorkloadHead } from './neutral-command.ts';
import { type Draw, drawBelow, drawFrom, zipf } from './random.ts';

const WALK_SHARE = 0.02;
const SIZE_MOST = 10;
/** The bound on makers per command that engines are given; a workload must stay within it. */
export const MAKERS_PER_COMMAND_MAX = 4_096;

export interface Workload {
  readonly head: WorkloadHead;
  readonly commands: Int32Array;
}

interface Arrivals {
  readonly design: WorkloadDesign;
  readonly book: ModelBook;
  readonly draw: Draw;
  readonly drawMarket: Draw;
  readonly drawAccount: Draw;
  /** Middle price of each market. */
  readonly middles: Int32Array;
  readonly words: Int32Array;
  count: number;
  references: number;
}

/** The commands and what a correct engine makes of them. */
export function generate(design: WorkloadDesign, seed: number): Workload {
  const arrivals = arrivalsOf(design, seed);
  const { book } = arrivals;
  for (let order = 0; order < design.resting; order += 1) addOrder(arrivals, arrivals.drawMarket());
  const prefillCount = arrivals.count;
  // A cancel-replace is two commands, so the last one may be left out to keep the count.
  while (arrivals.count < prefillCount + design.commands) arrive(arrivals);
  const measuredCount = arrivals.count - prefillCount;
  const expected = { fills: book.fills, lots: book.lots, resting: book.openCount, tradeHash: book.tradeHash };
  if (book.makersMost > MAKERS_PER_COMMAND_MAX)
    throw new Error(`${design.name} meets ${book.makersMost} makers at once`);
  while (book.openCount > 0) cancelOrder(arrivals, book.openAt(drawBelow(arrivals.draw, book.openCount)));
  const head: WorkloadHead = {
    seed,
    prefillCount,
    measuredCount,
    drainCount: arrivals.count - prefillCount - measuredCount,
    referenceCount: arrivals.references,
    marketCount: design.markets,
    accountCount: design.accounts,
    priceMax: design.priceMax,
    ordersMax: design.ordersMax,
    levelsMost: book.levelMost,
    ordersMost: book.openMost,
    expected,
  };
  return { head, commands: arrivals.words.subarray(0, arrivals.count * COMMAND_WORDS) };
}

function arrivalsOf(design: WorkloadDesign, seed: number): Arrivals {
  const placedMost = design.resting + design.commands + 1;
  const drainMost = Math.ceil(design.resting * 1.25) + 64;
  const draw = drawFrom(seed);
  return {
    design,
    book: new ModelBook(design.markets, design.priceMax, placedMost),
    draw,
    drawMarket: zipf(draw, design.markets, design.marketSkew),
    drawAccount: zipf(draw, design.accounts, design.accountSkew),
    middles: new Int32Array(design.markets).fill(design.midPrice),
    words: new Int32Array((placedMost + drainMost) * COMMAND_WORDS),
    count: 0,
    references: 0,
  };
}

function arrive(arrivals: Arrivals): void {
  const { design, book, draw } = arrivals;
  const market = arrivals.drawMarket();
  walk(arrivals, market);
  const isThin = book.openCount < design.resting * 0.75;
  const isFull = book.openCount > design.resting * 1.25;
  const kind = draw();
  if (kind < design.add) {
    if (isFull) cancelAny(arrivals);
    else addOrder(arrivals, market);
  } else if (kind < design.add + design.cancel) {
    if (isThin) addOrder(arrivals, market);
    else cancelAny(arrivals);
  } else if (kind < design.add + design.cancel + design.take) {
    if (isThin && !design.isAvalanche) addOrder(arrivals, market);
    else take(arrivals, market);
  } else if (kind < design.add + design.cancel + design.take + design.replace) {
    replaceAny(arrivals);
  } else {
    moveAny(arrivals);
  }
}

/** The middle walks by one tick, and keeps twice the mean distance from both ends of the prices. */
function walk({ design, draw, middles }: Arrivals, market: number): void {
  if (draw() >= WALK_SHARE) return;
  const edge = Math.min(2 * design.scale, design.midPrice - 1);
  const next = (middles[market] as number) + (draw() < 0.5 ? 1 : -1);
  middles[market] = Math.max(edge, Math.min(design.priceMax - edge, next));
}

function addOrder(arrivals: Arrivals, market: number): void {
  addFor(arrivals, market, arrivals.drawAccount());
}

function addFor(arrivals: Arrivals, market: number, account: number): void {
  const side = drawSide(arrivals.draw);
  const price = passivePrice(arrivals, market, side);
  const size = 1 + drawBelow(arrivals.draw, SIZE_MOST);
  place(arrivals, CommandType.place, market, side, price, size, account);
}

function take(arrivals: Arrivals, market: number): void {
  const { design, book, draw } = arrivals;
  const side = drawSide(draw);
  const account = arrivals.drawAccount();
  if (design.isAvalanche) {
    const most = Math.max(1, book.lotsOf(market, side === BUY ? SELL : BUY));
    const price = side === BUY ? design.priceMax : 1;
    place(arrivals, CommandType.take, market, side, price, 1 + drawBelow(draw, most), account);
    return;
  }
  const through = (side === BUY ? 2 : -2) * design.scale;
  const price = withinPrices(design, (arrivals.middles[market] as number) + through);
  place(arrivals, CommandType.take, market, side, price, 1 + drawBelow(draw, SIZE_MOST), account);
}

function cancelAny(arrivals: Arrivals): void {
  const order = anyOpen(arrivals);
  if (order >= 0) cancelOrder(arrivals, order);
}

function replaceAny(arrivals: Arrivals): void {
  const { book } = arrivals;
  const order = anyOpen(arrivals);
  if (order < 0) return;
  cancelOrder(arrivals, order);
  if (!isDone(arrivals)) addFor(arrivals, book.market[order] as number, book.account[order] as number);
}

function moveAny(arrivals: Arrivals): void {
  const { design, book, draw } = arrivals;
  const order = anyOpen(arrivals);
  if (order < 0) return;
  const market = book.market[order] as number;
  const side = book.side[order] as number;
  const opposite = book.best(market, side === BUY ? SELL : BUY);
  const crosses = draw() < design.crossingMoves && opposite >= 1 && opposite <= design.priceMax;
  let price = crosses ? opposite : passivePrice(arrivals, market, side);
  // A move to where the order is already would keep its place with us and lose it with others.
  if (price === book.price[order]) price += side === BUY ? -1 : 1;
  emit(arrivals, CommandType.move, order, price, book.size[order] as number);
  book.move(order, price);
}

function anyOpen({ book, draw }: Arrivals): number {
  return book.openCount === 0 ? -1 : book.openAt(drawBelow(draw, book.openCount));
}

function isDone({ design, count }: Arrivals): boolean {
  return count >= design.resting + design.commands;
}

function drawSide(draw: Draw): number {
  return draw() < 0.5 ? BUY : SELL;
}

function passivePrice({ design, draw, middles }: Arrivals, market: number, side: number): number {
  const distance = 1 + Math.floor(-Math.log(1 - draw()) * design.scale);
  const middle = middles[market] as number;
  return withinPrices(design, side === BUY ? middle - distance : middle + distance);
}

function withinPrices(design: WorkloadDesign, price: number): number {
  return Math.max(1, Math.min(design.priceMax, price));
}

function place(
  arrivals: Arrivals,
  type: number,
  market: number,
  side: number,
  price: number,
  size: number,
  account: number,
): void {
  const order = arrivals.references;
  arrivals.references += 1;
  arrivals.book.enter(order, market, side, price, size, account);
  emit(arrivals, type, order, price, size);
  arrivals.book.arrive(order, type === CommandType.place);
}

function cancelOrder(arrivals: Arrivals, order: number): void {
  emit(arrivals, CommandType.cancel, order, 0, 0);
  arrivals.book.cancel(order);
}

function emit(arrivals: Arrivals, type: number, order: number, price: number, size: number): void {
  const { book, words } = arrivals;
  const at = arrivals.count * COMMAND_WORDS;
  arrivals.count += 1;
  words[at + Word.type] = type;
  words[at + Word.reference] = order;
  words[at + Word.side] = book.side[order] as number;
  words[at + Word.price] = price;
  words[at + Word.size] = size;
  words[at + Word.account] = book.account[order] as number;
  words[at + Word.market] = book.market[order] as number;
}
