/** Whatever is posted, debits equal credits, and every account is what a twin in BigInt says. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMarginSums } from '../margin/margin-sums.ts';
import { createAccountLines } from '../state/hot-lines.ts';
import { BookAccount, createLedger, type Ledger } from './ledger.ts';

const ACCOUNTS = 3;
const OWNERS = 2;
const ASSETS = 3;
const AMOUNT_MAX = Number.MAX_SAFE_INTEGER;

type Step = (ledger: Ledger, twin: Twin, amount: number) => void;

/** The same books as named sums. */
class Twin {
  readonly sums = new Map<string, bigint>();

  add(name: string, amount: number): void {
    this.sums.set(name, (this.sums.get(name) ?? 0n) + BigInt(amount));
  }

  move(from: string, to: string, amount: number): void {
    this.add(from, -amount);
    this.add(to, amount);
  }

  of(name: string): bigint {
    return this.sums.get(name) ?? 0n;
  }
}

// The chain and what is issued stand here as what they owe: below zero as the accounts of the books grow.
const STEPS: readonly Step[] = [
  (ledger, twin, amount) => {
    ledger.suspendDeposit(1, 0, amount);
    twin.move('vault 1', 'suspense 1 0', amount);
  },
  (ledger, twin, amount) => {
    const credited = amount % 1_000_000;
    ledger.creditDeposit(2, 1, credited);
    twin.move('vault 2', 'balance 2 1', credited);
  },
  (ledger, twin, amount) => {
    const released = ledger.suspenseUpTo(0, 1, amount % 1_000_000);
    ledger.releaseSuspense(1, 0, 2, released);
    twin.move('suspense 1 0', 'balance 1 2', released);
  },
  (ledger, twin, amount) => {
    const coins = Math.min(amount, ledger.balanceOf(1, 2));
    ledger.convertToDollar(2, 1, coins, coins);
    twin.move('balance 2 1', 'inventory 2', coins);
    twin.move('issued', 'balance 0 1', coins);
  },
  (ledger, twin, amount) => {
    const dollars = Math.min(amount, ledger.balanceOf(1, 0));
    ledger.convertToCoin(2, 1, dollars, dollars);
    twin.move('balance 0 1', 'issued', dollars);
    twin.move('inventory 2', 'balance 2 1', dollars);
  },
  (ledger, twin, amount) => {
    const held = Math.min(amount, ledger.balanceOf(2, 1));
    ledger.holdWithdrawal(1, 2, held);
    twin.move('balance 1 2', 'withdrawals 1', held);
    if (amount % 3 === 0) {
      ledger.payWithdrawal(1, held);
      twin.move('withdrawals 1', 'vault 1', held);
    } else if (amount % 3 === 1) {
      ledger.returnWithdrawal(1, 2, held);
      twin.move('withdrawals 1', 'balance 1 2', held);
    } else {
      ledger.suspendWithdrawal(1, 0, held);
      twin.move('withdrawals 1', 'suspense 1 0', held);
    }
  },
  (ledger, twin, amount) => {
    const moved = Math.min(amount, ledger.balanceOf(1, 2));
    ledger.transfer(2, 1, 0, moved);
    twin.move('balance 2 1', 'balance 2 0', moved);
  },
];

function balances(ledger: Ledger, asset: number): bigint {
  let sum = 0n;
  for (let account = 0; account < ACCOUNTS; account += 1) sum += BigInt(ledger.balanceOf(account, asset));
  return sum;
}

test('debits equal credits and every account is that of the twin', () => {
  const step = fc.tuple(fc.nat({ max: STEPS.length - 1 }), fc.oneof(fc.nat(), fc.maxSafeNat()));
  const property = fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
    const ledger = createLedger(ACCOUNTS, OWNERS, ASSETS, createMarginSums(createAccountLines(ACCOUNTS)));
    const twin = new Twin();
    for (const [kind, amount] of steps) (STEPS[kind] as Step)(ledger, twin, Math.min(amount, AMOUNT_MAX));
    for (let asset = 0; asset < ASSETS; asset += 1) {
      const of = (account: BookAccount): bigint => ledger.totalOf(asset, account);
      const claims =
        of(BookAccount.users) + of(BookAccount.inventory) + of(BookAccount.suspense) + of(BookAccount.withdrawals);
      expect(of(BookAccount.vault) + of(BookAccount.issued)).toBe(claims);
      expect(of(BookAccount.users)).toBe(balances(ledger, asset));
      expect(-of(BookAccount.vault)).toBe(twin.of(`vault ${asset}`));
      expect(of(BookAccount.inventory)).toBe(twin.of(`inventory ${asset}`));
      for (let account = 0; account < ACCOUNTS; account += 1) {
        expect(BigInt(ledger.balanceOf(account, asset))).toBe(twin.of(`balance ${asset} ${account}`));
      }
    }
    expect(ledger.totalOf(1, BookAccount.suspense)).toBe(twin.of('suspense 1 0'));
    expect(-ledger.totalOf(0, BookAccount.issued)).toBe(twin.of('issued'));
  });
  fc.assert(property, { numRuns: 2_000, seed: 11 });
});
