/** Examples, worked out by hand, of assets: how they come, what is said of them, and an exchange without money. */
import {
  claimSuspense,
  convert,
  createAsset,
  creditDeposit,
  genesis,
  moveWithdrawal,
  pinDestination,
  requestWithdrawal,
  resize,
  setAssetPrice,
  setAssetTerms,
  setAutoConversion,
  skipDeposit,
  transfer,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { draftOf } from '../../workload/draft.ts';
import { LogWriter } from '../../workload/log-writer.ts';
import { judgeStoryOf } from '../judge-story.ts';
import { NaiveExchange } from '../naive-exchange.ts';
import { begunWithGroups, grow } from '../queue/group-log.ts';
import { senderOf, wait } from '../queue/queue-log.ts';
import {
  ADDRESS,
  addAsset,
  autoConvert,
  begunWithAsset,
  begunWithMoney,
  claim,
  deposit,
  move,
  ONE,
  pin,
  refusal,
  SECOND,
  SIBLING,
  send,
  setPrice,
  setTerms,
  skip,
  stateAfter,
  toDollar,
  withdraw,
} from './money-log.ts';

const CHAIN = { vaultHigh: 0, vaultLow: 0, issuedHigh: 0, issuedLow: 0, inventoryHigh: 0, inventoryLow: 0 };
const NOTHING = { ...CHAIN, feesHigh: 0, feesLow: 0, reserved: 0 };
const NO_TERMS = { depositMax: 0, withdrawalMin: 0, bandRate: 0, dailyConversionMax: 0, initialWeight: 0 };
const NONE_CONVERTED = { conversionDay: 0, netConversion: 0 };
const DOLLAR = { decimals: 6, mint: '00'.repeat(32), price: ONE, ...NO_TERMS, ...NONE_CONVERTED, ...NOTHING };

test.each<[string, (log: LogWriter) => void]>([
  ['pinDestination', (log) => pin(log, 0, { key: 1 })],
  ['setAutoConversion', (log) => autoConvert(log, 1)],
  ['convert', (log) => toDollar(log, 1)],
  ['transfer', (log) => send(log, 1)],
  ['claimSuspense', (log) => claim(log)],
  ['requestWithdrawal', (log) => withdraw(log, 1)],
  ['createAsset', (log) => addAsset(log)],
  ['setAssetTerms', (log) => setTerms(log, {})],
  ['setAssetPrice', (log) => setPrice(log)],
  ['creditDeposit', (log) => deposit(log, 1, 1)],
  ['moveWithdrawal', (log) => move(log, 1, 2)],
  ['skipDeposit', (log) => skip(log, 1)],
])('where there is no money %s is refused without a field', (_, ask) => {
  const log = begunWithMoney({ assetsMax: 0 });
  log.addKey(0, 1);
  ask(log);
  expect(judgeStoryOf(log.entries, 1)).toEqual(['reject: assetUnknown']);
  const { assets, accounts, balances, lastDeposit } = stateAfter(log);
  expect({ assets, balances, lastDeposit }).toEqual({ assets: [], balances: [], lastDeposit: 0 });
  expect(accounts.map(({ converts }) => converts)).toEqual([0, 0, 0]);
});

test('the checks of form and of the sender come before there being no money', () => {
  const log = begunWithMoney({ assetsMax: 0 });
  toDollar(log, 0);
  toDollar(log, 1, { account: 9 });
  toDollar(log, 1, { key: 7 });
  toDollar(log, 1, { nonce: 500 });
  toDollar(log, 1, { nonce: 500 });
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    refusal(convert, 'fieldOutOfRange', 'amount'),
    refusal(convert, 'accountUnknown', 'account'),
    refusal(convert, 'keyUnknown', 'key'),
    'reject: assetUnknown',
    refusal(convert, 'nonceSpent', 'nonce'),
  ]);
});

