/**
 * Commands that meet queued work: orders for markets in which they must wait, and commands about orders that wait or
 * are amended already. Each answers undefined where there is nothing to meet.
 */
import {
  amendOrder,
  cancelByClientOrderId,
  cancelOrder,
  decode,
  OrderType,
  placeOrder,
  replaceOrder,
  SelfTrade,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import { NO_BUILDER } from '../../judge/fees/builders.ts';
import { freeMarginOf } from '../../judge/margin/free-margin.ts';
import type { Order } from '../../judge/orders/naive-book.ts';
import { type Draft, draftOf } from '../draft.ts';
import { wrongTerms } from '../margin/builder-terms.ts';
import { hasMoney } from '../margin/margin-scene.ts';
import { type OrderTerms, reaching, strained } from '../margin/strained-terms.ts';
import { clientOrderIdFor, NO_ID, pooledId, repetitionOf } from '../orders/client-order-ids.ts';
import { termsFor } from '../orders/order-drafts.ts';
import { displayFor, expiryFor, priceFor, sizeFor } from '../orders/order-terms.ts';
import type { CommandName } from '../profile.ts';
import type { Scene } from '../scene.ts';
import { accountFor, senderFor } from '../senders/sender.ts';
import { deferredAmends, deferredCommands, queuedMarkets, sweptMarkets, waitingOrders } from './queued-work.ts';

/** How often a command about an order that waits comes from another account than that of the order. */
const STRANGERS_PER_MILLE = 70;
const REPEATS_PER_MILLE = 120;
const WRONG_BUILDERS_PER_MILLE = 40;
const POOR_PER_MILLE = 100;

/** A command of this name about queued work, when the chance and the queue admit it. */
export function draftAtQueue(scene: Scene, name: CommandName): Draft | undefined {
  const { random, profile, state } = scene;
  if (state.queue.length === 0 || !random.happens(profile.queuedPerMille)) return undefined;
  switch (name) {
    case 'placeOrder':
      return repeatOfWaiting(scene) ?? placementThatWaits(scene);
    case 'replaceOrder':
      return repeatOfWaiting(scene) ?? replacementThatWaits(scene);
    case 'amendOrder':
      return amendmentThatWaits(scene);
    case 'cancelOrder':
      return cancellationOfWaiting(scene);
    case 'cancelByClientOrderId':
      return cancellationOfWaitingById(scene);
    default:
      return undefined;
  }
}

function placementThatWaits(scene: Scene): Draft | undefined {
  const market = marketThatWaits(scene);
  if (market === undefined) return undefined;
  const named = namedToCome(scene);
  const poor = named === undefined && scene.random.happens(POOR_PER_MILLE) ? shortAccount(scene) : undefined;
  const account = named?.account ?? poor ?? accountFor(scene);
  const sender = senderFor(scene, account);
  const usual = waitingTerms(scene, account, market);
  const terms = poor === undefined ? usual : takingAll(scene, market, usual);
  const clientOrderId = named?.clientOrderId ?? idFor(scene, account);
  return draftOf(placeOrder, { ...sender, ...terms, clientOrderId });
}

/** An account whose free margin is below 0, so that it is refused at its turn by the first that it meets. */
function shortAccount({ random, state, message }: Scene): number | undefined {
  if (!hasMoney(state) || message !== undefined) return undefined;
  const short = [...state.accounts.keys()].filter((account) => freeMarginOf(state, account) < 0n);
  return short.length === 0 ? undefined : random.pick(short);
}

/** The same order, which takes at any price and does not stay. */
function takingAll({ state }: Scene, market: number, terms: OrderTerms): OrderTerms {
  const price = reaching(state.marketOf({ market }), terms.side);
  const plain = { orderType: OrderType.limit, slippage: 0, flags: 0, expiry: 0, displaySize: 0 };
  return { ...terms, ...plain, price, timeInForce: TimeInForce.immediateOrCancel };
}

/** Mostly in a market with queued work; else the order that it replaces waits. */
function replacementThatWaits(scene: Scene): Draft | undefined {
  const { random } = scene;
  const waiting = waitingFor(scene);
  const open = openFor(scene, true);
  const isWaiting = waiting !== undefined && random.happens(250);
  const account = (isWaiting ? waiting.account : open?.account) ?? accountFor(scene);
  const market = random.happens(750) ? marketThatWaits(scene) : marketWithoutWork(scene);
  if (market === undefined) return undefined;
  const sender = senderFor(scene, isStrange(scene) ? accountFor(scene) : account);
  const named = isWaiting ? nameOfWaiting(scene, waiting) : open === undefined ? {} : { replaced: open.order };
  const coming = random.happens(100) ? nameToCome(scene) : named;
  const terms = waitingTerms(scene, account, market);
  return draftOf(replaceOrder, { ...sender, ...terms, ...coming, clientOrderId: idFor(scene, account) });
}

/** An order that comes after this one and may wait behind it, by a number or an id that it may then have. */
function nameToCome({ random, state }: Scene) {
  if (random.happens(700)) return { replaced: state.lastOrder + random.pick([1, 2, 2, 3]) };
  return { replaced: 0, replacedClientOrderId: pooledId(random) };
}

/** Often what a replaceOrder in the queue names that was not there yet: the next order, by its number or by an id. */
function namedToCome({ random, state, message }: Scene): { account: number; clientOrderId?: string } | undefined {
  if (message !== undefined || !random.happens(400)) return undefined;
  for (const { commandKind, account, command } of deferredCommands(state)) {
    if (commandKind !== replaceOrder.number) continue;
    const { replaced, replacedClientOrderId: clientOrderId } = decode(replaceOrder, command);
    if (replaced === state.lastOrder + 1) return { account };
    const isKnown = state.ids.some((id) => id.account === account && id.clientOrderId === clientOrderId);
    if (replaced === 0 && clientOrderId !== NO_ID && !isKnown) return { account, clientOrderId };
  }
  return undefined;
}

function nameOfWaiting({ random }: Scene, { order, clientOrderId }: Order) {
  const isById = clientOrderId !== NO_ID && random.happens(500);
  return isById ? { replaced: 0, replacedClientOrderId: clientOrderId } : { replaced: order };
}

/** Of an order that waits, of one that rests where work is queued, or of one whose amend waits already. */
function amendmentThatWaits(scene: Scene): Draft | undefined {
  const { random, profile, state, time } = scene;
  const amended = deferredAmends(state);
  const waiting = waitingFor(scene);
  const how = random.weighted({
    waiting: waiting === undefined ? 0 : 4,
    again: amended.length === 0 ? 0 : 1,
    open: 5,
  });
  const open = openFor(scene, false);
  if (how === 'again') {
    const { order, account } = random.pick(amended);
    return draftOf(amendOrder, { ...senderFor(scene, account), order, price: 1 + random.below(20), size: 1 });
  }
  const named = how === 'waiting' ? waiting : open;
  if (named === undefined) return undefined;
  const market = state.marketOf(named);
  const price = random.happens(400) ? named.price : priceFor(scene, market, named.side);
  const isLeft = named.filled > 0 && random.happens(200);
  const usual = random.happens(400) ? named.size : sizeFor(scene, market);
  const size = isLeft ? named.filled : usual;
  const displaySize = random.happens(700) ? named.displaySize : displayFor(random, size, market);
  const expiry = random.happens(300) ? expiryFor(random, profile, time) : named.expiry;
  const sender = senderFor(scene, isStrange(scene) ? accountFor(scene) : named.account);
  const { order, side, orderType, timeInForce, flags, orderGroup } = named;
  const selfTrade = SelfTrade.accountDefault;
  const like = { market: market.number, side, orderType, timeInForce, flags, selfTrade, slippage: 0, orderGroup };
  const terms = strained(scene, market, { ...like, ...NO_BUILDER, price, size, displaySize, expiry });
  return draftOf(amendOrder, { ...sender, order, ...statedBy(terms) });
}

/** What an amend says of an order. */
function statedBy({ price, size, displaySize = 0, expiry }: OrderTerms) {
  return { price, size, displaySize, expiry };
}

function cancellationOfWaiting(scene: Scene): Draft | undefined {
  const waiting = waitingFor(scene);
  if (waiting === undefined) return undefined;
  const account = isStrange(scene) ? accountFor(scene) : waiting.account;
  return draftOf(cancelOrder, { ...senderFor(scene, account), order: waiting.order });
}

function cancellationOfWaitingById(scene: Scene): Draft | undefined {
  const waiting = waitingFor(scene);
  if (waiting === undefined) return undefined;
  const account = isStrange(scene) ? accountFor(scene) : waiting.account;
  const { clientOrderId } = waiting;
  return draftOf(cancelByClientOrderId, { ...senderFor(scene, account), clientOrderId });
}

/** The command of an order that waits, once more or a little changed. */
function repeatOfWaiting(scene: Scene): Draft | undefined {
  const { random, state } = scene;
  if (!random.happens(REPEATS_PER_MILLE)) return undefined;
  const named = deferredCommands(state).filter(({ waiting }) => (waiting?.clientOrderId ?? NO_ID) !== NO_ID);
  return named.length === 0 ? undefined : repetitionOf(scene, random.pick(named).command);
}

function marketThatWaits({ random, state }: Scene): number | undefined {
  const markets = queuedMarkets(state);
  return markets.length === 0 ? undefined : random.pick(markets);
}

/** One in which nothing is queued, where the command is carried out at once; any where there is no such. */
function marketWithoutWork({ random, state }: Scene): number {
  const queued = queuedMarkets(state);
  const others = state.markets.filter(({ number }) => !queued.includes(number));
  return others.length > 0 ? random.pick(others).number : random.below(state.markets.length);
}

function waitingTerms(scene: Scene, account: number, number: number): OrderTerms {
  const market = scene.state.markets[number];
  const terms = termsFor(scene, account, number);
  if (market === undefined) return terms;
  const isWrong = scene.random.happens(WRONG_BUILDERS_PER_MILLE);
  return { ...strained(scene, market, terms), ...(isWrong ? wrongTerms(scene, account) : {}) };
}

function waitingFor({ random, state, message }: Scene): Order | undefined {
  // Only what stays can be named by a command behind it.
  const all = waitingOrders(state);
  const staying = all.filter(({ timeInForce }) => timeInForce === TimeInForce.goodTillCancelled);
  const waiting = staying.length > 0 && random.happens(800) ? staying : all;
  const own = message === undefined ? [] : waiting.filter(({ account }) => account === message.account);
  const orders = own.length > 0 ? own : waiting;
  return orders.length === 0 ? undefined : random.pick(orders);
}

/** An order that rests in a market whose commands wait, or anywhere; mostly one that no sweep will take away before. */
function openFor({ random, state, message }: Scene, isAnywhere: boolean): Order | undefined {
  const queued = queuedMarkets(state);
  const found = state.restingOrders().filter(({ market }) => isAnywhere || queued.includes(market));
  const swept = sweptMarkets(state);
  const spared = found.filter(({ market }) => !swept.includes(market));
  const resting = spared.length > 0 && random.happens(750) ? spared : found;
  const own = message === undefined ? [] : resting.filter(({ account }) => account === message.account);
  const orders = own.length > 0 ? own : resting;
  return orders.length === 0 ? undefined : random.pick(orders);
}

/** Mostly as elsewhere; now and then of a pool from which others name what they replace. */
function idFor(scene: Scene, account: number): string {
  const { random } = scene;
  return random.happens(150) ? pooledId(random) : clientOrderIdFor(scene, account);
}

function isStrange({ random }: Scene): boolean {
  return random.happens(STRANGERS_PER_MILLE);
}
