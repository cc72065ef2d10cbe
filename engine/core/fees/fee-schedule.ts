/**
 * What fills cost by the volume of an owner: the tiers, the volume of each owner by day, and the rates that follow from
 * them for a day. The rules are section 5 of docs/concepts/margin.md.
 */

import { type Clock, dayOf, timeOf } from '../clock.ts';
import { createDoubleRows, createDoubles } from '../numbers/words.ts';
import { FEE_RATE_MAX, FEE_TIER_BYTES, FEE_TIERS_MAX, RATE_ONE, VOLUME_DAYS } from '../schema/command.ts';

const MICROS_PER_DOLLAR = 1_000_000;
const VOLUME_MAX = Number.MAX_SAFE_INTEGER;
/**
 * The doubles of an owner that a fill touches: its rates as taker and as maker (below 0 when it is paid), under which
 * tiers and day they were found, the day of its last fill, its micro-dollars on that day, and the number of the owner
 * who referred it, plus one.
 */
export const RateWord = { taker: 0, maker: 1, referrer: 6 } as const;
export const RATE_SHIFT = 3;
const { taker: TAKER, maker: MAKER, referrer: REFERRER } = RateWord;
const STAMP = 2;
const DAY = 3;
const MICROS = 4;
const HAS_TRADED = 5;
/** More than the days that a time can lie in. */
const DAYS_END = 131_072;
const TODAY = 0;
const PRESENT_STAMP = 1;
const OWNER = RATE_SHIFT;
const DAYS = VOLUME_DAYS;

/** A tier of fees: from so many whole dollars of volume on, these rates, in 1e-8. */
export interface FeeTier {
  readonly volumeFrom: number;
  readonly takerRate: number;
  readonly makerRate: number;
  readonly makerRebate: number;
}

/** Of a fee, in millionths: what an owner that was referred is spared, and what its referrer has of the rest. */
export interface ReferralTerms {
  readonly discount: number;
  readonly share: number;
}

const NO_REFERRAL: ReferralTerms = { discount: 0, share: 0 };
const NO_FEES: readonly FeeTier[] = [{ volumeFrom: 0, takerRate: 0, makerRate: 0, makerRebate: 0 }];

/** The tiers as the blob of setFeeTiers carries them; what is not given is 0. */
export function encodeFeeTiers(tiers: readonly Partial<FeeTier>[]): Uint8Array {
  const blob = new Uint8Array(tiers.length * FEE_TIER_BYTES);
  const view = new DataView(blob.buffer);
  for (const [index, { volumeFrom = 0, takerRate = 0, makerRate = 0, makerRebate = 0 }] of tiers.entries()) {
    const at = index * FEE_TIER_BYTES;
    view.setBigUint64(at, BigInt(volumeFrom), true);
    view.setUint32(at + 8, takerRate, true);
    view.setUint32(at + 12, makerRate, true);
    view.setUint32(at + 16, makerRebate, true);
  }
  return blob;
}

/** The tiers in the blob of setFeeTiers; null when they are no schedule. */
export function decodeFeeTiers(blob: Uint8Array): readonly FeeTier[] | null {
  if (blob.length === 0 || blob.length % FEE_TIER_BYTES !== 0) return null;
  const view = new DataView(blob.buffer, blob.byteOffset, blob.length);
  const tiers: FeeTier[] = [];
  for (let at = 0; at < blob.length; at += FEE_TIER_BYTES) {
    const volumeFrom = view.getUint32(at, true) + view.getUint32(at + 4, true) * 4_294_967_296;
    const [takerRate, makerRate, makerRebate] = [8, 12, 16].map((from) => view.getUint32(at + from, true));
    if (!Number.isSafeInteger(volumeFrom) || view.getUint32(at + 20, true) !== 0) return null;
    tiers.push({ volumeFrom, takerRate, makerRate, makerRebate } as FeeTier);
  }
  return isFeeSchedule(tiers, NO_REFERRAL) ? tiers : null;
}

