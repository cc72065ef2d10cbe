/**
 * What the history of an account says. Sizes in lots, prices in ticks, amounts in micro-dollars, times in microseconds.
 */
import type { ResultCode, Side } from '@intelligent-ledger/engine/core';

/** How far an order has come. One that waits in the work queue was accepted, and no book has seen it yet. */
export type OrderStatus = 'waiting' | 'open' | 'filled' | 'cancelled' | 'refused';

/** An order of an account, as it is now or was when it closed. */
export interface OrderEntry {
  readonly order: number;
  readonly account: number;
  /** What the order says of itself is not known while it waits: null until its turn. */
  readonly terms: OrderEntryTerms | null;
  /** Zeros when it was given none; of an order that waits in the state with which the history began, not known. */
  readonly clientOrderId: string | null;
  readonly status: OrderStatus;
  /** Why it closed: what it was cancelled or refused with; accepted otherwise. */
  readonly code: ResultCode;
  /** Lots that traded. */
  readonly filled: number;
  /** Price times lots over them: divided by the lots, the average price; null when some traded before the history. */
  readonly filledValue: bigint | null;
  /** Sequence and time of the command that placed it, and of the one with which it closed; 0 while it is open. */
  readonly placedSequence: number;
  readonly placedAt: number;
  readonly closedSequence: number;
  readonly closedAt: number;
  /** Its number among the orders of the account that closed since the history began; 0 while it is open. */
  readonly closedNumber: number;
}

export interface OrderEntryTerms {
  readonly market: number;
  readonly side: Side;
  /** Limit and total size as they were last stated. */
  readonly price: number;
  readonly size: number;
  readonly orderType: number;
  readonly timeInForce: number;
  readonly flags: number;
  readonly key: number;
  readonly session: number;
}

/** One side of a fill. */
export interface FillEntry {
  readonly fill: number;
  readonly order: number;
  readonly account: number;
  readonly market: number;
  readonly side: Side;
  readonly price: number;
  readonly size: number;
  readonly isTaker: boolean;
  /** What the side paid, builder fee included; below 0 when it was paid. 0 where there is no money. */
  readonly fee: number;
  /** What of it the builder of the order earned. */
  readonly builderFee: number;
  /** What it realised; 0 in a spot market. */
  readonly realised: number;
  /** The position before it, above 0 when long; 0 in a spot market. */
  readonly positionBefore: number;
  readonly sequence: number;
  readonly time: number;
}

/** Which entries a reader wants: the newest first, from before a number on, at most so many. */
export interface HistoryPage {
  /** Fills below this number, or closed orders below this number among those; absent: from the newest on. */
  readonly before?: number;
  readonly limit: number;
}
