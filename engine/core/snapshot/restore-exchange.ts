/** Fills the tables of an exchange from the logical state in a snapshot, and refuses what is not possible. */
import { ringSizeOf } from '../book/order-ring.ts';
import { NO_SEAT } from '../book/order-seats.ts';
import { highOf, wide } from '../clock.ts';
import { OWN_INDEX } from '../input-buffer.ts';
import { stepTableFrom } from '../numbers/step-table.ts';
import { ORDER_GROUPS_OF_ACCOUNT_MAX, placeOrder, replaceOrder, VALID_UNTIL_AHEAD_MICROS } from '../schema/command.ts';
import { wordOf } from '../schema/layout.ts';
import { GROUP_TENTHS } from '../schema/snapshot.ts';
import { CONTENT_WORDS, secondOf } from '../state/client-order-ids.ts';
import type { Exchange } from '../state/exchange.ts';
import { isIdentity } from '../state/identity-table.ts';
import { encodeMarkets, marketsIn } from '../state/key-table.ts';
import { isExact, mayReach, staysUncrossed } from '../state/market-table.ts';
import { GroupSweep, MICROS_PER_TENTH_OF_MILLI } from '../state/order-groups.ts';
import { fillMargin, fillMarginTerms, reserveRestored } from './restore-margin.ts';
import { faultOfBooks, fillMoney } from './restore-money.ts';
import { bytesOf, fillQueue, isWaitingOrder } from './restore-queue.ts';
import { fillSessions } from './restore-sessions.ts';
import type { Capacities, KeyRow, LogicalState, MarketRow, OrderRow } from './snapshot-reader.ts';

/** Far enough from the last safe integer that no log gets there. */
const COUNTER_MAX = 4_503_599_627_370_496;

/** In words from the start of a placeOrder. */
const ACCOUNT = wordOf(placeOrder, 'account');
const KEY = wordOf(placeOrder, 'key');
const SESSION = wordOf(placeOrder, 'session');
const MARKET = wordOf(placeOrder, 'market');
const PRICE = wordOf(placeOrder, 'price');
const SIZE = wordOf(placeOrder, 'size');
const DISPLAY_SIZE = wordOf(placeOrder, 'displaySize');
const EXPIRY = wordOf(placeOrder, 'expiry');
const TERMS = wordOf(placeOrder, 'side');
const FLAGS = wordOf(placeOrder, 'flags');
const ORDER_GROUP = wordOf(placeOrder, 'orderGroup');
const BUILDER = wordOf(placeOrder, 'builder');
const BUILDER_RATE = wordOf(placeOrder, 'builderFee');
const CLIENT_ORDER_ID = wordOf(placeOrder, 'clientOrderId');

/** Whether a snapshot holds more than its capacities admit. */
export function faultOfCounts(state: LogicalState, terms: Capacities): string | null {
  if (state.sequence < 1) return 'the log has started without an entry';
  const largest = Math.max(state.sequence, state.lastOrder, state.lastFill, state.lastDeposit, state.lastWithdrawal);
  if (largest > COUNTER_MAX) return 'a counter is near the end of its range';

  if (state.owners.length > terms.ownersMax) return 'more owners than the capacities admit';
  if (state.accounts.length > terms.accountsMax) return 'more accounts than the capacities admit';
  if (state.keys.length > terms.keysMax) return 'more keys than the capacities admit';
  if (state.clientOrderIds.length > terms.clientOrderIdsMax) return 'more client order ids than the capacities admit';
  if (state.markets.length > terms.marketsMax) return 'more markets than the capacities admit';
  if (state.queue.length > terms.queueItemsMax) return 'more queued work than the capacities admit';
  const orders = openOrdersIn(state);
  if (orders.length > terms.ordersMax) return 'more orders than the capacities admit';
  const levels = new Set(
    state.markets.flatMap((market, number) =>
      [...market.bids, ...market.asks].map((order) => `${number} ${order.side} ${order.price}`),
    ),
  );
  if (levels.size > terms.levelsMax) return 'more levels than the capacities admit';
  const ring = ringSizeOf(terms.ordersMax);
  if (new Set(orders.map((order) => order.order % ring)).size < orders.length)
    return 'orders share a place in the ring';
  return null;
}

