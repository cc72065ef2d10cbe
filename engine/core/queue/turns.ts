/** The turn of a deferred command: it is applied as if it came now, under the number that its order has already. */
import { type Clock, timeOf, wide } from '../clock.ts';
import { DEFERRED_INDEX } from '../input-buffer.ts';
import type { OrderCommands } from '../orders/order-commands.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { amendOrder, placeOrder } from '../schema/command.ts';
import { offsetOf, wordOf } from '../schema/layout.ts';
import { NO_FIELD } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';
import { ItemWord } from '../state/work-queue.ts';
import type { Deferring } from './deferring.ts';

const VALID_UNTIL = wordOf(placeOrder, 'validUntil');
const FIELD_VALID_UNTIL = offsetOf(placeOrder, 'validUntil');
const COMMAND_WORDS = placeOrder.byteLength / 4;
const ACCEPTED = ResultCode.accepted;

export type Turns = ReturnType<typeof createTurns>;

/** Over the queue of an exchange; commands are copied to a place of their own in `input`. */
export function createTurns(
  exchange: Exchange,
  input: Int32Array,
  clock: Clock,
  records: RecordBuffer,
  orderCommands: OrderCommands,
  deferring: Deferring,
) {
  const { book, accounts, markets, queue, margin, clientOrderIds: ids } = exchange;
  const { ring, ownerOrders } = book;
  const at = DEFERRED_INDEX;

  /** Applies the deferred command at the front of the queue, which leaves it. */
  function take(item: number): void {
    const command = queue.itemWords(item).subarray(ItemWord.command, ItemWord.command + COMMAND_WORDS);
    input.set(command, at);
    // The record says `accepted` until the rules say otherwise: nothing comes after it when they do.
    const record = records.length();
    deferring.finish(item, ACCEPTED, NO_FIELD);
    queue.remove(item);
    markets.addQueuedWork(queue.get(item, ItemWord.market), -1);
    orderCommands.beginTurn();
    const orderLow = queue.get(item, ItemWord.order);
    const orderHigh = queue.get(item, ItemWord.order + 1);
    const isAmend = queue.get(item, ItemWord.commandKind) === amendOrder.number;
    const code = isAmend ? amendNow(orderLow, orderHigh) : placeWaiting(orderLow, orderHigh, item);
    orderCommands.endTurn();
    margin.autoRepay.settle();
    book.endTaker();
    if (code === ACCEPTED) return;
    const field = code === ResultCode.commandExpired ? FIELD_VALID_UNTIL : orderCommands.faultField();
    records.restateDone(record, code, field);
  }

  function isOver(): boolean {
    return wide(input[at + VALID_UNTIL] as number, input[at + VALID_UNTIL + 1] as number) <= timeOf(clock);
  }

  function amendNow(orderLow: number, orderHigh: number): ResultCode {
    const slot = book.find(orderLow, orderHigh);
    if (slot !== 0) book.setAwaitsAmend(slot, false);
    return isOver() ? ResultCode.commandExpired : orderCommands.amend(at);
  }

  /** The order is not open while the rules are asked. An amend that waits for it still does when it then rests. */
  function placeWaiting(orderLow: number, orderHigh: number, item: number): ResultCode {
    const slot = book.find(orderLow, orderHigh);
    const heldId = book.heldClientOrderId(slot);
    const awaitsAmend = book.awaitsAmend(slot);
    book.suspend(slot);
    const lastGiven = ring.lastGiven();
    ring.setLast(wide(orderLow, orderHigh));
    const code = isOver() ? ResultCode.commandExpired : applyNow(item);
    ring.setLast(lastGiven);
    // An order holds its id from the second after its valid-until on, so that its turn came too late.
    if (heldId !== 0) ids.forget(heldId);
    if (book.find(orderLow, orderHigh) === 0) {
      ownerOrders.part(slot, accounts.ownerOf(queue.get(item, ItemWord.account)));
    } else if (awaitsAmend) book.setAwaitsAmend(slot, true);
    return code;
  }

  function applyNow(item: number): ResultCode {
    const isPlace = queue.get(item, ItemWord.commandKind) === placeOrder.number;
    return isPlace ? orderCommands.placeNow(at) : orderCommands.replaceNow(at);
  }

  return { take };
}
