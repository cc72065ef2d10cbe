/**
 * The books: what every account holds of every asset, what is in suspense for every owner, and for each asset the named
 * accounts of the venue. Each method is one posting or two, debit and credit of the same amount, so that for each asset
 * debits equal credits whatever is called. Who may move what is for the commands to ask. The accounts are those of
 * docs/concepts/money.md section 2.
 */
import { addInteger, compareTotals, subtractInteger, TOTAL_LIMBS, totalToBigInt } from '../numbers/two-limb.ts';
import { VENUE_DOLLAR } from '../schema/command.ts';

/** The named accounts of an asset. The first two grow by debits, the others by credits. */
export const BookAccount = { vault: 0, issued: 1, users: 2, inventory: 3, suspense: 4, withdrawals: 5 } as const;
export type BookAccount = (typeof BookAccount)[keyof typeof BookAccount];
const BOOK_ACCOUNTS = 6;
const { vault: VAULT, issued: ISSUED, users: USERS } = BookAccount;
const { inventory: INVENTORY, suspense: SUSPENSE, withdrawals: WITHDRAWALS } = BookAccount;

export type Ledger = ReturnType<typeof createLedger>;

/** Empty books of so many assets. */
export function createLedger(accountsMax: number, ownersMax: number, assetsMax: number) {
  const balances = new Float64Array(accountsMax * assetsMax);
  const suspended = new Float64Array(ownersMax * assetsMax * TOTAL_LIMBS);
  const totals = new Float64Array(assetsMax * BOOK_ACCOUNTS * TOTAL_LIMBS);
  const compared = new Float64Array(TOTAL_LIMBS);

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
    balances[at] = (balances[at] as number) + amount;
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
    compared.fill(0);
    addInteger(compared, 0, amount);
    return compareTotals(left, at, compared, 0);
  }

  /** How much an account of an asset is below an amount, 0 when it is not. */
  function roomBelow(asset: number, account: BookAccount, amount: number): number {
    if (compare(asset, account, amount) >= 0) return 0;
    // What is below a safe integer is not negative, since no such account is, and has no high limb.
    return amount - (totals[placeOf(asset, account) + 1] as number);
  }

  /** What is in suspense for an owner, or where that is more, an amount. */
  function suspenseUpTo(owner: number, asset: number, amount: number): number {
    const isMore = compareSuspense(owner, asset, amount) > 0;
    return isMore ? amount : (suspended[suspenseAt(owner, asset) + 1] as number);
  }

  /** An account of an asset as {high, low}: high x 2^53 + low. */
  function limbsOf(asset: number, account: BookAccount): readonly [number, number] {
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

  function restoreWithdrawal(asset: number, amount: number): void {
    addInteger(totals, placeOf(asset, WITHDRAWALS), amount);
  }

  return {
    balanceOf,
    compare,
    compareSuspense,
    roomBelow,
    suspenseUpTo,
    limbsOf,
    suspenseLimbsOf,
    /** An account of an asset, for audits. */
    totalOf: (asset: number, account: BookAccount) => totalToBigInt(totals, placeOf(asset, account)),
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
    restoreWithdrawal,
  };
}
