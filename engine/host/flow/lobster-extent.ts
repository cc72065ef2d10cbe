/**
 * How far an equity order flow file reaches. A tick is 1e-4 dollars, as in the file, which makes a lot a hundredth of
 * a share; prices are whole cents where all of them are.
 */
import { type FlowExtent, OpenTally, roomFor } from './extent.ts';
import type { LobsterMessage, RestingOrder } from './lobster.ts';

export const LOTS_PER_SHARE = 100;
const SIZE_DECIMALS = 2;
const TICKS_PER_CENT = 100;

/** Reads all messages, which are not kept, after the orders that rested before. */
export async function lobsterExtent(
  preexisting: readonly RestingOrder[],
  messages: AsyncIterable<LobsterMessage>,
): Promise<FlowExtent> {
  const open = new OpenTally();
  let rows = 0;
  let priceMax = 0;
  let sizeMax = 0;
  let isWholeCents = true;
  const see = (order: RestingOrder) => {
    priceMax = Math.max(priceMax, order.price);
    sizeMax = Math.max(sizeMax, order.size * LOTS_PER_SHARE);
    isWholeCents &&= order.price % TICKS_PER_CENT === 0;
    open.state(order.orderId, order.size);
  };
  for (const order of preexisting) see(order);
  for await (const message of messages) {
    rows += 1;
    if (message.kind === 'add') see(message);
    else if (message.kind === 'delete') open.state(message.orderId, 0);
    else if (message.kind !== 'none') open.reduce(message.orderId, message.size);
  }
  const step = isWholeCents ? TICKS_PER_CENT : 1;
  return { rows, sizeDecimals: SIZE_DECIMALS, step, priceMax, sizeMax, ordersMax: roomFor(open.peak) };
}
