/** Examples, worked out by hand, of deposits: whom they are credited to, what suspends them and how that is claimed. */
import {
  BALANCE_MAX,
  claimSuspense,
  creditDeposit,
  NO_ACCOUNT,
  openAccount,
  registerOwner,
  resize,
  skipDeposit,
  transfer,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { draftOf } from '../../workload/draft.ts';
import type { LogWriter } from '../../workload/log-writer.ts';
import { judgeStoryOf } from '../judge-story.ts';
import { NaiveExchange } from '../naive-exchange.ts';
import {
  ADDRESS,
  addAsset,
  begunWithAsset,
  claim,
  deposit,
  move,
  openConversion,
  PROGRAM,
  pin,
  refusal,
  SECOND,
  SIBLING,
  STRANGER,
  send,
  setTerms,
  skip,
  stateAfter,
  toCoin,
  withdraw,
} from './money-log.ts';

const outOfOrder = refusal(creditDeposit, 'depositOutOfOrder', 'deposit');
const unknownAsset = refusal(creditDeposit, 'assetUnknown', 'asset');
const keyed = refusal(claimSuspense, 'keyMovesNoFunds', 'key');
const tooLarge = refusal(claimSuspense, 'balanceTooLarge', 'asset');
const skipOutOfOrder = refusal(skipDeposit, 'depositOutOfOrder', 'deposit');
const NO_ADDRESS = { ownerKind: 3, identity: '53'.repeat(32) };

test('deposits follow each other by number over all assets, and one that is refused can be sent again', () => {
  const log = begunWithAsset();
  addAsset(log, 6, '0b');
  deposit(log, 2, 5);
  deposit(log, 1, 5, { asset: 3 });
  deposit(log, 1, 5);
  deposit(log, 1, 5);
  deposit(log, 2, 7, { asset: 2, accountOfOwner: 1 });
  deposit(log, 4, 1);
  expect(judgeStoryOf(log.entries, 6)).toEqual([
    ...[outOfOrder, unknownAsset, 'deposit 1: 5 of 1 to 0', outOfOrder, 'deposit 2: 7 of 2 to 2', outOfOrder],
  ]);
  const { lastDeposit, balances, assets } = stateAfter(log);
  expect(lastDeposit).toBe(2);
  expect(balances).toEqual([
    { account: 0, asset: 1, amount: 5 },
    { account: SIBLING, asset: 2, amount: 7 },
  ]);
  expect(assets.map(({ vaultLow }) => vaultLow)).toEqual([0, 5, 7]);
});

test('the number is asked first, then the asset, the identity, and the room for the owner', () => {
  const log = begunWithAsset(6, { ownersMax: 2, accountsMax: 3 });
  deposit(log, 2, 5, { ...NO_ADDRESS, asset: 0 });
  deposit(log, 1, 5, { ...NO_ADDRESS, asset: 0 });
  deposit(log, 1, 5, NO_ADDRESS);
  deposit(log, 1, 5, { ...ADDRESS, accountOfOwner: 1 });
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    ...[outOfOrder, unknownAsset, refusal(creditDeposit, 'fieldOutOfRange', 'identity'), 'reject: ownersFull'],
  ]);
  expect(stateAfter(log)).toMatchObject({ lastDeposit: 0, balances: [], suspense: [] });
});

test('the table of owners holds a deposit up until it has room, and no account does', () => {
  const log = begunWithAsset(6, { ownersMax: 2, accountsMax: 3 });
  deposit(log, 1, 5, STRANGER);
  deposit(log, 2, 5);
  log.add(draftOf(resize, { ...stateAfter(log).capacities, ownersMax: 3 }));
  deposit(log, 1, 5, STRANGER);
  deposit(log, 2, 5);
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    ...['reject: ownersFull', outOfOrder, 'resized', 'ownerRegistered', 'deposit 1: 5 of 1 to suspense of 2'],
    'deposit 2: 5 of 1 to 0',
  ]);
});

/** The values of the records of the last entry, by name. */
function lastRecords(log: LogWriter) {
  const judge = new NaiveExchange();
  const answers = log.entries.map((entry) => judge.apply(entry).records);
  return (answers.at(-1) ?? []).map(({ name, values }) => ({ name, ...values }));
}

test.each([
  ['beyond the next number', { accountOfOwner: 3 }],
  ['far beyond the next number', { accountOfOwner: 4_294_967_295 }],
  ['next, for which the table is full', { accountOfOwner: 2 }],
])('a deposit for an account that is %s goes to suspense without an account', (_, to) => {
  const log = begunWithAsset(6, { accountsMax: 3 });
  deposit(log, 1, 5, to);
  expect(lastRecords(log)).toMatchObject([
    { name: 'depositCredited', owner: 0, account: NO_ACCOUNT, asset: 1, amount: 5, isSuspended: 1, deposit: 1 },
  ]);
  const { accounts, suspense, lastDeposit, assets } = stateAfter(log);
  expect(accounts).toHaveLength(3);
  expect({ suspense, lastDeposit }).toEqual({ suspense: [{ owner: 0, asset: 1, high: 0, low: 5 }], lastDeposit: 1 });
  expect(assets[1]).toMatchObject({ vaultLow: 5 });
});

