/** Which situations of fills in spot markets the records of an entry show, and what the accounts are left with. */
import { placeOrder, ResultCode, Side, TimeInForce } from '@intelligent-ledger/engine/core';
import type { Exposure } from '../../judge/margin/exposure.ts';
import { freeMarginOf, freeMarginWithoutProfit, fullEquityOf } from '../../judge/margin/free-margin.ts';
import { BALANCE_LIMIT, balanceOf } from '../../judge/money/books.ts';
import { soldIn } from '../../judge/spot/sold.ts';
import { dollarsOf, type MarginScene, restingIn, type Values } from '../margin/margin-scene.ts';
import { type SpotMarket, settlementAt, spotAt } from './spot-scene.ts';

const ROLES = ['taker', 'maker'] as const;

export const SPOT_FILL_SITUATIONS = [
  'spot fill in which the taker buys',
  'spot fill in which the taker sells',
  'spot fill of lots of one atom',
  'spot fill of lots of many atoms',
  'spot fills of one taker with several makers',
  'spot maker of which a slice trades',
  'spot order of a turn that trades',
  'amended spot order that trades',
  'replacement that trades in a spot market',
  'fill-or-kill spot order over several makers',
  'spot fill with a share of a referrer',
  'spot fill with a share of a builder',
  'spot sale of all of a balance',
  'spot sale that leaves just what other orders sell',
  'spot buy that leaves less dollars than another lot costs',
  'spot sale that repays a loan',
  'spot buy by which just nothing is left free',
  'spot buy up to nearly the largest balance',
  ...ROLES.map((role) => `fair sale of a short spot ${role}`),
  'fair spot sale of an account without equity',
  'spot sale of a short account that is short no more',
  'spot sale of an account with a position',
  'spot buy of an account with a position',
];

/** One side of the only fill of an entry. */
interface Part {
  readonly role: 'taker' | 'maker';
  readonly account: number;
  readonly isBuyer: boolean;
  readonly price: bigint;
}

export function spotFillSituations(scene: MarginScene): string[] {
  const { records } = scene;
  const fills = records.flatMap(({ values }, at) => {
    const settled = settlementAt(records, at, 'spotSettled');
    return settled === undefined ? [] : [{ filled: values, next: records[at + 2] }];
  });
  const isOnly = records.filter(({ name }) => name === 'orderFilled').length === 1;
  const makers = new Set(fills.map(({ filled }) => `${filled['taker']} ${filled['maker']}`));
  const takers = new Set(fills.map(({ filled }) => filled['taker']));
  const found = fills.flatMap(({ filled, next }) => {
    const shared = next?.name === 'feeShared' ? next.values : {};
    const spot = spotAt(scene.state, filled['market']);
    return [
      ...plainSituations(scene, filled),
      ...(Number(shared['referrer'] ?? 0) > 0 ? ['spot fill with a share of a referrer'] : []),
      ...(Number(shared['builder'] ?? 0) > 0 ? ['spot fill with a share of a builder'] : []),
      ...(isOnly && spot !== undefined ? partsOf(filled).flatMap((part) => partSituations(scene, spot, part)) : []),
    ];
  });
  return [...found, ...(makers.size > takers.size ? severalSituations(scene) : [])];
}

function severalSituations({ layout, values }: MarginScene): string[] {
  const isWhole = layout === placeOrder && values['timeInForce'] === TimeInForce.fillOrKill;
  return [
    'spot fills of one taker with several makers',
    ...(isWhole ? ['fill-or-kill spot order over several makers'] : []),
  ];
}

function plainSituations({ records, before, state }: MarginScene, filled: Values): string[] {
  const spot = spotAt(state, filled['market']);
  const maker = restingIn(before).find(({ order }) => order === filled['maker']);
  const isSlice = maker !== undefined && maker.displaySize > 0 && Number(filled['makerRemaining']) > 0;
  const isOf = (name: string) =>
    records.some((record) => record.name === name && record.values['order'] === filled['taker']);
  const isReplacing = records.some(
    ({ name, values }) => name === 'orderCancelled' && values['code'] === ResultCode.replaced,
  );
  return [
    `spot fill in which the taker ${filled['takerSide'] === Side.buy ? 'buys' : 'sells'}`,
    `spot fill of lots of ${spot?.base.lot === 1n ? 'one atom' : 'many atoms'}`,
    ...(isSlice ? ['spot maker of which a slice trades'] : []),
    ...(isOf('queuedDone') ? ['spot order of a turn that trades'] : []),
    ...(isOf('orderAmended') ? ['amended spot order that trades'] : []),
    ...(isReplacing && isOf('orderPlaced') ? ['replacement that trades in a spot market'] : []),
  ];
}

function partsOf(filled: Values): Part[] {
  const isTakerBuying = filled['takerSide'] === Side.buy;
  return ROLES.map((role) => ({
    role,
    account: Number(filled[`${role}Account`]),
    isBuyer: isTakerBuying === (role === 'taker'),
    price: BigInt(filled['price'] ?? 0),
  }));
}

/** What the states before and after the entry say of its only fill. */
function partSituations(scene: MarginScene, spot: SpotMarket, part: Part): string[] {
  const { state } = scene;
  const { account, isBuyer } = part;
  const isHeld = state.positions.some((position) => position.account === account);
  return [
    ...(isBuyer ? buyerSituations(state, part, spot) : sellerSituations(scene, spot, part)),
    ...(isHeld ? [`spot ${isBuyer ? 'buy' : 'sale'} of an account with a position`] : []),
  ];
}

function buyerSituations(state: Exposure, { account, price }: Part, spot: SpotMarket): string[] {
  const balance = balanceOf(spot.base.asset.books, account);
  const free = freeMarginWithoutProfit(state, account);
  return [
    ...(dollarsOf(state, account) < price ? ['spot buy that leaves less dollars than another lot costs'] : []),
    ...(free === 0n ? ['spot buy by which just nothing is left free'] : []),
    ...(balance + spot.base.lot >= BALANCE_LIMIT ? ['spot buy up to nearly the largest balance'] : []),
  ];
}

function sellerSituations({ before, state }: MarginScene, spot: SpotMarket, { account, role }: Part): string[] {
  const [was, is] = [dollarsOf(before, account), dollarsOf(state, account)];
  const balance = balanceOf(spot.base.asset.books, account);
  const sold = soldIn(state, account, spot.market);
  const [wasShort, isShort] = [freeMarginOf(before, account) < 0n, freeMarginOf(state, account) < 0n];
  return [
    ...(balance === 0n ? ['spot sale of all of a balance'] : []),
    ...(sold > 0n && balance === sold ? ['spot sale that leaves just what other orders sell'] : []),
    ...(was < 0n && is >= 0n ? ['spot sale that repays a loan'] : []),
    ...(wasShort && isShort ? [`fair sale of a short spot ${role}`] : []),
    ...(wasShort && isShort && fullEquityOf(before, account) <= 0n
      ? ['fair spot sale of an account without equity']
      : []),
    ...(wasShort && !isShort ? ['spot sale of a short account that is short no more'] : []),
  ];
}
