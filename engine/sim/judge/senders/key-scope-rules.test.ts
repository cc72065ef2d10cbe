/** Examples, worked out by hand, of what a key may do while it is alive: its scope, its rate and its bounds. */
import {
  amendOrder,
  approveKey,
  CancelFilter,
  cancelByClientOrderId,
  cancelOrder,
  cancelOrders,
  KeyScope,
  openMessage,
  placeOrder,
  replaceOrder,
  revokeKeys,
  Side,
  scheduleCancel,
  setMarkPrice,
  setOrderGroup,
  setReferencePrice,
  setSelfTrade,
  transfer,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { draftOf } from '../../workload/draft.ts';
import { LogWriter } from '../../workload/log-writer.ts';
import { plain } from '../../workload/market-template.ts';
import { NaiveExchange } from '../naive-exchange.ts';
import { clear, senderOf } from '../queue/queue-log.ts';
import { begunWithSpot, offer, spotStoryOf } from '../spot/spot-log.ts';
import { begun, keyed, outOfMarkets, outOfScope, rateReached, refusal, revoked, storyOf, tooDear } from './key-log.ts';

const price = 100;
const FIRST = '01'.repeat(16);
/** An account of the first owner beside account 0. */
const SIBLING = 2;
const SECOND_MICROS = 1_000_000;
const FOR_CANCELS = { scope: KeyScope.cancel };

test('a key with the flag of cancels alone cancels and opens messages, and does nothing else', () => {
  const log = keyed(FOR_CANCELS);
  log.place({ price });
  log.place({ price, clientOrderId: FIRST });
  const sent = () => ({ ...senderOf(log), key: 1 });
  log.cancel(1, 0, { key: 1 });
  log.add(draftOf(cancelByClientOrderId, { ...sent(), clientOrderId: FIRST }));
  log.cancelMany({ key: 1 });
  log.openMessage(1, { key: 1 });
  log.place({ price, key: 1 });
  log.replace({ price, key: 1, replaced: 2 });
  log.amend(2, { price, size: 1, key: 1 });
  const others = [setSelfTrade, scheduleCancel, setOrderGroup, transfer, approveKey, revokeKeys] as const;
  log.add(draftOf(setSelfTrade, { ...sent(), selfTrade: 1 }));
  log.add(draftOf(scheduleCancel, sent()));
  log.add(draftOf(setOrderGroup, { ...sent(), fillLimit: 1, windowMillis: 10 }));
  log.add(draftOf(transfer, { ...sent(), amount: 1 }));
  log.approveKey(1, { key: 1 });
  log.revokeKeys(0, { key: 1 });
  expect(storyOf(log, 13)).toEqual([
    'cancel 1: 1, cancelledByUser',
    'cancel 2: 1, cancelledByUser',
    'orders: 0, done',
    'messageOpened',
    ...[placeOrder, replaceOrder, amendOrder, ...others].map((layout) => refusal(layout, 'keyOutOfScope', 'key')),
  ]);
});

test.each([0, KeyScope.read])('a key of scope %i does not even cancel', (scope) => {
  const log = keyed({ scope });
  log.place({ price });
  log.cancel(1, 0, { key: 1, nonce: 500 });
  log.add(draftOf(cancelByClientOrderId, { ...senderOf(log), key: 1, clientOrderId: FIRST }));
  log.cancelMany({ key: 1 });
  log.openMessage(1, { key: 1 });
  log.cancel(1, 0, { key: 1, nonce: 500 });
  expect(storyOf(log, 5)).toEqual([
    ...[cancelOrder, cancelByClientOrderId, cancelOrders, openMessage].map((layout) =>
      refusal(layout, 'keyOutOfScope', 'key'),
    ),
    refusal(cancelOrder, 'nonceSpent', 'nonce'),
  ]);
});

test('a key that trades cancels too, whatever else its scope says', () => {
  const log = keyed({ scope: KeyScope.trade | KeyScope.read });
  log.place({ price, key: 1 });
  log.cancel(1, 0, { key: 1 });
  expect(storyOf(log, 2)).toEqual(['place 1', 'cancel 1: 1, cancelledByUser']);
});

test('so many commands of a key count in a second of engine time, refused ones too, and cancels do not', () => {
  const log = keyed({ commandsPerSecond: 2 });
  log.place({ price, key: 1 });
  log.amend(9, { price, size: 1, key: 1 });
  log.place({ price, key: 1, nonce: 500 });
  log.cancel(1, 0, { key: 1 });
  log.openMessage(1, { key: 1 });
  log.place({ price, key: 1, nonce: 1 });
  log.time = SECOND_MICROS - 1;
  log.place({ price, key: 1 });
  log.place({ price });
  log.time = SECOND_MICROS;
  log.place({ price, key: 1, nonce: 500 });
  for (let left = 3; left > 0; left -= 1) log.place({ price, key: 1 });
  expect(storyOf(log, 12)).toEqual([
    'place 1',
    refusal(amendOrder, 'orderUnknown', 'order'),
    rateReached,
    'cancel 1: 1, cancelledByUser',
    'messageOpened',
    rateReached,
    rateReached,
    'place 2',
    refusal(placeOrder, 'nonceSpent', 'nonce'),
    'place 3',
    'place 4',
    rateReached,
  ]);
});

test('a command is counted that is refused for its market or worth, and none that is refused for its scope', () => {
  const log = keyed({ commandsPerSecond: 2, orderValueMax: 100 }, [0]);
  log.place({ price, key: 1, market: 1 });
  log.place({ price, key: 1, size: 2 });
  log.place({ price, key: 1 });
  log.approveKey(1, FOR_CANCELS);
  log.place({ price, key: 1 });
  const judge = new NaiveExchange();
  for (const entry of log.entries) judge.apply(entry);
  expect(storyOf(log, 5)).toEqual([
    outOfMarkets,
    tooDear,
    rateReached,
    'approve key 1 of owner 0: epoch 1',
    outOfScope,
  ]);
  expect(judge.logicalState().keys).toMatchObject([{ second: 0, commands: 0 }]);
});

test('an approval forgets what a key sent in this second', () => {
  const log = keyed({ commandsPerSecond: 1 });
  log.place({ price, key: 1 });
  log.place({ price, key: 1 });
  log.approveKey(1, { commandsPerSecond: 1 });
  log.place({ price, key: 1 });
  expect(storyOf(log, 3)).toEqual([rateReached, 'approve key 1 of owner 0: epoch 1', 'place 2']);
});

test('a key that is confined to markets places in them alone, and amends the orders of them alone', () => {
  const log = keyed({ scope: KeyScope.trade }, [0]);
  log.openMarket(plain);
  log.place({ price, market: 1 });
  log.place({ price, key: 1 });
  log.place({ price, key: 1, market: 1 });
  log.place({ price, key: 1, market: 9 });
  log.replace({ price, key: 1, market: 1, replaced: 2 });
  log.replace({ price, key: 1, replaced: 1 });
  log.amend(3, { price: 101, size: 2, key: 1 });
  log.place({ price, market: 1 });
  log.amend(4, { price, size: 1, key: 1 });
  log.cancel(4, 0, { key: 1 });
  expect(storyOf(log, 9)).toEqual([
    'place 2',
    outOfMarkets,
    outOfMarkets,
    refusal(replaceOrder, 'keyOutOfScope', 'market'),
    'cancel 1: 1, replaced',
    'place 3',
    'amend 3: 2 of 2 at 101',
    'place 4',
    refusal(amendOrder, 'keyOutOfScope', 'order'),
    'cancel 4: 1, cancelledByUser',
  ]);
});

test('the market is asked before the worth, and an order that is gone is asked for neither', () => {
  const log = keyed({ orderValueMax: 100 }, [0]);
  log.openMarket(plain);
  log.place({ price, key: 1, size: 9, market: 1 });
  log.amend(1, { price, size: 9, key: 1 });
  log.place({ price, account: SIBLING });
  log.amend(1, { price, size: 9, key: 1 });
  log.amend(1, { price, size: 9, key: 1, account: SIBLING });
  const unknown = refusal(amendOrder, 'orderUnknown', 'order');
  expect(storyOf(log, 5)).toEqual([
    outOfMarkets,
    unknown,
    'place 1',
    unknown,
    refusal(amendOrder, 'keyOutOfScope', 'size'),
  ]);
});

test('an order is worth its size at its price where its market has neither mark nor reference price', () => {
  const log = keyed({ orderValueMax: 1_000 });
  log.place({ price, key: 1, size: 10 });
  log.place({ price: 91, key: 1, size: 11 });
  log.place({ price: 90, key: 1, size: 11 });
  log.place({ price, key: 1, size: 10, market: 9 });
  log.place({ price, key: 1, size: 11, market: 9 });
  log.amend(1, { price: 1_000, size: 1, key: 1 });
  log.amend(1, { price: 1_001, size: 1, key: 1 });
  expect(storyOf(log, 7)).toEqual([
    'place 1',
    tooDear,
    'place 2',
    refusal(placeOrder, 'marketUnknown', 'market'),
    tooDear,
    'amend 1: 1 of 1 at 1000',
    refusal(amendOrder, 'keyOutOfScope', 'size'),
  ]);
});

test('an order below the reference price is worth its size at that, also one to sell at any price', () => {
  const log = keyed({ orderValueMax: 1_000 });
  log.add(draftOf(setReferencePrice, { market: 0, price: 500 }));
  log.place({ price: 1, key: 1, size: 2 });
  log.place({ price: 1, key: 1, size: 3 });
  log.place({ price: 501, key: 1, size: 2 });
  const atAnyPrice = { side: Side.sell, account: 0, orderType: 2, timeInForce: 2, price: 1 };
  log.place({ ...atAnyPrice, key: 1, size: 3 });
  log.place({ ...atAnyPrice, key: 1, size: 2 });
  expect(storyOf(log, 5).slice(0, 5)).toEqual(['place 1', tooDear, tooDear, tooDear, 'place 2']);
});

test('the mark of a market stands before its reference price, also where it is less', () => {
  const log = new LogWriter();
  log.begin({ assetsMax: 1, withdrawalsMax: 1, positionsMax: 4 }, plain);
  log.approveKey(1, { orderValueMax: 1_000 });
  log.add(draftOf(setReferencePrice, { market: 0, price: 500 }));
  log.place({ price: 10, key: 1, size: 3 });
  log.add(draftOf(setMarkPrice, { market: 0, price: 333 }));
  log.place({ price: 10, key: 1, size: 3 });
  log.place({ price: 340, key: 1, size: 3 });
  const unpriced = refusal(placeOrder, 'marketUnpriced', 'market');
  expect(storyOf(log, 4)).toEqual([tooDear, 'mark of 0: 333', unpriced, tooDear]);
});

test('a repeat with a spent nonce is answered whatever its key may do, one with another nonce is not', () => {
  const log = keyed();
  const sent = { price, key: 1, clientOrderId: FIRST };
  log.place({ ...sent, nonce: 500 });
  log.approveKey(1, { scope: 0 });
  log.place({ ...sent, nonce: 500 });
  log.place({ ...sent, nonce: 501 });
  log.approveKey(1, { commandsPerSecond: 1 });
  log.place({ ...sent, nonce: 501 });
  log.place({ ...sent, nonce: 502 });
  log.place({ ...sent, nonce: 503 });
  log.place({ ...sent, nonce: 503 });
  log.revokeKeys(1);
  log.place({ ...sent, nonce: 503 });
  const known = 'known 1: 1 of 1 at 100';
  const approved = 'approve key 1 of owner 0: epoch 1';
  const after = ['revoke key 1 of owner 0: epoch 1', revoked];
  expect(storyOf(log, 9)).toEqual([known, outOfScope, approved, known, known, rateReached, known, ...after]);
});

test('a message goes on after a command that its key may not send, and ends with its key', () => {
  const log = keyed({ ...FOR_CANCELS, expiresAt: 2_000 });
  log.place({ price });
  log.place({ price });
  log.openMessage(4, { key: 1 });
  log.place({ price, key: 1, nonce: 1 });
  log.cancel(1, 0, { key: 1, nonce: 2 });
  log.time = 2_000;
  log.cancel(2, 0, { key: 1, nonce: 3 });
  log.approveKey(1);
  log.cancel(2, 0, { key: 1, nonce: 3 });
  expect(storyOf(log, 6)).toEqual([
    'messageOpened',
    outOfScope,
    'cancel 1: 1, cancelledByUser',
    refusal(cancelOrder, 'keyExpired', 'key'),
    'approve key 1 of owner 0: epoch 1',
    refusal(cancelOrder, 'nonceSpent', 'nonce'),
  ]);
});

test('an openMessage that the key may not send opens nothing', () => {
  const log = keyed({ scope: 0 });
  log.openMessage(1, { key: 1 });
  log.approveKey(1);
  log.openMessage(1, { key: 1 });
  log.place({ price, key: 1, nonce: 1 });
  log.place({ price, key: 1, nonce: 1 });
  expect(storyOf(log, 5)).toEqual([
    refusal(openMessage, 'keyOutOfScope', 'key'),
    'approve key 1 of owner 0: epoch 1',
    'messageOpened',
    'place 1',
    refusal(placeOrder, 'nonceSpent', 'nonce'),
  ]);
});

test('what waits is asked when it is sent and not at its turn', () => {
  const log = begun({ makersPerCommandMax: 1, drainPerCommandMax: 1 });
  log.approveKey(1, { commandsPerSecond: 2 }, [0]);
  for (let left = 3; left > 0; left -= 1) log.place({ price: 200, side: Side.sell });
  clear(log);
  log.place({ price, key: 1 });
  log.amend(4, { price: 101, size: 1, key: 1 });
  log.amend(4, { price: 101, size: 1, key: 1 });
  log.revokeKeys(1);
  log.openMarket(plain);
  log.openMarket(plain);
  const story = storyOf(log, 6).filter((line) => !line.startsWith('cancel') && !line.startsWith('swept'));
  expect(story).toEqual([
    'defer 4',
    'defer 4',
    refusal(amendOrder, 'keyRateReached', 'key'),
    'done 4: accepted',
    'place 4',
    'revoke key 1 of owner 0: epoch 1',
    'done 4: accepted',
    'amend 4: 1 of 1 at 101',
    'marketCreated',
    'stepTableSet',
    'marketCreated',
    'stepTableSet',
  ]);
});

test('a key that is confined to an account does not sweep the others of its owner', () => {
  const log = keyed({ ofAccount: 1 });
  log.place({ price });
  log.cancelMany({ key: 1, filter: CancelFilter.wholeOwner });
  log.cancelMany({ key: 1 });
  expect(storyOf(log, 2)).toEqual([
    refusal(cancelOrders, 'keyOutOfScope', 'filter'),
    'cancel 1: 1, cancelledByUser',
    'orders: 1, done',
  ]);
});

test('a key with a bound sells nothing where nobody knows a price', () => {
  const log = keyed({ orderValueMax: 100_000 });
  log.place({ price, key: 1 });
  log.place({ price, side: Side.sell, account: 0, key: 1 });
  log.add(draftOf(setReferencePrice, { price: 1 }));
  log.place({ price: 200, side: Side.sell, account: 0, key: 1 });
  expect(storyOf(log, 4).filter((line) => line !== 'referencePriceSet')).toEqual(['place 1', tooDear, 'place 2']);
});

test('the mark of a spot market is the price of its asset, rounded up', () => {
  // A lot is a thousand atoms of nine decimals, so that a price of 150 dollars and a little more are 151 ticks.
  const log = begunWithSpot([], [9_000], { decimals: 9, price: 150_000_000_001 });
  log.approveKey(1, { account: 0, orderValueMax: 302 });
  const sold = (size: number) => offer(log, size, 1, { account: 0, key: 1 });
  sold(2);
  sold(3);
  expect(spotStoryOf(log, 2)).toEqual(['place 1', tooDear]);
});