test('a new owner begins with its account 0, and another number has it registered without an account', () => {
  const log = begunWithAsset();
  openConversion(log);
  deposit(log, 1, 5, { ...STRANGER, accountOfOwner: 1 });
  expect(lastRecords(log)).toMatchObject([
    { name: 'ownerRegistered', owner: 2, ...STRANGER },
    { name: 'depositCredited', owner: 2, account: NO_ACCOUNT, isSuspended: 1 },
  ]);
  deposit(log, 2, 6, STRANGER);
  deposit(log, 3, 7, { ...STRANGER, accountOfOwner: 1 });
  expect(judgeStoryOf(log.entries, 2)).toEqual([
    ...['accountOpened', 'deposit 2: 6 of 1 to 3', '3 converts 6 of 1 to $6'],
    ...['accountOpened', 'deposit 3: 7 of 1 to 4', '4 converts 7 of 1 to $7'],
  ]);
});

test('what came without an account is claimed by any account that the owner then has', () => {
  const log = begunWithAsset(6, { accountsMax: 3 });
  deposit(log, 1, 5, { ...STRANGER, accountOfOwner: 0 });
  deposit(log, 2, 6, { ...STRANGER, accountOfOwner: 9 });
  log.add(draftOf(resize, { ...stateAfter(log).capacities, accountsMax: 4 }));
  log.add(draftOf(openAccount, { owner: 2 }));
  claim(log, { account: 3 });
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    ...['ownerRegistered', 'deposit 1: 5 of 1 to suspense of 2', 'deposit 2: 6 of 1 to suspense of 2'],
    ...['resized', 'accountOpened', 'claim 11 of 1 of owner 2 to 3'],
  ]);
});

test('a deposit that was taken back is skipped in its turn, and cannot be credited any more', () => {
  const log = begunWithAsset();
  skip(log, 2);
  skip(log, 1);
  skip(log, 1);
  deposit(log, 1, 5);
  deposit(log, 3, 5);
  deposit(log, 2, 5);
  skip(log, 2);
  skip(log, 4);
  skip(log, 3);
  expect(judgeStoryOf(log.entries, 9)).toEqual([
    ...[skipOutOfOrder, 'skip deposit 1', skipOutOfOrder, outOfOrder, outOfOrder, 'deposit 2: 5 of 1 to 0'],
    ...[skipOutOfOrder, skipOutOfOrder, 'skip deposit 3'],
  ]);
  const { lastDeposit, assets } = stateAfter(log);
  expect({ lastDeposit, assets }).toMatchObject({ lastDeposit: 3, assets: [{}, { vaultLow: 5 }] });
});

test('a deposit that is refused is skipped once it was taken back, and lets the next ones through', () => {
  const log = begunWithAsset();
  deposit(log, 1, 5, { asset: 7 });
  deposit(log, 2, 6);
  skip(log, 1);
  deposit(log, 2, 6);
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    ...[unknownAsset, outOfOrder, 'skip deposit 1', 'deposit 2: 6 of 1 to 0'],
  ]);
});

test('an owner or an account that is full does not keep a deposit from those that are there', () => {
  const log = begunWithAsset(6, { ownersMax: 2, accountsMax: 3 });
  deposit(log, 1, 5, { accountOfOwner: 1 });
  deposit(log, 2, 6, SECOND);
  expect(judgeStoryOf(log.entries, 2)).toEqual(['deposit 1: 5 of 1 to 2', 'deposit 2: 6 of 1 to 1']);
});

