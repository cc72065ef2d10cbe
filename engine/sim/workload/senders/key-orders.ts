/** Orders under keys that bound what one may be worth: worth just that, a micro-dollar more, or about that. */
import {
  amendOrder,
  decode,
  type FieldSpecs,
  PRICE_TICKS_MAX,
  placeOrder,
  replaceOrder,
  SIZE_LOTS_MAX,
} from '@intelligent-ledger/engine/core';
import { knownPrice } from '../../judge/margin/worth.ts';
import type { Market } from '../../judge/orders/naive-book.ts';
import { isOutOfMarkets } from '../../judge/senders/agent-key.ts';
import { type Draft, draftOf } from '../draft.ts';
import { marketNumber } from '../market-drafts.ts';
import { termsFor } from '../orders/order-drafts.ts';
import type { CommandName } from '../profile.ts';
import { waitingOrders } from '../queue/queued-work.ts';
import type { Scene } from '../scene.ts';
import { isExhausted, keysOf, type NumberedKey, unfitness } from './key-scene.ts';
import { senderFor } from './sender.ts';

/** Up to so many lots are tried as the size of an order of a given worth. */
const LOTS_TRIED = 40;
/** How often an amend is such an order while work is queued. */
const AWAITED_PER_MILLE = 600;

/** Now and then such an order, placed, replacing another or amended, or one that comes again; else undefined. */
export function draftUnderKey(scene: Scene, name: CommandName): Draft | undefined {
  switch (name) {
    case 'placeOrder':
    case 'replaceOrder':
      return repetitionUnderKey(scene) ?? orderAtWorth(scene, name);
    case 'amendOrder':
      return orderAtWorth(scene, name);
    default:
      return undefined;
  }
}

function orderAtWorth(scene: Scene, name: CommandName): Draft | undefined {
  const { random, profile, state } = scene;
  const { fittedPerMille } = profile.keys;
  const awaitedPerMille = name === 'amendOrder' && state.queue.length > 0 ? AWAITED_PER_MILLE : 0;
  if (fittedPerMille === 0 || !random.happens(Math.max(fittedPerMille, awaitedPerMille))) return undefined;
  const senders = boundSenders(scene);
  if (senders.length === 0) return undefined;
  if (name !== 'amendOrder') return placementAtWorth(scene, random.pick(senders), name);
  // Seldom does an order wait, so that is made use of.
  const accounts = new Set(waitingOrders(state).map(({ account }) => account));
  const awaited = senders.filter(({ account }) => accounts.has(account));
  return amendmentAtWorth(scene, random.pick(awaited.length > 0 ? awaited : senders));
}

/** A key with a bound on the worth of an order, and an account for which it may send one. */
interface BoundSender extends NumberedKey {
  readonly account: number;
}

/** All of them; those of the message alone where the command is part of one. */
function boundSenders({ state, time, message }: Scene): BoundSender[] {
  const bound = keysOf(state).filter(({ number, key }) => key.orderValueMax > 0 && !isExhausted(state, number));
  const asked = message === undefined ? bound : bound.filter(({ number }) => number === message.key);
  return asked.flatMap(({ number, key }) => {
    const accounts = message === undefined ? [...state.accounts.keys()] : [message.account];
    const own = accounts.filter((account) => state.accounts[account]?.owner === key.owner);
    const fit = own.filter((account) => unfitness(state, key, account, time) === undefined);
    return fit.map((account) => ({ number, key, account }));
  });
}

/** Now and then an order command once more whose key could not send it now, as it was or with a new nonce. */
function repetitionUnderKey(scene: Scene): Draft | undefined {
  const { random, profile, state, time, message, named } = scene;
  const { repeatPerMille } = profile.keys;
  if (repeatPerMille === 0 || message !== undefined || !random.happens(repeatPerMille)) return undefined;
  const remembered = new Map(state.ids.map(({ account, clientOrderId }) => [`${account} ${clientOrderId}`, true]));
  const commands = named.flatMap((command) => {
    const layout = command[0] === placeOrder.number ? placeOrder : replaceOrder;
    const { account, clientOrderId, key } = decode(placeOrder, command);
    const known = state.keys[key - 1];
    const isKnown = known !== undefined && remembered.has(`${account} ${clientOrderId}`);
    return isKnown && unfitness(state, known, account, time) !== undefined ? [{ layout, command }] : [];
  });
  if (commands.length === 0) return undefined;
  const { layout, command } = random.pick(commands);
  const values = decode<FieldSpecs>(layout, command);
  const { account, key } = values as { account: number; key: number };
  const { nonce, validUntil } = senderFor(scene, account, key);
  return draftOf(layout, random.happens(600) ? { ...values, validUntil } : { ...values, validUntil, nonce });
}