/** Fills a new exchange from a snapshot; orders are written through `input`. Answers what is not possible. */
export function fillExchange(exchange: Exchange, input: Int32Array, state: LogicalState): string | null {
  exchange.orderQuotas.setAll(state.orderQuota);
  for (const [owner, { ownerKind, identity, ordersMax, marketOrdersMax, keyEpoch }] of state.owners.entries()) {
    const identityBytes = bytesOf(identity);
    if (!isIdentity(ownerKind, identityBytes)) return 'an owner has no possible identity';
    if (exchange.owners.find(ownerKind, identityBytes) >= 0) return 'an owner is there twice';
    exchange.owners.add(ownerKind, identityBytes);
    exchange.orderQuotas.setOwn(owner, { ordersMax, marketOrdersMax });
    exchange.keys.restoreOwnerEpoch(owner, keyEpoch);
  }
  for (const { owner, selfTrade } of state.accounts) {
    if (owner >= exchange.owners.count) return 'an account has no owner';
    exchange.accounts.setSelfTrade(exchange.accounts.open(owner), selfTrade);
  }
  const ofUsers = fillKeys(exchange, state) ?? fillSessions(exchange, state) ?? fillGroups(exchange, state);
  const ofMoney = ofUsers ?? fillMoney(exchange, state);
  if (ofMoney !== null) return ofMoney;
  for (const market of state.markets) {
    const fault = fillMarket(input, exchange, market, state);
    if (fault !== null) return fault;
  }
  const ofRest = fillMargin(exchange, state) ?? faultOfBooks(exchange) ?? fillQueue(input, exchange, state);
  if (ofRest !== null) return ofRest;
  joinOwners(exchange, state);
  const ofIds = fillClientOrderIds(exchange, state);
  if (ofIds !== null) return ofIds;
  exchange.book.ring.setLast(state.lastOrder);
  exchange.book.restoreFillNumber(state.lastFill);
  return null;
}

/** Orders that rest, then those that wait in the queue. */
function openOrdersIn(state: LogicalState): { readonly order: number; readonly account: number }[] {
  const resting = state.markets.flatMap((market) => [...market.bids, ...market.asks]);
  return [...resting, ...state.queue.filter(isWaitingOrder)];
}

/** Puts every open order into the list of its owner, in which they stand in order of number. */
function joinOwners({ book, accounts }: Exchange, state: LogicalState): void {
  const orders = openOrdersIn(state).sort((one, other) => one.order - other.order);
  for (const { order, account } of orders) {
    book.ownerOrders.join(book.ring.slotOf(order | 0), accounts.ownerOf(account));
  }
}

/** The version of the rules, the keys, the nonces that owners and keys have spent, and the message that is open. */
function fillKeys(exchange: Exchange, state: LogicalState): string | null {
  const { nonces, rules, terms } = exchange;
  if (state.ruleVersion < terms.ruleVersion) return 'the rules are older than Genesis';
  rules[0] = state.ruleVersion;
  for (const row of state.keys) {
    const fault = fillKey(exchange, row, state);
    if (fault !== null) return fault;
  }
  for (const [index, kept] of state.nonces.entries()) {
    const window = index < state.owners.length ? index : terms.ownersMax + index - state.owners.length;
    for (const nonce of kept) {
      if (!Number.isSafeInteger(nonce)) return 'a nonce is no safe integer';
      nonces.spendNumber(window, nonce);
    }
  }
  const { account, key, session, next, last } = state.message;
  if (last > 0) {
    if (account >= exchange.accounts.count() || next < 1 || next > last) return 'a message is not possible';
    exchange.message.open({ account, key, session }, next, last);
  }
  return null;
}

