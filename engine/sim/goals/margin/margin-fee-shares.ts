/** Which situations of shares in fees the fills of an entry show: who earned of which side, and what was spared. */
import {
  amendOrder,
  OrderFlag,
  orderPlaced,
  placeOrder,
  replaceOrder,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import type { FeeTier } from '../../judge/margin/held-margin.ts';
import { ceilDiv, floorDiv } from '../../judge/money/rounding.ts';
import type { JudgeRecord } from '../../judge/naive-state.ts';
import type { Order } from '../../judge/orders/naive-book.ts';
import { ownerNumbered, ownerOf } from '../../judge/owners.ts';
import { settlementAt } from '../spot/spot-scene.ts';
import { tierOf } from './margin-fee-tiers.ts';
import { type MarginScene, restingIn, type Values } from './margin-scene.ts';

const RATE_ONE = 100_000_000n;
const MILLION = 1_000_000n;
const ROLES = ['taker', 'maker'] as const;

type Role = (typeof ROLES)[number];

export const FEE_SHARE_SITUATIONS = [
  ...ROLES.flatMap((role) => [
    ...['a builder', 'a referrer', 'both'].map((whom) => `fee of a ${role} shared with ${whom}`),
    `discount of a ${role} without a share`,
    `share of a ${role} without a discount`,
    `discount and share of a ${role}`,
    `builder of a ${role} that has no fee`,
  ]),
  'fees of both sides of a fill shared',
  'discount that is too small to be spared',
  'share that is too small to be moved',
  'fee that is spared whole',
  'fee that its referrer has whole',
  'fee of a referred owner that is nothing',
  'rebate of a referred owner that nobody shares',
  'rebate of a maker that is more than its builder fee',
  'rebate of a maker that is no more than its builder fee',
  'builder fee alone of a side without a rate',
  'builder fee rounded up',
  'builder that is the referrer too',
  'builder that is the owner who pays',
  'builder that stands on the other side',
  'referrer that stands on the other side',
  'owner that earns of both sides',
  'fill of an order whose builder is approved no more',
  'fill of an order whose builder is approved at less',
  'fill of an amended order with a builder',
  'fills of several slices with a builder',
  'fill of a replacement with a builder',
  'fill of an order of a turn with a builder',
  'fill-or-kill order with a builder over several makers',
  'reduce-only fill with a builder',
];

/** Looks at what others than the venue have of fees, and remembers orders with a builder and which were amended. */
export class FeeShareCoverage {
  private readonly amended = new Set<number>();
  private readonly built = new Map<number, Order>();

  clear(): void {
    this.amended.clear();
    this.built.clear();
  }

  situations(scene: MarginScene): string[] {
    const { records, values, layout, code } = scene;
    if (layout === amendOrder && code === 0) this.amended.add(Number(values['order']));
    const found = records.flatMap((record, at) => {
      const settled = settlementAt(records, at, 'fillSettled');
      if (settled === undefined) return [];
      const shares = sharesAfter(records, at + 2);
      const sides = ROLES.map((role) => this.sideOf(scene, role, record.values, settled, shares));
      return [
        ...sides.flatMap((side) => sideSituations(scene, side)),
        ...sides.flatMap(({ order }) => (order === undefined ? [] : this.orderSituations(scene, record, order))),
        ...pairSituations(sides),
      ];
    });
    for (const order of scene.state.openOrders()) if (order.builder > 0) this.built.set(order.order, order);
    return found;
  }

  private sideOf(scene: MarginScene, role: Role, filled: Values, settled: Values, shares: readonly Values[]): Side {
    const owner = ownerOf(scene.state, Number(filled[`${role}Account`]));
    const share = shares.find(({ isMaker }) => isMaker === (role === 'maker' ? 1 : 0));
    const value = BigInt(filled['price'] ?? 0) * BigInt(filled['size'] ?? 0);
    const paid = BigInt(settled[`${role}Fee`] ?? 0);
    const order = this.orderNumbered(scene, Number(filled[role]));
    return { role, owner, fees: tierOf(scene, owner).fees, value, paid, share, order };
  }

  /** An order that rested before or rests now, that has a builder and waited, or that the command describes. */
  private orderNumbered({ before, state, own, layout, values }: MarginScene, number: number): Order | undefined {
    const known = [...restingIn(before), ...state.restingOrders()].find(({ order }) => order === number);
    const open = known ?? this.built.get(number);
    if (open !== undefined) return open;
    const isPlaced = own.some((record) => record.name === orderPlaced.name && record.values['order'] === number);
    const isPlacing = layout === placeOrder || layout === replaceOrder;
    return isPlaced && isPlacing ? ({ ...values, order: number } as unknown as Order) : undefined;
  }

  /** A builder that has no fee moves nothing, so that the order itself is asked. */
  private orderSituations({ records, state, layout, own }: MarginScene, filled: JudgeRecord, order: Order): string[] {
    if (order.builder === 0) return [];
    const rateMax = ownerNumbered(state, ownerOf(state, order.account)).builders.get(order.builder - 1);
    const fillsOf = (role: Role) => {
      return records.filter(({ name, values }) => name === 'orderFilled' && values[role] === order.order).length;
    };
    const isOwn = own.includes(filled);
    const isOfTurn = records.some(({ name, values }) => name === 'queuedDone' && values['order'] === order.order);
    return [
      ...(rateMax === undefined ? ['fill of an order whose builder is approved no more'] : []),
      ...(rateMax !== undefined && rateMax < order.builderFee
        ? ['fill of an order whose builder is approved at less']
        : []),
      ...(this.amended.has(order.order) ? ['fill of an amended order with a builder'] : []),
      ...(order.displaySize > 0 && fillsOf('maker') > 1 ? ['fills of several slices with a builder'] : []),
      ...(isOwn && layout === replaceOrder && filled.values['taker'] === order.order
        ? ['fill of a replacement with a builder']
        : []),
      ...(isOfTurn ? ['fill of an order of a turn with a builder'] : []),
      ...(order.timeInForce === TimeInForce.fillOrKill && fillsOf('taker') > 1
        ? ['fill-or-kill order with a builder over several makers']
        : []),
      ...((order.flags & OrderFlag.reduceOnly) === 0 ? [] : ['reduce-only fill with a builder']),
    ];
  }
}

/** One side of a fill: what it paid, at which rates, and what others had of that. */
interface Side {
  readonly role: Role;
  readonly owner: number;
  readonly fees: FeeTier;
  readonly value: bigint;
  readonly paid: bigint;
  readonly share: Values | undefined;
  readonly order: Order | undefined;
}

function sharesAfter(records: readonly JudgeRecord[], from: number): readonly Values[] {
  const next = records.slice(from, from + 2);
  const other = next.findIndex(({ name }) => name !== 'feeShared');
  return next.slice(0, other === -1 ? 2 : other).map(({ values }) => values);
}

function sideSituations(scene: MarginScene, side: Side): string[] {
  const { role, share, order, fees, value, paid, owner } = side;
  const builderFee = BigInt(share?.['builderFee'] ?? 0);
  const isRebate = role === 'maker' && fees.makerRebate > 0;
  const rate = role === 'maker' ? fees.makerRate : fees.takerRate;
  const isRounded = builderFee > 0n && order !== undefined && (value * BigInt(order.builderFee)) % RATE_ONE !== 0n;
  const isSparing = order !== undefined && order.builder > 0 && builderFee === 0n;
  return [
    ...(share === undefined
      ? []
      : [`fee of a ${role} shared with ${whomOf(share)}`, ...earnerSituations(share, owner)]),
    ...(isSparing ? [`builder of a ${role} that has no fee`] : []),
    ...(isRounded ? ['builder fee rounded up'] : []),
    ...(isRebate && builderFee > 0n
      ? [`rebate of a maker that is ${paid < 0n ? '' : 'no '}more than its builder fee`]
      : []),
    ...(!isRebate && rate === 0 && builderFee > 0n ? ['builder fee alone of a side without a rate'] : []),
    ...(isReferred(scene, owner) ? referredSituations(scene, side, isRebate, rate) : []),
  ];
}

function whomOf({ referrer, builder }: Values): string {
  if (referrer === 0) return 'a builder';
  return builder === 0 ? 'a referrer' : 'both';
}

function earnerSituations({ referrer, builder }: Values, owner: number): string[] {
  return [
    ...(referrer === builder ? ['builder that is the referrer too'] : []),
    ...(builder === owner + 1 ? ['builder that is the owner who pays'] : []),
  ];
}

function isReferred({ state }: MarginScene, owner: number): boolean {
  return ownerNumbered(state, owner).referrer !== undefined;
}

function referredSituations({ state }: MarginScene, side: Side, isRebate: boolean, rate: number): string[] {
  const { role, value, fees, share } = side;
  if (isRebate) {
    return value * BigInt(fees.makerRebate) >= RATE_ONE ? ['rebate of a referred owner that nobody shares'] : [];
  }
  const whole = ceilDiv(value * BigInt(rate), RATE_ONE);
  if (whole === 0n) return ['fee of a referred owner that is nothing'];
  const { discount, share: part } = state.referralTerms;
  const spared = floorDiv(whole * BigInt(discount), MILLION);
  const moved = BigInt(share?.['referralShare'] ?? 0);
  return [
    ...(discount > 0 && spared === 0n ? ['discount that is too small to be spared'] : []),
    ...(part > 0 && moved === 0n && spared < whole ? ['share that is too small to be moved'] : []),
    ...(spared === whole ? ['fee that is spared whole'] : []),
    ...(moved > 0n && moved === whole - spared ? ['fee that its referrer has whole'] : []),
    ...(spared > 0n && part === 0 ? [`discount of a ${role} without a share`] : []),
    ...(discount === 0 && moved > 0n ? [`share of a ${role} without a discount`] : []),
    ...(spared > 0n && moved > 0n ? [`discount and share of a ${role}`] : []),
  ];
}

function pairSituations(sides: readonly Side[]): string[] {
  const [taker, maker] = sides;
  if (taker === undefined || maker === undefined) return [];
  const earnersOf = ({ share }: Side) =>
    [share?.['referrer'], share?.['builder']].filter((earner) => Number(earner) > 0);
  const isCommon = earnersOf(taker).some((earner) => earnersOf(maker).includes(earner));
  const pairs = [
    { share: taker.share, other: maker.owner },
    { share: maker.share, other: taker.owner },
  ];
  return [
    ...(taker.share !== undefined && maker.share !== undefined ? ['fees of both sides of a fill shared'] : []),
    ...(isCommon ? ['owner that earns of both sides'] : []),
    ...pairs.flatMap(({ share, other }) => [
      ...(share?.['builder'] === other + 1 ? ['builder that stands on the other side'] : []),
      ...(share?.['referrer'] === other + 1 ? ['referrer that stands on the other side'] : []),
    ]),
  ];
}
