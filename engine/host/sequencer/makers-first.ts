/**
 * The order of messages within one batch. As they came is the rule. With makers first, cancels and post-only orders go
 * before everything else of the batch, so that a maker who moves away and a taker who comes in the same batch meet in
 * this order. A message overtakes none of its own account, so that what an account sends stays in the order in which it
 * sent it, and none that is no user's.
 */
import {
  COMMANDS,
  cancelByClientOrderId,
  cancelOrder,
  cancelOrders,
  isOfUser,
  OrderFlag,
  placeOrder,
  scheduleCancel,
  wordOf,
} from '@intelligent-ledger/engine/core';

/** Accounts are told apart by so many bits; two that look alike only keep more of their order than they need to. */
const SLOTS = 4_096;
const ACCOUNT = wordOf(cancelOrder, 'account');
const FLAGS = wordOf(placeOrder, 'flags');
const CANCELS: ReadonlySet<number> = new Set(
  [cancelOrder, cancelByClientOrderId, cancelOrders, scheduleCancel].map(({ number }) => number),
);
const OF_USERS: ReadonlySet<number> = new Set(COMMANDS.filter(isOfUser).map(({ number }) => number));

export class MakersFirst {
  /** By account, the last batch in which it sent what does not go first. */
  private readonly held = new Int32Array(SLOTS);
  private batch = 0;
  private isHeld = false;

  /** Begins another batch. */
  begin(): void {
    this.batch = (this.batch + 1) | 0;
    this.isHeld = false;
  }

  /** Whether the message of so many commands goes before the others. To be asked of each in the order they came. */
  isFirst(words: Int32Array, command: number, count: number): boolean {
    const kind = (words[command] as number) & 0xff;
    if (!OF_USERS.has(kind)) {
      this.isHeld = true;
      return false;
    }
    const slot = (words[command + ACCOUNT] as number) & (SLOTS - 1);
    if (this.isHeld || this.held[slot] === this.batch) return false;
    if (count === 1 && isOfMaker(words, command, kind)) return true;
    this.held[slot] = this.batch;
    return false;
  }
}

function isOfMaker(words: Int32Array, command: number, kind: number): boolean {
  if (CANCELS.has(kind)) return true;
  return kind === placeOrder.number && ((words[command + FLAGS] as number) & OrderFlag.postOnly) !== 0;
}
