/** Examples, worked out by hand, of withdrawals and transfers: who may ask, and how a withdrawal comes to its end. */
import { BALANCE_MAX, moveWithdrawal, openAccount, requestWithdrawal, transfer } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { draftOf } from '../../workload/draft.ts';
import type { LogWriter } from '../../workload/log-writer.ts';
import { judgeStoryOf } from '../judge-story.ts';
import {
  ADDRESS,
  addAsset,
  begunWithAsset,
  deposit,
  move,
  openConversion,
  PROGRAM,
  pin,
  refusal,
  SECOND,
  SIBLING,
  send,
  setTerms,
  stateAfter,
  withdraw,
} from './money-log.ts';

const [INCLUDED, FINALIZED, CLAIMED, VOIDED] = [2, 3, 4, 5];
const STATES = ['', 'requested', 'included', 'finalized', 'claimed', 'voided'];
const tooSmall = refusal(requestWithdrawal, 'balanceTooSmall', 'amount');
const belowLeast = refusal(requestWithdrawal, 'amountTooSmall', 'amount');
const unknown = refusal(moveWithdrawal, 'withdrawalUnknown', 'withdrawal');
const outOfStep = refusal(moveWithdrawal, 'withdrawalOutOfStep', 'state');

/** A log with 100 of asset 1 in account 0, of which 40 are asked for. */
function begunWithWithdrawal(): LogWriter {
  const log = begunWithAsset();
  deposit(log, 1, 100);
  withdraw(log, 40);
  return log;
}

test('a withdrawal goes its way to the chain, and leaves the vault when it is claimed', () => {
  const log = begunWithWithdrawal();
  const asked = stateAfter(log);
  move(log, 1, INCLUDED);
  move(log, 1, FINALIZED);
  const finalized = stateAfter(log);
  move(log, 1, CLAIMED);
  move(log, 1, CLAIMED);
  withdraw(log, 1);
  expect(judgeStoryOf(log.entries, 6)).toEqual([
    ...['requested', 'included', 'finalized', 'claimed'].map((state) => `withdrawal 1 of 0: 40 of 1, ${state}`),
    ...[unknown, 'withdrawal 2 of 0: 1 of 1, requested'],
  ]);
  const row = { withdrawal: 1, amount: 40, account: 0, asset: 1, reserved: 0 };
  expect(asked).toMatchObject({ balances: [{ amount: 60 }], lastWithdrawal: 1, assets: [{}, { vaultLow: 100 }] });
  expect(asked.withdrawals).toEqual([{ ...row, state: 1 }]);
  expect(finalized.withdrawals).toEqual([{ ...row, state: 3 }]);
  const { withdrawals, assets, balances, lastWithdrawal } = stateAfter(log);
  expect(withdrawals).toEqual([{ ...row, withdrawal: 2, amount: 1, state: 1 }]);
  expect({ balances, lastWithdrawal }).toMatchObject({ balances: [{ amount: 59 }], lastWithdrawal: 2 });
  expect(assets[1]).toMatchObject({ vaultLow: 60 });
});

// From each state, what a withdrawal may become.
test.each([
  [1, [INCLUDED, VOIDED]],
  [2, [FINALIZED, VOIDED]],
  [3, [CLAIMED, VOIDED]],
])('from state %d a withdrawal comes to %o and to no other', (from, next) => {
  for (const to of [INCLUDED, FINALIZED, CLAIMED, VOIDED]) {
    const log = begunWithWithdrawal();
    for (let state = INCLUDED; state <= from; state += 1) move(log, 1, state);
    move(log, 1, to);
    const moved = `withdrawal 1 of 0: 40 of 1, ${STATES[to]}`;
    expect(judgeStoryOf(log.entries, 1)).toEqual([next.includes(to) ? moved : outOfStep]);
  }
});

test.each([1, 2, 3])('voided from state %d the amount is in the balance again', (from) => {
  const log = begunWithWithdrawal();
  for (let state = INCLUDED; state <= from; state += 1) move(log, 1, state);
  setTerms(log, { depositMax: 1 });
  move(log, 1, VOIDED);
  move(log, 1, VOIDED);
  expect(judgeStoryOf(log.entries, 2)).toEqual(['withdrawal 1 of 0: 40 of 1, voided', unknown]);
  expect(stateAfter(log)).toMatchObject({
    ...{ balances: [{ account: 0, asset: 1, amount: 100 }], withdrawals: [], lastWithdrawal: 1 },
    assets: [{}, { vaultLow: 100 }],
  });
});

test('voided, an amount that the balance cannot take any more is suspended for the owner', () => {
  const log = begunWithAsset();
  deposit(log, 1, BALANCE_MAX);
  withdraw(log, 2);
  withdraw(log, 2);
  deposit(log, 2, 2);
  move(log, 1, VOIDED);
  move(log, 2, INCLUDED);
  move(log, 2, VOIDED);
  expect(judgeStoryOf(log.entries, 3)).toEqual([
    ...['withdrawal 1 of 0: 2 of 1, voided', 'withdrawal 2 of 0: 2 of 1, included'],
    'withdrawal 2 of 0: 2 of 1, voided to suspense',
  ]);
  expect(stateAfter(log)).toMatchObject({
    ...{ balances: [{ amount: BALANCE_MAX }], suspense: [{ owner: 0, asset: 1, high: 0, low: 2 }], withdrawals: [] },
    assets: [{}, { vaultHigh: 0, vaultLow: BALANCE_MAX + 2 }],
  });
});

