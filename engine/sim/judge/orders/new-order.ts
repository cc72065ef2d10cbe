/** An order as the command that places it describes it. */
import type { placeOrder, Side, ValuesOf } from '@intelligent-ledger/engine/core';
import type { Order } from './naive-book.ts';

/** What a placeOrder says. */
export type Placement = ValuesOf<typeof placeOrder.specs>;

/** The order that a command describes, before anything filled. */
export function orderFrom(command: Placement, order: number): Order {
  const { account, market, price, size, expiry, clientOrderId, key, session } = command;
  const { displaySize, orderType, timeInForce, selfTrade, flags, orderGroup, builder, builderFee } = command;
  const side = command.side as Side;
  const named = { order, account, market, side, price, size, filled: 0, shown: 0, expiry, clientOrderId, key, session };
  return { ...named, displaySize, orderType, timeInForce, selfTrade, flags, orderGroup, builder, builderFee };
}
