/** What the two sides of a fill pay, by the tiers of their owners. */
import { dayOf } from './days.ts';
import type { Exposure } from './exposure.ts';
import type { FeeTier } from './held-margin.ts';
import { ownerOf } from './owners.ts';
import { ceilDiv, floorDiv } from './rounding.ts';
import { dollarsBefore } from './volumes.ts';

const RATE_ONE = 100_000_000n;

export function takerFeeOf(exposure: Exposure, account: number, value: bigint): bigint {
  return ceilDiv(value * BigInt(tierOf(exposure, account).takerRate), RATE_ONE);
}

/** Below 0 when the maker is paid. */
export function makerFeeOf(exposure: Exposure, account: number, value: bigint): bigint {
  const { makerRate, makerRebate } = tierOf(exposure, account);
  if (makerRate > 0) return ceilDiv(value * BigInt(makerRate), RATE_ONE);
  return -floorDiv(value * BigInt(makerRebate), RATE_ONE);
}

/** The tier of the owner of an account today, by its volume before today. */
function tierOf(exposure: Exposure, account: number): FeeTier {
  const dollars = dollarsBefore(exposure, ownerOf(exposure, account), dayOf(exposure.time));
  const volume = dollars.reduce((sum, day) => sum + day, 0n);
  const tier = exposure.feeTiers.findLast(({ volumeFrom }) => BigInt(volumeFrom) <= volume);
  if (tier === undefined) throw new Error('the judge has no tier of fees from 0 on');
  return tier;
}
