/**
 * A running total of the machine that is off by one atom is found after the very command, whichever account it is of.
 */
import { BookAccount, createAsset, creditDeposit, OwnerKind } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { Twins } from './twins.ts';
import { draftOf } from './workload/draft.ts';
import { LogWriter } from './workload/log-writer.ts';
import { event } from './workload/market-template.ts';

const NAMES = Object.keys(BookAccount) as (keyof typeof BookAccount)[];
const COIN = 1;

/** Twins that agree on a deposit of 100, and the step that credits another 5. */
function twinsBefore() {
  const log = new LogWriter();
  log.begin({ assetsMax: 2, withdrawalsMax: 1 }, event);
  log.add(draftOf(createAsset, { decimals: 6, mint: '01'.repeat(32) }));
  const to = { ownerKind: OwnerKind.ed25519, identity: 'cd'.repeat(32), asset: COIN };
  log.add(draftOf(creditDeposit, { ...to, deposit: 1, amount: 100 }));
  const entry = log.add(draftOf(creditDeposit, { ...to, deposit: 2, amount: 5 }));
  const twins = new Twins({ stateEvery: 1_000, recordBytesMax: 0 });
  const differences = log.entries.slice(0, -1).map((before) => twins.apply({ entry: before }));
  const ledger = twins.machine.state?.money.ledger;
  if (ledger === undefined || differences.some((difference) => difference !== undefined)) {
    throw new Error('machine and judge differ before anything was planted');
  }
  return { twins, ledger, entry };
}

test.each(NAMES.flatMap((name) => [0, COIN].map((asset) => ({ name, asset }))))(
  'a wrong total is found: $name of asset $asset',
  ({ name, asset }) => {
    const { twins, ledger, entry } = twinsBefore();
    const { totalOf } = ledger;
    ledger.totalOf = (of, account) => {
      const isPlanted = of === asset && account === BookAccount[name];
      return totalOf(of, account) + (isPlanted ? 1n : 0n);
    };
    const difference = twins.apply({ entry });
    expect(difference?.what).toBe('totals');
    expect(difference?.text).toMatch(new RegExp(`^${name} of asset ${asset}: machine \\d+, judge \\d+$`));
  },
);

test('totals that are right are no difference', () => {
  const { twins, ledger, entry } = twinsBefore();
  expect(twins.apply({ entry })).toBeUndefined();
  expect(ledger.totalOf(COIN, BookAccount.vault)).toBe(105n);
  expect(ledger.totalOf(COIN, BookAccount.users)).toBe(105n);
});
