/** What is remembered of client order ids: under which account, with what the command said, and for how long. */
import { orderKnown, type placeOrder, type ValuesOf } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import { remainingOf } from './naive-book.ts';
import type { RememberedId } from './remembered-id.ts';

/** A command that names an order for its client; a replaceOrder says no less. */
export type NamingValues = Pick<ValuesOf<typeof placeOrder.specs>, 'kind' | 'account' | 'clientOrderId' | 'validUntil'>;

const SECOND_MICROS = 1_000_000;
const NO_ID = '00'.repeat(16);
/** Byte ranges of placeOrder and replaceOrder: from market to flags, and what follows the client order id. */
const CONTENT_RANGES = [
  [32, 64],
  [80, 128],
] as const;

/** What is remembered under an id of an account, or undefined. */
export function recalled(state: NaiveState, account: number, clientOrderId: string): RememberedId | undefined {
  if (!isNaming(state, clientOrderId)) return undefined;
  return state.rememberedIds().find((known) => known.account === account && known.clientOrderId === clientOrderId);
}

/** Whether a client order id is one that is looked at. */
export function isNaming(state: NaiveState, clientOrderId: string): boolean {
  return state.limits.clientOrderIdsMax !== 0 && clientOrderId !== NO_ID;
}

/** What is remembered under the id of a command that says the same: such a command is a repeat. */
export function repeatedBy(state: NaiveState, values: NamingValues, command: Uint8Array): RememberedId | undefined {
  const known = recalled(state, values.account, values.clientOrderId);
  const saysTheSame = known?.commandKind === values.kind && known.content === contentOf(command);
  return saysTheSame ? known : undefined;
}

/** Remembers the id, if it is one, under which an order was placed. */
export function remember(state: NaiveState, values: NamingValues, command: Uint8Array, order: number): void {
  const { account, clientOrderId, kind } = values;
  if (!isNaming(state, clientOrderId)) return;
  const forgetSecond = Math.floor(values.validUntil / SECOND_MICROS);
  const content = contentOf(command);
  state.ids.push({ account, clientOrderId, order, commandKind: kind, content, forgetSecond, isHeld: false });
}

/** The ids whose second is over and that still wait, in the order in which they are let go. */
export function overdueIds(state: NaiveState): RememberedId[] {
  return waitingIds(state).filter(({ forgetSecond }) => state.time >= (forgetSecond + 1) * SECOND_MICROS);
}

/** The ids that wait for their second, in the order in which they are let go. Sorting leaves equals as they came. */
export function waitingIds(state: NaiveState): RememberedId[] {
  return state.ids.filter(({ isHeld }) => !isHeld).sort((a, b) => a.forgetSecond - b.forgetSecond);
}

/** Forgets an id whose second is over, or lets its order hold it while that is open. */
export function letGo(state: NaiveState, id: RememberedId): void {
  state.ids = state.ids.filter((other) => other !== id);
  if (state.openOrder(id.order) !== undefined) state.ids.push({ ...id, isHeld: true });
}

/** Answers a repeat with what became of the order. */
export function answerRepeat(state: NaiveState, { order: number, account }: RememberedId): void {
  const order = state.openOrder(number);
  const now = order && { isOpen: 1, price: order.price, size: order.size, remaining: remainingOf(order) };
  state.emit(orderKnown, { order: number, account, ...now });
}

function contentOf(command: Uint8Array): string {
  return CONTENT_RANGES.map(([from, to]) => Buffer.from(command.subarray(from, to)).toString('hex')).join('');
}
