/** Which messages no limit may refuse: those that take away what is in the book. */
import type { AccountHistory } from '@intelligent-ledger/engine/client-port';
import {
  cancelByClientOrderId,
  cancelOrder,
  cancelOrders,
  decode,
  type Message,
  type MessageCommand,
  openMessage,
} from '@intelligent-ledger/engine/core';

/** Whether a message does nothing but cancel, and something of it is open. What is not costs, and is no reason. */
export function isLiveCancel({ account, commands }: Message, accounts: AccountHistory): boolean {
  const cancels = commands.filter(({ layout }) => layout !== openMessage);
  return cancels.every(isCancel) && cancels.some((command) => isLive(command, account, accounts));
}

function isCancel({ layout }: MessageCommand): boolean {
  return layout === cancelOrder || layout === cancelByClientOrderId || layout === cancelOrders;
}

function isLive({ layout, command }: MessageCommand, account: number, accounts: AccountHistory): boolean {
  const open = accounts.openOrdersOf(account);
  // One that cancels several may be of the whole owner; it is the account that it acts for that is asked.
  if (layout === cancelOrders) return open.length > 0;
  const values = decode(layout, command) as { readonly order?: number; readonly clientOrderId?: string };
  return open.some(({ order, clientOrderId }) => order === values.order || clientOrderId === values.clientOrderId);
}
