/** Steps that are left keep their meaning when others are taken out. */
import {
  createAsset,
  creditDeposit,
  moveWithdrawal,
  OwnerKind,
  requestWithdrawal,
  skipDeposit,
  WithdrawalState,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { linked, relinked } from './relinking.ts';
import { entryInWords } from './transcript.ts';
import { draftOf } from './workload/draft.ts';
import { LogWriter } from './workload/log-writer.ts';
import { event } from './workload/market-template.ts';

const BEGINNING = 7;

function log(): LogWriter {
  const writer = new LogWriter();
  writer.begin({}, event);
  writer.place({ price: 100 });
  writer.place({ price: 101 });
  writer.amend(2, { price: 102, size: 1 });
  writer.cancel(2);
  writer.cancel(77);
  return writer;
}

test('a list from which nothing is taken stays as it is', () => {
  const steps = log().entries.map((entry) => ({ entry }));
  expect(relinked(linked(steps))).toEqual(steps);
});

test('commands go on naming the same order when the one before it is taken out', () => {
  const steps = log().entries.map((entry) => ({ entry }));
  const links = linked(steps);
  const rest = relinked([...links.slice(0, BEGINNING), ...links.slice(BEGINNING + 1)]);
  const words = rest.slice(BEGINNING + 1).map(({ entry }) => entryInWords(entry));
  expect(words).toEqual([
    expect.stringMatching(/^#9 .* amendOrder .*order=1 price=102/),
    expect.stringMatching(/^#10 .* cancelOrder .*order=1$/),
    expect.stringMatching(/^#11 .* cancelOrder .*order=77$/),
  ]);
});

test('a replaced order is named by its new number too', () => {
  const writer = log();
  writer.place({ price: 103 });
  writer.replace({ price: 104, replaced: 3 });
  const links = linked(writer.entries.map((entry) => ({ entry })));
  const rest = relinked([...links.slice(0, BEGINNING), ...links.slice(BEGINNING + 1)]);
  expect(entryInWords(rest.at(-1)?.entry ?? new Uint8Array(0))).toMatch(/replaceOrder .*replaced=2$/);
});

test('deposits and withdrawals have the numbers that they have without others', () => {
  const writer = new LogWriter();
  writer.begin({ assetsMax: 2, withdrawalsMax: 2 }, event);
  writer.add(draftOf(createAsset, { decimals: 6, mint: '01'.repeat(32) }));
  const deposit = { ownerKind: OwnerKind.ed25519, identity: 'cd'.repeat(32), asset: 1, amount: 10 };
  for (const number of [1, 2]) writer.add(draftOf(creditDeposit, { ...deposit, deposit: number }));
  writer.add(draftOf(skipDeposit, { deposit: 3 }));
  const request = { validUntil: writer.time + 1, asset: 1, amount: 1 };
  for (const nonce of [64, 65]) writer.add(draftOf(requestWithdrawal, { ...request, nonce }));
  writer.add(draftOf(moveWithdrawal, { withdrawal: 2, state: WithdrawalState.voided }));
  const links = linked(writer.entries.map((entry) => ({ entry })));
  const [firstDeposit, firstRequest] = [BEGINNING + 1, BEGINNING + 4];
  const rest = relinked(links.filter((_, index) => index !== firstDeposit && index !== firstRequest));
  expect(rest.slice(BEGINNING + 1).map(({ entry }) => entryInWords(entry))).toEqual([
    expect.stringMatching(/creditDeposit .*deposit=1 /),
    expect.stringMatching(/skipDeposit .*deposit=2$/),
    expect.stringMatching(/requestWithdrawal /),
    expect.stringMatching(/moveWithdrawal .*withdrawal=1$/),
  ]);
});

test('an entry out of order stays as far out of order', () => {
  const { entries } = log();
  const repeated = [...entries.slice(0, BEGINNING + 2), ...entries.slice(BEGINNING, BEGINNING + 1)];
  const links = linked(repeated.map((entry) => ({ entry })));
  const rest = relinked(links.filter((_, index) => index !== BEGINNING + 1));
  expect(rest.map(({ entry }) => entryInWords(entry).slice(0, 3))).toEqual([
    '#1 ',
    '#2 ',
    '#3 ',
    '#4 ',
    '#5 ',
    '#6 ',
    '#7 ',
    '#8 ',
    '#7 ',
  ]);
});
