/**
 * Rests the orders of a flow in a market, for one account: each order of the flow is one of the exchange, which moves,
 * shrinks and goes as the flow says. Orders are post-only, since what a flow shows as resting did not trade on its way
 * in; one that is refused is not there.
 */
import type { Command, CommandResult, OrderEvent, Trader } from '@intelligent-ledger/client';
import { MessageQueue } from './message-queue.ts';

type Side = 'buy' | 'sell';

interface MadeOrder {
  readonly id: string;
  readonly side: Side;
  price: string;
  /** Units that rest, by the flow. */
  remaining: number;
  filled: number;
  /** Number of the order; null until that is known. */
  order: number | null;
  /** `asked` until the exchange has said what became of it. */
  state: 'asked' | 'open' | 'gone';
}

const ID_DIGITS = 32;

export class FlowMaker {
  private readonly market: number;
  private readonly queue: MessageQueue;
  private readonly byId = new Map<string, MadeOrder>();
  private readonly byOrder = new Map<number, MadeOrder>();
  /** By client order id, those whose number is not known. */
  private readonly byName = new Map<string, MadeOrder>();
  private names = BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`);

  constructor(trader: Trader, market: number, onFailure: (error: unknown) => void) {
    this.market = market;
    this.queue = new MessageQueue(trader, onFailure);
  }

  /** Commands that were not sent yet. */
  get waiting(): number {
    return this.queue.length;
  }

  /** Orders that rest, as far as is known. */
  get openOrders(): number {
    return this.byOrder.size;
  }

  /** Whether an order of the flow rests, or may. */
  has(id: string): boolean {
    return this.byId.has(id);
  }

  whenAnswered(): Promise<void> {
    return this.queue.whenEmpty();
  }

  /** Rests an order. An open one with this id is cancelled first. */
  add(id: string, side: Side, price: string, size: number): void {
    this.remove(id);
    const made: MadeOrder = { id, side, price, remaining: size, filled: 0, order: null, state: 'asked' };
    this.byId.set(id, made);
    const name = this.nextName();
    this.byName.set(name, made);
    this.queue.add({
      make: () => {
        const { market } = this;
        const terms = { market, side, price, size: String(size), client_order_id: name, post_only: true };
        return { type: 'place_order', ...terms };
      },
      answered: (result) => this.placed(name, made, result),
    });
  }

  /** States an order anew; one that is not open, or changes its side, is placed. */
  state(id: string, side: Side, price: string, size: number): void {
    const made = this.byId.get(id);
    if (size === 0) this.remove(id);
    else if (made?.side === side) this.amend(made, price, size);
    else this.add(id, side, price, size);
  }

  /** Takes a size away from an order, and the order when nothing is left. */
  reduce(id: string, size: number): void {
    const made = this.byId.get(id);
    if (made === undefined) return;
    if (made.remaining > size) this.amend(made, made.price, made.remaining - size);
    else this.remove(id);
  }

  remove(id: string): void {
    const made = this.byId.get(id);
    if (made === undefined) return;
    this.byId.delete(id);
    this.send(made, (order) => ({ type: 'cancel_order', order }));
  }

  /** Cancels every order of the account in the market, whoever placed it. */
  clear(): void {
    this.byId.clear();
    this.queue.add({
      make: () => ({ type: 'cancel_orders', market: this.market }),
      answered: () => undefined,
    });
  }

  /** Takes note of what happened to an order of the account. */
  onEvent({ event, order, client_order_id: name, size }: OrderEvent): void {
    if (event === 'placed') this.learnNumber(this.byName.get(name ?? ''), order);
    const made = this.byOrder.get(order);
    if (made === undefined) return;
    if (event === 'filled') {
      made.filled += Number(size);
      made.remaining -= Number(size);
    }
    if (event === 'cancelled' || made.remaining <= 0) this.forget(made);
  }

  private amend(made: MadeOrder, price: string, size: number): void {
    made.price = price;
    made.remaining = size;
    this.send(made, (order) => {
      const total = String(made.filled + size);
      return { type: 'amend_order', market: this.market, order, price, size: total };
    });
  }

  /** Sends a command about an order, once its number is known and if it is then still open. */
  private send(made: MadeOrder, commandOf: (order: number) => Command): void {
    this.queue.add({
      make: () => {
        if (made.state === 'asked') return 'wait';
        return made.state === 'open' && made.order !== null ? commandOf(made.order) : null;
      },
      answered: () => undefined,
    });
  }

  private placed(name: string, made: MadeOrder, { code, order }: CommandResult): void {
    if (code === 0 && order !== undefined) this.learnNumber(made, order);
    else this.forget(made);
    this.byName.delete(name);
  }

  private learnNumber(made: MadeOrder | undefined, order: number): void {
    if (made === undefined || made.state !== 'asked') return;
    made.order = order;
    made.state = 'open';
    this.byOrder.set(order, made);
  }

  private forget(made: MadeOrder): void {
    made.state = 'gone';
    if (this.byId.get(made.id) === made) this.byId.delete(made.id);
    if (made.order !== null) this.byOrder.delete(made.order);
  }

  private nextName(): string {
    this.names = BigInt.asUintN(4 * ID_DIGITS, this.names + 1n);
    return this.names.toString(16).padStart(ID_DIGITS, '0');
  }
}