test('a withdrawal that is claimed or voided, or never was, is unknown', () => {
  const log = begunWithWithdrawal();
  move(log, 2, VOIDED);
  move(log, 1, VOIDED);
  move(log, 1, INCLUDED);
  expect(judgeStoryOf(log.entries, 3)).toEqual([unknown, 'withdrawal 1 of 0: 40 of 1, voided', unknown]);
});

test('who asks needs the own key, a coin, a destination and the balance, in this order', () => {
  const log = begunWithAsset(6, { withdrawalsMax: 1 });
  log.addKey(0, 1);
  withdraw(log, 5, { key: 1, asset: 9 });
  withdraw(log, 5, { asset: 9 });
  withdraw(log, 5, { asset: 0 });
  withdraw(log, 5);
  deposit(log, 1, 5);
  withdraw(log, 6);
  withdraw(log, 5);
  withdraw(log, 5);
  expect(judgeStoryOf(log.entries, 8)).toEqual([
    refusal(requestWithdrawal, 'keyMovesNoFunds', 'key'),
    refusal(requestWithdrawal, 'assetUnknown', 'asset'),
    refusal(requestWithdrawal, 'assetUnknown', 'asset'),
    ...[tooSmall, 'deposit 1: 5 of 1 to 0', tooSmall, 'withdrawal 1 of 0: 5 of 1, requested'],
    'reject: withdrawalsFull',
  ]);
});

test('so much is withdrawn at least, or all of a balance', () => {
  const log = begunWithAsset();
  setTerms(log, { withdrawalMin: 10 });
  deposit(log, 1, 25);
  withdraw(log, 9);
  withdraw(log, 10);
  withdraw(log, 11);
  withdraw(log, 3);
  withdraw(log, 5);
  withdraw(log, 4);
  withdraw(log, 1);
  expect(judgeStoryOf(log.entries, 7)).toEqual([
    ...[belowLeast, 'withdrawal 1 of 0: 10 of 1, requested', 'withdrawal 2 of 0: 11 of 1, requested'],
    ...[belowLeast, belowLeast, 'withdrawal 3 of 0: 4 of 1, requested', belowLeast],
  ]);
  setTerms(log, { withdrawalMin: 0 });
  withdraw(log, 1);
  expect(judgeStoryOf(log.entries, 1)).toEqual([tooSmall]);
});

test('the least amount is asked for after the asset and before the destination, the room and the balance', () => {
  const log = begunWithAsset(6, { withdrawalsMax: 1 });
  setTerms(log, { withdrawalMin: 10 });
  deposit(log, 1, 5, ADDRESS);
  log.addKey(2, 1);
  withdraw(log, 9, { account: 3, key: 1 });
  withdraw(log, 9, { account: 3, asset: 0 });
  withdraw(log, 9, { account: 3 });
  withdraw(log, 10, { account: 3 });
  deposit(log, 2, 5);
  withdraw(log, 5);
  withdraw(log, 9);
  withdraw(log, 10);
  expect(judgeStoryOf(log.entries, 8)).toEqual([
    refusal(requestWithdrawal, 'keyMovesNoFunds', 'key'),
    ...[refusal(requestWithdrawal, 'assetUnknown', 'asset'), belowLeast],
    ...[refusal(requestWithdrawal, 'destinationMissing', 'account'), 'deposit 2: 5 of 1 to 0'],
    ...['withdrawal 1 of 0: 5 of 1, requested', belowLeast, 'reject: withdrawalsFull'],
  ]);
});

test('a secp256k1 owner asks once it has pinned where to, which is asked before the room', () => {
  const log = begunWithAsset(6, { withdrawalsMax: 1 });
  deposit(log, 1, 1);
  withdraw(log, 1);
  deposit(log, 2, 5, ADDRESS);
  withdraw(log, 5, { account: 3 });
  pin(log, 3);
  withdraw(log, 5, { account: 3 });
  expect(judgeStoryOf(log.entries, 3)).toEqual([
    ...[refusal(requestWithdrawal, 'destinationMissing', 'account'), 'pin owner 2 by 3', 'reject: withdrawalsFull'],
  ]);
});

test('an Ed25519 owner and a program withdraw to themselves, and an address to what it pinned', () => {
  const log = begunWithAsset();
  deposit(log, 1, 5);
  deposit(log, 2, 6, PROGRAM);
  deposit(log, 3, 1, ADDRESS);
  pin(log, 4);
  deposit(log, 4, 7, ADDRESS);
  withdraw(log, 5);
  withdraw(log, 6, { account: 3 });
  withdraw(log, 7, { account: 4 });
  expect(judgeStoryOf(log.entries, 3)).toEqual([
    ...['withdrawal 1 of 0: 5 of 1, requested', 'withdrawal 2 of 3: 6 of 1, requested'],
    'withdrawal 3 of 4: 7 of 1, requested',
  ]);
});

