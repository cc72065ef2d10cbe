/** Which situations of fees and volumes a command shows. */
import { FEE_RATE_MAX, FEE_TIER_BYTES, FEE_TIERS_MAX, ResultCode, setFeeTiers } from '@intelligent-ledger/engine/core';
import { dayOf } from '../../judge/fees/days.ts';
import { dollarsBefore, volumesOf } from '../../judge/fees/volumes.ts';
import type { FeeTier } from '../../judge/margin/held-margin.ts';
import { ownerOf } from '../../judge/owners.ts';
import { settlementAt } from '../spot/spot-scene.ts';
import type { MarginScene, Values } from './margin-scene.ts';

const RATE_ONE = 100_000_000n;
const DOLLAR = 1_000_000n;
const VOLUME_MAX = BigInt(Number.MAX_SAFE_INTEGER);

export const FEE_SITUATIONS = [
  'fee tiers: one',
  'fee tiers: as many as there may be',
  'fee tiers that pay makers what takers pay at the least',
  'fee tiers with the largest rate',
  'fee tiers set after others',
  'fee tiers refused without a tier',
  'fee tiers refused of bytes that are no whole tier',
  'fee tiers refused whose first begins above 0',
  'fee tiers refused that do not ascend',
  'fee tiers refused of a rate beyond the range',
  'fee tiers refused that take from makers and pay them',
  'fee tiers refused that pay makers more than takers pay',
  'fee tiers refused with zeros that are none',
  'fee tiers refused of a volume beyond the range',
  'fee tiers refused that the referral terms leave too little of',
  'fee of a taker',
  'fee of a taker rounded up',
  'fee of a maker',
  'fee of a maker rounded up',
  'rebate of a maker',
  'rebate of a maker rounded down',
  'rebate of a maker that is too small to be paid',
  'fill without fees',
  'taker and maker of other tiers than one another',
  'fee of a tier that begins just at the volume',
  'fee of a tier whose next begins a dollar above the volume',
  'fee of the last of eight tiers',
  'tier of an owner that rose with the day',
  'tier of an owner that fell with the day',
  'tier that stays though the volume of today would be enough for the next',
  'volume with what a day before left below a dollar',
  'volume of several days',
  'volume that is older than fourteen days',
  'volume of a day of which the most is counted',
];

/** Looks at fees, and remembers in which tier owners last traded. */
export class FeeCoverage {
  private readonly tiers = new Map<number, { day: number; tier: number; first: FeeTier | undefined }>();

  clear(): void {
    this.tiers.clear();
  }

  situations(scene: MarginScene): string[] {
    const { layout, code, records } = scene;
    if (layout === setFeeTiers) {
      if (code === ResultCode.accepted) this.tiers.clear();
      return scene.values['ofSpot'] === 1 ? [] : tierSituations(scene);
    }
    return records.flatMap(({ values }, at) => {
      const settled = settlementAt(records, at, 'fillSettled');
      return settled !== undefined ? this.fillSituations(scene, values, settled) : [];
    });
  }

  private fillSituations(scene: MarginScene, filled: Values, settled: Values): string[] {
    const { state } = scene;
    const value = BigInt(filled['price'] ?? 0) * BigInt(filled['size'] ?? 0);
    const sides = ['takerAccount', 'makerAccount'].map((name) => {
      const owner = ownerOf(state, Number(filled[name]));
      return { owner, ...tierOf(scene, owner) };
    });
    const [taker, maker] = sides;
    if (taker === undefined || maker === undefined) return [];
    return [
      ...takerSituations(taker.fees, value),
      ...makerSituations(maker.fees, value),
      ...(settled['takerFee'] === 0 && settled['makerFee'] === 0 ? ['fill without fees'] : []),
      ...(taker.tier === maker.tier ? [] : ['taker and maker of other tiers than one another']),
      ...sides.flatMap((side) => [...edgeSituations(scene, side), ...this.daySituations(scene, side)]),
      ...sides.flatMap(({ owner }) => volumeSituations(scene, owner)),
    ];
  }

  private daySituations({ state }: MarginScene, { owner, tier }: Side): string[] {
    const day = dayOf(state.time);
    const last = this.tiers.get(owner);
    this.tiers.set(owner, { day, tier, first: state.feeTiers[0] });
    if (last === undefined || last.day === day || last.tier === tier) return [];
    return [`tier of an owner that ${last.tier < tier ? 'rose' : 'fell'} with the day`];
  }
}

interface Side {
  readonly owner: number;
  readonly tier: number;
  readonly volume: bigint;
  readonly fees: FeeTier;
}

/** The tier of an owner on the day of the command, which today's volume does not change. */
export function tierOf({ state }: Pick<MarginScene, 'state'>, owner: number) {
  const days = dollarsBefore(state, owner, dayOf(state.time));
  const volume = days.reduce((sum, dollars) => sum + dollars, 0n);
  const tier = state.feeTiers.findLastIndex(({ volumeFrom }) => BigInt(volumeFrom) <= volume);
  const fees = state.feeTiers[tier];
  if (fees === undefined) throw new Error('there is no tier of fees from 0 on');
  return { tier, volume, fees };
}

function takerSituations({ takerRate }: FeeTier, value: bigint): string[] {
  if (takerRate === 0) return [];
  const isRounded = (value * BigInt(takerRate)) % RATE_ONE !== 0n;
  return ['fee of a taker', ...(isRounded ? ['fee of a taker rounded up'] : [])];
}

