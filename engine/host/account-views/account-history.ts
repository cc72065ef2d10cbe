/**
 * The orders and fills of every account, made of records alone: what an account is asked about by its owner. All open
 * orders are there, and of those that closed and of the fills the last so many of each account; older ones are for an
 * archive. Whoever begins with a state knows the orders that are open in it, and nothing of what closed before.
 */
import type { DecodedRecord, LogicalState } from '@intelligent-ledger/engine/core';
import { FillHistory } from './fill-history.ts';
import { OrderHistory } from './order-history.ts';
import type { FillEntry, HistoryPage, OrderEntry } from './view.ts';

export interface AccountHistoryOptions {
  /** Closed orders that are kept of each account. */
  readonly closedOrdersMax: number;
  /** Fills that are kept of each account. */
  readonly fillsMax: number;
  /** Is told of each order that came, changed or closed, for whoever keeps them elsewhere. */
  readonly onOrder?: (entry: OrderEntry) => void;
  /** Is told of each side of a fill. What it cost is there once all records of the command were taken. */
  readonly onFill?: (entry: FillEntry) => void;
}

/** What somebody kept of a history, with which another goes on. */
export interface KeptHistory {
  readonly openOrders: readonly OrderEntry[];
  /** Orders that had closed, by account. */
  readonly closedCounts: ReadonlyMap<number, number>;
  readonly positions: readonly { readonly account: number; readonly market: number; readonly size: number }[];
}

export class AccountHistory {
  private readonly orders: OrderHistory;
  private readonly fills: FillHistory;

  constructor({ closedOrdersMax, fillsMax, onOrder, onFill }: AccountHistoryOptions) {
    this.orders = new OrderHistory(closedOrdersMax, onOrder);
    this.fills = new FillHistory(fillsMax, onFill);
  }

  /** Goes on with what somebody kept, before any record. */
  restore({ openOrders, closedCounts, positions }: KeptHistory): void {
    this.orders.restore(openOrders, closedCounts);
    this.fills.load({ positions });
  }

  /** Takes over the open orders and the positions of a state, before any record. */
  load(state: LogicalState): void {
    this.orders.load(state);
    this.fills.load(state);
  }

  /** Takes over what a state does not say of orders that are open in it, from whoever kept it. */
  complete(openOrders: readonly OrderEntry[]): void {
    this.orders.complete(openOrders);
  }

  /** Takes the records of commands, in order. */
  take(records: readonly DecodedRecord[]): void {
    for (const record of records) {
      this.orders.take(record);
      this.fills.take(record);
    }
  }

  /** The open orders of an account, those that wait included, in the order of their numbers. */
  openOrdersOf(account: number): OrderEntry[] {
    return this.orders.openOf(account);
  }

  /** The orders of an account that closed: the last first. */
  closedOrdersOf(account: number, page: HistoryPage): OrderEntry[] {
    return this.orders.closedOf(account, page);
  }

  /** An order of an account, while it is known. */
  orderOf(account: number, order: number): OrderEntry | undefined {
    return this.orders.find(account, order);
  }

  /** The fills of an account, the newest first. */
  fillsOf(account: number, page: HistoryPage): FillEntry[] {
    return this.fills.of(account, page);
  }
}