function placementAtWorth(scene: Scene, sent: BoundSender, name: CommandName): Draft | undefined {
  const { random, state } = scene;
  const { number, key, account } = sent;
  const isNowhere = key.markets.length === 0 && random.happens(60);
  const where = isNowhere ? state.markets.length : marketFor(scene, sent);
  const terms = termsFor(scene, account, where);
  const fitted = { ...terms, ...worthFor(scene, state.markets[where], key.orderValueMax, terms.price) };
  const sender = senderFor(scene, account, number);
  if (name !== 'replaceOrder') return draftOf(placeOrder, { ...sender, ...fitted, displaySize: 0 });
  const old = state.openOrders().filter((order) => order.account === account);
  if (old.length === 0) return undefined;
  return draftOf(replaceOrder, { ...sender, ...fitted, displaySize: 0, replaced: random.pick(old).order });
}

/** Where there is no such market, any price; now and then as large a size at as large a price as a command can say. */
function worthFor(scene: Scene, market: Market | undefined, bound: number, price: number) {
  const { random } = scene;
  if (random.happens(30)) return { price: PRICE_TICKS_MAX, size: SIZE_LOTS_MAX };
  if (market !== undefined) return atWorth(scene, market, bound, price);
  const any = random.between(1, 1_000);
  return { price: any, size: Math.min(SIZE_LOTS_MAX, Math.floor(bound / any) + 1) };
}

/** Mostly one whose mark or reference price goes into the bound, or into that and a micro-dollar. */
function marketFor({ random, profile, state }: Scene, { key }: BoundSender): number {
  const admitted = state.markets.filter(({ number }) => !isOutOfMarkets(key, number));
  const fitting = admitted.filter(({ number }) => {
    const known = knownPrice(state, number);
    return known > 1 && (key.orderValueMax % known === 0 || (key.orderValueMax + 1) % known === 0);
  });
  if (fitting.length > 0 && random.happens(600)) return random.pick(fitting).number;
  return key.markets.length > 0 ? random.pick(key.markets) : marketNumber(random, profile, state);
}

function amendmentAtWorth(scene: Scene, { number, key, account: sent }: BoundSender): Draft | undefined {
  const { random, state } = scene;
  const own = state.openOrders().filter(({ account, market }) => account === sent && !isOutOfMarkets(key, market));
  if (own.length === 0) return undefined;
  const waiting = own.filter((open) => waitingOrders(state).includes(open));
  const { order, account, market, price, expiry } = random.pick(waiting.length > 0 ? waiting : own);
  const fitted = atWorth(scene, state.marketOf({ market }), key.orderValueMax, price);
  return draftOf(amendOrder, { ...senderFor(scene, account, number), order, expiry, ...fitted });
}

/** A price and a size whose worth is the bound, or a micro-dollar more; about that where no whole lots are. */
function atWorth({ random, state }: Scene, market: Market, bound: number, price: number) {
  const known = knownPrice(state, market.number);
  const unit = Math.max(price, known);
  // Where one of the two goes in whole lots, that is it.
  const isLess = known > 1 && bound % known !== 0 && (bound + 1) % known === 0;
  const target = bound + (random.happens(isLess ? 700 : 300) ? 1 : 0);
  const about = { price, size: sized(market, Math.floor(bound / unit) + random.below(2)) };
  if (known > 0 && target % known === 0 && random.happens(600)) {
    return { price: Math.max(1, Math.min(price, known - random.below(2))), size: sized(market, target / known) };
  }
  const exact = exactPrices(target).filter((lots) => target / lots >= Math.max(1, known));
  const within = exact.filter((lots) => target / lots <= market.maxPrice && lots <= market.maxSize);
  if (within.length === 0 || random.happens(300)) return about;
  const lots = random.pick(within);
  return { price: target / lots, size: lots };
}

/** The numbers of lots into which an amount goes without a rest. */
function exactPrices(amount: number): number[] {
  return Array.from({ length: LOTS_TRIED }, (_, index) => index + 1).filter((lots) => amount % lots === 0);
}

function sized({ maxSize }: Market, size: number): number {
  return Math.min(maxSize, Math.max(1, size));
}
