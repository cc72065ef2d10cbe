/** Examples, worked out by hand, of capacities that grow: what each lets in, and what none of them changes. */
import {
  genesis,
  offsetOf,
  openAccount,
  placeOrder,
  registerOwner,
  resize,
  Side,
  TimeInForce,
  tick,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { draftOf } from '../workload/draft.ts';
import { LogWriter } from '../workload/log-writer.ts';
import { event } from '../workload/market-template.ts';
import { CAPACITIES } from './capacities.ts';
import { judgeStoryOf } from './judge-story.ts';
import { NaiveExchange } from './naive-exchange.ts';
import { begunWithGroups, grow, setGroup } from './queue/group-log.ts';
import { beginSweep, cancelMany, clear, schedule, wait } from './queue/queue-log.ts';

const { sell } = Side;
const FIRST = '01'.repeat(16);
const SECOND = '02'.repeat(16);
const moneyAndSessions = { assetsMax: 4, withdrawalsMax: 4, positionsMax: 4, sessionsMax: 4 };
const immediate = { timeInForce: TimeInForce.immediateOrCancel };

function owner(log: LogWriter, identity: string): void {
  log.add(draftOf(registerOwner, { ownerKind: 1, identity: identity.repeat(32) }));
}

function shrinking(field: keyof typeof resize.specs): string {
  return `reject: capacityShrinks, field ${offsetOf(resize, field)}`;
}

// Each log is full before its capacity grows by one, takes one more then, and is full again.
test.each<[Parameters<typeof begunWithGroups>[0], (log: LogWriter, turn: number) => void, string[], string]>([
  [{ ownersMax: 2 }, (log, turn) => owner(log, `0${turn}`), ['ownerRegistered'], 'ownersFull'],
  [{ accountsMax: 3 }, (log) => log.add(draftOf(openAccount, { owner: 1 })), ['accountOpened'], 'accountsFull'],
  [{ marketsMax: 1 }, (log) => log.openMarket(event), ['marketCreated', 'stepTableSet'], 'marketsFull'],
  [{ ordersMax: 1 }, (log) => log.place({ price: 100 }), ['place 2'], 'ordersFull'],
  [{ levelsMax: 1 }, (log, turn) => log.place({ price: 100 + turn }), ['place 2'], 'levelsFull'],
  [{ keysMax: 1 }, (log, turn) => log.addKey(0, turn), ['keyRegistered'], 'keysFull'],
  [
    { clientOrderIdsMax: 1 },
    (log, turn) => log.place({ price: 100, clientOrderId: `1${turn}`.repeat(16) }),
    ['place 2'],
    'clientOrderIdsFull',
  ],
  [{ orderGroupsMax: 1 }, (log) => setGroup(log, { fillLimit: 1 }), ['group 2 of 0: 1 in 1000'], 'orderGroupsFull'],
])('with %o that grows by one, one more comes in', (limits, add, story, full) => {
  const log = begunWithGroups(limits);
  const [[name, before] = ['', 0]] = Object.entries(limits ?? {});
  if (['ownersMax', 'accountsMax', 'marketsMax'].includes(name)) owner(log, '00');
  else add(log, 0);
  add(log, 1);
  grow(log, { [name]: Number(before) + 1 });
  add(log, 2);
  add(log, 3);
  expect(judgeStoryOf(log.entries, 4)).toEqual([`reject: ${full}`, 'resized', ...story, `reject: ${full}`]);
});

test.each(CAPACITIES)('%s does not become smaller than Genesis or a resize made it', (name) => {
  const judge = new NaiveExchange();
  const log = begunWithGroups(moneyAndSessions);
  for (const entry of log.entries) judge.apply(entry);
  const present = judge.logicalState().capacities[name];
  grow(log, { ...moneyAndSessions, [name]: present - 1 });
  grow(log, moneyAndSessions);
  grow(log, { ...moneyAndSessions, [name]: present + 7 });
  grow(log, { ...moneyAndSessions, [name]: present + 6 });
  expect(judgeStoryOf(log.entries, 4)).toEqual([shrinking(name), 'resized', 'resized', shrinking(name)]);
});

test('the first capacity that shrinks is blamed, none changes then, and its range is asked before', () => {
  const log = begunWithGroups({ keysMax: 1 });
  grow(log, { ownersMax: 9, levelsMax: 5, keysMax: 0, ordersMax: 63 });
  grow(log, { ownersMax: 9, keysMax: 0 });
  grow(log, { ownersMax: 3, marketsMax: 0 });
  grow(log, { ownersMax: 3, queueItemsMax: 1_048_577 });
  const judge = new NaiveExchange();
  for (const entry of log.entries) judge.apply(entry);
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    ...[shrinking('ordersMax'), shrinking('keysMax')],
    `reject: fieldOutOfRange, field ${offsetOf(resize, 'marketsMax')}`,
    `reject: fieldOutOfRange, field ${offsetOf(resize, 'queueItemsMax')}`,
  ]);
  expect(judge.logicalState().capacities).toMatchObject({ ownersMax: 4, keysMax: 1 });
});

