/** Which situations show what an order in a spot market is asked before it rests or takes, and what it then needs. */
import {
  amendOrder,
  OrderFlag,
  placeOrder,
  ResultCode,
  replaceOrder,
  Side,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import type { Exposure } from '../../judge/margin/exposure.ts';
import { freeMarginOf } from '../../judge/margin/free-margin.ts';
import { isReduceOnly, reservedFor } from '../../judge/margin/needs.ts';
import { weightedLossOf, weightedValueOf } from '../../judge/margin/weighted-value.ts';
import { BALANCE_LIMIT } from '../../judge/money/books.ts';
import type { Order } from '../../judge/orders/naive-book.ts';
import { lotsThatRest } from '../../workload/margin/margin-sizes.ts';
import { dollarsOf, type MarginScene } from '../margin/margin-scene.ts';
import { codeName } from '../records.ts';
import { holdingOf, isSpot, needsOfKind, reservingOf, type SpotMarket, spotAt, wantedOrder } from './spot-scene.ts';

const VALUE_LIMIT = 2n ** 51n;
const SIDES = ['buy', 'sell'];
const OF_REST = ['balanceTooLarge', 'balanceTooSmall', 'marginTooSmall'];
const NAMES = ['place', 'replace', 'amend'];
const ROUNDED_SELL = 'sell refused since what it loses is rounded up';

export const SPOT_REST_SITUATIONS = [
  ...NAMES.flatMap((name) => OF_REST.map((code) => `${name} in a spot market refused: ${code}`)),
  'spot buy refused for the largest balance',
  'spot buy refused a lot beyond the largest balance',
  ...SIDES.map((side) => `spot ${side} refused for the value of its side`),
  'spot buy refused that could not be paid',
  'spot buy refused for what is bought in other spot markets',
  'spot buy refused a lot beyond what can be paid',
  'spot buy taken for all dollars that are there',
  'spot sell refused a lot beyond what is there',
  'spot sell refused for what other orders sell',
  ...SIDES.map((side) => `spot ${side} refused for margin`),
  'spot order refused a lot beyond what margin admits',
  'spot order refused for what other markets need',
  'perpetual order refused for what spot orders need',
  'spot buy refused since what it brings is rounded down',
  `spot ${ROUNDED_SELL}`,
  'spot order refused of a short account, which needs more by it',
  ...SIDES.map((side) => `spot ${side} taken of a short account, which needs no more by it`),
  'spot order taken with a free margin of just nothing left',
  'spot sell taken of all lots that are there',
  'spot buy taken up to the largest balance',
  ...SIDES.map((side) => `spot ${side} taken up to the largest value of a side`),
  'spot order taken whose asset has no price',
  'spot order taken whose asset counts for nothing',
  'spot order taken that shows a part of itself',
  'spot order taken that is post-only',
  'spot order taken in a market where its account buys and sells',
  'amend in a spot market that loses its place taken',
  'replacement in a spot market that sells what the replaced order sold',
  'positions full, and a spot order refused',
  'positions full, and a spot order that may not stay refused',
  'positions full, and a spot order of an account with a row taken',
  'order refused since its spot market has no base asset',
  'order refused that would only reduce in a spot market',
];

export function spotRestSituations(scene: MarginScene): string[] {
  const { layout, own, code, state, before } = scene;
  const order = wantedOrder(scene);
  // What waits for its turn, or repeats an id, is asked nothing now.
  const isDone = own.some(({ name }) => name === 'orderPlaced' || name === 'orderAmended' || name === 'rejected');
  if (order === undefined || !isDone) return [];
  const spot = spotAt(before, order.market);
  if (spot === undefined) {
    const isUnpriced = code === ResultCode.marketUnpriced && isSpot(before, order.market);
    if (isUnpriced) return ['order refused since its spot market has no base asset'];
    return code === ResultCode.marginTooSmall && !isSpot(before, order.market) ? perpetualSituations(state, order) : [];
  }
  if (code === ResultCode.accepted) return takenSituations(scene, spot);
  const name = layout === amendOrder ? 'amend' : layout === replaceOrder ? 'replace' : 'place';
  const isStaying = order.timeInForce === TimeInForce.goodTillCancelled;
  const refused = isStaying ? [`${name} in a spot market refused: ${codeName(code)}`] : [];
  return [...refused, ...(layout === placeOrder ? refusedSituations(scene, spot, order, isStaying) : [])];
}

/** A refused command has changed nothing that its answer depended on. */
function refusedSituations(scene: MarginScene, spot: SpotMarket, order: Order, isStaying: boolean): string[] {
  const { code, state } = scene;
  switch (code) {
    case ResultCode.balanceTooLarge:
      return isStaying ? tooLargeSituations(state, spot, order) : [];
    case ResultCode.balanceTooSmall:
      return isStaying ? tooSmallSituations(state, spot, order) : [];
    case ResultCode.marginTooSmall:
      return isStaying ? shortSituations(state, spot, order) : [];
    case ResultCode.positionsFull:
      return [`positions full, and a spot order ${isStaying ? '' : 'that may not stay '}refused`];
    case ResultCode.flagsConflict:
      return isReduceOnly(order) ? ['order refused that would only reduce in a spot market'] : [];
    default:
      return [];
  }
}

function sideName({ side }: Order): string {
  return side === Side.buy ? 'buy' : 'sell';
}

function tooLargeSituations(exposure: Exposure, spot: SpotMarket, order: Order): string[] {
  const { reserved } = reservingOf(exposure, order);
  const { balance, atoms, value } = holdingOf(reserved, order.account, spot, order.side);
  const isForBalance = order.side === Side.buy && balance + atoms >= BALANCE_LIMIT;
  if (!isForBalance) return value >= VALUE_LIMIT ? [`spot ${sideName(order)} refused for the value of its side`] : [];
  const isNearly = balance + atoms - spot.base.lot < BALANCE_LIMIT;
  return [
    'spot buy refused for the largest balance',
    ...(isNearly ? ['spot buy refused a lot beyond the largest balance'] : []),
  ];
}

function tooSmallSituations(exposure: Exposure, spot: SpotMarket, order: Order): string[] {
  const { reserved } = reservingOf(exposure, order);
  const { balance, atoms } = holdingOf(reserved, order.account, spot, order.side);
  if (order.side === Side.buy) return unpaidSituations(reserved, spot, order);
  return [
    ...(atoms - spot.base.lot <= balance ? ['spot sell refused a lot beyond what is there'] : []),
    ...(BigInt(order.size) * spot.base.lot <= balance ? ['spot sell refused for what other orders sell'] : []),
  ];
}

function unpaidSituations(reserved: Exposure, { market }: SpotMarket, { account, price, size }: Order): string[] {
  const dollars = dollarsOf(reserved, account);
  const cost = costOf(reserved, account);
  const { value } = reservedFor(reserved, account, market.number, Side.buy);
  return [
    'spot buy refused that could not be paid',
    ...(value <= dollars ? ['spot buy refused for what is bought in other spot markets'] : []),
    ...(size > 1 && cost - BigInt(price) <= dollars ? ['spot buy refused a lot beyond what can be paid'] : []),
  ];
}

/** What the orders of an account to buy in spot markets are worth together. */
function costOf(exposure: Exposure, account: number): bigint {
  const spots = exposure.markets.filter(({ number }) => isSpot(exposure, number));
  return spots.reduce((sum, { number }) => sum + reservedFor(exposure, account, number, Side.buy).value, 0n);
}

function shortSituations(state: MarginScene['state'], spot: SpotMarket, order: Order): string[] {
  const { account, side, size } = order;
  const { asset } = spot.base;
  const { without, reserved } = reservingOf(state, order);
  const free = freeMarginOf(reserved, account);
  const ofOthers = needsOfKind(reserved, account, false);
  const { atoms } = holdingOf(reserved, account, spot, side);
  const isByRounding = free + weightedLossOf(asset, atoms) - weightedValueOf(asset, atoms) >= 0n;
  const wasShort = freeMarginOf(without, account) < 0n;
  if (wasShort) {
    return [
      `spot ${sideName(order)} refused for margin`,
      'spot order refused of a short account, which needs more by it',
    ];
  }
  const isNearly = size > 1 && lotsThatRest({ state }, order) === size - 1;
  const rounded = side === Side.buy ? 'buy refused since what it brings is rounded down' : ROUNDED_SELL;
  return [
    `spot ${sideName(order)} refused for margin`,
    ...(isNearly ? ['spot order refused a lot beyond what margin admits'] : []),
    ...(ofOthers > 0n && free + ofOthers >= 0n ? ['spot order refused for what other markets need'] : []),
    ...(isByRounding ? [`spot ${rounded}`] : []),
  ];
}

function perpetualSituations(exposure: Exposure, order: Order): string[] {
  const { account } = order;
  const { reserved } = reservingOf(exposure, order);
  const ofSpot = needsOfKind(reserved, account, true);
  const isForSpot =
    ofSpot > 0n && freeMarginOf(reserved, account) < 0n && freeMarginOf(reserved, account) + ofSpot >= 0n;
  return isForSpot ? ['perpetual order refused for what spot orders need'] : [];
}

function takenSituations(scene: MarginScene, spot: SpotMarket): string[] {
  const { own, before, state, layout } = scene;
  const entered = own.findLast(({ name }) => name === 'orderPlaced' || name === 'orderAmended')?.values;
  const order = state.restingOrders().find((resting) => resting.order === entered?.['order']);
  if (entered === undefined || order === undefined) return [];
  const { account, market } = order;
  const isFull = state.markets.length > 0 && rowsOf(before) >= state.capacities.positionsMax;
  const wasHeld = before.markets[market]?.book.sideOf(order.side).some((other) => other.account === account) === true;
  const isUnmet = !own.some(({ name }) => name === 'orderFilled');
  const other = order.side === Side.buy ? Side.sell : Side.buy;
  const isReplacing = layout === replaceOrder && order.side === Side.sell;
  const { asset } = spot.base;
  return [
    ...(isFull && wasHeld && layout === placeOrder
      ? ['positions full, and a spot order of an account with a row taken']
      : []),
    ...(entered['keptPlace'] === 0 ? ['amend in a spot market that loses its place taken'] : []),
    ...(isUnmet ? boundSituations(scene, spot, order) : []),
    ...(asset.price === 0 ? ['spot order taken whose asset has no price'] : []),
    ...(asset.price > 0 && asset.initialWeight === 0 ? ['spot order taken whose asset counts for nothing'] : []),
    ...(order.displaySize > 0 ? ['spot order taken that shows a part of itself'] : []),
    ...((order.flags & OrderFlag.postOnly) !== 0 ? ['spot order taken that is post-only'] : []),
    ...(holdingOf(state, account, spot, other).atoms > 0n
      ? ['spot order taken in a market where its account buys and sells']
      : []),
    ...(isReplacing && needsReplaced(scene, spot, order)
      ? ['replacement in a spot market that sells what the replaced order sold']
      : []),
  ];
}

function rowsOf(exposure: Exposure): number {
  const resting = exposure.markets.flatMap(({ book }) => [...book.bids, ...book.asks]);
  return new Set([...resting, ...exposure.positions].map(({ account, market }) => `${account} ${market}`)).size;
}

/** Whether there would not be enough if the order that was replaced were still there. */
function needsReplaced({ before }: MarginScene, spot: SpotMarket, order: Order): boolean {
  const { balance, atoms } = holdingOf(before, order.account, spot, Side.sell);
  return atoms + BigInt(order.size) * spot.base.lot > balance;
}

/** What is left where nothing filled, so that what was asked shows. */
function boundSituations({ state }: MarginScene, spot: SpotMarket, order: Order): string[] {
  const { account, side, price } = order;
  const free = freeMarginOf(state, account);
  const { balance, atoms, value } = holdingOf(state, account, spot, side);
  const { lot } = spot.base;
  const isOfAll = side === Side.sell && atoms + lot > balance;
  const isLargest = side === Side.buy && balance + atoms + lot >= BALANCE_LIMIT;
  return [
    ...(free === 0n ? ['spot order taken with a free margin of just nothing left'] : []),
    ...(free < 0n ? [`spot ${sideName(order)} taken of a short account, which needs no more by it`] : []),
    ...(isOfAll ? ['spot sell taken of all lots that are there'] : []),
    ...(side === Side.buy && costOf(state, account) + BigInt(price) > dollarsOf(state, account)
      ? ['spot buy taken for all dollars that are there']
      : []),
    ...(isLargest ? ['spot buy taken up to the largest balance'] : []),
    ...(value + BigInt(price) >= VALUE_LIMIT
      ? [`spot ${sideName(order)} taken up to the largest value of a side`]
      : []),
  ];
}