test('a deposit registers its owner and opens its account as the commands do', () => {
  const log = begunWithAsset();
  deposit(log, 1, 5, PROGRAM);
  deposit(log, 2, 6, { ...PROGRAM, accountOfOwner: 1 });
  log.add(draftOf(registerOwner, STRANGER));
  log.add(draftOf(openAccount, { owner: 3 }));
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    ...['ownerRegistered', 'accountOpened', 'deposit 1: 5 of 1 to 3'],
    ...['accountOpened', 'deposit 2: 6 of 1 to 4', 'ownerRegistered', 'accountOpened'],
  ]);
  const judge = new NaiveExchange();
  const records = log.entries.flatMap((entry) => judge.apply(entry).records);
  expect(records.filter(({ name }) => name === 'ownerRegistered').slice(-2)).toMatchObject([
    { values: { owner: 2, index: 0, ...PROGRAM } },
    { values: { owner: 3, index: 0, ...STRANGER } },
  ]);
  expect(records.filter(({ name }) => name === 'accountOpened').slice(-3)).toMatchObject([
    { values: { account: 3, owner: 2, accountOfOwner: 0, index: 1 } },
    { values: { account: 4, owner: 2, accountOfOwner: 1, index: 0 } },
    { values: { account: 5, owner: 3, accountOfOwner: 0, index: 0 } },
  ]);
  const { owners, accounts, nonces } = judge.logicalState();
  const row = { ordersMax: 0, marketOrdersMax: 0, keyEpoch: 1, referrer: 0, builderCount: 0, rewards: 0 };
  expect(owners[2]).toMatchObject({ ...PROGRAM, ...row, destination: '00'.repeat(32) });
  expect(accounts[4]).toEqual({ owner: 2, selfTrade: 1, converts: 1, reserved: 0 });
  expect(nonces).toHaveLength(4);
});

test('one identity is another owner under each kind', () => {
  const log = begunWithAsset();
  deposit(log, 1, 5, { ownerKind: 2, identity: 'cd'.repeat(32) });
  expect(judgeStoryOf(log.entries, 1)).toEqual(['ownerRegistered', 'accountOpened', 'deposit 1: 5 of 1 to 3']);
});

test.each([
  [STRANGER, '3'],
  [PROGRAM, '3'],
  [ADDRESS, 'suspense of 2'],
])('a deposit of %o goes to %s', (owner, to) => {
  const log = begunWithAsset();
  deposit(log, 1, 5, owner);
  const [, , line] = judgeStoryOf(log.entries, 1);
  expect(line).toBe(`deposit 1: 5 of 1 to ${to}`);
});

test('what is in suspense without a destination is claimed once there is one, and is not converted', () => {
  const log = begunWithAsset();
  openConversion(log);
  deposit(log, 1, 5, ADDRESS);
  deposit(log, 2, 6, { ...ADDRESS, accountOfOwner: 1 });
  log.addKey(2, 9);
  claim(log, { account: 3 });
  pin(log, 4);
  claim(log, { account: 4, key: 1 });
  claim(log, { account: 4 });
  claim(log, { account: 3 });
  deposit(log, 3, 7, ADDRESS);
  expect(judgeStoryOf(log.entries, 9)).toEqual([
    ...['ownerRegistered', 'accountOpened', 'deposit 1: 5 of 1 to suspense of 2'],
    ...['accountOpened', 'deposit 2: 6 of 1 to suspense of 2', 'keyRegistered'],
    refusal(claimSuspense, 'destinationMissing', 'account'),
    ...[
      'pin owner 2 by 4',
      keyed,
      'claim 11 of 1 of owner 2 to 4',
      refusal(claimSuspense, 'nothingSuspended', 'asset'),
    ],
    ...['deposit 3: 7 of 1 to 3', '3 converts 7 of 1 to $7'],
  ]);
  expect(stateAfter(log).balances).toEqual([
    { account: 3, asset: 0, amount: 7 },
    { account: 4, asset: 1, amount: 11 },
  ]);
});

test('a claim asks for the own key, the asset, what is suspended and the destination', () => {
  const log = begunWithAsset();
  deposit(log, 1, 5, ADDRESS);
  addAsset(log, 6, '0b');
  log.addKey(2, 9);
  claim(log, { account: 3, asset: 0, key: 1 });
  claim(log, { account: 3, asset: 0 });
  claim(log, { account: 3, asset: 3 });
  claim(log, { account: 3, asset: 2 });
  claim(log, { account: 0 });
  claim(log, { account: 3 });
  const unknown = refusal(claimSuspense, 'assetUnknown', 'asset');
  const nothing = refusal(claimSuspense, 'nothingSuspended', 'asset');
  expect(judgeStoryOf(log.entries, 6)).toEqual([
    ...[keyed, unknown, unknown, nothing, nothing, refusal(claimSuspense, 'destinationMissing', 'account')],
  ]);
});

test('a deposit beyond what may be held is suspended whole, and claimed although there is as much', () => {
  const log = begunWithAsset();
  setTerms(log, { depositMax: 100 });
  deposit(log, 1, 60);
  deposit(log, 2, 41, SECOND);
  deposit(log, 3, 40, SECOND);
  claim(log, { account: 1 });
  deposit(log, 4, 1);
  setTerms(log, { depositMax: 50 });
  claim(log);
  expect(judgeStoryOf(log.entries, 7)).toEqual([
    ...['deposit 1: 60 of 1 to 0', 'deposit 2: 41 of 1 to suspense of 1', 'deposit 3: 40 of 1 to 1'],
    ...['claim 41 of 1 of owner 1 to 1', 'deposit 4: 1 of 1 to suspense of 0', 'terms of 1: 50, 0, 0, 0'],
    'claim 1 of 1 of owner 0 to 0',
  ]);
  const { suspense, assets } = stateAfter(log);
  expect(suspense).toEqual([]);
  expect(assets[1]).toMatchObject({ vaultLow: 142, depositMax: 50 });
});

