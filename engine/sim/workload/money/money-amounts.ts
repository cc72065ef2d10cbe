/**
 * Amounts of money as commands state them: mostly such as can be moved, else all there is, one atom, what is not whole,
 * a little more than there is, and about the largest that a balance may have.
 */
import { BALANCE_MAX, ConversionDirection, U64_MAX, VENUE_DOLLAR_DECIMALS } from '@intelligent-ledger/engine/core';
import type { Random } from '../random.ts';

const OVERFLOWS_PER_MILLE = 8;

/** How many atoms of what is given the least amount has that converts. */
export function leastOf(decimals: number, direction: number): number {
  const isToDollar = direction === ConversionDirection.toDollar;
  const places = isToDollar ? decimals - VENUE_DOLLAR_DECIMALS : VENUE_DOLLAR_DECIMALS - decimals;
  return 10 ** Math.max(0, places);
}

/** Micro-dollars as atoms of a coin that are worth no more. */
export function coinsFor(decimals: number, dollars: number): number {
  const { toDollar, toCoin } = ConversionDirection;
  return Math.floor(dollars / leastOf(decimals, toCoin)) * leastOf(decimals, toDollar);
}

/** Atoms of a coin as micro-dollars that are worth no more. */
export function dollarsFor(decimals: number, coins: number): number {
  const { toDollar, toCoin } = ConversionDirection;
  return Math.floor(coins / leastOf(decimals, toDollar)) * leastOf(decimals, toCoin);
}

/** An amount out of a balance, mostly a multiple of the least one and not more than there is. */
export function amountOutOf(random: Random, balance: number, least: number): number {
  const how = random.weighted({ whole: 10, most: 4, all: 3, any: 2, one: 2, beyond: 2, far: 1 });
  const units = Math.floor(balance / least);
  switch (how) {
    case 'whole':
      return units === 0 ? least : least * random.between(1, Math.min(units, random.pick([2, units])));
    case 'most':
      return bounded(random, least * units);
    case 'all':
      return bounded(random, balance);
    case 'any':
      return random.between(1, Math.max(1, balance));
    case 'one':
      return random.pick([1, least, least + 1]);
    case 'beyond':
      return bounded(random, random.pick([balance + 1, least * (units + 1)]));
    default:
      return random.pick([BALANCE_MAX, BALANCE_MAX - 1, BALANCE_MAX - balance, 2 ** 51]);
  }
}

/** At least 1, and mostly not above what a command may state. */
export function bounded(random: Random, amount: number): number {
  const most = random.happens(OVERFLOWS_PER_MILLE) ? U64_MAX : BALANCE_MAX;
  return Math.min(most, Math.max(1, amount));
}

/** Amounts about the largest that a balance may have, for one that has so much already. */
export function largestAmounts(balance: number): number[] {
  const room = BALANCE_MAX - balance;
  return [BALANCE_MAX, 2 ** 51, Math.floor(room / 2), room, room, room + 1, BALANCE_MAX + 1, U64_MAX].filter(
    (amount) => amount > 0,
  );
}