/**
 * Whether tiers can be a schedule: they begin at 0 and ascend, rates are within their range, and no maker is paid more
 * than is left of the least that a taker pays once its discount and the share of its referrer, in millionths, are taken
 * off. Rounding goes the venue's way at each step, so that it then pays for no fill, whoever meets whom.
 */
export function isFeeSchedule(tiers: readonly FeeTier[], { discount, share }: ReferralTerms): boolean {
  let last = -1;
  for (const { volumeFrom, takerRate, makerRate, makerRebate } of tiers) {
    const isInRange = Math.max(takerRate, makerRate, makerRebate) <= FEE_RATE_MAX;
    if (!isInRange || volumeFrom <= last || (makerRate !== 0 && makerRebate !== 0)) return false;
    last = volumeFrom;
  }
  if (tiers[0]?.volumeFrom !== 0 || tiers.length > FEE_TIERS_MAX) return false;
  if (discount > RATE_ONE || share > RATE_ONE) return false;
  const least = Math.min(...tiers.map(({ takerRate }) => takerRate));
  const most = Math.max(...tiers.map(({ makerRebate }) => makerRebate));
  const one = BigInt(RATE_ONE);
  return BigInt(least) * (one - BigInt(discount)) * (one - BigInt(share)) >= BigInt(most) * one * one;
}

/** The tier of a volume in whole dollars. */
export function tierOf(tiers: readonly FeeTier[], volume: number): FeeTier {
  let tier = tiers[0] as FeeTier;
  for (const candidate of tiers) if (candidate.volumeFrom <= volume) tier = candidate;
  return tier;
}

export type FeeSchedule = ReturnType<typeof createFeeSchedule>;

