/**
 * Traders of ours, made from a seed: some go with the last move of the middle, some against it, and some open a
 * position and then reduce it with reduce-only orders that take or rest. Their balances are small: one that is cut
 * short for lack of margin reduces next. Sizes are small beside those of the feed.
 */
import { ResultCode, Side } from '@intelligent-ledger/engine/core';
import { type Desk, MARKET } from '../desk/desk.ts';
import { middleOf } from './mark.ts';

const SIZE_MIN = 100;
const SIZE_MORE = 1_900;
/** A taker reaches so many steps beyond the best price. */
const REACH_STEPS = 2;

const Manner = { withMove: 0, againstMove: 1, reducing: 2 } as const;
type Manner = (typeof Manner)[keyof typeof Manner];
const MANNERS: readonly Manner[] = [Manner.withMove, Manner.againstMove, Manner.reducing];

interface Trader {
  readonly account: number;
  readonly manner: Manner;
  /** What it saw at its last look, in ticks; 0 before the first. */
  middle: number;
  /** Whether its last order was cut short for lack of margin. */
  isShort: boolean;
  /** Number of the order with which it waits to reduce; 0 when it has none. */
  exit: number;
  exitSide: Side;
  exitPrice: number;
}

export class SeededTraders {
  private readonly desk: Desk;
  private readonly random: (below: number) => number;
  /** Distance of the prices of the market, in ticks. */
  private readonly step: number;
  private readonly traders: readonly Trader[];
  /** Called when one of them has taken. */
  private readonly onTake: () => void;

  constructor(
    desk: Desk,
    accounts: readonly number[],
    random: (below: number) => number,
    step: number,
    onTake: () => void,
  ) {
    this.desk = desk;
    this.random = random;
    this.step = step;
    this.onTake = onTake;
    this.traders = accounts.map((account, at) => {
      const manner = MANNERS[at % MANNERS.length] as Manner;
      return { account, manner, middle: 0, isShort: false, exit: 0, exitSide: Side.buy, exitPrice: 0 };
    });
  }

  get count(): number {
    return this.traders.length;
  }

  /** A trader looks at the book and may send orders. */
  look(at: number): void {
    const trader = this.traders[at];
    const middle = middleOf(this.desk);
    if (trader === undefined || middle === null) return;
    const move = trader.middle === 0 ? 0 : middle - trader.middle;
    trader.middle = middle;
    const size = SIZE_MIN + this.random(SIZE_MORE);
    if (trader.isShort) this.reduce(trader, size);
    else if (trader.manner === Manner.reducing) this.openOrReduce(trader, size);
    else if (move !== 0) {
      const isBuy = move > 0 === (trader.manner === Manner.withMove);
      this.take(trader, isBuy ? Side.buy : Side.sell, size, false);
    }
  }

  /** Forgets waiting orders that the desk's last command filled or cancelled. */
  settle(): void {
    const { traded, cancelled } = this.desk;
    if (traded.length === 0 && cancelled.length === 0) return;
    for (const trader of this.traders) {
      if (trader.exit === 0) continue;
      const isFilled = traded.some(({ maker, makerRemaining }) => maker === trader.exit && makerRemaining === 0);
      if (isFilled || cancelled.some(({ order }) => order === trader.exit)) trader.exit = 0;
    }
  }

  /** Takes away the waiting orders that an order of a side at a price would meet. */
  giveWay(side: Side, price: number): void {
    for (const trader of this.traders) {
      if (trader.exit === 0 || trader.exitSide === side) continue;
      const { exitPrice } = trader;
      if (side === Side.buy ? exitPrice <= price : exitPrice >= price) this.cancelExit(trader);
    }
  }

  private openOrReduce(trader: Trader, size: number): void {
    const held = this.heldBy(trader);
    if (held === 0) this.take(trader, this.random(2) === 0 ? Side.buy : Side.sell, size, false);
    else if (trader.exit === 0 && this.random(2) === 0) this.wait(trader, held);
    else this.reduce(trader, size);
  }

  /** Reduces at once what it has; a size beyond the position closes it and no more. */
  private reduce(trader: Trader, size: number): void {
    trader.isShort = false;
    if (trader.exit !== 0) this.cancelExit(trader);
    const held = this.heldBy(trader);
    if (held !== 0) this.take(trader, held > 0 ? Side.sell : Side.buy, size, true);
  }

  /** Waits at the best price of its side to close all that it has. */
  private wait(trader: Trader, held: number): void {
    const { machine } = this.desk;
    const best = held > 0 ? machine.bestAsk(MARKET) : machine.bestBid(MARKET);
    if (best === null) return;
    const side = held > 0 ? Side.sell : Side.buy;
    const order = { account: trader.account, side, price: best.price };
    const how = { isImmediateOrCancel: false, isPostOnly: true, isReduceOnly: true };
    const code = this.desk.place({ ...order, size: Math.abs(held), ...how });
    if (code !== ResultCode.accepted) return;
    trader.exit = this.desk.placed;
    trader.exitSide = side;
    trader.exitPrice = best.price;
  }

  private cancelExit(trader: Trader): void {
    this.desk.cancel(trader.account, trader.exit);
    trader.exit = 0;
  }

  private take(trader: Trader, side: Side, size: number, isReduceOnly: boolean): void {
    const { machine } = this.desk;
    const best = side === Side.buy ? machine.bestAsk(MARKET) : machine.bestBid(MARKET);
    if (best === null) return;
    const reach = REACH_STEPS * this.step * (side === Side.buy ? 1 : -1);
    const price = Math.max(this.step, best.price + reach);
    const { account } = trader;
    this.desk.place({ account, side, price, size, isImmediateOrCancel: true, isPostOnly: false, isReduceOnly });
    trader.isShort = this.desk.cancelled.some(
      ({ order, code }) => order === this.desk.placed && code === ResultCode.marginTooSmall,
    );
    this.onTake();
  }

  private heldBy(trader: Trader): number {
    return this.desk.machine.accountHealth(trader.account)?.positions[0]?.size ?? 0;
  }
}