test('the record and the logical state say the present capacities, and Genesis stays what it was', () => {
  const judge = new NaiveExchange();
  expect(Object.values(judge.logicalState().capacities)).toEqual(CAPACITIES.map(() => 0));
  const log = begunWithGroups();
  grow(log, { ordersMax: 100, orderGroupsMax: 17, withdrawalsMax: 9 });
  const answers = log.entries.map((entry) => judge.apply(entry));
  const capacities = {
    ...{ ownersMax: 4, accountsMax: 4, marketsMax: 4, ordersMax: 100, levelsMax: 64 },
    ...{ keysMax: 4, clientOrderIdsMax: 64, queueItemsMax: 8, orderGroupsMax: 17 },
    ...{ assetsMax: 0, withdrawalsMax: 9 },
  };
  expect(answers.at(-1)?.records).toMatchObject([{ name: 'resized', values: capacities }]);
  const state = judge.logicalState();
  expect(state.capacities).toEqual({ ...capacities, positionsMax: 0, sessionsMax: 0 });
  expect(state.genesis).toMatchObject({ ordersMax: 64, orderGroupsMax: 16, makersPerCommandMax: 8 });
});

test('owners and keys together are not more than there can be windows of nonces', () => {
  const few = { accountsMax: 1, marketsMax: 1, ordersMax: 1, levelsMax: 1, makersPerCommandMax: 1 };
  const sound = { ...few, ruleVersion: 1, drainPerCommandMax: 1, ownersMax: 1 };
  const log = new LogWriter();
  const many = [
    { ownersMax: 1, keysMax: 16_777_215 },
    { ownersMax: 16_777_216, keysMax: 0 },
    { ownersMax: 10_000_000, keysMax: 10_000_000 },
  ];
  for (const senders of many) log.add(draftOf(genesis, { ...sound, ...senders }, new Uint8Array(96)));
  log.add(draftOf(genesis, sound, new Uint8Array(96)));
  for (const senders of many) grow(log, { ...sound, queueItemsMax: 0, clientOrderIdsMax: 0, ...senders });
  const refused = (field: number) => `reject: fieldOutOfRange, field ${field}`;
  const ofGenesis = refused(offsetOf(genesis, 'keysMax'));
  const ofResize = refused(offsetOf(resize, 'keysMax'));
  expect(judgeStoryOf(log.entries, 7)).toEqual([
    ...[ofGenesis, ofGenesis, ofGenesis, 'started'],
    ...[ofResize, ofResize, ofResize],
  ]);
});

test('before Genesis there is nothing to resize, and a resize ends a message as any other entry does', () => {
  const early = new LogWriter();
  grow(early);
  expect(judgeStoryOf(early.entries, 1)).toEqual(['reject: notStarted']);
  const log = begunWithGroups();
  log.openMessage(1);
  grow(log);
  log.place({ price: 100, nonce: 1 });
  const spent = `reject: nonceSpent, field ${offsetOf(placeOrder, 'nonce')}`;
  expect(judgeStoryOf(log.entries, 2)).toEqual(['resized', spent]);
});

test('the bounds on the work of a command stay as Genesis set them', () => {
  const log = begunWithGroups({ makersPerCommandMax: 2 });
  grow(log, { ordersMax: 5_000 });
  for (let left = 3; left > 0; left -= 1) log.place({ price: 100, expiry: 1_500 });
  log.place({ price: 100 });
  log.place({ price: 100 });
  log.time = 1_500;
  log.place({ price: 100, size: 5, side: sell, ...immediate });
  expect(judgeStoryOf(log.entries, 1)).toEqual([
    'cancel 1: 1, orderExpired',
    ...['place 6', 'cancel 2: 1, orderExpired', 'cancel 3: 1, orderExpired', 'cancel 6: 5, workBoundReached'],
  ]);
  expect(genesis.specs).toHaveProperty('makersPerCommandMax');
  expect(resize.specs).not.toHaveProperty('makersPerCommandMax');
});

