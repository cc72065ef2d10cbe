/** Commands that replace an order by another: by number or by id, at its own price, across itself or elsewhere. */
import { MarketState, OrderFlag, OrderType, replaceOrder, TimeInForce } from '@intelligent-ledger/engine/core';
import type { Order } from '../../judge/orders/naive-book.ts';
import { type Draft, draftOf, hexOf } from '../draft.ts';
import { marketNumber } from '../market-drafts.ts';
import type { Scene } from '../scene.ts';
import { senderFor } from '../senders/sender.ts';
import { clientOrderIdFor } from './client-order-ids.ts';
import { target, termsFor } from './order-drafts.ts';
import { sizeFor } from './order-terms.ts';

export function replacement(scene: Scene): Draft {
  const { account, order, open } = target(scene);
  return draftOf(replaceOrder, {
    ...senderFor(scene, account),
    ...newTerms(scene, account, open),
    ...nameOf(scene, order),
    clientOrderId: clientOrderIdFor(scene, account),
  });
}

/** Where ids are full, an order that holds one gives its room to the order that replaces it; undefined elsewhere. */
export function replacementOfHolder(scene: Scene): Draft | undefined {
  const { random, state } = scene;
  const { clientOrderIdsMax } = state.capacities;
  if (clientOrderIdsMax === 0 || state.ids.length < clientOrderIdsMax) return undefined;
  const held = new Set(state.ids.filter(({ isHeld }) => isHeld).map(({ order }) => order));
  const holders = state.openOrders().filter(({ order }) => held.has(order));
  if (holders.length === 0) return undefined;
  const open = random.pick(holders);
  const { order, account } = open;
  const clientOrderId = hexOf(random.bytes(16));
  const terms = newTerms(scene, account, open);
  return draftOf(replaceOrder, { ...senderFor(scene, account), ...terms, replaced: order, clientOrderId });
}

/** What the new order says: the same price again, across the old one's own price, in its market, or anywhere. */
function newTerms(scene: Scene, account: number, open: Order | undefined) {
  const { random, state } = scene;
  const where = placeFor(scene, open);
  const terms = termsFor(scene, account, where);
  if (open === undefined || where !== open.market) return terms;
  const { price } = open;
  const how = random.weighted({ anew: 5, again: 3, across: 2 });
  if (how === 'anew') return terms;
  const resting = { timeInForce: TimeInForce.goodTillCancelled, orderType: OrderType.limit, slippage: 0 };
  const size = sizeFor(scene, state.markets[where]);
  if (how === 'again') return { ...terms, ...resting, price, size, displaySize: 0, side: open.side };
  const flags = random.happens(700) ? OrderFlag.postOnly : 0;
  return { ...terms, ...resting, price, size, displaySize: 0, side: open.side === 1 ? 2 : 1, flags };
}

/** Mostly the market of the old order; where that is halted, mostly one that is open. */
function placeFor({ random, profile, state }: Scene, open: Order | undefined): number {
  const isElsewhere = open === undefined || random.happens(250);
  const isHalted = open !== undefined && state.markets[open.market]?.state === MarketState.halted;
  const others = isHalted ? state.markets.filter((market) => market.state === MarketState.open) : [];
  if (others.length > 0 && random.happens(800)) return random.pick(others).number;
  return isElsewhere ? marketNumber(random, profile, state) : open.market;
}

/** By number, or by the client order id if it is remembered; now and then by both, by neither or by a strange id. */
function nameOf({ random, state }: Scene, order: number) {
  const known = state.ids.find((id) => id.order === order);
  if (random.happens(60)) {
    const strange = [hexOf(new Uint8Array(16)), hexOf(random.bytes(16)), ...state.ids.map((id) => id.clientOrderId)];
    return { replaced: random.happens(300) ? order : 0, replacedClientOrderId: random.pick(strange) };
  }
  const isById = known !== undefined && random.happens(600);
  return isById ? { replaced: 0, replacedClientOrderId: known.clientOrderId } : { replaced: order };
}
