/**
 * Makers of ours, made from a seed. Each quotes both sides around the middle with post-only orders, moves them as the
 * middle moves, and lowers both the longer it is. Some quote as much as their equity carries, so that the fee of a fill
 * leaves them short and the engine cancels them as they are met. Sizes are small beside those of the feed.
 */
import { ResultCode, Side } from '@intelligent-ledger/engine/core';
import { type Desk, MARKET } from '../desk/desk.ts';
import { MARGIN_TIERS } from './money-terms.ts';

const SIZE_MIN = 200;
const SIZE_MORE = 1_800;
/** A maker that quotes all that it can quotes no more than a contract and no less than a hundredth. */
const BOLD_SIZE_MAX = 10_000;
const BOLD_SIZE_MIN = 100;
/** One of so many makers is bold. */
const MAKERS_PER_BOLD = 3;
/** The narrowest quotes are a half step from the middle, the widest so many halves more. */
const HALF_STEPS_MORE = 8;
/** A side that was refused rests for so many looks. */
const LOOKS_OFF = 8;

interface Quote {
  readonly side: Side;
  /** Number of the order; 0 when none rests. */
  order: number;
  price: number;
  remaining: number;
  filled: number;
  looksOff: number;
}

interface Maker {
  readonly account: number;
  readonly isBold: boolean;
  readonly halfSteps: number;
  /** In lots; of a bold maker the least. */
  readonly size: number;
  readonly quotes: readonly [Quote, Quote];
}

export class SeededMakers {
  private readonly desk: Desk;
  /** Distance of the prices of the market, in ticks. */
  private readonly step: number;
  private readonly priceMax: number;
  private readonly makers: readonly Maker[];
  private readonly byOrder = new Map<number, Quote>();

  constructor(
    desk: Desk,
    accounts: readonly number[],
    random: (below: number) => number,
    step: number,
    priceMax: number,
  ) {
    this.desk = desk;
    this.step = step;
    this.priceMax = priceMax;
    this.makers = accounts.map((account, at) => ({
      account,
      isBold: at % MAKERS_PER_BOLD === 0,
      halfSteps: 1 + random(HALF_STEPS_MORE),
      size: SIZE_MIN + random(SIZE_MORE),
      quotes: [quoteOf(Side.buy), quoteOf(Side.sell)],
    }));
  }

  get count(): number {
    return this.makers.length;
  }

  /** A maker looks at the book and moves its quotes. */
  look(at: number): void {
    const { machine } = this.desk;
    const bid = machine.bestBid(MARKET);
    const ask = machine.bestAsk(MARKET);
    const maker = this.makers[at];
    if (bid === null || ask === null || maker === undefined) return;
    const health = machine.accountHealth(maker.account);
    const size = maker.isBold ? boldSize(health?.equity ?? 0n, bid.price) : maker.size;
    const held = health?.positions[0]?.size ?? 0;
    // Twice the middle and twice the distance, so that halves of a step are whole.
    const twice = bid.price + ask.price - (maker.isBold ? 0 : Math.trunc(held / maker.size) * this.step);
    const away = maker.halfSteps * this.step;
    const low = Math.min(this.below((twice - away) / 2), ask.price - this.step);
    const high = Math.max(-this.below(-(twice + away) / 2), bid.price + this.step);
    this.state(maker.account, maker.quotes[0], low, size);
    this.state(maker.account, maker.quotes[1], high, size);
  }

  /** Takes off the quotes what the desk's last command traded and cancelled. */
  settle(): void {
    for (const { maker, size, makerRemaining } of this.desk.traded) {
      const quote = this.byOrder.get(maker);
      if (quote === undefined) continue;
      quote.remaining = makerRemaining;
      quote.filled += size;
      if (makerRemaining === 0) this.forget(quote);
    }
    for (const { order } of this.desk.cancelled) {
      const quote = this.byOrder.get(order);
      if (quote !== undefined) this.forget(quote);
    }
  }

  /** Takes away the quotes that an order of a side at a price would meet. */
  giveWay(side: Side, price: number): void {
    for (const maker of this.makers) {
      const quote = maker.quotes[side === Side.buy ? 1 : 0];
      if (quote.order === 0 || (side === Side.buy ? quote.price > price : quote.price < price)) continue;
      this.desk.cancel(maker.account, quote.order);
      this.forget(quote);
    }
  }

  /** The largest price of the market that is not above one. */
  private below(price: number): number {
    return Math.floor(price / this.step) * this.step;
  }

  /** States a quote: places it, or amends one that is elsewhere or half gone. */
  private state(account: number, quote: Quote, price: number, size: number): void {
    if (quote.looksOff > 0) {
      quote.looksOff -= 1;
      return;
    }
    if (price < this.step || price > this.priceMax) return;
    const code = quote.order === 0 ? this.place(account, quote, price, size) : this.amend(account, quote, price, size);
    if (code !== ResultCode.accepted) quote.looksOff = LOOKS_OFF;
  }

  private place(account: number, quote: Quote, price: number, size: number): ResultCode {
    const how = { isImmediateOrCancel: false, isPostOnly: true, isReduceOnly: false };
    const code = this.desk.place({ account, side: quote.side, price, size, ...how });
    if (code !== ResultCode.accepted) return code;
    Object.assign(quote, { order: this.desk.placed, price, remaining: size, filled: 0 });
    this.byOrder.set(quote.order, quote);
    return code;
  }

  private amend(account: number, quote: Quote, price: number, size: number): ResultCode {
    const isWhole = 2 * quote.remaining >= size;
    if (quote.price === price && isWhole) return ResultCode.accepted;
    const remaining = isWhole ? quote.remaining : size;
    const code = this.desk.amend(account, quote.order, price, quote.filled + remaining);
    if (code === ResultCode.accepted) Object.assign(quote, { price, remaining });
    return code;
  }

  private forget(quote: Quote): void {
    this.byOrder.delete(quote.order);
    quote.order = 0;
  }
}

function quoteOf(side: Side): Quote {
  return { side, order: 0, price: 0, remaining: 0, filled: 0, looksOff: 0 };
}

/** All lots that an equity in micro-dollars carries at a price at the first tier's leverage, within bounds. */
function boldSize(equity: bigint, price: number): number {
  const lots = (equity * BigInt(MARGIN_TIERS.leverage)) / BigInt(price);
  if (lots >= BigInt(BOLD_SIZE_MAX)) return BOLD_SIZE_MAX;
  return Math.max(BOLD_SIZE_MIN, Number(lots));
}