/** No fees, and so many owners who have traded nothing. */
export function createFeeSchedule(ownersMax: number, clock: Clock) {
  const rates = createDoubleRows(ownersMax << RATE_SHIFT);
  // Of each owner its rates in spot markets as taker and as maker, which are known with the others.
  const spotRates = createDoubles(ownersMax * 2);
  // Of each owner, whole dollars by day, modulo the days that are kept.
  const volumes = createDoubles(ownersMax * VOLUME_DAYS);
  let tiers = NO_FEES;
  let spotTiers = NO_FEES;
  let referral = NO_REFERRAL;
  let settings = 1;
  // The day of the present command, and by what rates that were found on it under the present tiers are known.
  const present = createDoubles(2);

  /** Makes the day of the present command known, before rates are asked. */
  function beginDay(): void {
    const today = dayOf(timeOf(clock));
    present[TODAY] = today;
    present[PRESENT_STAMP] = settings * DAYS_END + today;
  }

  /** Finds the rates of an owner on the present day, where they are not known. */
  function findRates(owner: number): void {
    if (rates[(owner << OWNER) | STAMP] !== present[PRESENT_STAMP]) lookUpRates(owner);
  }

  /** The rate of an owner in spot markets, which is known; below 0 when it is paid. */
  function spotRateOf(owner: number, isMaker: boolean): number {
    return spotRates[owner * 2 + (isMaker ? MAKER : TAKER)] as number;
  }

  function lookUpRates(owner: number): void {
    const volume = volumeBefore(owner, present[TODAY] as number);
    const { takerRate, makerRate, makerRebate } = tierOf(tiers, volume);
    rates[(owner << OWNER) | TAKER] = takerRate;
    rates[(owner << OWNER) | MAKER] = makerRate - makerRebate;
    const ofSpot = tierOf(spotTiers, volume);
    spotRates[owner * 2 + TAKER] = ofSpot.takerRate;
    spotRates[owner * 2 + MAKER] = ofSpot.makerRate - ofSpot.makerRebate;
    rates[(owner << OWNER) | STAMP] = present[PRESENT_STAMP] as number;
  }

  /** Whole dollars of an owner over the fourteen days before a day, which is not before that of its last fill. */
  function volumeBefore(owner: number, day: number): number {
    let sum = 0;
    for (let back = 1; back <= DAYS; back += 1) sum += dollarsOn(owner, day - back);
    return Math.min(sum, VOLUME_MAX);
  }

  /** Whole dollars of an owner on a day that is over or that of its last fill; 0 on those that are not kept. */
  function dollarsOn(owner: number, day: number): number {
    const at = owner << OWNER;
    const last = rates[at | DAY] as number;
    if (day > last || day < 0 || day < last - DAYS) return 0;
    if (day === last) return wholeDollars(rates[at | MICROS] as number);
    return volumes[owner * DAYS + (day % DAYS)] as number;
  }

  function wholeDollars(micros: number): number {
    return (micros - (micros % MICROS_PER_DOLLAR)) / MICROS_PER_DOLLAR;
  }

  /** Counts a fill of so many lots at a price for an owner. */
  function addVolume(owner: number, price: number, lots: number): void {
    const at = owner << OWNER;
    if (rates[at | DAY] !== present[TODAY]) goOn(owner);
    rates[at | HAS_TRADED] = 1;
    rates[at | MICROS] = Math.min((rates[at | MICROS] as number) + price * lots, VOLUME_MAX);
  }

  /** Ends the day of the last fill of an owner and begins today, with what that day left below a dollar. */
  function goOn(owner: number): void {
    const at = owner << OWNER;
    const today = present[TODAY] as number;
    const last = rates[at | DAY] as number;
    const micros = rates[at | MICROS] as number;
    for (let day = Math.max(last + 1, today - DAYS); day < today; day += 1) {
      volumes[owner * DAYS + (day % DAYS)] = 0;
    }
    volumes[owner * DAYS + (last % DAYS)] = today - last > DAYS ? 0 : wholeDollars(micros);
    rates[at | DAY] = today;
    rates[at | MICROS] = micros % MICROS_PER_DOLLAR;
  }

  function setTiers(given: readonly FeeTier[], ofSpot: boolean): void {
    if (ofSpot) spotTiers = given;
    else tiers = given;
    settings += 1;
  }

  return {
    /** The rates by owner, for the hot path: `findRates` comes first. */
    rates,
    beginDay,
    findRates,
    addVolume,
    /** The rates and the volume of an owner at the time of the last entry, for readers. */
    ratesOf: (owner: number) => {
      beginDay();
      findRates(owner);
      const [takerRate, makerRate] = [
        rates[(owner << OWNER) | TAKER] as number,
        rates[(owner << OWNER) | MAKER] as number,
      ];
      const [spotTakerRate, spotMakerRate] = [spotRateOf(owner, false), spotRateOf(owner, true)];
      const volume = volumeBefore(owner, present[TODAY] as number);
      return { takerRate, makerRate, spotTakerRate, spotMakerRate, volume };
    },
    tiers: () => tiers,
    spotTiers: () => spotTiers,
    spotRateOf,
    setTiers,
    referral: () => referral,
    setReferral: (given: ReferralTerms) => {
      referral = given;
    },
    /** Number of the owner who referred an owner, plus one; 0 when nobody did. */
    referrerOf: (owner: number) => rates[(owner << RATE_SHIFT) | REFERRER] as number,
    setReferrer: (owner: number, referrer: number) => {
      rates[(owner << RATE_SHIFT) | REFERRER] = referrer;
    },
    hasTraded: (owner: number) => rates[(owner << OWNER) | HAS_TRADED] === 1,
    lastDayOf: (owner: number) => rates[(owner << OWNER) | DAY] as number,
    microsOf: (owner: number) => rates[(owner << OWNER) | MICROS] as number,
    dollarsOn,
    restoreVolume: (owner: number, day: number, micros: number, dollars: readonly number[]) => {
      const at = owner << OWNER;
      rates[at | HAS_TRADED] = 1;
      rates[at | DAY] = day;
      rates[at | MICROS] = micros;
      for (const [back, value] of dollars.entries()) {
        if (day - back > 0) volumes[owner * DAYS + ((day - back - 1) % DAYS)] = value;
      }
    },
  };
}