test.each<[string, Partial<ValuesOf<typeof genesis.specs>>, keyof typeof genesis.specs]>([
  ['under version 1', { ruleVersion: 1 }, 'ruleVersion'],
  ['without room for withdrawals', { withdrawalsMax: 0 }, 'withdrawalsMax'],
  ['with neither', { ruleVersion: 1, withdrawalsMax: 0 }, 'ruleVersion'],
])('a Genesis with money is refused %s, and another begins the log', (_, values, field) => {
  const log = new LogWriter();
  const few = { ownersMax: 1, accountsMax: 1, marketsMax: 1, ordersMax: 1, levelsMax: 1, assetsMax: 1 };
  const sound = { ...few, ruleVersion: 2, makersPerCommandMax: 1, drainPerCommandMax: 1, withdrawalsMax: 1 };
  log.add(draftOf(genesis, { ...sound, ...values }, new Uint8Array(96)));
  log.add(draftOf(genesis, { ...sound, ...values }, new Uint8Array(95)));
  log.add(draftOf(genesis, { ...sound, ...values, assetsMax: 0 }, new Uint8Array(96)));
  expect(judgeStoryOf(log.entries, 3)).toEqual([
    ...[refusal(genesis, 'fieldOutOfRange', field), refusal(genesis, 'commandLengthWrong', 'blobBytes'), 'started'],
  ]);
  const judge = new NaiveExchange();
  for (const entry of log.entries.slice(0, 2)) judge.apply(entry);
  expect(judge.logicalState()).toMatchObject({ sequence: 2, genesis: null, assets: [], capacities: { assetsMax: 0 } });
});

test('the venue dollar is there from Genesis on, and accounts begin with converting', () => {
  const log = begunWithMoney();
  const { assets, accounts, owners, lastDeposit, lastWithdrawal, withdrawals, suspense } = stateAfter(log);
  expect(assets).toEqual([DOLLAR]);
  expect(accounts[0]).toEqual({ owner: 0, selfTrade: 1, converts: 1, reserved: 0 });
  expect(owners[0]).toMatchObject({ identity: 'cd'.repeat(32), destination: '00'.repeat(32) });
  expect({ lastDeposit, lastWithdrawal }).toEqual({ lastDeposit: 0, lastWithdrawal: 0 });
  expect([...withdrawals, ...suspense]).toEqual([]);
});

test('before Genesis there is no part of money in the state but zeros', () => {
  const { assets, balances, suspense, withdrawals } = new NaiveExchange().logicalState();
  expect([assets, balances, suspense, withdrawals]).toEqual([[], [], [], []]);
});

test('assets are numbered from 1, up to the capacity, each with a mint of its own', () => {
  const log = begunWithMoney({ assetsMax: 4 });
  addAsset(log, 10);
  addAsset(log, 6, '00');
  addAsset(log, 0, '0a');
  addAsset(log, 2, '0a');
  addAsset(log, 9, '0b');
  addAsset(log, 2, '0c');
  addAsset(log, 2, '0d');
  addAsset(log, 2, '0a');
  const known = refusal(createAsset, 'assetAlreadyExists', 'mint');
  expect(judgeStoryOf(log.entries, 8)).toEqual([
    refusal(createAsset, 'fieldOutOfRange', 'decimals'),
    ...[known, 'asset 1: 0 decimals', known, 'asset 2: 9 decimals', 'asset 3: 2 decimals'],
    ...['reject: assetsFull', 'reject: assetsFull'],
  ]);
  const made = { ...DOLLAR, price: 0 };
  expect(stateAfter(log).assets).toEqual([
    DOLLAR,
    { ...made, decimals: 0, mint: '0a'.repeat(32) },
    { ...made, decimals: 9, mint: '0b'.repeat(32) },
    { ...made, decimals: 2, mint: '0c'.repeat(32) },
  ]);
});

test('a capacity of one asset is all the venue dollar takes', () => {
  const log = begunWithMoney({ assetsMax: 1 });
  addAsset(log);
  expect(judgeStoryOf(log.entries, 1)).toEqual(['reject: assetsFull']);
});

