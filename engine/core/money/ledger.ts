/**
 * The books: what every account holds of every asset, what is in suspense for every owner, and for each asset the named
 * accounts of the venue. Each method is one posting or two, debit and credit of the same amount, so that for each asset
 * debits equal credits whatever is called. Who may move what is for the commands to ask. The accounts are those of
 * docs/concepts/money.md section 2.
 */

import { assert } from '../bug.ts';
import type { MarginSums } from '../margin/margin-sums.ts';
import {
  addInteger,
  addTotal,
  compareTotals,
  subtractInteger,
  TOTAL_LIMBS,
  totalToBigInt,
} from '../numbers/two-limb.ts';
import { createDoubles } from '../numbers/words.ts';
import { BALANCE_MAX, VENUE_DOLLAR } from '../schema/command.ts';

/** The named accounts of an asset. The first two grow by debits, the others by credits. */
export const BookAccount = {
  vault: 0,
  issued: 1,
  users: 2,
  inventory: 3,
  suspense: 4,
  withdrawals: 5,
  positions: 6,
  fees: 7,
  rewards: 8,
} as const;
export type BookAccount = (typeof BookAccount)[keyof typeof BookAccount];
const BOOK_ACCOUNTS = 9;
/** Of fills that are not in the totals yet. */
const REALISED = 0;
const COST = 1;
const UNBOOKED_MAX = 1_125_899_906_842_624;
const UNBOOKED_MIN = -UNBOOKED_MAX;
const { vault: VAULT, issued: ISSUED, users: USERS } = BookAccount;
const { inventory: INVENTORY, suspense: SUSPENSE, withdrawals: WITHDRAWALS } = BookAccount;
const { positions: POSITIONS, fees: FEES, rewards: REWARDS } = BookAccount;

export type Ledger = ReturnType<typeof createLedger>;