test('what was converted counts up to what may be held, until it is converted back and withdrawn', () => {
  const log = begunWithAsset();
  openConversion(log);
  setTerms(log, { depositMax: 10, dailyConversionMax: 100 });
  deposit(log, 1, 6);
  deposit(log, 2, 5);
  deposit(log, 3, 4);
  toCoin(log, 8);
  deposit(log, 4, 1);
  withdraw(log, 1);
  deposit(log, 5, 1);
  expect(judgeStoryOf(log.entries, 7)).toEqual([
    ...['deposit 1: 6 of 1 to 0', '0 converts 6 of 1 to $6', 'deposit 2: 5 of 1 to suspense of 0'],
    ...['deposit 3: 4 of 1 to 0', '0 converts 4 of 1 to $4', '0 converts $8 to 8 of 1'],
    ...['deposit 4: 1 of 1 to suspense of 0', 'withdrawal 1 of 0: 1 of 1, requested'],
    ...['deposit 5: 1 of 1 to 0', '0 converts 1 of 1 to $1'],
  ]);
});

test('a balance stays below 2^52: the deposit that would bring it there is suspended', () => {
  const log = begunWithAsset();
  deposit(log, 1, BALANCE_MAX + 1);
  deposit(log, 2, BALANCE_MAX - 1);
  deposit(log, 3, 2);
  deposit(log, 4, 1);
  claim(log);
  claim(log, { account: SIBLING });
  claim(log, { account: SIBLING });
  send(log, 3, { toAccount: SIBLING });
  withdraw(log, 4);
  claim(log);
  expect(judgeStoryOf(log.entries, 10)).toEqual([
    `deposit 1: ${BALANCE_MAX + 1} of 1 to suspense of 0`,
    ...[`deposit 2: ${BALANCE_MAX - 1} of 1 to 0`, 'deposit 3: 2 of 1 to suspense of 0', 'deposit 4: 1 of 1 to 0'],
    ...[tooLarge, `claim ${BALANCE_MAX} of 1 of owner 0 to 2`, tooLarge],
    ...[
      refusal(transfer, 'balanceTooLarge', 'amount'),
      'withdrawal 1 of 0: 4 of 1, requested',
      'claim 3 of 1 of owner 0 to 0',
    ],
  ]);
  expect(stateAfter(log).balances).toEqual([
    { account: 0, asset: 1, amount: BALANCE_MAX - 1 },
    { account: SIBLING, asset: 1, amount: BALANCE_MAX },
  ]);
});

test('a deposit that is suspended is not converted, and opens the account all the same', () => {
  const log = begunWithAsset();
  openConversion(log);
  setTerms(log, { depositMax: 4, dailyConversionMax: 100 });
  deposit(log, 1, 5, STRANGER);
  deposit(log, 2, 4, STRANGER);
  expect(judgeStoryOf(log.entries, 2)).toEqual([
    ...['ownerRegistered', 'accountOpened', 'deposit 1: 5 of 1 to suspense of 2'],
    ...['deposit 2: 4 of 1 to 3', '3 converts 4 of 1 to $4'],
  ]);
});

test('totals go beyond safe integers, in two limbs', () => {
  const log = begunWithAsset();
  const most = Number.MAX_SAFE_INTEGER;
  deposit(log, 1, most);
  deposit(log, 2, most, SECOND);
  deposit(log, 3, most);
  deposit(log, 4, 5, SECOND);
  // Of owner 0 2 x (2^53 - 1) = 1 x 2^53 + (2^53 - 2), in the vault 3 x (2^53 - 1) + 5 = 3 x 2^53 + 2.
  expect(stateAfter(log)).toMatchObject({
    assets: [{}, { vaultHigh: 3, vaultLow: 2 }],
    balances: [{ account: 1, asset: 1, amount: 5 }],
    suspense: [
      { owner: 0, asset: 1, high: 1, low: most - 1 },
      { owner: 1, asset: 1, high: 0, low: most },
    ],
  });
});

test('what came back from a withdrawal that was voided is claimed as any deposit is', () => {
  const log = begunWithAsset();
  deposit(log, 1, BALANCE_MAX);
  withdraw(log, 1);
  deposit(log, 2, 1);
  move(log, 1, 5);
  withdraw(log, 7);
  claim(log);
  expect(judgeStoryOf(log.entries, 3)).toEqual([
    'withdrawal 1 of 0: 1 of 1, voided to suspense',
    ...['withdrawal 2 of 0: 7 of 1, requested', 'claim 1 of 1 of owner 0 to 0'],
  ]);
});
