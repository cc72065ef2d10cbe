/** Which situations show that an order in a spot market was answered with no as it met another, and who was asked. */
import { placeOrder, ResultCode, Side, TimeInForce } from '@intelligent-ledger/engine/core';
import type { Exposure } from '../../judge/margin/exposure.ts';
import { freeMarginOf, freeMarginWithoutProfit } from '../../judge/margin/free-margin.ts';
import type { JudgeRecord } from '../../judge/naive-state.ts';
import { isMaker, planOf } from '../margin/margin-refusals.ts';
import { type MarginScene, restingIn } from '../margin/margin-scene.ts';
import { codeName } from '../records.ts';
import { spotAt } from './spot-scene.ts';

const OF_TAKER = ['balanceTooLarge', 'balanceTooSmall', 'marginTooSmall'];
/** A maker goes on having what it sells, but may have spent what it was to pay. */
const OF_MAKER = ['balanceTooLarge', 'balanceTooSmall', 'marginTooSmall'];
const ROLES = ['taker', 'maker'];
/** What ends the plan of a fill-or-kill order. */
const ENDING = new Set<number>([ResultCode.balanceTooLarge, ResultCode.balanceTooSmall, ResultCode.marginTooSmall]);

export const SPOT_REFUSAL_SITUATIONS = [
  ...OF_TAKER.map((code) => `spot taker refused: ${code}`),
  ...OF_MAKER.map((code) => `spot maker refused: ${code}`),
  ...ROLES.flatMap((role) => [
    `spot ${role} refused that buys for margin`,
    `spot ${role} refused that cannot pay`,
    `unfair sale of a short spot ${role} refused`,
    `spot ${role} refused that would have too many coins`,
    `spot ${role} refused that would have too many dollars`,
  ]),
  'spot taker refused after some fills',
  'spot taker refused for what other orders of its account sell',
  'spot taker that goes on after a maker was refused',
  'spot taker refused that has too few coins',
  'spot buyer refused who has a profit that does not count',
  'sale refused of a short account whose asset has no price',
  ...['balanceTooSmall', 'marginTooSmall'].map((code) => `spot remainder refused: ${code}`),
  ...OF_TAKER.map((code) => `fill-or-kill spot order refused: ${code}`),
  'fill-or-kill spot order refused by a later fill of its plan',
  'fill-or-kill spot order that fills past a maker that may not',
  'amended spot order refused as it met others',
];

export function spotRefusalSituations(scene: MarginScene): string[] {
  const { records, state } = scene;
  const refused = records.filter(({ name, values }) => {
    return (
      name === 'orderCancelled' && ENDING.has(Number(values['code'])) && spotAt(state, values['market']) !== undefined
    );
  });
  return [...refused.flatMap((record) => answerSituations(scene, record)), ...planSituations(scene)];
}

function answerSituations(scene: MarginScene, record: JudgeRecord): string[] {
  const { records, before, layout, values: asked } = scene;
  const { order, code } = record.values;
  const name = codeName(code);
  const known = restingIn(before).find((resting) => resting.order === order);
  if (isMaker(scene, record)) {
    const isGoingOn = records.slice(records.indexOf(record)).some((later) => later.name === 'orderFilled');
    const isWhole = isGoingOn && layout === placeOrder && asked['timeInForce'] === TimeInForce.fillOrKill;
    return [
      `spot maker refused: ${name}`,
      ...sideSituations(scene, record, 'maker', known?.side),
      ...(isGoingOn ? ['spot taker that goes on after a maker was refused'] : []),
      ...(isWhole ? ['fill-or-kill spot order that fills past a maker that may not'] : []),
    ];
  }
  const entered = records.find((other) => other.name === 'orderPlaced' && other.values['order'] === order)?.values;
  const isFilled = records.some((other) => other.name === 'orderFilled' && other.values['taker'] === order);
  const side = known?.side ?? entered?.['side'];
  if (isRemainder(scene, record, side)) return [`spot remainder refused: ${name}`];
  return [
    `spot taker refused: ${name}`,
    ...sideSituations(scene, record, 'taker', side),
    ...(isFilled ? ['spot taker refused after some fills'] : []),
    ...(known === undefined ? [] : ['amended spot order refused as it met others']),
  ];
}

/** Whether nobody is there any more whom the order could have met. */
function isRemainder({ state, records, before }: MarginScene, { values }: JudgeRecord, side: unknown): boolean {
  const { order, market } = values;
  const entered = records.findLast((other) => {
    return (other.name === 'orderPlaced' || other.name === 'orderAmended') && other.values['order'] === order;
  })?.values;
  const known = restingIn(before).find((resting) => resting.order === order);
  const timeInForce = entered?.['timeInForce'] ?? known?.timeInForce;
  const makers = state.markets[Number(market)]?.book.makersFor(side as Side, Number(entered?.['price'] ?? 0));
  return timeInForce === TimeInForce.goodTillCancelled && makers?.length === 0;
}

function sideSituations(scene: MarginScene, { values }: JudgeRecord, role: string, side: unknown): string[] {
  const { before } = scene;
  const account = Number(values['account']);
  const isSeller = side === Side.sell;
  switch (values['code']) {
    case ResultCode.balanceTooLarge:
      return [`spot ${role} refused that would have too many ${isSeller ? 'dollars' : 'coins'}`];
    case ResultCode.marginTooSmall: {
      const isShort = freeMarginOf(before, account) < 0n;
      if (!isSeller) return buyerSituations(before, account, role);
      if (!isShort) return [];
      const isPriced = spotAt(before, values['market'])?.base.asset.price !== 0;
      return isPriced
        ? [`unfair sale of a short spot ${role} refused`]
        : ['sale refused of a short account whose asset has no price'];
    }
    case ResultCode.balanceTooSmall: {
      const isSelling = restingIn(before).some((other) => {
        return other.account === account && other.market === values['market'] && other.side === Side.sell;
      });
      if (!isSeller) return [`spot ${role} refused that cannot pay`];
      return [
        'spot taker refused that has too few coins',
        ...(isSelling ? ['spot taker refused for what other orders of its account sell'] : []),
      ];
    }
    default:
      return [];
  }
}

function buyerSituations(before: Exposure, account: number, role: string): string[] {
  const hasProfit = freeMarginOf(before, account) > freeMarginWithoutProfit(before, account);
  return [
    `spot ${role} refused that buys for margin`,
    ...(hasProfit ? ['spot buyer refused who has a profit that does not count'] : []),
  ];
}

/** A refused command has changed nothing that its plan depended on. */
function planSituations({ layout, values, code, own, state }: MarginScene): string[] {
  const isWhole = layout === placeOrder && values['timeInForce'] === TimeInForce.fillOrKill;
  const isAsked = isWhole && ENDING.has(code) && own.length > 0 && spotAt(state, values['market']) !== undefined;
  if (!isAsked) return [];
  const { fills } = planOf(values, state);
  return [
    `fill-or-kill spot order refused: ${codeName(code)}`,
    ...(fills.length > 0 ? ['fill-or-kill spot order refused by a later fill of its plan'] : []),
  ];
}