test('orders are numbered by the ring of the present capacity', () => {
  const log = begunWithGroups({ ordersMax: 1 });
  log.place({ price: 100 });
  for (let left = 3; left > 0; left -= 1) log.place({ price: 101, ...immediate });
  // Three orders take a ring of eight: the least power of two that is at least six.
  grow(log, { ordersMax: 3 });
  for (let left = 4; left > 0; left -= 1) log.place({ price: 101, ...immediate });
  const numbers = judgeStoryOf(log.entries, 8).filter((line) => line.startsWith('place'));
  expect(numbers).toEqual([2, 4, 6, 7, 8, 10, 11].map((number) => `place ${number}`));
});

test('once there is room for client order ids they are looked at, and those that came before are not known', () => {
  const log = begunWithGroups({ clientOrderIdsMax: 0 });
  log.place({ price: 100, clientOrderId: FIRST });
  log.place({ price: 100, clientOrderId: FIRST });
  grow(log, { clientOrderIdsMax: 1 });
  log.cancelById(FIRST);
  log.place({ price: 100, clientOrderId: FIRST });
  log.place({ price: 100, clientOrderId: FIRST });
  log.place({ price: 100, clientOrderId: SECOND });
  log.replace({ price: 101, replacedClientOrderId: FIRST });
  const judge = new NaiveExchange();
  for (const entry of log.entries) judge.apply(entry);
  expect(judgeStoryOf(log.entries, 8)).toEqual([
    ...['place 1', 'place 2', 'resized', 'reject: orderUnknown, field 32', 'place 3', 'known 3: 1 of 1 at 100'],
    ...['reject: clientOrderIdsFull', 'cancel 3: 1, replaced', 'place 4'],
  ]);
  expect(judge.logicalState().clientOrderIds).toMatchObject([{ order: 3, clientOrderId: FIRST }]);
});

test('an order that waits under an id that was not looked at is not known by it at its turn either', () => {
  const log = begunWithGroups({ clientOrderIdsMax: 0 });
  beginSweep(log, 10);
  log.place({ price: 100, clientOrderId: FIRST });
  grow(log, { clientOrderIdsMax: 1 });
  log.add(draftOf(tick, {}));
  log.cancelById(FIRST);
  log.place({ price: 100, clientOrderId: FIRST });
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    ...['cancel 9: 1, marketCleared', 'defer 11', 'cancel 10: 1, marketCleared', 'resized'],
    ...['swept #18: 10, accepted', 'advance: 1, more'],
    ...['done 11: accepted', 'place 11', 'reject: orderUnknown, field 32', 'place 12'],
  ]);
});

test('once there is a queue, sweeps go on in it, commands wait, cancels are scheduled and groups are made', () => {
  const log = begunWithGroups({ queueItemsMax: 0, makersPerCommandMax: 1 });
  for (let left = 4; left > 0; left -= 1) log.place({ price: 100 });
  const act = () => {
    clear(log);
    log.place({ price: 99, ...immediate });
    schedule(log, 5_000_000);
    setGroup(log, { fillLimit: 1 });
  };
  act();
  grow(log, { queueItemsMax: 2 });
  act();
  cancelMany(log);
  expect(judgeStoryOf(log.entries, 10)).toEqual([
    ...['cancel 1: 1, marketCleared', 'market 0: 1, stopped', 'place 5', 'cancel 5: 1, remainderCancelled'],
    ...['reject: queueFull', 'reject: queueFull', 'resized'],
    ...['cancel 2: 1, marketCleared', 'market 0: 1, queued', 'cancel 3: 1, marketCleared', 'defer 6'],
    ...['cancel 4: 1, marketCleared', 'schedule of 0: 5001000'],
    ...['swept #17: 3, accepted', 'group 1 of 0: 1 in 1000'],
    ...['done 6: accepted', 'place 6', 'cancel 6: 1, remainderCancelled', 'orders: 0, done'],
  ]);
});

test('a queue that was full takes another item after a resize', () => {
  const log = begunWithGroups({ queueItemsMax: 1 });
  beginSweep(log, 14);
  log.place({ price: 100 });
  grow(log, { queueItemsMax: 2 });
  log.place({ price: 100 });
  log.place({ price: 100 });
  wait(log);
  expect(judgeStoryOf(log.entries, 5).filter((line) => !line.endsWith('marketCleared'))).toEqual([
    ...['reject: queueFull', 'resized', 'defer 15', 'reject: queueFull', 'advance: 1, more'],
  ]);
});
