/** What random attacks came across, which says whether they tried what they are for. */
import { type ResultCode, resultCodeName } from '@intelligent-ledger/engine/core';

/** What a run came across. */
export interface Tally {
  readonly codes: Map<ResultCode, number>;
  steps: number;
  fills: number;
  spotFills: number;
  /** Sides of fills in whose fees others shared. */
  shares: number;
  fillsInDebt: number;
  /** Fills of an account that had been short of margin before the command. */
  shortTrades: number;
  reduceOnlyFills: number;
  conversions: number;
  claimed: number;
  voided: number;
}

export function newTally(): Tally {
  const counts = { steps: 0, fills: 0, spotFills: 0, shares: 0, fillsInDebt: 0, shortTrades: 0, reduceOnlyFills: 0 };
  return { codes: new Map(), ...counts, conversions: 0, claimed: 0, voided: 0 };
}

/** Adds what one run came across to another. */
export function addTally(sum: Tally, more: Tally): void {
  for (const [code, count] of more.codes) sum.codes.set(code, (sum.codes.get(code) ?? 0) + count);
  sum.steps += more.steps;
  sum.fills += more.fills;
  sum.spotFills += more.spotFills;
  sum.shares += more.shares;
  sum.fillsInDebt += more.fillsInDebt;
  sum.shortTrades += more.shortTrades;
  sum.reduceOnlyFills += more.reduceOnlyFills;
  sum.conversions += more.conversions;
  sum.claimed += more.claimed;
  sum.voided += more.voided;
}

/** A tally in one line, the codes as often as they came. */
export function tallyInWords(tally: Tally): string {
  const { codes, ...counts } = tally;
  const byCount = [...codes].sort(([, one], [, other]) => other - one);
  const names = byCount.map(([code, count]) => `${resultCodeName(code)} ${count}`);
  const numbers = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  return `${numbers.join(', ')}; ${names.join(', ')}`;
}
