/**
 * Plays recorded order flow into a market by the API: resting orders are spread over makers, and what trades in the
 * flow takes at once from whoever is there, for takers that are other owners.
 */
import type { Command, Trader } from '@intelligent-ledger/client';
import type { FlowMaker } from './flow-maker.ts';
import type { FlowRow } from './flow-row.ts';
import { MessageQueue } from './message-queue.ts';

/** An order that rests by the flow. */
type Resting = Pick<FlowRow, 'id' | 'side' | 'price' | 'size'>;

export interface FlowPlayerOptions {
  readonly market: number;
  readonly makers: readonly FlowMaker[];
  readonly takers: readonly Trader[];
  readonly onFailure: (error: unknown) => void;
}

export class FlowPlayer {
  private readonly market: number;
  private readonly makers: readonly FlowMaker[];
  private readonly takers: readonly MessageQueue[];
  private taken = 0;

  constructor({ market, makers, takers, onFailure }: FlowPlayerOptions) {
    this.market = market;
    this.makers = makers;
    this.takers = takers.map((taker) => new MessageQueue(taker, onFailure));
  }

  /** Commands that were not sent yet. */
  get waiting(): number {
    const ofMakers = this.makers.reduce((sum, maker) => sum + maker.waiting, 0);
    return this.takers.reduce((sum, taker) => sum + taker.length, ofMakers);
  }

  /**
   * Ends what rests, and rests what does at some row of the flow: one maker after another, so that there is somebody to
   * trade with meanwhile. What the last orders of another were in the way of is rested once those have gone.
   */
  async begin(rows: readonly FlowRow[]): Promise<void> {
    const resting = restingAfter(rows);
    for (const maker of this.makers) {
      maker.clear();
      for (const order of resting) if (this.makerOf(order.id) === maker) rest(maker, order);
      await maker.whenAnswered();
    }
    for (const order of resting) if (!this.makerOf(order.id).has(order.id)) rest(this.makerOf(order.id), order);
    await this.whenAnswered();
  }

  take({ action, id, side, price, size }: FlowRow): void {
    if (action === 'add') this.makerOf(id).add(id, side, price, size);
    else if (action === 'modify') this.makerOf(id).state(id, side, price, size);
    else if (action === 'cancel') this.makerOf(id).reduce(id, size);
    else if (action === 'trade') this.trade(side, price, size);
    else this.clear();
  }

  async whenAnswered(): Promise<void> {
    for (const queue of this.takers) await queue.whenEmpty();
    for (const maker of this.makers) await maker.whenAnswered();
  }

  clear(): void {
    for (const maker of this.makers) maker.clear();
  }

  private trade(side: FlowRow['side'], price: string, size: number): void {
    const { market } = this;
    const terms = { market, side, price, size: String(size), time_in_force: 'immediate_or_cancel' as const };
    const order: Command = { type: 'place_order', ...terms };
    const queue = this.takers[this.taken % this.takers.length];
    this.taken += 1;
    queue?.add({ make: () => order, answered: () => undefined });
  }

  /** The same maker for an order as long as it is there. */
  private makerOf(id: string): FlowMaker {
    let sum = 0;
    for (const letter of id) sum = (31 * sum + (letter.codePointAt(0) ?? 0)) % 1_000_003;
    return this.makers[sum % this.makers.length] as FlowMaker;
  }
}

/** What rests by a flow after some rows of it, in the order in which it came. */
function restingAfter(rows: readonly FlowRow[]): Resting[] {
  const resting = new Map<string, Resting>();
  for (const { action, id, side, price, size } of rows) {
    const known = resting.get(id);
    if (action === 'clear') resting.clear();
    else if (action === 'cancel' && known !== undefined) note(resting, { ...known, size: known.size - size });
    else if (action === 'modify') note(resting, { id, side, price, size });
    else if (action === 'add') {
      resting.delete(id);
      note(resting, { id, side, price, size });
    }
  }
  return [...resting.values()];
}

function rest(maker: FlowMaker, { id, side, price, size }: Resting): void {
  maker.add(id, side, price, size);
}

function note(resting: Map<string, Resting>, order: Resting): void {
  if (order.size > 0) resting.set(order.id, order);
  else resting.delete(order.id);
}
