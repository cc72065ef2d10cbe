/**
 * Plays order flow as a live session: the snapshot rests in an auction, then the market opens and every command counts.
 * A taker of the feed trades at once as an immediate-or-cancel order and meets whom the engine says; adds and
 * modifications are post-only, since in the feed they did not trade; a cancel takes away what the feed says is gone and
 * the engine still has. The feed's own fills are not commands. Between its rows our makers and traders act, and the
 * mark follows the book. What of theirs an order of the feed would meet is taken away first, since in the feed it was
 * not there.
 */
import { MarketState, Side } from '@intelligent-ledger/engine/core';
import { type Desk, MARKET } from '../desk/desk.ts';
import { type FeedAccounts, FeedOrders } from '../desk/feed-orders.ts';
import type { FlowExtent } from '../flow/extent.ts';
import type { MboRow } from '../flow/mbo.ts';
import type { Mark } from './mark.ts';
import { type CrowdTerms, SeededCrowd } from './seeded-crowd.ts';

/** A feed tick is a quarter dollar: 25 ticks of a cent. */
export const TICKS_PER_FEED_TICK = 25;
const SIZE_DECIMALS = 4;
/** A contract is one unit, which has this many lots. */
export const LOTS_PER_CONTRACT = 10_000;

/** The same extent in ticks of a cent and lots of a ten-thousandth of a contract. */
export function inCents(extent: FlowExtent): FlowExtent {
  return {
    ...extent,
    sizeDecimals: SIZE_DECIMALS,
    step: TICKS_PER_FEED_TICK,
    priceMax: extent.priceMax * TICKS_PER_FEED_TICK,
    sizeMax: extent.sizeMax * LOTS_PER_CONTRACT,
  };
}

export class SessionPlay {
  takers = 0;
  /** Takers that met nobody. */
  takersUnfilled = 0;
  /** Trades of the feed that name no side, which are those of its opening auction. */
  sidelessTrades = 0;
  /** Fills of makers that the feed itself reports. */
  feedFills = 0;
  /** Contracts in them. */
  feedContracts = 0;
  /** Cancels and modifications that say what the engine's book says already. */
  saidAlready = 0;
  private readonly desk: Desk;
  private readonly orders: FeedOrders;
  private readonly mark: Mark;
  private readonly crowd: SeededCrowd;
  /** By feed id, the contracts that rest as the feed has it. */
  private readonly stated = new Map<string, number>();
  private isOpen = false;
  /** The feed's last taker; its own rows among the fills are not makers. */
  private taker = '';

  constructor(desk: Desk, accounts: FeedAccounts, mark: Mark, crowd: CrowdTerms) {
    this.desk = desk;
    this.orders = new FeedOrders(desk, undefined, accounts);
    this.mark = mark;
    this.crowd = new SeededCrowd(desk, crowd, () => this.orders.settle());
  }

  take(row: MboRow): void {
    this.desk.advanceTo(row.timeMicros);
    if (!this.isOpen && !row.isSnapshot) this.open();
    this.say(row);
    if (!this.isOpen) return;
    this.mark.follow(row.timeMicros);
    this.crowd.row();
  }

  /** Sends what a row of the feed says. */
  private say(row: MboRow): void {
    const { orderId, size } = row;
    if (row.action === 'A') {
      this.stated.set(orderId, size);
      this.crowd.giveWay(sideOf(row), row.price * TICKS_PER_FEED_TICK);
      this.orders.add(orderId, sideOf(row), row.price * TICKS_PER_FEED_TICK, size * LOTS_PER_CONTRACT);
    } else if (row.action === 'M') this.modify(row);
    else if (row.action === 'C') this.cancel(orderId, size);
    else if (row.action === 'T') this.trade(row);
    else if (row.action === 'F') this.note(row);
    else {
      this.stated.clear();
      this.orders.clear();
    }
  }

  /** Opens the market; while the book is locked or crossed it stays in auction. */
  private open(): void {
    const { machine } = this.desk;
    const bid = machine.bestBid(MARKET);
    const ask = machine.bestAsk(MARKET);
    if (bid !== null && ask !== null && bid.price >= ask.price) return;
    this.desk.setState(MarketState.open);
    this.isOpen = true;
  }

  private modify(row: MboRow): void {
    const price = row.price * TICKS_PER_FEED_TICK;
    const size = row.size * LOTS_PER_CONTRACT;
    const side = sideOf(row);
    this.stated.set(row.orderId, row.size);
    const order = this.orders.find(row.orderId);
    if (order?.side === side && order.price === price && order.remaining === size) this.saidAlready += 1;
    else {
      this.crowd.giveWay(side, price);
      this.orders.state(row.orderId, side, price, size);
    }
  }

  private cancel(orderId: string, size: number): void {
    const remaining = Math.max(0, (this.stated.get(orderId) ?? 0) - size);
    if (remaining === 0) this.stated.delete(orderId);
    else this.stated.set(orderId, remaining);
    const surplus = (this.orders.find(orderId)?.remaining ?? 0) - remaining * LOTS_PER_CONTRACT;
    if (surplus > 0) this.orders.reduce(orderId, surplus);
    else this.saidAlready += 1;
  }

  private trade(row: MboRow): void {
    this.taker = row.side === 'N' ? '' : row.orderId;
    if (row.side === 'N' || !this.isOpen) {
      this.sidelessTrades += 1;
      return;
    }
    this.takers += 1;
    this.orders.take(sideOf(row), row.price * TICKS_PER_FEED_TICK, row.size * LOTS_PER_CONTRACT, row.orderId);
    this.crowd.settle();
    if (this.desk.traded.length === 0) this.takersUnfilled += 1;
  }

  private note(row: MboRow): void {
    if (this.taker === '' || row.orderId === this.taker) return;
    this.feedFills += 1;
    this.feedContracts += row.size;
  }
}

function sideOf(row: MboRow): Side {
  return row.side === 'B' ? Side.buy : Side.sell;
}
