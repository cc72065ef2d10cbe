/** The totals that the machine keeps running, account by account of the books, against what the judge adds up. */
import { BookAccount, type Machine } from '@intelligent-ledger/engine/core';
import { type Asset, DOLLAR } from './judge/money/asset.ts';
import { sumOf, usersOf } from './judge/money/books.ts';
import type { NaiveState } from './judge/naive-state.ts';

type AccountName = keyof typeof BookAccount;

/** The first account of an asset of which the machine has another total than the judge. */
export function totalsDifference(machine: Machine, state: NaiveState): string | undefined {
  if (state.assets.length === 0) return undefined;
  const ledger = machine.state?.money.ledger;
  if (ledger === undefined) return 'the machine has no money, the judge has';
  for (const asset of state.assets) {
    const judged = totalsOf(state, asset);
    for (const name of Object.keys(BookAccount) as AccountName[]) {
      const fast = ledger.totalOf(asset.number, BookAccount[name]);
      if (fast !== judged[name]) return `${name} of asset ${asset.number}: machine ${fast}, judge ${judged[name]}`;
    }
  }
  return undefined;
}

function totalsOf({ positions }: NaiveState, { number, books }: Asset): Readonly<Record<AccountName, bigint>> {
  const { vault, issued, inventory, withdrawals, fees } = books;
  const rewards = sumOf([...books.rewards.values()]);
  const suspense = sumOf([...books.suspense.values()]);
  // Positions have their cash in venue dollars alone.
  const cash = number === DOLLAR ? sumOf(positions.map((position) => position.cash)) : 0n;
  return { vault, issued, users: usersOf(books), inventory, suspense, withdrawals, positions: cash, fees, rewards };
}