/** Empty books of so many assets. The sums of margin of an account are told to forget it when a balance changes. */
export function createLedger(accountsMax: number, ownersMax: number, assetsMax: number, sums: MarginSums) {
  const balances = createDoubles(accountsMax * assetsMax);
  const suspended = createDoubles(ownersMax * assetsMax * TOTAL_LIMBS);
  const totals = createDoubles(assetsMax * BOOK_ACCOUNTS * TOTAL_LIMBS);
  const compared = createDoubles(TOTAL_LIMBS);
  const limit = createDoubles(TOTAL_LIMBS);
  const unbooked = createDoubles(2);

  function placeOf(asset: number, account: BookAccount): number {
    return (asset * BOOK_ACCOUNTS + account) * TOTAL_LIMBS;
  }

  function suspenseAt(owner: number, asset: number): number {
    return (owner * assetsMax + asset) * TOTAL_LIMBS;
  }

  /** Debits one account of an asset and credits another. */
  function post(asset: number, debit: BookAccount, credit: BookAccount, amount: number): void {
    if (debit <= ISSUED) addInteger(totals, placeOf(asset, debit), amount);
    else subtractInteger(totals, placeOf(asset, debit), amount);
    if (credit <= ISSUED) subtractInteger(totals, placeOf(asset, credit), amount);
    else addInteger(totals, placeOf(asset, credit), amount);
  }

  function balanceOf(account: number, asset: number): number {
    return balances[account * assetsMax + asset] as number;
  }

  function change(account: number, asset: number, amount: number): void {
    const at = account * assetsMax + asset;
    const balance = (balances[at] as number) + amount;
    // Only dollars are ever owed.
    const least = asset === VENUE_DOLLAR ? -BALANCE_MAX : 0;
    assert(balance >= least && balance <= BALANCE_MAX, 'a balance stays within its range');
    balances[at] = balance;
    sums.forget(account);
  }

  /**
   * Books a fill whose sides changed the dollars of two accounts by themselves: what each realised stands in an array
   * at a place, and what it cost behind it. What was realised goes from positions to balances, what it cost from
   * balances to the fees. It comes to the totals when those are next read.
   */
  function bookFill(sides: Float64Array, one: number, other: number): void {
    const realised = (unbooked[REALISED] as number) + (sides[one] as number) + (sides[other] as number);
    const cost = (unbooked[COST] as number) + (sides[one + 1] as number) + (sides[other + 1] as number);
    unbooked[REALISED] = realised;
    unbooked[COST] = cost;
    // What one fill adds is at most 2^52, so that the sums stay safe integers. To the compiled code a sum of absolute
    // values would be a small integer for long, and cost all of that code once it no longer is.
    if (realised > UNBOOKED_MAX || realised < UNBOOKED_MIN || cost > UNBOOKED_MAX || cost < UNBOOKED_MIN) bookFills();
  }

  function bookFills(): void {
    post(VENUE_DOLLAR, POSITIONS, USERS, unbooked[REALISED] as number);
    post(VENUE_DOLLAR, USERS, FEES, unbooked[COST] as number);
    unbooked.fill(0);
  }

  /** What others earned of fees. */
  function shareFees(amount: number): void {
    post(VENUE_DOLLAR, FEES, REWARDS, amount);
  }

  function payRewards(account: number, amount: number): void {
    change(account, VENUE_DOLLAR, amount);
    post(VENUE_DOLLAR, REWARDS, USERS, amount);
  }

  function creditDeposit(asset: number, account: number, amount: number): void {
    change(account, asset, amount);
    post(asset, VAULT, USERS, amount);
  }

  function suspendDeposit(asset: number, owner: number, amount: number): void {
    addInteger(suspended, suspenseAt(owner, asset), amount);
    post(asset, VAULT, SUSPENSE, amount);
  }

  function releaseSuspense(asset: number, owner: number, account: number, amount: number): void {
    subtractInteger(suspended, suspenseAt(owner, asset), amount);
    change(account, asset, amount);
    post(asset, SUSPENSE, USERS, amount);
  }

  function convertToDollar(asset: number, account: number, coins: number, dollars: number): void {
    change(account, asset, -coins);
    post(asset, USERS, INVENTORY, coins);
    change(account, VENUE_DOLLAR, dollars);
    post(VENUE_DOLLAR, ISSUED, USERS, dollars);
  }

  function convertToCoin(asset: number, account: number, coins: number, dollars: number): void {
    change(account, VENUE_DOLLAR, -dollars);
    post(VENUE_DOLLAR, USERS, ISSUED, dollars);
    change(account, asset, coins);
    post(asset, INVENTORY, USERS, coins);
  }

  /** Both sides are balances of users, whose sum stays. */
  function transfer(asset: number, account: number, toAccount: number, amount: number): void {
    change(account, asset, -amount);
    change(toAccount, asset, amount);
  }

  function holdWithdrawal(asset: number, account: number, amount: number): void {
    change(account, asset, -amount);
    post(asset, USERS, WITHDRAWALS, amount);
  }

  function payWithdrawal(asset: number, amount: number): void {
    post(asset, WITHDRAWALS, VAULT, amount);
  }

  function returnWithdrawal(asset: number, account: number, amount: number): void {
    change(account, asset, amount);
    post(asset, WITHDRAWALS, USERS, amount);
  }

  function suspendWithdrawal(asset: number, owner: number, amount: number): void {
    addInteger(suspended, suspenseAt(owner, asset), amount);
    post(asset, WITHDRAWALS, SUSPENSE, amount);
  }

  /** How an account of an asset compares with an amount: -1, 0 or 1. */
  function compare(asset: number, account: BookAccount, amount: number): -1 | 0 | 1 {
    return compareWith(totals, placeOf(asset, account), amount);
  }

  function compareSuspense(owner: number, asset: number, amount: number): -1 | 0 | 1 {
    return compareWith(suspended, suspenseAt(owner, asset), amount);
  }

  function compareWith(left: Float64Array, at: number, amount: number): -1 | 0 | 1 {
    addInteger(limit.fill(0), 0, amount);
    return compareTotals(left, at, limit, 0);
  }

  /** Whether what balances and inventory hold of an asset, with an amount more, is above a bound. */
  function wouldExceed(asset: number, amount: number, bound: number): boolean {
    compared.fill(0);
    addTotal(compared, 0, totals, placeOf(asset, USERS));
    addTotal(compared, 0, totals, placeOf(asset, INVENTORY));
    addInteger(compared, 0, amount);
    addInteger(limit.fill(0), 0, bound);
    return compareTotals(compared, 0, limit, 0) > 0;
  }

  /** What is in suspense for an owner, or where that is more, an amount. */
  function suspenseUpTo(owner: number, asset: number, amount: number): number {
    const isMore = compareSuspense(owner, asset, amount) > 0;
    return isMore ? amount : (suspended[suspenseAt(owner, asset) + 1] as number);
  }

  /** An account of an asset as {high, low}: high x 2^53 + low. */
  function limbsOf(asset: number, account: BookAccount): readonly [number, number] {
    bookFills();
    const at = placeOf(asset, account);
    return [totals[at] as number, totals[at + 1] as number];
  }

  function suspenseLimbsOf(owner: number, asset: number): readonly [number, number] {
    const at = suspenseAt(owner, asset);
    return [suspended[at] as number, suspended[at + 1] as number];
  }

  /** Sets an account that is no sum of others, as a snapshot says. */
  function restoreAccount(asset: number, account: BookAccount, high: number, low: number): void {
    totals[placeOf(asset, account)] = high;
    totals[placeOf(asset, account) + 1] = low;
  }

  /** Sets a balance that is 0, as a snapshot says. */
  function restoreBalance(account: number, asset: number, amount: number): void {
    change(account, asset, amount);
    addInteger(totals, placeOf(asset, USERS), amount);
  }

  function restoreSuspense(owner: number, asset: number, high: number, low: number): void {
    const at = suspenseAt(owner, asset);
    suspended[at] = high;
    suspended[at + 1] = low;
    const total = placeOf(asset, SUSPENSE);
    addInteger(totals, total, low);
    totals[total] = (totals[total] as number) + high;
  }

  /** Counts the cash of a position that a snapshot says. */
  function restoreCash(amount: number): void {
    addInteger(totals, placeOf(VENUE_DOLLAR, POSITIONS), amount);
  }

  function restoreRewards(amount: number): void {
    addInteger(totals, placeOf(VENUE_DOLLAR, REWARDS), amount);
  }

  function restoreWithdrawal(asset: number, amount: number): void {
    addInteger(totals, placeOf(asset, WITHDRAWALS), amount);
  }

  return {
    balanceOf,
    compare,
    compareSuspense,
    wouldExceed,
    suspenseUpTo,
    limbsOf,
    suspenseLimbsOf,
    /** An account of an asset, for audits. */
    totalOf: (asset: number, account: BookAccount) => {
      bookFills();
      return totalToBigInt(totals, placeOf(asset, account));
    },
    shareFees,
    payRewards,
    creditDeposit,
    suspendDeposit,
    releaseSuspense,
    convertToDollar,
    convertToCoin,
    transfer,
    holdWithdrawal,
    payWithdrawal,
    returnWithdrawal,
    suspendWithdrawal,
    restoreAccount,
    restoreBalance,
    restoreSuspense,
    restoreCash,
    restoreRewards,
    restoreWithdrawal,
    balances,
    /** Where among the balances the dollars of an account stand, for the hot path; `bookFill` must follow a change. */
    dollarsAt: (account: number) => account * assetsMax,
    bookFill,
  };
}