test('an owner has sixteen withdrawals under way, over all accounts and assets, and others have theirs', () => {
  const log = begunWithAsset();
  addAsset(log, 6, '0b');
  deposit(log, 1, 100);
  deposit(log, 2, 100, { accountOfOwner: 1, asset: 2 });
  deposit(log, 3, 100, SECOND);
  for (let left = 8; left > 0; left -= 1) {
    withdraw(log, 1);
    withdraw(log, 1, { account: SIBLING, asset: 2 });
  }
  withdraw(log, 101);
  withdraw(log, 1, { account: 1 });
  move(log, 3, INCLUDED);
  withdraw(log, 1);
  move(log, 4, VOIDED);
  withdraw(log, 1);
  withdraw(log, 1, { account: SIBLING, asset: 2 });
  const reached = 'reject: withdrawalQuotaReached';
  expect(judgeStoryOf(log.entries, 7)).toEqual([
    ...[reached, 'withdrawal 17 of 1: 1 of 1, requested', 'withdrawal 3 of 0: 1 of 1, included', reached],
    ...['withdrawal 4 of 2: 1 of 2, voided', 'withdrawal 18 of 0: 1 of 1, requested', reached],
  ]);
  expect(
    stateAfter(log)
      .withdrawals.map(({ withdrawal }) => withdrawal)
      .slice(0, 4),
  ).toEqual([1, 2, 3, 5]);
});

test('of all owners together there are as many as the capacity, which is asked before the quota of one', () => {
  const log = begunWithAsset(6, { withdrawalsMax: 16 });
  deposit(log, 1, 100);
  deposit(log, 2, 100, SECOND);
  for (let left = 16; left > 0; left -= 1) withdraw(log, 1);
  withdraw(log, 1);
  withdraw(log, 1, { account: 1 });
  move(log, 16, VOIDED);
  withdraw(log, 1, { account: 1 });
  withdraw(log, 1);
  const full = 'reject: withdrawalsFull';
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    ...[full, full, 'withdrawal 16 of 0: 1 of 1, voided', 'withdrawal 17 of 1: 1 of 1, requested', full],
  ]);
});

test('a transfer goes to another account of the same owner, in any asset', () => {
  const log = begunWithAsset();
  openConversion(log);
  deposit(log, 1, 10);
  send(log, 4, { asset: 0 });
  send(log, 4, { asset: 0, account: SIBLING, toAccount: 0 });
  send(log, 3, { asset: 0 });
  expect(judgeStoryOf(log.entries, 3)).toEqual([
    ...['transfer 4 of 0 from 0 to 2', 'transfer 4 of 0 from 2 to 0', 'transfer 3 of 0 from 0 to 2'],
  ]);
  expect(stateAfter(log).balances).toEqual([
    { account: 0, asset: 0, amount: 7 },
    { account: SIBLING, asset: 0, amount: 3 },
  ]);
});

test('a transfer asks for the key, the other account, the asset, the balance and the room', () => {
  const log = begunWithAsset();
  log.addKey(0, 1);
  send(log, 1, { key: 1, toAccount: 1 });
  send(log, 1, { toAccount: 1, asset: 9 });
  send(log, 1, { toAccount: 99, asset: 9 });
  send(log, 1, { toAccount: 0, asset: 9 });
  send(log, 1, { asset: 2 });
  send(log, 1);
  deposit(log, 1, BALANCE_MAX);
  deposit(log, 2, 5, { accountOfOwner: 1 });
  send(log, BALANCE_MAX - 4);
  send(log, BALANCE_MAX - 5);
  send(log, 6);
  const stranger = refusal(transfer, 'accountUnknown', 'toAccount');
  expect(judgeStoryOf(log.entries, 11)).toEqual([
    ...[refusal(transfer, 'keyMovesNoFunds', 'key'), stranger, stranger],
    ...[refusal(transfer, 'fieldOutOfRange', 'toAccount'), refusal(transfer, 'assetUnknown', 'asset')],
    refusal(transfer, 'balanceTooSmall', 'amount'),
    ...[
      `deposit 1: ${BALANCE_MAX} of 1 to 0`,
      'deposit 2: 5 of 1 to 2',
      refusal(transfer, 'balanceTooLarge', 'amount'),
    ],
    ...[`transfer ${BALANCE_MAX - 5} of 1 from 0 to 2`, refusal(transfer, 'balanceTooSmall', 'amount')],
  ]);
});

test('the destination is of the owner: an account opened later withdraws there too', () => {
  const log = begunWithAsset();
  deposit(log, 1, 5, ADDRESS);
  log.add(draftOf(openAccount, { owner: 2 }));
  pin(log, 4);
  deposit(log, 2, 6, { ...ADDRESS, accountOfOwner: 1 });
  withdraw(log, 6, { account: 4 });
  expect(judgeStoryOf(log.entries, 2)).toEqual(['deposit 2: 6 of 1 to 4', 'withdrawal 1 of 4: 6 of 1, requested']);
});
