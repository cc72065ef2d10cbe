/** Which situations of coins before a loan a command shows: debts of its fills that coins paid, or did not. */
import {
  amendOrder,
  ConversionDirection,
  cancelOrder,
  continueWork,
  type Layout,
  placeOrder,
  replaceOrder,
  tick,
} from '@intelligent-ledger/engine/core';
import { weightedLossOf } from '../../judge/margin/weighted-value.ts';
import { type Asset, DOLLAR, PRICE_ONE } from '../../judge/money/asset.ts';
import { balanceOf } from '../../judge/money/books.ts';
import { roomFor } from '../../judge/money/conversion.ts';
import { stepAtoms, stepMicros } from '../../judge/money/par.ts';
import type { JudgeRecord, NaiveState } from '../../judge/naive-state.ts';
import { leavableOf } from '../../judge/spot/sold.ts';
import { CLOSED, closedBy, DECIMALS } from '../money/conversions.ts';
import { dollarsOf, type MarginScene, restingIn, type Values } from './margin-scene.ts';

const { toDollar: TO_DOLLAR } = ConversionDirection;
/** Commands that do nothing to assets but by fills: coins convert for debts alone, and what is left says why. */
const LOOKED_AT: readonly (Layout | undefined)[] = [
  placeOrder,
  replaceOrder,
  amendOrder,
  cancelOrder,
  continueWork,
  tick,
];

export const COINS_SITUATIONS = [
  ...DECIMALS.map((decimals) => `debt paid with a coin of decimals ${decimals}`),
  'debt of a taker paid',
  'debt of a maker paid',
  'debt paid that was a loan before',
  'debt paid with two coins',
  'debt paid with a step that brings more than is owed',
  'debt paid with all that there is of a coin',
  'debt paid up to the cap of the day',
  'debt paid of an account that converts nothing else',
  'debt paid at a price above a dollar',
  'debt paid of a taker whose rest goes to the book',
  'debt paid after an amend',
  'debt paid after a turn',
  'debts of two accounts paid after one order',
  ...CLOSED.map((reason) => `debt left, since a coin does not convert by ${reason}`),
  'debt left, since what there is of a coin is for sale',
  'debt left, since a coin counts for more than it brings',
];

export function coinsSituations(scene: MarginScene): string[] {
  const { records, state, layout } = scene;
  if (!LOOKED_AT.includes(layout)) return [];
  const fills = records.filter(({ name }) => name === 'orderFilled').map(({ values }) => values);
  const paid = records.filter(({ name }) => name === 'converted');
  const accounts = new Set(paid.map(({ values }) => Number(values['account'])));
  const sides = fills.flatMap((fill) => [Number(fill['takerAccount']), Number(fill['makerAccount'])]);
  const debtors = [...new Set(sides)].filter((account) => dollarsOf(state, account) < 0n);
  return [
    ...paid.flatMap(({ values }) => paidSituations(scene, values, fills)),
    ...[...accounts].flatMap((account) => coinsOf(account, paid)),
    ...(accounts.size > 1 ? ['debts of two accounts paid after one order'] : []),
    ...(paid.length > 0 ? orderSituations(layout, scene) : []),
    ...debtors.flatMap((account) => leftSituations(state, account)),
  ];
}

function paidSituations({ before, state }: MarginScene, values: Values, fills: readonly Values[]): string[] {
  const account = Number(values['account']);
  const coin = state.assets[Number(values['asset'])];
  if (coin === undefined) return [];
  const isTaker = fills.some((fill) => fill['takerAccount'] === account);
  const isMaker = fills.some((fill) => fill['makerAccount'] === account);
  const isRest = restingIn(state).some(({ order }) => fills.some((fill) => fill['taker'] === order));
  const left = dollarsOf(state, account);
  const isAll = leavableOf(state, account, coin.number) < stepAtoms(coin.decimals);
  return [
    `debt paid with a coin of decimals ${DECIMALS[Math.sign(coin.decimals - 6) + 1]}`,
    ...(isTaker ? ['debt of a taker paid'] : []),
    ...(isMaker ? ['debt of a maker paid'] : []),
    ...(dollarsOf(before, account) < 0n ? ['debt paid that was a loan before'] : []),
    ...(left > 0n ? ['debt paid with a step that brings more than is owed'] : []),
    ...(isAll ? ['debt paid with all that there is of a coin'] : []),
    ...(roomFor(state, coin, TO_DOLLAR) < stepMicros(coin.decimals) ? ['debt paid up to the cap of the day'] : []),
    ...(state.accounts[account]?.converts === false ? ['debt paid of an account that converts nothing else'] : []),
    ...(coin.price > PRICE_ONE ? ['debt paid at a price above a dollar'] : []),
    ...(isTaker && isRest ? ['debt paid of a taker whose rest goes to the book'] : []),
  ];
}

function coinsOf(account: number, paid: readonly JudgeRecord[]): string[] {
  const own = paid.filter(({ values }) => values['account'] === account);
  const coins = new Set(own.map(({ values }) => values['asset']));
  return coins.size > 1 ? ['debt paid with two coins'] : [];
}

function orderSituations(layout: Layout | undefined, { own, records }: MarginScene): string[] {
  const isOwn = own.some(({ name }) => name === 'converted');
  const isTurn = records.slice(0, records.length - own.length).some(({ name }) => name === 'converted');
  return [
    ...(isOwn && layout === amendOrder ? ['debt paid after an amend'] : []),
    ...(isTurn ? ['debt paid after a turn'] : []),
  ];
}

/** Why coins did not pay what an account of a fill still owes. */
function leftSituations(state: NaiveState, account: number): string[] {
  return state.assets.filter(({ number }) => number !== DOLLAR).flatMap((coin) => unpaidBy(state, coin, account));
}

function unpaidBy(state: NaiveState, coin: Asset, account: number): string[] {
  const step = stepAtoms(coin.decimals);
  if (balanceOf(coin.books, account) < step) return [];
  const micros = stepMicros(coin.decimals);
  const reason = closedBy(coin, TO_DOLLAR, micros, state.time);
  if (reason !== undefined) return [`debt left, since a coin does not convert by ${reason}`];
  const leavable = leavableOf(state, account, coin.number);
  if (leavable < step) return ['debt left, since what there is of a coin is for sale'];
  const isMore = weightedLossOf(coin, leavable - (leavable % step)) > (leavable / step) * micros;
  return isMore ? ['debt left, since a coin counts for more than it brings'] : [];
}
