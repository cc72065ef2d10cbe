/** Which situations of fees of spot markets a command shows. It remembers what owners traded in which kind. */
import { ResultCode, setFeeTiers, setReferralTerms, VOLUME_DAYS } from '@intelligent-ledger/engine/core';
import { dayOf } from '../../judge/fees/days.ts';
import { coversRebates, readTiers } from '../../judge/fees/fee-tiers.ts';
import { dollarsBefore } from '../../judge/fees/volumes.ts';
import type { FeeTier } from '../../judge/margin/held-margin.ts';
import { ownerOf } from '../../judge/owners.ts';
import type { MarginScene, Values } from '../margin/margin-scene.ts';
import { isSpot, settlementAt } from './spot-scene.ts';

const KINDS = ['perpetual', 'spot'];
const DOLLAR = 1_000_000n;

export const SPOT_FEE_SITUATIONS = [
  'fee tiers of spot markets set',
  'fee tiers of spot markets refused',
  'fee tiers of spot markets refused that the referral terms leave too little of',
  ...KINDS.map((kind) => `referral terms refused for the tiers of ${kind} markets alone`),
  'spot fill without fees',
  'spot fee of a taker',
  'spot fee of a maker',
  'spot rebate of a maker',
  'spot fill by a tier above the first',
  'spot fill by other tiers than a perpetual one',
  'spot taker and maker of other tiers than one another',
  ...KINDS.map((kind) => `tier of a ${kind} market that is reached by a volume of the other kind`),
];

export class SpotFeeCoverage {
  /** Each side of each fill. */
  private traded: Trade[] = [];

  clear(): void {
    this.traded = [];
  }

  situations(scene: MarginScene): string[] {
    const { layout, records, state } = scene;
    const settings =
      layout === setFeeTiers ? tierSituations(scene) : layout === setReferralTerms ? termsSituations(scene) : [];
    const fills = records.flatMap(({ name, values }, at) => {
      if (name !== 'orderFilled') return [];
      const kind = isSpot(state, values['market']) ? 'spot' : 'perpetual';
      const settled = settlementAt(records, at, 'spotSettled');
      return [
        ...['taker', 'maker'].flatMap((role) => {
          return this.sideSituations(scene, kind, Number(values[`${role}Account`]), values);
        }),
        ...(settled === undefined ? [] : fillSituations(scene, values, settled)),
      ];
    });
    return [...settings, ...fills];
  }

  /** Whether the tier would be a lower one if what the owner traded in the other kind did not count. */
  private sideSituations(scene: MarginScene, kind: string, account: number, filled: Values): string[] {
    const { state } = scene;
    const owner = ownerOf(state, account);
    const today = dayOf(state.time);
    const counted = this.traded.filter(
      ({ owner: who, day }) => who === owner && day < today && day >= today - VOLUME_DAYS,
    );
    const ofKind = counted.filter((trade) => trade.kind === kind).reduce((sum, { value }) => sum + value, 0n);
    this.traded.push({ owner, kind, day: today, value: BigInt(filled['price'] ?? 0) * BigInt(filled['size'] ?? 0) });
    const { tier } = tierIn(scene, owner, kind === 'spot');
    const isByOther = BigInt(tier.volumeFrom) > ofKind / DOLLAR;
    return isByOther ? [`tier of a ${kind} market that is reached by a volume of the other kind`] : [];
  }
}

/** What an owner traded on a day in a kind of market, in micro-dollars. */
interface Trade {
  readonly owner: number;
  readonly kind: string;
  readonly day: number;
  readonly value: bigint;
}

/** The place and the tier of an owner in one of the two lists. */
function tierIn({ state }: MarginScene, owner: number, isOfSpot: boolean): { place: number; tier: FeeTier } {
  const days = dollarsBefore(state, owner, dayOf(state.time));
  const volume = days.reduce((sum, dollars) => sum + dollars, 0n);
  const tiers = isOfSpot ? state.spotFeeTiers : state.feeTiers;
  const place = tiers.findLastIndex(({ volumeFrom }) => BigInt(volumeFrom) <= volume);
  const tier = tiers[place];
  if (tier === undefined) throw new Error('there is no tier of fees from 0 on');
  return { place, tier };
}

function fillSituations(scene: MarginScene, filled: Values, { takerFee = 0, makerFee = 0 }: Values): string[] {
  const owners = ['takerAccount', 'makerAccount'].map((name) => ownerOf(scene.state, Number(filled[name])));
  const own = owners.map((owner) => tierIn(scene, owner, true));
  const others = owners.map((owner) => tierIn(scene, owner, false));
  const [taker, maker] = own;
  const ratesOf = (tier: FeeTier | undefined) => `${tier?.takerRate} ${tier?.makerRate} ${tier?.makerRebate}`;
  const differs = own.some(({ tier }, index) => ratesOf(tier) !== ratesOf(others[index]?.tier));
  return [
    ...(takerFee === 0 && makerFee === 0 ? ['spot fill without fees'] : []),
    ...(Number(takerFee) > 0 ? ['spot fee of a taker'] : []),
    ...(Number(makerFee) > 0 ? ['spot fee of a maker'] : []),
    ...(Number(makerFee) < 0 ? ['spot rebate of a maker'] : []),
    ...(own.some(({ place }) => place > 0) ? ['spot fill by a tier above the first'] : []),
    ...(differs ? ['spot fill by other tiers than a perpetual one'] : []),
    ...(taker?.place === maker?.place ? [] : ['spot taker and maker of other tiers than one another']),
  ];
}

function tierSituations({ values, code, blob, state }: MarginScene): string[] {
  if (values['ofSpot'] !== 1) return [];
  if (code === ResultCode.accepted) return ['fee tiers of spot markets set'];
  if (code !== ResultCode.feeTiersInvalid) return [];
  const isUncovered = readTiers(blob) !== undefined && !isCoveredBy(blob, state.referralTerms);
  return [
    'fee tiers of spot markets refused',
    ...(isUncovered ? ['fee tiers of spot markets refused that the referral terms leave too little of'] : []),
  ];
}

function isCoveredBy(blob: Uint8Array, terms: MarginScene['state']['referralTerms']): boolean {
  const tiers = readTiers(blob);
  return tiers === undefined || coversRebates(tiers, terms);
}

function termsSituations({ values, code, state }: MarginScene): string[] {
  if (code !== ResultCode.feeTiersInvalid) return [];
  const terms = { discount: Number(values['discount']), share: Number(values['share']) };
  const isCovered = [state.feeTiers, state.spotFeeTiers].map((tiers) => coversRebates(tiers, terms));
  const failing = KINDS.filter((_, index) => isCovered[index] === false);
  return failing.length === 1 ? [`referral terms refused for the tiers of ${failing[0]} markets alone`] : [];
}
