/** Which situations show the margin question before an order rests or takes, and what the accounts then need. */
import {
  amendOrder,
  MarketKind,
  OrderFlag,
  POSITIONS_OF_ACCOUNT_MAX,
  placeOrder,
  ResultCode,
  Side,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import { NO_BUILDER } from '../../judge/fees/builders.ts';
import { freeMarginOf } from '../../judge/margin/free-margin.ts';
import { openSizeOf, openSizeOfOwner, reservedFor } from '../../judge/margin/needs.ts';
import { sizeIn } from '../../judge/margin/position.ts';
import { allRows } from '../../judge/margin/position-rows.ts';
import { distanceOf } from '../../judge/money/rounding.ts';
import type { Market, Order } from '../../judge/orders/naive-book.ts';
import { lotsThatRest } from '../../workload/margin/margin-sizes.ts';
import { isSpot, wantedOrder } from '../spot/spot-scene.ts';
import type { MarginScene, Values } from './margin-scene.ts';

export const REST_SITUATIONS = [
  'market unpriced for want of margin terms',
  'market unpriced for want of a mark',
  'market unpriced since it is no perpetual one',
  'order refused one lot beyond what margin admits',
  'order taken with a free margin of just nothing left',
  'order that only reduces taken of a short account',
  'order of the side of its position refused of a short account',
  'order taken up to the bound of positions',
  'order refused one lot beyond the bound of positions',
  'order refused for the positions of another account of its owner',
  'order taken that does not make the open size grow, beyond the bound of positions',
  'order refused at the cap of open interest',
  'positions full, and an order of an account with a row taken',
  'positions full, and an order that may not stay refused',
  'position quota of an account reached',
  'position quota of an owner in a market reached',
  'amend taken of an account with a row while positions are full',
  'amend refused for the bound of positions',
  'reduce-only order taken of a short account',
  'reduce-only order refused without a position',
  'reduce-only order refused on the side of the position',
  ...['first', 'second', 'third'].map((tier) => `position in the ${tier} tier`),
  ...['second', 'third'].map((tier) => `position worth just what the ${tier} tier begins with`),
  'open orders to buy for which more is needed than for the position',
  'open orders to sell for which more is needed than for the position',
  'open orders to buy above the mark',
  'open orders to sell below the mark',
  'open orders by which all of a position would turn',
];

export function restSituations(scene: MarginScene): string[] {
  const { layout, code } = scene;
  const needs = scene.own.length > 0 ? needSituations(scene) : [];
  const isOfSpot = isSpot(scene.before, wantedOrder(scene)?.market);
  const isOrder = !isOfSpot && (layout === placeOrder || layout === amendOrder);
  if (!isOrder) return needs;
  if (code === ResultCode.accepted) return [...needs, ...takenSituations(scene)];
  return layout === placeOrder ? refusedSituations(scene) : amendSituations(code);
}

function amendSituations(code: number): string[] {
  return code === ResultCode.positionLimitReached ? ['amend refused for the bound of positions'] : [];
}

/** A refused command has changed nothing that its answer depended on. */
function refusedSituations({ values, code, state }: MarginScene): string[] {
  const [account = 0, number = 0] = ['account', 'market'].map((name) => Number(values[name]));
  const market = state.markets[number];
  if (market === undefined) return [];
  const isStaying = values['timeInForce'] === TimeInForce.goodTillCancelled;
  switch (code) {
    case ResultCode.marketUnpriced:
      return [`market unpriced ${wantOf(market)}`];
    case ResultCode.marginTooSmall:
      return isStaying ? shortSituations(values, state) : [];
    case ResultCode.positionLimitReached:
      return isStaying ? limitSituations(values, state, market) : [];
    case ResultCode.openInterestCapReached:
      return isStaying ? ['order refused at the cap of open interest'] : [];
    case ResultCode.positionsFull:
      return isStaying ? [] : ['positions full, and an order that may not stay refused'];
    case ResultCode.positionQuotaReached: {
      const own = allRows(state).filter((row) => row.account === account);
      const whose = own.length >= POSITIONS_OF_ACCOUNT_MAX ? 'an account' : 'an owner in a market';
      return [`position quota of ${whose} reached`];
    }
    case ResultCode.nothingToReduce: {
      const isHeld = sizeIn(state, account, number) !== 0n;
      return [`reduce-only order refused ${isHeld ? 'on the side of the position' : 'without a position'}`];
    }
    default:
      return [];
  }
}

function wantOf({ marketKind, margin }: Market): string {
  if (marketKind !== MarketKind.perpetual) return 'since it is no perpetual one';
  return `for want of ${margin === undefined ? 'margin terms' : 'a mark'}`;
}

function shortSituations(values: Values, state: MarginScene['state']): string[] {
  const wanted = wantedOf(values);
  const { account, market, side } = wanted;
  const size = sizeIn(state, account, market);
  const isOwnSide = size !== 0n && size > 0n === (side === Side.buy);
  const isShort = freeMarginOf(state, account) < 0n;
  const isNearly = wanted.size > 1 && lotsThatRest({ state }, { ...wanted, ...NO_BUILDER }) === wanted.size - 1;
  return [
    ...(isNearly ? ['order refused one lot beyond what margin admits'] : []),
    ...(isOwnSide && isShort ? ['order of the side of its position refused of a short account'] : []),
  ];
}

function limitSituations(values: Values, state: MarginScene['state'], { margin, number }: Market): string[] {
  const { account, size } = wantedOf(values);
  const most = BigInt(margin?.positionMax ?? 0);
  const isOfOthers = openSizeOf(state, account, number) + BigInt(size) <= most;
  const isNearly = openSizeOfOwner(state, account, number) + BigInt(size) === most + 1n;
  return [
    ...(isNearly ? ['order refused one lot beyond the bound of positions'] : []),
    ...(isOfOthers ? ['order refused for the positions of another account of its owner'] : []),
  ];
}

function wantedOf(values: Values) {
  const [account = 0, market = 0, price = 0, size = 0] = ['account', 'market', 'price', 'size'].map((name) => {
    return Number(values[name]);
  });
  return { account, market, price, size, side: values['side'] as Side, timeInForce: TimeInForce.goodTillCancelled };
}

function takenSituations(scene: MarginScene): string[] {
  const { own, before, state, layout } = scene;
  const entered = own.findLast(({ name }) => name === 'orderPlaced' || name === 'orderAmended')?.values;
  const order = state.restingOrders().find((resting) => resting.order === entered?.['order']);
  if (order === undefined) return [];
  const isFull = allRows(state).length >= state.capacities.positionsMax;
  const wasHeld = before.positions.some(({ account, market }) => account === order.account && market === order.market);
  const isAmend = layout === amendOrder;
  const isUnmet = !own.some(({ name }) => name === 'orderFilled');
  return [
    ...(isFull && isAmend ? ['amend taken of an account with a row while positions are full'] : []),
    ...(isFull && wasHeld && !isAmend ? ['positions full, and an order of an account with a row taken'] : []),
    ...((order.flags & OrderFlag.reduceOnly) !== 0 ? reducingSituations(scene, order) : []),
    ...(isUnmet && (order.flags & OrderFlag.reduceOnly) === 0 ? reservedSituations(scene, order) : []),
  ];
}

function reducingSituations({ state }: MarginScene, { account }: Order): string[] {
  return freeMarginOf(state, account) < 0n ? ['reduce-only order taken of a short account'] : [];
}

function reservedSituations({ before, state }: MarginScene, { account, market }: Order): string[] {
  const free = freeMarginOf(state, account);
  const most = BigInt(state.markets[market]?.margin?.positionMax ?? 0);
  const open = openSizeOfOwner(state, account, market);
  const isGrown = openSizeOf(state, account, market) > openSizeOf(before, account, market);
  return [
    ...(free === 0n ? ['order taken with a free margin of just nothing left'] : []),
    ...(free < 0n ? ['order that only reduces taken of a short account'] : []),
    ...(open === most ? ['order taken up to the bound of positions'] : []),
    ...(open > most && !isGrown
      ? ['order taken that does not make the open size grow, beyond the bound of positions']
      : []),
  ];
}

/** What the account of the command needs, in the markets in which it has something. */
function needSituations({ values, state }: MarginScene): string[] {
  const account = Number(values['account']);
  if (values['account'] === undefined || state.accounts[account] === undefined) return [];
  return state.markets.flatMap((market) => {
    const { number, margin, markPrice } = market;
    const size = sizeIn(state, account, number);
    const sides = [Side.buy, Side.sell].map((side) => reservedFor(state, account, number, side));
    const [buys, sells] = sides;
    if (margin === undefined || buys === undefined || sells === undefined) return [];
    const mark = BigInt(markPrice);
    const isTurning = size > 0n ? sells.lots > size : size < 0n && buys.lots > -size;
    return [
      ...(size === 0n ? [] : tierSituations(market, distanceOf(size) * mark)),
      ...(buys.lots > 0n && distanceOf(size + buys.lots) > distanceOf(size) && size !== 0n
        ? ['open orders to buy for which more is needed than for the position']
        : []),
      ...(sells.lots > 0n && distanceOf(size - sells.lots) > distanceOf(size) && size !== 0n
        ? ['open orders to sell for which more is needed than for the position']
        : []),
      ...(buys.value > buys.lots * mark ? ['open orders to buy above the mark'] : []),
      ...(sells.value < sells.lots * mark ? ['open orders to sell below the mark'] : []),
      ...(isTurning ? ['open orders by which all of a position would turn'] : []),
    ];
  });
}

function tierSituations({ margin }: Market, value: bigint): string[] {
  if (margin === undefined) return [];
  const [secondFrom, thirdFrom] = [BigInt(margin.secondFrom), BigInt(margin.thirdFrom)];
  const isThird = thirdFrom > 0n && value >= thirdFrom;
  const isSecond = secondFrom > 0n && value >= secondFrom;
  return [
    `position in the ${isThird ? 'third' : isSecond ? 'second' : 'first'} tier`,
    ...(secondFrom > 0n && value === secondFrom ? ['position worth just what the second tier begins with'] : []),
    ...(thirdFrom > 0n && value === thirdFrom ? ['position worth just what the third tier begins with'] : []),
  ];
}
