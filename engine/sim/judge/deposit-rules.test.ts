/** Examples, worked out by hand, of deposits: whom they are credited to, what suspends them and how that is claimed. */
import {
  BALANCE_MAX,
  claimSuspense,
  creditDeposit,
  openAccount,
  registerOwner,
  transfer,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { draftOf } from '../workload/draft.ts';
import { judgeStoryOf } from './judge-story.ts';
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
  stateAfter,
  withdraw,
} from './money-log.ts';
import { NaiveExchange } from './naive-exchange.ts';

const outOfOrder = refusal(creditDeposit, 'depositOutOfOrder', 'deposit');
const unknownAsset = refusal(creditDeposit, 'assetUnknown', 'asset');
const unknownAccount = refusal(creditDeposit, 'accountUnknown', 'accountOfOwner');
const tooLarge = refusal(claimSuspense, 'balanceTooLarge', 'asset');
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

test('the number is asked first, then the asset, the identity, and the owner and its account', () => {
  const log = begunWithAsset(6, { ownersMax: 2, accountsMax: 3 });
  deposit(log, 2, 5, { ...NO_ADDRESS, asset: 0 });
  deposit(log, 1, 5, { ...NO_ADDRESS, asset: 0 });
  deposit(log, 1, 5, NO_ADDRESS);
  deposit(log, 1, 5, { ...ADDRESS, accountOfOwner: 1 });
  deposit(log, 1, 5, { accountOfOwner: 3 });
  deposit(log, 1, 5, { accountOfOwner: 2 });
  expect(judgeStoryOf(log.entries, 6)).toEqual([
    ...[outOfOrder, unknownAsset, refusal(creditDeposit, 'fieldOutOfRange', 'identity'), 'reject: ownersFull'],
    ...[unknownAccount, 'reject: accountsFull'],
  ]);
  expect(stateAfter(log)).toMatchObject({ lastDeposit: 0, balances: [], suspense: [] });
});

test('a new owner begins with its account 0, for which there must be room too, or nothing was done', () => {
  const log = begunWithAsset(6, { accountsMax: 3 });
  deposit(log, 1, 5, { ...STRANGER, accountOfOwner: 1 });
  deposit(log, 1, 5, STRANGER);
  expect(judgeStoryOf(log.entries, 2)).toEqual([unknownAccount, 'reject: accountsFull']);
  expect(stateAfter(log).owners).toHaveLength(2);
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
  expect(owners[2]).toEqual({ ...PROGRAM, ordersMax: 0, marketOrdersMax: 0, destination: '00'.repeat(32) });
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

test('what is in suspense without a destination is claimed once there is one, by any key, and is not converted', () => {
  const log = begunWithAsset();
  openConversion(log);
  deposit(log, 1, 5, ADDRESS);
  deposit(log, 2, 6, { ...ADDRESS, accountOfOwner: 1 });
  log.addKey(2, 9);
  claim(log, { account: 3 });
  pin(log, 4);
  claim(log, { account: 4, key: 1 });
  claim(log, { account: 3 });
  deposit(log, 3, 7, ADDRESS);
  expect(judgeStoryOf(log.entries, 8)).toEqual([
    ...['ownerRegistered', 'accountOpened', 'deposit 1: 5 of 1 to suspense of 2'],
    ...['accountOpened', 'deposit 2: 6 of 1 to suspense of 2', 'keyRegistered'],
    refusal(claimSuspense, 'destinationMissing', 'account'),
    ...['pin owner 2 by 4', 'claim 11 of 1 of owner 2 to 4', refusal(claimSuspense, 'nothingSuspended', 'asset')],
    ...['deposit 3: 7 of 1 to 3', '3 converts 7 of 1 to $7'],
  ]);
  expect(stateAfter(log).balances).toEqual([
    { account: 3, asset: 0, amount: 7 },
    { account: 4, asset: 1, amount: 11 },
  ]);
});

test('a claim asks for the asset, then for what is suspended, then for the destination', () => {
  const log = begunWithAsset();
  deposit(log, 1, 5, ADDRESS);
  addAsset(log, 6, '0b');
  claim(log, { account: 3, asset: 0 });
  claim(log, { account: 3, asset: 3 });
  claim(log, { account: 3, asset: 2 });
  claim(log, { account: 0 });
  claim(log, { account: 3 });
  const unknown = refusal(claimSuspense, 'assetUnknown', 'asset');
  const nothing = refusal(claimSuspense, 'nothingSuspended', 'asset');
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    ...[unknown, unknown, nothing, nothing, refusal(claimSuspense, 'destinationMissing', 'account')],
  ]);
});

test('a deposit beyond what all balances may hold is suspended whole, and claimed as far as there is room', () => {
  const log = begunWithAsset();
  setTerms(log, { depositMax: 100 });
  deposit(log, 1, 60);
  deposit(log, 2, 41, SECOND);
  deposit(log, 3, 40, SECOND);
  claim(log, { account: 1 });
  deposit(log, 4, 1);
  withdraw(log, 10);
  claim(log, { account: 1 });
  setTerms(log, { depositMax: 50 });
  claim(log, { account: 1 });
  setTerms(log, { depositMax: 0 });
  claim(log, { account: 1 });
  expect(judgeStoryOf(log.entries, 11)).toEqual([
    ...['deposit 1: 60 of 1 to 0', 'deposit 2: 41 of 1 to suspense of 1', 'deposit 3: 40 of 1 to 1', tooLarge],
    ...['deposit 4: 1 of 1 to suspense of 0', 'withdrawal 1 of 0: 10 of 1, requested'],
    ...['claim 10 of 1 of owner 1 to 1', 'terms of 1: 50, 0, 0', tooLarge, 'terms of 1: 0, 0, 0'],
    'claim 31 of 1 of owner 1 to 1',
  ]);
  const { suspense, assets } = stateAfter(log);
  expect(suspense).toEqual([{ owner: 0, asset: 1, high: 0, low: 1 }]);
  expect(assets[1]).toMatchObject({ vaultLow: 142, depositMax: 0 });
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
  deposit(log, 3, 4, STRANGER);
  // Converted coins are nobody's balance any more, and count no longer.
  expect(judgeStoryOf(log.entries, 3)).toEqual([
    ...['ownerRegistered', 'accountOpened', 'deposit 1: 5 of 1 to suspense of 2'],
    ...['deposit 2: 4 of 1 to 3', '3 converts 4 of 1 to $4', 'deposit 3: 4 of 1 to 3', '3 converts 4 of 1 to $4'],
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
