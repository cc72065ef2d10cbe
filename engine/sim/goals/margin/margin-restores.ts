/** What the margin of a restored machine shows: rows of every kind that a snapshot has of it. */
import { BUILDERS_OF_OWNER_MAX, OrderFlag } from '@intelligent-ledger/engine/core';
import { dayOf } from '../../judge/fees/days.ts';
import { freeMarginOf } from '../../judge/margin/free-margin.ts';
import type { NaiveState } from '../../judge/naive-state.ts';
import { waitingOrders } from '../../workload/queue/queued-work.ts';
import { dollarsOf } from './margin-scene.ts';

export const MARGIN_RESTORE_SITUATIONS = [
  'restored with a long position',
  'restored with a short position',
  'restored with positions of an account in several markets',
  'restored with a row without a position',
  'restored with a loan',
  'restored with fees earned',
  'restored with several fee tiers',
  'restored with referral terms',
  'restored with an owner that was referred',
  'restored with rewards',
  'restored with approved builders',
  'restored with as many builders as an owner may approve',
  'restored with an order that has a builder',
  'restored with an order that has a builder without a fee',
  'restored with an order that has a builder and waits',
  'restored with a volume of today',
  'restored with a volume of days before',
  'restored with an account that is short',
  'restored with margin terms of three tiers',
  'restored with a market without a mark',
  'restored with a largest price above the present one',
  'restored with a largest bound of positions above the present one',
  'restored with a coin that counts',
  'restored with a reduce-only order',
  'restored with a reduce-only order and no position to reduce',
  'restored with a reduce-only order that waits',
];

/** The goals of margin that a machine reached that was restored in this state. */
export function marginRestoreSituations(state: NaiveState): string[] {
  const { assets, positions, feeTiers, markets } = state;
  if (assets.length === 0) return [];
  const accounts = [...state.accounts.keys()];
  const reducing = state.restingOrders().filter(({ flags }) => (flags & OrderFlag.reduceOnly) !== 0);
  const isHeld = (account: number, market: number) => {
    return positions.some((position) => position.account === account && position.market === market);
  };
  const days = state.dayTrades.map(({ day }) => day);
  const today = dayOf(state.time);
  const found: Readonly<Record<string, boolean>> = {
    'a long position': positions.some(({ size }) => size > 0n),
    'a short position': positions.some(({ size }) => size < 0n),
    'positions of an account in several markets': accounts.some((account) => {
      return positions.filter((position) => position.account === account).length > 1;
    }),
    'a row without a position': state.restingOrders().some(({ account, market }) => !isHeld(account, market)),
    'a loan': accounts.some((account) => dollarsOf(state, account) < 0n),
    'fees earned': (assets[0]?.books.fees ?? 0n) > 0n,
    'several fee tiers': feeTiers.length > 1,
    ...shareSituations(state),
    'a volume of today': days.includes(today),
    'a volume of days before': days.some((day) => day < today),
    'an account that is short': accounts.some((account) => freeMarginOf(state, account) < 0n),
    'margin terms of three tiers': markets.some(({ margin }) => (margin?.thirdLeverage ?? 0) > 0),
    'a market without a mark': markets.some(({ margin, markPrice }) => margin !== undefined && markPrice === 0),
    'a largest price above the present one': markets.some(({ largestPrice, maxPrice }) => largestPrice > maxPrice),
    'a largest bound of positions above the present one': markets.some(({ margin, largestPositionMax }) => {
      return margin !== undefined && largestPositionMax > margin.positionMax;
    }),
    'a coin that counts': assets.some(({ initialWeight, price, number, books }) => {
      return number > 0 && initialWeight * price > 0 && [...books.balances.values()].some((balance) => balance > 0n);
    }),
    'a reduce-only order': reducing.length > 0,
    'a reduce-only order and no position to reduce': reducing.some(({ account, market }) => !isHeld(account, market)),
    'a reduce-only order that waits': waitingOrders(state).some(({ flags }) => (flags & OrderFlag.reduceOnly) !== 0),
  };
  return Object.keys(found).flatMap((what) => (found[what] ? [`restored with ${what}`] : []));
}

function shareSituations(state: NaiveState): Readonly<Record<string, boolean>> {
  const { owners, referralTerms, assets } = state;
  const built = state.restingOrders().filter(({ builder }) => builder > 0);
  return {
    'referral terms': referralTerms.discount * referralTerms.share > 0,
    'an owner that was referred': owners.some(({ referrer }) => referrer !== undefined),
    rewards: [...(assets[0]?.books.rewards.values() ?? [])].some((amount) => amount > 0n),
    'approved builders': owners.some(({ builders }) => builders.size > 0),
    'as many builders as an owner may approve': owners.some(({ builders }) => builders.size === BUILDERS_OF_OWNER_MAX),
    'an order that has a builder': built.some(({ builderFee }) => builderFee > 0),
    'an order that has a builder without a fee': built.some(({ builderFee }) => builderFee === 0),
    'an order that has a builder and waits': waitingOrders(state).some(({ builder }) => builder > 0),
  };
}