function fillKey({ owners, accounts, keys }: Exchange, row: KeyRow, state: LogicalState): string | null {
  const { owner, keyKind, identity, epoch, second, commands, ofAccount, commandsPerSecond, marketCount } = row;
  if (owner >= owners.count) return 'a key has no owner';
  const identityBytes = bytesOf(identity);
  if (!isIdentity(keyKind, identityBytes)) return 'a key has no possible identity';
  if (keys.find(keyKind, identityBytes) !== 0) return 'a key is there twice';
  const isConfined = ofAccount === 0 || (ofAccount <= accounts.count() && accounts.ownerOf(ofAccount - 1) === owner);
  const markets = marketsIn(bytesOf(row.markets).subarray(0, 4 * marketCount), state.markets.length);
  if (!isConfined || markets === null || encodeMarkets(markets) !== row.markets) return 'a key is confined to nothing';
  const isCounted = commands === 0 ? second === 0 : second <= secondOf(state.time);
  const isWithinRate = commandsPerSecond === 0 || commands <= commandsPerSecond;
  if (epoch > keys.epochOfOwner(owner) || !isCounted || !isWithinRate) return 'a key is not possible';
  const key = keys.add(owner, keyKind, identityBytes);
  keys.approve(key, { ...row, markets });
  keys.restoreEpoch(key, epoch);
  keys.restoreCount(key, second, commands);
  return null;
}

function fillGroups({ accounts, orderGroups, terms }: Exchange, state: LogicalState): string | null {
  let last = 0;
  for (const row of state.orderGroups) {
    const { group, account, fillLimit, windowMillis, trippedSequence, tenth, sweep } = row;
    const isThere = group > last && group <= terms.orderGroupsMax && account < accounts.count();
    if (!isThere || terms.queueItemsMax === 0) return 'an order group is not possible';
    const isSound = trippedSequence <= state.sequence && (trippedSequence > 0 || sweep === GroupSweep.none);
    if (!isSound || tenth * windowMillis * MICROS_PER_TENTH_OF_MILLI > state.time)
      return 'an order group is not possible';
    if (orderGroups.countOfAccount(account) === ORDER_GROUPS_OF_ACCOUNT_MAX) return 'an account has too many groups';
    const words = wordsOfHex(row.lots);
    const lots = Array.from({ length: GROUP_TENTHS }, (_, back) =>
      wide(words[2 * back] as number, words[2 * back + 1] as number),
    );
    const filled = lots.reduce((sum, value) => sum + value, 0);
    if (filled > COUNTER_MAX || (trippedSequence === 0 && filled >= fillLimit)) return 'an order group filled too much';
    orderGroups.restore(group, account, fillLimit, windowMillis, trippedSequence, tenth, lots, sweep);
    last = group;
  }
  return null;
}

function fillClientOrderIds(exchange: Exchange, state: LogicalState): string | null {
  const { clientOrderIds: ids, book } = exchange;
  const names = new Set(state.clientOrderIds.map((row) => `${row.account} ${row.clientOrderId}`));
  if (names.size < state.clientOrderIds.length) return 'a client order id is there twice';
  const lastSecond = secondOf(state.time + VALID_UNTIL_AHEAD_MICROS);
  for (const row of state.clientOrderIds) {
    const { order, account, clientOrderId, content, commandKind, forgetSecond, isHeld } = row;
    if (order > state.lastOrder || account >= exchange.accounts.count()) return 'a client order id has no order';
    if (forgetSecond > lastSecond) return 'a client order id is remembered for too long';
    if (commandKind !== placeOrder.number && commandKind !== replaceOrder.number) return 'no command has such an id';
    const words = new Int32Array(6 + CONTENT_WORDS);
    words[0] = account;
    words.set(wordsOfHex(clientOrderId), 1);
    words[5] = commandKind;
    words.set(wordsOfHex(content), 6);
    const slot = book.find(order | 0, highOf(order));
    if (isHeld === 1 && (slot === 0 || book.accountOf(slot) !== account || book.heldClientOrderId(slot) !== 0)) {
      return 'a client order id is held by no order';
    }
    const entry = ids.restore(words, order | 0, highOf(order), forgetSecond, isHeld === 1);
    if (isHeld === 1) book.holdClientOrderId(slot, entry);
  }
  return null;
}

function wordsOfHex(hex: string): Int32Array {
  return new Int32Array(bytesOf(hex).buffer);
}

