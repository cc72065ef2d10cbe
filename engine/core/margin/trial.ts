/**
 * What a plan changed of accounts and their rows, to be put back when it is over. A plan works with the same arithmetic
 * as matching does, on the same tables, so that what it says is what matching then does.
 */

import { assert } from '../bug.ts';
import type { Ledger } from '../money/ledger.ts';
import { createDoubles, createWords } from '../numbers/words.ts';
import { type MarginSums, SUM_SHIFT } from './margin-sums.ts';
import { type MarginTerms, TERM_SHIFT, TermWord } from './margin-terms.ts';
import { POSITION_SHIFT, type PositionTable } from './position-table.ts';

const { openInterest: OPEN_INTEREST } = TermWord;
/** A row, the sum of its account with its prices, and its dollars. */
const ROW_DOUBLES = 1 << POSITION_SHIFT;
const FREE = ROW_DOUBLES;
const PRICES = ROW_DOUBLES + 1;
const DOLLARS = ROW_DOUBLES + 2;
const SAVED_WORDS = ROW_DOUBLES + 3;

export type Trial = ReturnType<typeof createTrial>;

/** For plans of at most so many makers: with each that trades its taker is saved again. */
export function createTrial(
  table: PositionTable,
  { terms }: MarginTerms,
  { frees, counts }: MarginSums,
  { balances, dollarsAt }: Ledger,
  makersMax: number,
) {
  const { positions } = table;
  const savesMax = 2 * makersMax + 2;
  const saved = createDoubles(savesMax * SAVED_WORDS);
  const rows = createWords(savesMax);
  const accounts = createWords(savesMax);
  // Of the balances that are kept besides dollars: where each stands, and what it was.
  const balancesAt = createWords(savesMax);
  const savedBalances = createDoubles(savesMax);
  let balanceCount = 0;
  let isOn = false;
  let count = 0;
  let interestAt = 0;
  let interest = 0;

  function begin(market: number): void {
    isOn = true;
    count = 0;
    balanceCount = 0;
    interestAt = (market << TERM_SHIFT) | OPEN_INTEREST;
    interest = terms[interestAt] as number;
  }

  /** Keeps a row and what of its account and seat changes with it, before they are changed. */
  function save(row: number, account: number): void {
    assert(count < savesMax, 'a plan changes no more than it meets');
    const to = count * SAVED_WORDS;
    const from = row << POSITION_SHIFT;
    for (let word = 0; word < ROW_DOUBLES; word += 1) saved[to + word] = positions[from | word] as number;
    saved[to + FREE] = frees[account << SUM_SHIFT] as number;
    saved[to + PRICES] = counts[account << SUM_SHIFT] as number;
    saved[to + DOLLARS] = balances[dollarsAt(account)] as number;
    rows[count] = row;
    accounts[count] = account;
    count += 1;
  }

  /** Keeps a balance of another asset than dollars, before it is changed. */
  function saveBalance(account: number, asset: number): void {
    assert(balanceCount < savesMax, 'a plan changes no more than it meets');
    balancesAt[balanceCount] = dollarsAt(account) + asset;
    savedBalances[balanceCount] = balances[dollarsAt(account) + asset] as number;
    balanceCount += 1;
  }

  /** Puts everything back, the last first, so that what was saved more than once becomes what it was at first. */
  function end(): void {
    isOn = false;
    terms[interestAt] = interest;
    while (balanceCount > 0) {
      balanceCount -= 1;
      balances[balancesAt[balanceCount] as number] = savedBalances[balanceCount] as number;
    }
    while (count > 0) {
      count -= 1;
      const from = count * SAVED_WORDS;
      const row = rows[count] as number;
      const account = accounts[count] as number;
      const to = row << POSITION_SHIFT;
      for (let word = 0; word < ROW_DOUBLES; word += 1) positions[to | word] = saved[from + word] as number;
      // With both, a sum that was kept is kept still, and one that was not is not. Where the account was added up
      // meanwhile, its other rows may need less than the sum counts, which is a floor all the same.
      counts[account << SUM_SHIFT] = saved[from + PRICES] as number;
      frees[account << SUM_SHIFT] = saved[from + FREE] as number;
      balances[dollarsAt(account)] = saved[from + DOLLARS] as number;
    }
  }

  return { isOn: () => isOn, begin, save, saveBalance, end };
}