function makerSituations({ makerRate, makerRebate }: FeeTier, value: bigint): string[] {
  const [fee, rebate] = [value * BigInt(makerRate), value * BigInt(makerRebate)];
  if (makerRate > 0) return ['fee of a maker', ...(fee % RATE_ONE === 0n ? [] : ['fee of a maker rounded up'])];
  if (makerRebate === 0) return [];
  if (rebate < RATE_ONE) return ['rebate of a maker that is too small to be paid'];
  return ['rebate of a maker', ...(rebate % RATE_ONE === 0n ? [] : ['rebate of a maker rounded down'])];
}

function edgeSituations({ state }: MarginScene, { tier, volume, owner }: Side): string[] {
  const { feeTiers } = state;
  const next = feeTiers[tier + 1];
  const today = volumesOf(state, owner).find(({ day }) => day === dayOf(state.time))?.micros ?? 0n;
  const isEnough = next !== undefined && volume + today / DOLLAR >= BigInt(next.volumeFrom);
  return [
    ...(tier > 0 && BigInt(feeTiers[tier]?.volumeFrom ?? 0) === volume
      ? ['fee of a tier that begins just at the volume']
      : []),
    ...(next !== undefined && volume > 0n && BigInt(next.volumeFrom) === volume + 1n
      ? ['fee of a tier whose next begins a dollar above the volume']
      : []),
    ...(tier === FEE_TIERS_MAX - 1 ? ['fee of the last of eight tiers'] : []),
    ...(isEnough ? ['tier that stays though the volume of today would be enough for the next'] : []),
  ];
}

function volumeSituations({ state }: MarginScene, owner: number): string[] {
  const today = dayOf(state.time);
  const days = volumesOf(state, owner);
  const isWithRest = days.length > 1 && (days.at(-2)?.micros ?? 0n) % DOLLAR !== 0n;
  const counted = days.filter(({ day, micros }) => day < today && day >= today - 14 && micros >= DOLLAR);
  const isOld = days.some(({ day, micros }) => day < today - 14 && micros >= DOLLAR);
  return [
    ...(isWithRest ? ['volume with what a day before left below a dollar'] : []),
    ...(counted.length > 1 ? ['volume of several days'] : []),
    ...(isOld ? ['volume that is older than fourteen days'] : []),
    ...(days.some(({ micros }) => micros === VOLUME_MAX) ? ['volume of a day of which the most is counted'] : []),
  ];
}

function tierSituations({ blob, code, before, state }: MarginScene): string[] {
  if (code === ResultCode.feeTiersInvalid) {
    const faults = faultsOf(blob);
    // What has no other fault is refused for the referral terms.
    const isUncovered = faults.length === 0;
    return (isUncovered ? ['that the referral terms leave too little of'] : faults).map((fault) => {
      return `fee tiers refused ${fault}`;
    });
  }
  if (code !== ResultCode.accepted) return [];
  const { feeTiers } = state;
  const least = Math.min(...feeTiers.map(({ takerRate }) => takerRate));
  const most = Math.max(...feeTiers.map(({ makerRebate }) => makerRebate));
  const rates = feeTiers.flatMap(({ takerRate, makerRate, makerRebate }) => [takerRate, makerRate, makerRebate]);
  return [
    ...(feeTiers.length === 1 ? ['fee tiers: one'] : []),
    ...(feeTiers.length === FEE_TIERS_MAX ? ['fee tiers: as many as there may be'] : []),
    ...(most > 0 && most === least ? ['fee tiers that pay makers what takers pay at the least'] : []),
    ...(rates.includes(FEE_RATE_MAX) ? ['fee tiers with the largest rate'] : []),
    ...(before.feeTiers.length > 1 ? ['fee tiers set after others'] : []),
  ];
}

/** All that is wrong with tiers. */
function faultsOf(blob: Uint8Array): string[] {
  if (blob.length === 0) return ['without a tier'];
  if (blob.length % FEE_TIER_BYTES !== 0) return ['of bytes that are no whole tier'];
  const view = new DataView(blob.buffer, blob.byteOffset, blob.length);
  const tiers = Array.from({ length: blob.length / FEE_TIER_BYTES }, (_, index) => {
    const at = FEE_TIER_BYTES * index;
    const [takerRate = 0, makerRate = 0, makerRebate = 0, zeros = 0] = [8, 12, 16, 20].map((offset) => {
      return view.getUint32(at + offset, true);
    });
    return { volumeFrom: view.getBigUint64(at, true), takerRate, makerRate, makerRebate, zeros };
  });
  const isAscending = tiers.every(
    ({ volumeFrom }, index) => index === 0 || volumeFrom > (tiers[index - 1]?.volumeFrom ?? 0n),
  );
  const rates = tiers.flatMap(({ takerRate, makerRate, makerRebate }) => [takerRate, makerRate, makerRebate]);
  const most = Math.max(...tiers.map(({ makerRebate }) => makerRebate));
  const least = Math.min(...tiers.map(({ takerRate }) => takerRate));
  return [
    ...(tiers[0]?.volumeFrom === 0n ? [] : ['whose first begins above 0']),
    ...(isAscending ? [] : ['that do not ascend']),
    ...(rates.some((rate) => rate > FEE_RATE_MAX) ? ['of a rate beyond the range'] : []),
    ...(tiers.some(({ makerRate, makerRebate }) => makerRate * makerRebate > 0)
      ? ['that take from makers and pay them']
      : []),
    ...(most > least ? ['that pay makers more than takers pay'] : []),
    ...(tiers.some(({ zeros }) => zeros !== 0) ? ['with zeros that are none'] : []),
    ...(tiers.some(({ volumeFrom }) => volumeFrom > VOLUME_MAX) ? ['of a volume beyond the range'] : []),
  ];
}