test('terms and price are of an asset that exists and is not the venue dollar', () => {
  const log = begunWithAsset();
  setTerms(log, { depositMax: 7, bandRate: 1_000, dailyConversionMax: 9, withdrawalMin: 3 });
  setPrice(log, 5);
  setTerms(log, { asset: 0, depositMax: 1 });
  setTerms(log, { asset: 2 });
  setPrice(log, 5, 0);
  setPrice(log, 5, 2);
  setTerms(log, { bandRate: 1_000_001 });
  setPrice(log, 2 ** 52);
  expect(judgeStoryOf(log.entries, 8)).toEqual([
    ...['terms of 1: 7, 1000, 9, 3', 'price of 1: 5'],
    ...[refusal(setAssetTerms, 'assetUnknown', 'asset'), refusal(setAssetTerms, 'assetUnknown', 'asset')],
    ...[refusal(setAssetPrice, 'assetUnknown', 'asset'), refusal(setAssetPrice, 'assetUnknown', 'asset')],
    refusal(setAssetTerms, 'fieldOutOfRange', 'bandRate'),
    refusal(setAssetPrice, 'fieldOutOfRange', 'price'),
  ]);
  const terms = { depositMax: 7, bandRate: 1_000, dailyConversionMax: 9, withdrawalMin: 3, price: 5 };
  expect(stateAfter(log).assets).toMatchObject([DOLLAR, terms]);
});

test('a resize brings no money, lets more withdrawals in, and blames what shrinks before', () => {
  const log = begunWithGroups();
  grow(log, { assetsMax: 1 });
  grow(log, { assetsMax: 1, ownersMax: 3 });
  grow(log, { withdrawalsMax: 5 });
  grow(log, { withdrawalsMax: 4, assetsMax: 1 });
  addAsset(log);
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    refusal(resize, 'fieldOutOfRange', 'assetsMax'),
    refusal(resize, 'capacityShrinks', 'ownersMax'),
    'resized',
    refusal(resize, 'capacityShrinks', 'withdrawalsMax'),
    'reject: assetUnknown',
  ]);
  expect(stateAfter(log).capacities).toMatchObject({ assetsMax: 0, withdrawalsMax: 5 });
});

test('where there is money, more assets come in by a resize', () => {
  const log = begunWithGroups({ assetsMax: 1, withdrawalsMax: 1 });
  addAsset(log);
  grow(log, { assetsMax: 2, withdrawalsMax: 1 });
  addAsset(log);
  grow(log, { assetsMax: 65, withdrawalsMax: 1 });
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    ...['reject: assetsFull', 'resized', 'asset 1: 6 decimals'],
    refusal(resize, 'fieldOutOfRange', 'assetsMax'),
  ]);
});

test('only the owner itself moves money out of an account, or says what becomes of it', () => {
  const log = begunWithAsset();
  log.addKey(0, 1);
  pin(log, 0, { key: 1 });
  autoConvert(log, 0, { key: 1 });
  send(log, 1, { key: 1, toAccount: 99 });
  withdraw(log, 1, { key: 1, asset: 0 });
  claim(log, { key: 1, asset: 0 });
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    refusal(pinDestination, 'keyMovesNoFunds', 'key'),
    refusal(setAutoConversion, 'keyMovesNoFunds', 'key'),
    refusal(transfer, 'keyMovesNoFunds', 'key'),
    refusal(requestWithdrawal, 'keyMovesNoFunds', 'key'),
    refusal(claimSuspense, 'keyMovesNoFunds', 'key'),
  ]);
});

test('a secp256k1 owner pins its destination once, and the others have theirs', () => {
  const log = begunWithAsset();
  deposit(log, 1, 5, ADDRESS);
  pin(log, 0);
  pin(log, 1, { destination: '00'.repeat(32) });
  pin(log, 3, { destination: '00'.repeat(32) });
  pin(log, 3);
  pin(log, 3, { destination: '00'.repeat(32) });
  pin(log, 3);
  const own = refusal(pinDestination, 'destinationFixed', 'account');
  const pinned = refusal(pinDestination, 'destinationFixed', 'destination');
  expect(judgeStoryOf(log.entries, 6)).toEqual([
    ...[own, own, refusal(pinDestination, 'fieldOutOfRange', 'destination')],
    ...['pin owner 2 by 3', pinned, pinned],
  ]);
  expect(stateAfter(log).owners.map(({ destination }) => destination)).toEqual([
    ...['00'.repeat(32), '00'.repeat(32), '77'.repeat(32)],
  ]);
});