function fillMarket(input: Int32Array, exchange: Exchange, row: MarketRow, state: LogicalState): string | null {
  const table = stepTableFrom(row.bands, row.maxPrice);
  if (table === null || !mayReach(row.marketKind, row.maxPrice)) return 'a step table is not valid';
  if (!isExact(row.maxPrice, row.maxSize)) return 'a market is too large';
  const { marketKind, sizeDecimals, state: marketState, maxSize } = row;
  const market = exchange.markets.create(marketKind, sizeDecimals, marketState, maxSize, table);
  if (row.minSize > maxSize) return 'the limits of a market are not possible';
  exchange.markets.setLimits(market, row.minSize, row.collarRate, row.minNotional);
  exchange.markets.setReferencePrice(market, row.referencePrice);
  const ofMargin = fillMarginTerms(exchange, market, row);
  if (ofMargin !== null) return ofMargin;
  for (const order of [...row.bids, ...row.asks]) {
    const step = table.stepOf(order.price);
    if (step < 0) return 'an order is off the step table';
    if (order.size > maxSize || order.filled >= order.size) return 'an order has no possible size';
    if (!isShowing(order)) return 'an order shows what it cannot';
    if (order.account >= exchange.accounts.count()) return 'an order has no account';
    if (order.order > state.lastOrder) return 'an order has a number that was not given';
    if (order.orderGroup !== 0 && !exchange.orderGroups.isOf(order.orderGroup, order.account)) {
      return 'an order has no group';
    }
    if (!hasPossibleBuilder(exchange, order)) return 'an order has no possible builder';
    addOrder(input, exchange, market, order, step);
    if (!reserveRestored(exchange, order)) return 'there is no room for the row of an order';
  }
  const { tree } = exchange.book;
  const isCrossed = tree.bestStep(market * 2) >= tree.bestStep(market * 2 + 1);
  return isCrossed && staysUncrossed(marketState) ? 'an open market is crossed' : null;
}

/** Only where there is money somebody earns by an order, and only somebody has a rate. */
function hasPossibleBuilder({ owners, money }: Exchange, { builder, builderFee }: OrderRow): boolean {
  return builder === 0 ? builderFee === 0 : money.isOn && builder <= owners.count;
}

/** Without a display size an order shows all that remains, else at most its display size. */
function isShowing({ size, filled, displaySize, shown }: OrderRow): boolean {
  const remaining = size - filled;
  if (displaySize === 0) return shown === remaining;
  return shown <= Math.min(displaySize, remaining);
}

/** Rests an order through the path that placing takes, as if its command lay in the input, under its own number. */
function addOrder(input: Int32Array, exchange: Exchange, market: number, order: OrderRow, step: number): void {
  input[OWN_INDEX + ACCOUNT] = order.account;
  input[OWN_INDEX + KEY] = order.key;
  input[OWN_INDEX + SESSION] = order.session;
  input[OWN_INDEX + MARKET] = market;
  input[OWN_INDEX + PRICE] = order.price;
  input[OWN_INDEX + SIZE] = order.size;
  input[OWN_INDEX + DISPLAY_SIZE] = order.displaySize;
  input[OWN_INDEX + EXPIRY] = order.expiry | 0;
  input[OWN_INDEX + EXPIRY + 1] = highOf(order.expiry);
  input[OWN_INDEX + TERMS] = order.side | (order.orderType << 8) | (order.timeInForce << 16) | (order.selfTrade << 24);
  input[OWN_INDEX + FLAGS] = order.flags;
  input[OWN_INDEX + ORDER_GROUP] = order.orderGroup;
  input[OWN_INDEX + BUILDER] = order.builder;
  input[OWN_INDEX + BUILDER_RATE] = order.builderFee;
  const view = new DataView(input.buffer);
  for (let word = 0; word < 4; word += 1) {
    const hex = order.clientOrderId.slice(8 * word, 8 * word + 8);
    view.setUint32((OWN_INDEX + CLIENT_ORDER_ID + word) * 4, Number.parseInt(hex, 16));
  }
  exchange.book.ring.setLast(order.order);
  exchange.book.beginWork();
  const owner = exchange.accounts.ownerOf(order.account);
  const seat = exchange.book.seats.take(NO_SEAT, owner, market);
  exchange.book.add(OWN_INDEX, order.side, step, order.size - order.filled, seat, false);
  exchange.book.restoreShown(exchange.book.ring.slotOf(order.order | 0), order.shown);
}
