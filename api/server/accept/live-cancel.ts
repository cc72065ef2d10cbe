/** Which messages no limit may refuse: those that take away what is in the book. */
import type { AccountHistory, OrderEntry } from '@intelligent-ledger/engine/client-port';
import {
  CancelFilter,
  cancelByClientOrderId,
  cancelOrder,
  cancelOrders,
  decode,
  type Message,
  type MessageCommand,
  openMessage,
} from '@intelligent-ledger/engine/core';

const NO_ID = '0'.repeat(32);

/** Whether a message does nothing but cancel, and as much of it is open as it names. */
export function isLiveCancel({ account, commands }: Message, accounts: AccountHistory): boolean {
  const cancels = commands.filter(({ layout }) => layout !== openMessage);
  if (!cancels.every(isCancel)) return false;
  const open = accounts.openOrdersOf(account);
  return cancels.every((command) => isLive(command, open));
}

function isCancel({ layout }: MessageCommand): boolean {
  return layout === cancelOrder || layout === cancelByClientOrderId || layout === cancelOrders;
}

function isLive({ layout, command }: MessageCommand, open: readonly OrderEntry[]): boolean {
  if (layout === cancelOrders) return open.some((order) => isAdmitted(order, decode(cancelOrders, command)));
  const values = decode(layout, command) as { readonly order?: number; readonly clientOrderId?: string };
  const name = values.clientOrderId === NO_ID ? undefined : values.clientOrderId;
  return open.some(
    ({ order, clientOrderId }) => order === values.order || (name !== undefined && clientOrderId === name),
  );
}

/** Whether a filter may admit an order; of groups, which are not known here, it may. */
function isAdmitted({ terms }: OrderEntry, filter: ReturnType<typeof decode<typeof cancelOrders.specs>>): boolean {
  if (terms === null) return true;
  const asks = (bit: number) => (filter.filter & bit) !== 0;
  const isOfMarket = !asks(CancelFilter.ofMarket) || terms.market === filter.market;
  const isOfKey = !asks(CancelFilter.ofKey) || terms.key === filter.ofKey;
  return isOfMarket && isOfKey && (!asks(CancelFilter.ofSession) || terms.session === filter.ofSession);
}
