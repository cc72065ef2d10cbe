/** Client order ids: fresh ones, ones that others have, and whole commands that come again. */
import {
  cancelByClientOrderId,
  decode,
  encode,
  placeOrder,
  replaceOrder,
  SelfTrade,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import type { RememberedId } from '../../judge/orders/remembered-id.ts';
import { type Draft, draftOf, hexOf } from '../draft.ts';
import type { Random } from '../random.ts';
import type { Scene } from '../scene.ts';
import { accountFor, senderFor } from '../senders/sender.ts';

/** What an order has that has none. */
export const NO_ID = '00'.repeat(16);
const POOL = 30;
const LAST_WORDS_AT = 104;

type Values = ValuesOf<typeof replaceOrder.specs>;

/** None, a fresh one, one of a small pool, or one that some account has now. */
export function clientOrderIdFor({ random, profile, state }: Scene, account: number): string {
  if (!random.happens(profile.namedPerMille)) return NO_ID;
  if (state.ids.length > 0 && random.happens(60)) {
    const { clientOrderId, account: whose } = random.pick(state.ids);
    if (whose !== account || random.happens(300)) return clientOrderId;
  }
  if (random.happens(150)) return pooledId(random);
  return hexOf(random.bytes(16));
}

/** An order command that came before, whole or changed a little; undefined when there is none. */
export function repetition(scene: Scene): Draft | undefined {
  const { random, state, named } = scene;
  const { ids } = state;
  if (ids.length > 0 && random.happens(400)) {
    const held = ids.filter(({ isHeld }) => isHeld);
    const known = random.pick(held.length > 0 && random.happens(600) ? held : ids);
    return changed(scene, commandOf(known), random.weighted({ head: 3, content: 1, kind: 1 }));
  }
  if (named.length === 0) return undefined;
  const latest = named.slice(random.happens(600) ? -20 : 0);
  return repetitionOf(scene, random.pick(latest));
}

/** An order command once more: as it was, or with one thing or several changed. */
export function repetitionOf(scene: Scene, command: Uint8Array): Draft {
  const how = scene.random.weighted({ nothing: 4, nonce: 3, validUntil: 3, head: 4, content: 3, account: 1, kind: 1 });
  return changed(scene, command, how);
}

/** Cancels by the id of an order that is open, mostly; else by that of one that is gone, of a stranger, or none. */
export function cancellationById(scene: Scene): Draft {
  const { random, state, message } = scene;
  const { ids } = state;
  const open = new Set(state.openOrders().map(({ order }) => order));
  const own = message === undefined ? ids : ids.filter(({ account }) => account === message.account);
  const live = own.filter(({ order }) => open.has(order));
  const chosen = live.length > 0 && random.happens(800) ? live : ids;
  const isUnknown = chosen.length === 0 || random.happens(60);
  const named = isUnknown ? undefined : random.pick(chosen);
  const account = named === undefined || random.happens(40) ? accountFor(scene) : named.account;
  const clientOrderId = named?.clientOrderId ?? random.pick([NO_ID, pooledId(random), hexOf(random.bytes(16))]);
  return draftOf(cancelByClientOrderId, { ...senderFor(scene, account), clientOrderId });
}

/** One of a small pool, so that it comes again. */
export function pooledId(random: Random): string {
  return hexOf(new Uint8Array(16).fill(1 + random.below(POOL)));
}

/** The command that an id remembers, but for who sent it. */
function commandOf({ account, clientOrderId, commandKind, content }: RememberedId): Uint8Array {
  const layout = commandKind === placeOrder.number ? placeOrder : replaceOrder;
  const command = encode(layout, { account, clientOrderId });
  command.set(Buffer.from(content.slice(0, 64), 'hex'), 32);
  command.set(Buffer.from(content.slice(64), 'hex'), 80);
  return command;
}

type Change = 'nothing' | 'nonce' | 'validUntil' | 'head' | 'content' | 'account' | 'kind';

function changed(scene: Scene, command: Uint8Array, change: Change): Draft {
  const { random } = scene;
  const bytes = command.slice();
  if (change === 'kind') {
    const isPlace = bytes[0] === placeOrder.number;
    bytes[0] = isPlace ? replaceOrder.number : placeOrder.number;
    if (!isPlace) bytes.fill(0, LAST_WORDS_AT);
  }
  const layout = bytes[0] === placeOrder.number ? placeOrder : replaceOrder;
  const values = decode(layout, bytes);
  const { nonce, validUntil, key, ...fresh } = senderFor(scene, values.account);
  if (change === 'nothing') return draftOf(layout, values);
  if (change === 'nonce') return draftOf(layout, { ...values, nonce, key });
  if (change === 'validUntil') return draftOf(layout, { ...values, validUntil });
  const sent = { ...values, ...fresh, nonce, validUntil, key };
  if (change === 'account') return draftOf(layout, { ...sent, ...senderFor(scene, accountFor(scene)) });
  return draftOf(layout, change === 'content' ? { ...sent, ...otherContent(random, sent as Values, layout) } : sent);
}

/** One thing that the command then says of the order which it did not say before. */
function otherContent(
  random: Random,
  values: Values,
  layout: typeof placeOrder | typeof replaceOrder,
): Partial<Values> {
  const { market, price, size, displaySize, expiry, side, selfTrade, flags, replaced, slippage, timeInForce } = values;
  const changes: Partial<Values>[] = [
    { market: market + 1 },
    { price: price > 1 ? price - 1 : 2 },
    { size: size > 1 ? size - 1 : 2 },
    { displaySize: displaySize === 0 ? size : 0 },
    { expiry: expiry + 1 },
    { side: 3 - side },
    { orderType: 3 - values.orderType },
    { timeInForce: 1 + (timeInForce % 3) },
    { selfTrade: selfTrade === SelfTrade.decrement ? SelfTrade.accountDefault : selfTrade + 1 },
    { flags: 1 - flags },
    { slippage: slippage === 0 ? 1 : 0 },
    { orderGroup: values.orderGroup === 0 ? 1 : 0 },
    { builder: values.builder === 0 ? 1 : 0 },
    { builderFee: values.builderFee === 0 ? 1 : 0 },
  ];
  if (layout === replaceOrder) {
    changes.push({ replaced: replaced + 1 }, { replacedClientOrderId: pooledId(random) });
    changes.push({ replaced: replaced + 1 }, { replacedClientOrderId: pooledId(random) });
  }
  return random.pick(changes);
}
