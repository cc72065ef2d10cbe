/** Which situations show that the margin question was answered with no as orders met, and who was asked. */
import { placeOrder, ResultCode, Side, TimeInForce } from '@intelligent-ledger/engine/core';
import { marketIn } from '../../judge/margin/exposure.ts';
import type { JudgeRecord } from '../../judge/naive-state.ts';
import { planFor } from '../../judge/orders/plan.ts';
import { limitOf } from '../../judge/orders/price-bounds.ts';
import { codeName } from '../records.ts';
import { isSpot } from '../spot/spot-scene.ts';
import { type MarginScene, restingIn, type Values } from './margin-scene.ts';

const OF_TAKER = ['marginTooSmall', 'positionLimitReached', 'openInterestCapReached', 'nothingToReduce'];
const OF_MAKER = ['marginTooSmall', 'nothingToReduce'];
const OF_REST = ['marginTooSmall', 'openInterestCapReached', 'nothingToReduce'];
/** What ends a plan. */
const ENDING = new Set<number>([
  ResultCode.marginTooSmall,
  ResultCode.positionLimitReached,
  ResultCode.openInterestCapReached,
]);
const ASKED = new Set([...OF_TAKER, 'balanceTooLarge']);

export const REFUSAL_SITUATIONS = [
  ...OF_TAKER.map((code) => `taker refused: ${code}`),
  ...OF_MAKER.map((code) => `maker refused: ${code}`),
  ...OF_REST.map((code) => `remainder refused: ${code}`),
  'taker refused at its first maker',
  'taker refused after some fills',
  'taker that goes on after a maker was refused for its margin',
  'several makers refused for their margin by one taker',
  'unfair fill of a short taker refused',
  'unfair fill of a short maker refused',
  'amended order refused as it met others',
  'order of a turn refused as it met others',
  'fill-or-kill order refused by a later fill of its plan',
  'fill-or-kill order that fills past a maker without margin',
];

export function refusalSituations(scene: MarginScene): string[] {
  const { records, state } = scene;
  const refused = records.filter(
    ({ name, values }) =>
      name === 'orderCancelled' && ASKED.has(codeName(values['code'])) && !isSpot(state, values['market']),
  );
  const ofMakers = refused.filter((record) => isMaker(scene, record));
  const isForMargin = ({ values }: JudgeRecord) => values['code'] === ResultCode.marginTooSmall;
  return [
    ...ofMakers.flatMap((record) => makerSituations(scene, record)),
    ...(ofMakers.filter(isForMargin).length > 1 ? ['several makers refused for their margin by one taker'] : []),
    ...refused.filter((record) => !ofMakers.includes(record)).flatMap((record) => takerSituations(scene, record)),
    ...planSituations(scene),
  ];
}

/** Whether it rested, and was not amended now. */
export function isMaker({ before, records }: MarginScene, { values }: JudgeRecord): boolean {
  const isTaking = records.some(({ name, values: other }) => {
    return (name === 'orderPlaced' || name === 'orderAmended') && other['order'] === values['order'];
  });
  return !isTaking && restingIn(before).some(({ order }) => order === values['order']);
}

function makerSituations(scene: MarginScene, record: JudgeRecord): string[] {
  const { records, before } = scene;
  const code = codeName(record.values['code']);
  const isForMargin = code === 'marginTooSmall';
  const isGoingOn = records.slice(records.indexOf(record)).some(({ name }) => name === 'orderFilled');
  const maker = restingIn(before).find(({ order }) => order === record.values['order']);
  const isClosing = maker !== undefined && closes(scene, maker, Number(record.values['remaining']));
  return [
    `maker refused: ${code}`,
    ...(isForMargin && isGoingOn ? ['taker that goes on after a maker was refused for its margin'] : []),
    ...(isForMargin && isClosing ? ['unfair fill of a short maker refused'] : []),
  ];
}

function takerSituations(scene: MarginScene, record: JudgeRecord): string[] {
  const { records, values: asked, state } = scene;
  const { order, remaining, code } = record.values;
  const name = codeName(code);
  const entered = records.findLast((other) => {
    return (other.name === 'orderPlaced' || other.name === 'orderAmended') && other.values['order'] === order;
  });
  const isAmended = entered?.name === 'orderAmended';
  const side = isAmended
    ? restingIn(scene.before).find((other) => other.order === order)?.side
    : entered?.values['side'];
  const market = state.markets[Number(record.values['market'])];
  if (entered === undefined || market === undefined || side === undefined) return [];
  const price = Number(entered.values['price']);
  const isStaying = isAmended || entered.values['timeInForce'] === TimeInForce.goodTillCancelled;
  const isEnd = isStaying && market.book.makersFor(side as Side, price).length === 0;
  if (isEnd && name !== 'nothingToReduce') return [`remainder refused: ${name}`];
  const isFilled = records.some((other) => other.name === 'orderFilled' && other.values['taker'] === order);
  const taker = { account: Number(record.values['account']), market: market.number, side: side as Side };
  const isForMargin = name === 'marginTooSmall';
  return [
    `${isEnd ? 'remainder' : 'taker'} refused: ${name}`,
    `taker refused ${isFilled ? 'after some fills' : 'at its first maker'}`,
    ...(isForMargin && !isFilled && closes(scene, taker, Number(remaining))
      ? ['unfair fill of a short taker refused']
      : []),
    ...(isAmended ? ['amended order refused as it met others'] : []),
    ...(records.some((other) => other.name === 'queuedDone' && other.values['order'] === order) &&
    asked['order'] !== order
      ? ['order of a turn refused as it met others']
      : []),
  ];
}

/** Whether so many lots of an order would do no more than close a position that there was. */
function closes(
  { before }: MarginScene,
  { account, market, side }: { account: number; market: number; side: Side },
  lots: number,
): boolean {
  const held = before.positions.find((position) => position.account === account && position.market === market);
  const reducible = side === Side.sell ? (held?.size ?? 0n) : -(held?.size ?? 0n);
  return BigInt(lots) <= reducible;
}

/** A refused command has changed nothing that its plan depended on. */
function planSituations({ layout, values, code, own, state }: MarginScene): string[] {
  const isWhole = layout === placeOrder && values['timeInForce'] === TimeInForce.fillOrKill;
  if (!isWhole || isSpot(state, values['market'])) return [];
  if (code === ResultCode.accepted) {
    const isPassed = own.some(({ name, values: { code: reason } }) => {
      return name === 'orderCancelled' && reason === ResultCode.marginTooSmall;
    });
    return isPassed && own.some(({ name }) => name === 'orderFilled')
      ? ['fill-or-kill order that fills past a maker without margin']
      : [];
  }
  if (!ENDING.has(code)) return [];
  const { fills } = planOf(values, state);
  return fills.length > 0 ? ['fill-or-kill order refused by a later fill of its plan'] : [];
}

export function planOf(values: Values, state: MarginScene['state']) {
  const [account = 0, market = 0, size = 0, price = 0, slippage = 0] = [
    'account',
    'market',
    'size',
    'price',
    'slippage',
  ].map((name) => Number(values[name]));
  const side = values['side'] as Side;
  const known = marketIn(state, market);
  const limit = limitOf(known, { side, orderType: Number(values['orderType']), price, slippage });
  const built = { builder: Number(values['builder']), builderFee: Number(values['builderFee']) };
  const sender = { account, selfTrade: Number(values['selfTrade']), flags: Number(values['flags']), ...built };
  return planFor(state, known, { time: state.time, side, limit, size, sender });
}
