/** What the money of a restored machine shows: rows of every kind that a snapshot has of it. */
import { VENUE_DOLLAR, WITHDRAWAL_STATE_NAMES, WithdrawalState } from '@intelligent-ledger/engine/core';
import { dayOf } from '../../judge/fees/days.ts';
import { NO_DESTINATION } from '../../judge/money/destinations.ts';
import type { NaiveState } from '../../judge/naive-state.ts';
import { SECOND_LIMB } from './money-scene.ts';

const { requested, included, finalized } = WithdrawalState;

export const MONEY_RESTORE_SITUATIONS = [
  'restored with a pinned destination',
  'restored with an account that does not convert',
  'restored with a coin that has terms and a price',
  'restored with a conversion of the day',
  'restored with a conversion of a day before',
  'restored with more converted to dollars than to coins',
  'restored with more converted to coins than to dollars',
  'restored with as much converted to dollars as to coins',
  'restored with venue dollars',
  'restored with coins',
  'restored with an inventory',
  'restored with a vault of 2^53 or more',
  'restored with suspense',
  'restored with suspense of 2^53 or more',
  ...[requested, included, finalized].map((state) => `restored with a ${WITHDRAWAL_STATE_NAMES[state]} withdrawal`),
  'restored with withdrawals between which one is over',
  'restored with the last withdrawal over',
];

/** The goals of money that a machine reached that was restored in this state. */
export function moneyRestoreSituations(state: NaiveState): string[] {
  const { assets, owners, accounts } = state;
  if (assets.length === 0) return [];
  const balances = assets.map(({ books }) => [...books.balances.values()].some((balance) => balance !== 0n));
  const coins = assets.filter(({ number }) => number !== VENUE_DOLLAR);
  const suspense = assets.flatMap(({ books }) => [...books.suspense.values()]);
  const hasTerms = coins.some(
    ({ price, ...terms }) => price * terms.dailyConversionMax * terms.depositMax * terms.withdrawalMin > 0,
  );
  return [
    ...(owners.some(({ destination }) => destination !== NO_DESTINATION) ? ['restored with a pinned destination'] : []),
    ...(accounts.some(({ converts }) => !converts) ? ['restored with an account that does not convert'] : []),
    ...(hasTerms ? ['restored with a coin that has terms and a price'] : []),
    ...dayOfConversion(state),
    ...(balances[VENUE_DOLLAR] ? ['restored with venue dollars'] : []),
    ...(balances.slice(VENUE_DOLLAR + 1).includes(true) ? ['restored with coins'] : []),
    ...(coins.some(({ books }) => books.inventory > 0n) ? ['restored with an inventory'] : []),
    ...(coins.some(({ books }) => books.vault >= SECOND_LIMB) ? ['restored with a vault of 2^53 or more'] : []),
    ...(suspense.some((amount) => amount > 0n) ? ['restored with suspense'] : []),
    ...(suspense.some((amount) => amount >= SECOND_LIMB) ? ['restored with suspense of 2^53 or more'] : []),
    ...withdrawalSituations(state),
  ];
}

function dayOfConversion({ assets, time }: NaiveState): string[] {
  const today = dayOf(time);
  const converted = assets.filter(({ netConversion }) => netConversion !== 0n);
  const isOfToday = converted.some(({ conversionDay }) => conversionDay === today);
  // A day after the first is kept only of an asset that was converted.
  const isEven = assets.some(({ netConversion, conversionDay }) => netConversion === 0n && conversionDay > 0);
  const isOfBefore = converted.some(({ conversionDay }) => conversionDay < today);
  return [
    ...(isOfToday ? ['restored with a conversion of the day'] : []),
    ...(isOfBefore ? ['restored with a conversion of a day before'] : []),
    ...converted.map(({ netConversion }) => {
      const [more, less] = netConversion > 0n ? ['dollars', 'coins'] : ['coins', 'dollars'];
      return `restored with more converted to ${more} than to ${less}`;
    }),
    ...(isEven ? ['restored with as much converted to dollars as to coins'] : []),
  ];
}

function withdrawalSituations({ withdrawals, lastWithdrawal }: NaiveState): string[] {
  const numbers = withdrawals.map(({ withdrawal }) => withdrawal);
  const [first = 0, last = 0] = [numbers.at(0), numbers.at(-1)];
  const isGap = numbers.length > 1 && last - first >= numbers.length;
  return [
    ...withdrawals.map(({ state }) => `restored with a ${WITHDRAWAL_STATE_NAMES[state as 1]} withdrawal`),
    ...(isGap ? ['restored with withdrawals between which one is over'] : []),
    ...(last < lastWithdrawal ? ['restored with the last withdrawal over'] : []),
  ];
}