test('the records say everything that was asked', () => {
  const log = begunWithAsset(9);
  deposit(log, 1, 2_500, SECOND);
  const judge = new NaiveExchange();
  const answers = log.entries.map((entry) => judge.apply(entry).records);
  expect(answers.at(-2)).toMatchObject([{ name: 'assetCreated', values: { asset: 1, decimals: 9 } }]);
  expect(answers.at(-1)).toMatchObject([
    { name: 'depositCredited', values: { deposit: 1, amount: 2_500, owner: 1, account: 1, asset: 1, isSuspended: 0 } },
  ]);
});

test('a refusal by a rule says whose command it was, also where it blames the range of a field', () => {
  const log = begunWithAsset();
  deposit(log, 1, 5, ADDRESS);
  pin(log, 3, { destination: '00'.repeat(32) });
  send(log, 1, { account: SIBLING, toAccount: SIBLING });
  send(log, 0, { account: SIBLING });
  const judge = new NaiveExchange();
  const records = log.entries.flatMap((entry) => judge.apply(entry).records);
  expect(records.slice(-3)).toMatchObject([
    { name: 'rejected', values: { account: 3, commandKind: pinDestination.number } },
    { name: 'rejected', values: { account: SIBLING, commandKind: transfer.number } },
    // What fails the checks of form says no account.
    { name: 'rejected', values: { account: 0, commandKind: transfer.number } },
  ]);
});

test('a command of money is part of a message as any other of a user', () => {
  const log = begunWithAsset();
  log.openMessage(2);
  autoConvert(log, 0, { nonce: 1 });
  log.add(draftOf(claimSuspense, { ...senderOf(log), nonce: 2, asset: 1 }));
  expect(judgeStoryOf(log.entries, 2)).toEqual([
    'account 0 converts: 0',
    refusal(claimSuspense, 'nothingSuspended', 'asset'),
  ]);
});

test.each<[string, (judge: NaiveExchange) => void]>([
  ['the vault holds more', ({ state }) => setBook(state.assets[1], 'vault', 1n)],
  ['dollars are issued', ({ state }) => setBook(state.assets[0], 'issued', 1n)],
  ['a balance is at 2^52', ({ state }) => state.assets[1]?.books.balances.set(0, 2n ** 52n)],
  ['a withdrawal is gone', ({ state }) => state.withdrawals.pop()],
])('a judge whose books do not balance stops: %s', (_, tamper) => {
  const log = begunWithAsset();
  deposit(log, 1, 100);
  withdraw(log, 40);
  const judge = new NaiveExchange();
  for (const entry of log.entries) judge.apply(entry);
  tamper(judge);
  wait(log);
  expect(() => judge.apply(log.entries.at(-1) ?? new Uint8Array(0))).toThrow(/do not balance/);
});

function setBook(asset: NaiveExchange['state']['assets'][number] | undefined, name: 'vault' | 'issued', by: bigint) {
  if (asset !== undefined) asset.books[name] += by;
}

test('form: what a deposit and a withdrawal may say', () => {
  const log = begunWithAsset();
  deposit(log, 0, 1);
  deposit(log, 1, 0);
  deposit(log, 1, 1, { ownerKind: 4 });
  move(log, 0, 2);
  move(log, 1, 1);
  move(log, 1, 6);
  skip(log, 0);
  expect(judgeStoryOf(log.entries, 7)).toEqual([
    refusal(creditDeposit, 'fieldOutOfRange', 'deposit'),
    refusal(creditDeposit, 'fieldOutOfRange', 'amount'),
    refusal(creditDeposit, 'fieldOutOfRange', 'ownerKind'),
    refusal(moveWithdrawal, 'fieldOutOfRange', 'withdrawal'),
    ...[refusal(moveWithdrawal, 'fieldOutOfRange', 'state'), refusal(moveWithdrawal, 'fieldOutOfRange', 'state')],
    refusal(skipDeposit, 'fieldOutOfRange', 'deposit'),
  ]);
});
