/** The tiers of fees by volume, and the command that sets them for all markets of a kind. */
import {
  FEE_RATE_MAX,
  FEE_TIER_BYTES,
  FEE_TIERS_MAX,
  feeTiersSet,
  type setFeeTiers,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import type { FeeTier, ReferralTerms } from '../margin/held-margin.ts';
import type { NaiveState } from '../naive-state.ts';
import { type Refusal, refuse } from '../refusal.ts';

const MILLION = 1_000_000n;

/** What there is at first. */
export const FREE_TIERS: readonly FeeTier[] = [{ volumeFrom: 0, takerRate: 0, makerRate: 0, makerRebate: 0 }];

export function changeFeeTiers(
  state: NaiveState,
  { ofSpot }: ValuesOf<typeof setFeeTiers.specs>,
  blob: Uint8Array,
): Refusal | undefined {
  const tiers = readTiers(blob);
  if (tiers === undefined || !coversRebates(tiers, state.referralTerms)) return refuse('feeTiersInvalid');
  if (ofSpot === 1) state.spotFeeTiers = tiers;
  else state.feeTiers = tiers;
  const hex = Buffer.from(blob)
    .toString('hex')
    .padEnd(2 * FEE_TIER_BYTES * FEE_TIERS_MAX, '0');
  state.emit(feeTiersSet, { tierCount: tiers.length, ofSpot, tiers: hex });
  return undefined;
}

/**
 * Whether no maker is paid more than the least that remains of what a taker pays, once its discount and then the share
 * of its referrer are taken off.
 */
export function coversRebates(tiers: readonly FeeTier[], { discount, share }: ReferralTerms): boolean {
  const leastRate = BigInt(Math.min(...tiers.map(({ takerRate }) => takerRate)));
  const largestRebate = BigInt(Math.max(...tiers.map(({ makerRebate }) => makerRebate)));
  const left = leastRate * (MILLION - BigInt(discount)) * (MILLION - BigInt(share));
  return left >= largestRebate * MILLION * MILLION;
}

/** The tiers of a blob, or undefined when they are not valid, whatever the referral terms. */
export function readTiers(blob: Uint8Array): FeeTier[] | undefined {
  if (blob.length === 0 || blob.length % FEE_TIER_BYTES !== 0) return undefined;
  const view = new DataView(blob.buffer, blob.byteOffset, blob.length);
  const tiers: FeeTier[] = [];
  for (let at = 0; at < blob.length; at += FEE_TIER_BYTES) {
    const volumeFrom = view.getBigUint64(at, true);
    const [takerRate, makerRate] = [view.getUint32(at + 8, true), view.getUint32(at + 12, true)];
    const [makerRebate, zeros] = [view.getUint32(at + 16, true), view.getUint32(at + 20, true)];
    // No volume is as large, and no snapshot has a number as large.
    if (volumeFrom > BigInt(Number.MAX_SAFE_INTEGER) || zeros !== 0) return undefined;
    tiers.push({ volumeFrom: Number(volumeFrom), takerRate, makerRate, makerRebate });
  }
  return areValid(tiers) ? tiers : undefined;
}

function areValid(tiers: readonly FeeTier[]): boolean {
  if (tiers[0]?.volumeFrom !== 0) return false;
  const pairs = tiers.slice(1).map((tier, index) => [tiers[index], tier] as const);
  if (!pairs.every(([before, tier]) => before !== undefined && tier.volumeFrom > before.volumeFrom)) return false;
  return tiers.every(areRatesValid);
}

function areRatesValid({ takerRate, makerRate, makerRebate }: FeeTier): boolean {
  const areWithin = [takerRate, makerRate, makerRebate].every((rate) => rate <= FEE_RATE_MAX);
  return areWithin && (makerRate === 0 || makerRebate === 0);
}
