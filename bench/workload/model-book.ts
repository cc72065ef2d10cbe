/**
 * The plainest book that can tell which orders live: a ladder of queues for every market, the best
 * prices found by walking. The generator asks it so that cancels and moves hit orders that rest, and
 * what it fills is what every engine must fill. It makes no claim to speed.
 */
import { BUY, FNV_START, hashTrade, SELL } from './neutral-command.ts';

const NONE = -1;

export class ModelBook {
  /** Of each order, by reference. */
  readonly market: Int32Array;
  readonly side: Uint8Array;
  readonly account: Int32Array;
  readonly price: Int32Array;
  readonly size: Int32Array;
  readonly remaining: Int32Array;
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  /** First and last order of each price, markets one after another; both sides share it, as no book is crossed. */
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  private readonly bestBid: Int32Array;
  private readonly bestAsk: Int32Array;
  /** Lots at rest by market, bids and asks. */
  private readonly bidLots: Float64Array;
  private readonly askLots: Float64Array;
  /** References of all open orders in no order, and the place of each among them. */
  private readonly open: Int32Array;
  private readonly place: Int32Array;
  private readonly priceSpan: number;
  openCount = 0;
  openMost = 0;
  levelCount = 0;
  levelMost = 0;
  fills = 0;
  lots = 0;
  tradeHash = FNV_START;
  makersMost = 0;

  constructor(marketCount: number, priceMax: number, referencesMax: number) {
    this.priceSpan = priceMax + 2;
    this.market = new Int32Array(referencesMax);
    this.side = new Uint8Array(referencesMax);
    this.account = new Int32Array(referencesMax);
    this.price = new Int32Array(referencesMax);
    this.size = new Int32Array(referencesMax);
    this.remaining = new Int32Array(referencesMax);
    this.next = new Int32Array(referencesMax);
    this.previous = new Int32Array(referencesMax);
    this.first = new Int32Array(marketCount * this.priceSpan).fill(NONE);
    this.last = new Int32Array(marketCount * this.priceSpan).fill(NONE);
    this.bestBid = new Int32Array(marketCount);
    this.bestAsk = new Int32Array(marketCount).fill(priceMax + 1);
    this.bidLots = new Float64Array(marketCount);
    this.askLots = new Float64Array(marketCount);
    this.open = new Int32Array(referencesMax);
    this.place = new Int32Array(referencesMax);
  }

  /** The best price of a side; 0 for no bid, one above the largest price for no ask. */
  best(market: number, side: number): number {
    return (side === BUY ? this.bestBid : this.bestAsk)[market] as number;
  }

  /** Lots at rest on a side. */
  lotsOf(market: number, side: number): number {
    return (side === BUY ? this.bidLots : this.askLots)[market] as number;
  }

  /** The open order at a place from 0 to `openCount` - 1. */
  openAt(place: number): number {
    return this.open[place] as number;
  }

  enter(order: number, market: number, side: number, price: number, size: number, account: number): void {
    this.market[order] = market;
    this.side[order] = side;
    this.account[order] = account;
    this.price[order] = price;
    this.size[order] = size;
    this.remaining[order] = size;
  }

  /** Matches an order that was entered and rests what is left of it, unless it only takes. */
  arrive(order: number, rests: boolean): void {
    this.match(order);
    if ((this.remaining[order] as number) > 0 && rests) this.rest(order);
  }

  cancel(order: number): void {
    this.addLots(order, -(this.remaining[order] as number));
    this.leave(order);
  }

  move(order: number, price: number): void {
    this.cancel(order);
    this.price[order] = price;
    this.arrive(order, true);
  }

  private match(taker: number): void {
    const market = this.market[taker] as number;
    const side = this.side[taker] as number;
    const limit = this.price[taker] as number;
    let makers = 0;
    while ((this.remaining[taker] as number) > 0) {
      const best = this.best(market, side === BUY ? SELL : BUY);
      const maker = this.first[market * this.priceSpan + best] as number;
      if (maker === NONE || (side === BUY ? best > limit : best < limit)) break;
      this.fill(taker, maker, best);
      makers += 1;
    }
    if (makers > this.makersMost) this.makersMost = makers;
  }

  private fill(taker: number, maker: number, price: number): void {
    const size = Math.min(this.remaining[taker] as number, this.remaining[maker] as number);
    this.remaining[taker] = (this.remaining[taker] as number) - size;
    this.addLots(maker, -size);
    this.remaining[maker] = (this.remaining[maker] as number) - size;
    this.fills += 1;
    this.lots += size;
    this.tradeHash = hashTrade(this.tradeHash, taker, maker, price, size);
    if (this.remaining[maker] === 0) this.leave(maker);
  }

  private addLots(order: number, lots: number): void {
    const sums = this.side[order] === BUY ? this.bidLots : this.askLots;
    const market = this.market[order] as number;
    sums[market] = (sums[market] as number) + lots;
  }

  private rest(order: number): void {
    const market = this.market[order] as number;
    const price = this.price[order] as number;
    const level = market * this.priceSpan + price;
    const before = this.last[level] as number;
    this.previous[order] = before;
    this.next[order] = NONE;
    this.last[level] = order;
    if (before === NONE) {
      this.first[level] = order;
      this.levelCount += 1;
      if (this.levelCount > this.levelMost) this.levelMost = this.levelCount;
    } else {
      this.next[before] = order;
    }
    if (this.side[order] === BUY) this.bestBid[market] = Math.max(this.bestBid[market] as number, price);
    else this.bestAsk[market] = Math.min(this.bestAsk[market] as number, price);
    this.addLots(order, this.remaining[order] as number);
    this.place[order] = this.openCount;
    this.open[this.openCount] = order;
    this.openCount += 1;
    if (this.openCount > this.openMost) this.openMost = this.openCount;
  }

  private leave(order: number): void {
    const market = this.market[order] as number;
    const level = market * this.priceSpan + (this.price[order] as number);
    const before = this.previous[order] as number;
    const after = this.next[order] as number;
    if (before === NONE) this.first[level] = after;
    else this.next[before] = after;
    if (after === NONE) this.last[level] = before;
    else this.previous[after] = before;
    if (this.first[level] === NONE) {
      this.levelCount -= 1;
      this.seekBest(market, this.side[order] as number);
    }
    const place = this.place[order] as number;
    this.openCount -= 1;
    const moved = this.open[this.openCount] as number;
    this.open[place] = moved;
    this.place[moved] = place;
  }

  private seekBest(market: number, side: number): void {
    const base = market * this.priceSpan;
    const bests = side === BUY ? this.bestBid : this.bestAsk;
    const step = side === BUY ? -1 : 1;
    let price = bests[market] as number;
    while (price > 0 && price < this.priceSpan - 1 && this.first[base + price] === NONE) price += step;
    bests[market] = price;
  }
}
