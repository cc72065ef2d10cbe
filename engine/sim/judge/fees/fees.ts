/** What the two sides of a fill pay, by the tiers and referrers of their owners and by the builders of their orders. */
import { MarketKind } from '@intelligent-ledger/engine/core';
import { type Exposure, marketIn } from '../margin/exposure.ts';
import type { BuilderTerms, FeeTier } from '../margin/held-margin.ts';
import { ceilDiv, floorDiv } from '../money/rounding.ts';
import { ownerOf } from '../owners.ts';
import { dayOf } from './days.ts';
import { dollarsBefore } from './volumes.ts';

const RATE_ONE = 100_000_000n;
const MILLION = 1_000_000n;

/** Who pays: an account by its order in a market. */
export interface Payer extends BuilderTerms {
  readonly account: number;
  readonly market: number;
}

/** What one owner earns of a fee. */
interface Earning {
  readonly owner: number;
  readonly amount: bigint;
}

/** All that a side pays, below 0 when it is paid, and what of it others than the venue earn. */
export interface SideFee {
  readonly paid: bigint;
  readonly referral: Earning | undefined;
  readonly builder: Earning | undefined;
}

export function takerFeeOf(exposure: Exposure, taker: Payer, value: bigint): SideFee {
  const { takerRate } = tierOf(exposure, taker);
  return chargedFee(exposure, taker, value, takerRate);
}

export function makerFeeOf(exposure: Exposure, maker: Payer, value: bigint): SideFee {
  const { makerRate, makerRebate } = tierOf(exposure, maker);
  if (makerRebate === 0) return chargedFee(exposure, maker, value, makerRate);
  // A rebate is nobody's to share.
  const rebate = -floorDiv(value * BigInt(makerRebate), RATE_ONE);
  return withBuilder(maker, value, { paid: rebate, referral: undefined });
}

/** The fee of a side whose rate is not below 0. */
function chargedFee(exposure: Exposure, payer: Payer, value: bigint, rate: number): SideFee {
  const whole = ceilDiv(value * BigInt(rate), RATE_ONE);
  const referrer = exposure.owners[ownerOf(exposure, payer.account)]?.referrer;
  if (referrer === undefined) return withBuilder(payer, value, { paid: whole, referral: undefined });
  const { discount, share } = exposure.referralTerms;
  const paid = whole - floorDiv(whole * BigInt(discount), MILLION);
  const amount = floorDiv(paid * BigInt(share), MILLION);
  return withBuilder(payer, value, { paid, referral: { owner: referrer, amount } });
}

/** What the builder of the order takes comes on top, whatever the rest is. */
function withBuilder({ builder, builderFee }: Payer, value: bigint, fee: Omit<SideFee, 'builder'>): SideFee {
  if (builder === 0) return { ...fee, builder: undefined };
  const amount = ceilDiv(value * BigInt(builderFee), RATE_ONE);
  return { ...fee, paid: fee.paid + amount, builder: { owner: builder - 1, amount } };
}

/** The tier of the owner of an account today, by its volume before today, of those for the kind of the market. */
function tierOf(exposure: Exposure, { account, market }: Payer): FeeTier {
  const dollars = dollarsBefore(exposure, ownerOf(exposure, account), dayOf(exposure.time));
  const volume = dollars.reduce((sum, day) => sum + day, 0n);
  const isSpot = marketIn(exposure, market).marketKind === MarketKind.spot;
  const tiers = isSpot ? exposure.spotFeeTiers : exposure.feeTiers;
  const tier = tiers.findLast(({ volumeFrom }) => BigInt(volumeFrom) <= volume);
  if (tier === undefined) throw new Error('the judge has no tier of fees from 0 on');
  return tier;
}
