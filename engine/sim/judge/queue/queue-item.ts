/** What is in the work queue: sweeps, deferred commands and the orders that wait with them. */
import { QueueItemKind } from '@intelligent-ledger/engine/core';
import type { Order } from '../orders/naive-book.ts';

/** The command that an item comes from. */
interface Origin {
  readonly commandKind: number;
  readonly commandSequence: number;
}

/** Looks at the open orders of an owner in order of number, and cancels those that fit. */
export interface OwnerSweep extends Origin {
  readonly itemKind: typeof QueueItemKind.ownerSweep;
  readonly account: number;
  /** Flags of `CancelFilter`; the next four are as the command says them, whether a flag looks at them or not. */
  readonly filter: number;
  readonly market: number;
  readonly ofKey: number;
  readonly ofSession: number;
  readonly ofGroup: number;
  /** The last order number that it looks at. */
  readonly lastOrder: number;
  /** Number of the last order that it looked at. */
  lookedAt: number;
  cancelled: number;
}

/** Cancels whatever rests in a market. */
export interface MarketSweep extends Origin {
  readonly itemKind: typeof QueueItemKind.marketSweep;
  readonly market: number;
  cancelled: number;
}

export type Sweep = OwnerSweep | MarketSweep;

/** A command of a user whose turn comes later. */
export interface DeferredCommand extends Origin {
  readonly itemKind: typeof QueueItemKind.deferred;
  /** The new order of a placement, which waits, or the order of an amend, which does not. */
  readonly order: number;
  readonly account: number;
  readonly market: number;
  /** As received. */
  readonly command: Uint8Array;
  readonly waiting: Order | undefined;
}

export type QueueItem = Sweep | DeferredCommand;

/** The order that waits with an item. */
export function waitingOrderOf(item: QueueItem): Order | undefined {
  return item.itemKind === QueueItemKind.deferred ? item.waiting : undefined;
}
