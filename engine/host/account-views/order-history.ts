/** The orders of every account, from the command that places one to what it closes with. */
import {
  amendOrder,
  type DecodedRecord,
  type LogicalState,
  type orderAmended,
  type orderCancelled,
  type orderDecremented,
  type orderDeferred,
  type orderFilled,
  type orderPlaced,
  type queuedDone,
  ResultCode,
  type Side,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { Recent } from './recent.ts';
import type { HistoryPage, OrderEntry, OrderEntryTerms, OrderStatus } from './view.ts';

type Draft = { -readonly [Name in keyof OrderEntry]: OrderEntry[Name] };

/** With what an order that waits leaves without a turn of its own; any other code refuses it. */
const TAKEN_OUT: ReadonlySet<number> = new Set([
  ResultCode.cancelledByUser,
  ResultCode.scheduledCancel,
  ResultCode.replaced,
]);

/** What stands in the head of every record. */
interface Moment {
  readonly sequence: number;
  readonly time: number;
  /** A result code. */
  readonly code: number;
}

interface OfAccount {
  readonly open: Map<number, Draft>;
  /** In the order in which they closed. */
  readonly closed: Recent<OrderEntry>;
  closedCount: number;
}

export class OrderHistory {
  private readonly closedMax: number;
  private readonly accounts = new Map<number, OfAccount>();

  private readonly onChange: (entry: OrderEntry) => void;

  constructor(closedMax: number, onChange: (entry: OrderEntry) => void = () => {}) {
    this.closedMax = closedMax;
    this.onChange = onChange;
  }

  /** Takes over what somebody kept: open orders, and how many had closed of each account. */
  restore(openOrders: readonly OrderEntry[], closedCounts: ReadonlyMap<number, number>): void {
    for (const entry of openOrders) this.of(entry.account).open.set(entry.order, { ...entry });
    for (const [account, count] of closedCounts) this.of(account).closedCount = count;
  }

  /** Orders that wait in a state have no terms here until their turn. */
  load({ markets, queue, sequence, time }: LogicalState): void {
    const moment = { sequence, time, code: ResultCode.accepted };
    for (const [market, { bids, asks }] of markets.entries()) {
      for (const row of [...bids, ...asks]) {
        const entry = this.open(row.order, row.account, row.clientOrderId, moment, 'open');
        const { price, size, orderType, timeInForce, flags, key, session } = row;
        entry.terms = { market, side: row.side as Side, price, size, orderType, timeInForce, flags, key, session };
        entry.filled = row.filled;
        if (row.filled > 0) entry.filledValue = null;
      }
    }
    for (const { order, account, commandKind } of queue) {
      if (order !== 0 && commandKind !== amendOrder.number && commandKind !== 0) {
        this.open(order, account, null, moment, 'waiting');
      }
    }
  }

  /** Says of open orders when and as what they came, and for what they filled, where that is of what they are now. */
  complete(openOrders: readonly OrderEntry[]): void {
    for (const { account, order, placedSequence, placedAt, clientOrderId, filled, filledValue } of openOrders) {
      const entry = this.openOrder(account, order);
      if (entry === undefined) continue;
      Object.assign(entry, { placedSequence, placedAt, clientOrderId });
      if (entry.filled === filled) entry.filledValue = filledValue;
    }
  }

  take({ name, values }: DecodedRecord): void {
    const moment = values as unknown as Moment;
    const code = moment.code as ResultCode;
    switch (name) {
      case 'orderPlaced':
        this.place(values as ValuesOf<typeof orderPlaced.specs>);
        break;
      case 'orderDeferred': {
        const { order, account, clientOrderId, commandKind } = values as ValuesOf<typeof orderDeferred.specs>;
        if (commandKind !== amendOrder.number) this.open(order, account, clientOrderId, moment, 'waiting');
        break;
      }
      case 'queuedDone': {
        const { order, account } = values as ValuesOf<typeof queuedDone.specs>;
        const entry = this.openOrder(account, order);
        // An amend that is done leaves its order open.
        if (entry?.status === 'waiting' && code !== ResultCode.accepted) {
          this.close(entry, TAKEN_OUT.has(code) ? 'cancelled' : 'refused', code, moment);
        }
        break;
      }
      case 'orderFilled':
        this.fill(values as ValuesOf<typeof orderFilled.specs>);
        break;
      case 'orderDecremented':
        this.decrement(values as ValuesOf<typeof orderDecremented.specs>);
        break;
      case 'orderAmended': {
        const { account, order, price, size } = values as ValuesOf<typeof orderAmended.specs>;
        const entry = this.openOrder(account, order);
        if (!entry?.terms) break;
        entry.terms = { ...entry.terms, price, size };
        this.onChange(entry);
        break;
      }
      case 'orderCancelled': {
        const { account, order } = values as ValuesOf<typeof orderCancelled.specs>;
        const entry = this.openOrder(account, order);
        if (entry !== undefined) this.close(entry, 'cancelled', code, moment);
        break;
      }
    }
  }

  openOf(account: number): OrderEntry[] {
    const open = [...(this.accounts.get(account)?.open.values() ?? [])];
    return open.sort((one, other) => one.order - other.order);
  }

  closedOf(account: number, page: HistoryPage): OrderEntry[] {
    return this.accounts.get(account)?.closed.page(page) ?? [];
  }

  find(account: number, order: number): OrderEntry | undefined {
    const closed = () => this.closedOf(account, { limit: this.closedMax }).find((entry) => entry.order === order);
    return this.openOrder(account, order) ?? closed();
  }

  private place(values: ValuesOf<typeof orderPlaced.specs>): void {
    const { order, account, clientOrderId, market, side, price, size } = values;
    const { orderType, timeInForce, flags, key, session } = values;
    const entry = this.openOrder(account, order) ?? this.open(order, account, clientOrderId, values, 'open');
    entry.status = 'open';
    entry.clientOrderId = clientOrderId;
    const terms: OrderEntryTerms = {
      market,
      side: side as Side,
      price,
      size,
      orderType,
      timeInForce,
      flags,
      key,
      session,
    };
    entry.terms = terms;
    this.onChange(entry);
  }

  private fill(values: ValuesOf<typeof orderFilled.specs>): void {
    const { maker, taker, makerAccount, takerAccount, price, size } = values;
    // A price and a size are 32 bits each at most, so that their product may be more than is safe.
    const value = BigInt(price) * BigInt(size);
    for (const entry of [this.openOrder(makerAccount, maker), this.openOrder(takerAccount, taker)]) {
      if (entry === undefined) continue;
      entry.filled += size;
      if (entry.filledValue !== null) entry.filledValue += value;
      this.onChange(entry);
      this.closeIfDone(entry, 'filled', values);
    }
  }

  /** Both orders lose lots of their total size, and one that has nothing left is gone. */
  private decrement(values: ValuesOf<typeof orderDecremented.specs>): void {
    const { maker, taker, makerAccount, takerAccount, size } = values;
    for (const entry of [this.openOrder(makerAccount, maker), this.openOrder(takerAccount, taker)]) {
      if (!entry?.terms) continue;
      entry.terms = { ...entry.terms, size: entry.terms.size - size };
      this.onChange(entry);
      this.closeIfDone(entry, 'cancelled', values);
    }
  }

  private closeIfDone(entry: Draft, status: OrderStatus, moment: Moment): void {
    if (entry.terms === null || entry.filled < entry.terms.size) return;
    this.close(entry, status, status === 'filled' ? ResultCode.accepted : ResultCode.selfTradePrevented, moment);
  }

  private open(
    order: number,
    account: number,
    clientOrderId: string | null,
    moment: Moment,
    status: OrderStatus,
  ): Draft {
    const begun = { placedSequence: moment.sequence, placedAt: moment.time, closedSequence: 0, closedAt: 0 };
    const done = { filled: 0, filledValue: 0n, code: ResultCode.accepted, closedNumber: 0 };
    const entry: Draft = { order, account, clientOrderId, terms: null, status, ...done, ...begun };
    this.of(account).open.set(order, entry);
    this.onChange(entry);
    return entry;
  }

  private openOrder(account: number, order: number): Draft | undefined {
    return this.accounts.get(account)?.open.get(order);
  }

  private close(entry: Draft, status: OrderStatus, code: ResultCode, { sequence, time }: Moment): void {
    const ofAccount = this.of(entry.account);
    const { open, closed } = ofAccount;
    open.delete(entry.order);
    ofAccount.closedCount += 1;
    const closedNumber = ofAccount.closedCount;
    entry.status = status;
    entry.code = code;
    entry.closedSequence = sequence;
    entry.closedAt = time;
    entry.closedNumber = closedNumber;
    closed.add(entry);
    this.onChange(entry);
  }

  private of(account: number): OfAccount {
    const known = this.accounts.get(account);
    if (known !== undefined) return known;
    const closed = new Recent<OrderEntry>(this.closedMax, ({ closedNumber }) => closedNumber);
    const made = { open: new Map<number, Draft>(), closed, closedCount: 0 };
    this.accounts.set(account, made);
    return made;
  }
}
