/**
 * Where it is the builder fee by which the margin question says no, or the discount by which it says yes: the question
 * is asked once more without that.
 */
import { placeOrder, ResultCode, type Side, TimeInForce } from '@intelligent-ledger/engine/core';
import { NO_BUILDER } from '../../judge/fees/builders.ts';
import { copyOf, type Exposure, marketIn } from '../../judge/margin/exposure.ts';
import { askToFill } from '../../judge/margin/filling-question.ts';
import type { Order } from '../../judge/orders/naive-book.ts';
import { orderFrom, type Placement } from '../../judge/orders/new-order.ts';
import { planFor } from '../../judge/orders/plan.ts';
import { limitOf } from '../../judge/orders/price-bounds.ts';
import type { MarginScene } from './margin-scene.ts';

export const FEE_REFUSAL_SITUATIONS = [
  'taker refused for its builder fee',
  'maker refused for its builder fee',
  'fill-or-kill order refused for its builder fee',
  'fill-or-kill order refused for its builder fee after a fill of its plan',
  'taker not refused for its discount',
];

export function feeRefusalSituations(scene: MarginScene): string[] {
  const { layout, code, values } = scene;
  if (layout !== placeOrder) return [];
  const command = values as unknown as Placement;
  if (code === ResultCode.marginTooSmall) return planSituations(scene, command);
  return code === ResultCode.accepted ? firstMakerSituations(scene, command) : [];
}

/** A refused command has changed nothing that its plan depended on. */
function planSituations({ state }: MarginScene, command: Placement): string[] {
  const { market: number, size, builder, builderFee, timeInForce } = command;
  if (timeInForce !== TimeInForce.fillOrKill || builder === 0 || builderFee === 0) return [];
  const side = command.side as Side;
  const market = marketIn(state, number);
  const limit = limitOf(market, { ...command, side });
  const plan = (sender: Placement) => planFor(state, market, { time: state.time, side, limit, size, sender });
  if (plan({ ...command, ...NO_BUILDER }).remaining > 0) return [];
  const { fills } = plan(command);
  const refused = 'fill-or-kill order refused for its builder fee';
  return [refused, ...(fills.length > 0 ? [`${refused} after a fill of its plan`] : [])];
}

/** Of an order before which nothing changed, and of the first maker that it met. */
function firstMakerSituations({ records, before, state }: MarginScene, command: Placement): string[] {
  const [placed, met] = records;
  if (placed?.name !== 'orderPlaced' || met === undefined) return [];
  const { market, side } = orderFrom(command, 0);
  const number = Number(placed.values['order']);
  const now: Exposure = { ...before, time: state.time };
  const [maker] = marketIn(now, market).book.makersFor(side, limitOf(marketIn(before, market), { ...command, side }));
  if (maker === undefined) return [];
  const taker = orderFrom(command, number);
  if (met.name === 'orderFilled') return discountSituations(now, maker, taker);
  if (met.name !== 'orderCancelled' || met.values['code'] !== ResultCode.marginTooSmall) return [];
  const isOfTaker = met.values['order'] === number;
  if (!isOfTaker && met.values['order'] !== maker.order) return [];
  const answer = isOfTaker
    ? askToFill(now, maker, { ...taker, ...NO_BUILDER }, taker.size)
    : askToFill(...withoutBuilder(now, maker), taker, taker.size);
  const role = isOfTaker ? 'taker' : 'maker';
  return answer.refused === role ? [] : [`${role} refused for its builder fee`];
}

function discountSituations(now: Exposure, maker: Order, taker: Order): string[] {
  const { discount, share } = now.referralTerms;
  const owner = now.accounts[taker.account]?.owner;
  if (discount === 0 || owner === undefined || now.owners[owner]?.referrer === undefined) return [];
  const answer = askToFill({ ...now, referralTerms: { discount: 0, share } }, maker, taker, taker.size);
  const isRefused = answer.refused === 'taker' && answer.code === 'marginTooSmall';
  return isRefused ? ['taker not refused for its discount'] : [];
}

/** The same with a maker whose order has no builder. */
function withoutBuilder(exposure: Exposure, maker: Order): [Exposure, Order] {
  const copy = copyOf(exposure);
  const orders = marketIn(copy, maker.market).book.sideOf(maker.side);
  const plain = { ...maker, ...NO_BUILDER };
  orders.splice(
    orders.findIndex(({ order }) => order === maker.order),
    1,
    plain,
  );
  return [copy, plain];
}
