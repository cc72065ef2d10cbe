/**
 * The commands that say what fills cost, who shares in that, and by which shares are paid out. They are rare, so they
 * go through the codec. The rules are section 5 of docs/concepts/margin.md.
 */
import { ACCEPTED, type Answer, blaming, refusal } from '../answer.ts';
import { hexOf } from '../numbers/sha256.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { decode } from '../schema/codec.ts';
import {
  approveBuilder,
  BALANCE_MAX,
  claimRewards,
  FEE_TIER_BYTES,
  FEE_TIERS_MAX,
  setFeeTiers,
  setReferralTerms,
  setReferrer,
  VENUE_DOLLAR,
} from '../schema/command.ts';
import { builderApproved, feeTiersSet, referralTermsSet, referrerSet, rewardsClaimed } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';
import { decodeFeeTiers, isFeeSchedule } from './fee-schedule.ts';

const NO_MONEY = refusal(ResultCode.assetUnknown);

export function applySetFeeTiers(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  if (!exchange.money.isOn) return NO_MONEY;
  const { fees } = exchange.margin;
  const blob = bytes.subarray(setFeeTiers.byteLength);
  const tiers = decodeFeeTiers(blob);
  if (tiers === null || !isFeeSchedule(tiers, fees.referral())) return refusal(ResultCode.feeTiersInvalid);
  const { ofSpot } = decode(setFeeTiers, bytes);
  fees.setTiers(tiers, ofSpot === 1);
  const padded = new Uint8Array(FEE_TIER_BYTES * FEE_TIERS_MAX);
  padded.set(blob);
  records.append(feeTiersSet, ResultCode.accepted, { tierCount: tiers.length, ofSpot, tiers: hexOf(padded) });
  return ACCEPTED;
}

export function applySetReferralTerms(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  if (!exchange.money.isOn) return NO_MONEY;
  const { fees } = exchange.margin;
  const { discount, share } = decode(setReferralTerms, bytes);
  const terms = { discount, share };
  if (!isFeeSchedule(fees.tiers(), terms) || !isFeeSchedule(fees.spotTiers(), terms)) {
    return blaming(setReferralTerms, 'share', ResultCode.feeTiersInvalid);
  }
  fees.setReferral(terms);
  records.append(referralTermsSet, ResultCode.accepted, terms);
  return ACCEPTED;
}

export function applySetReferrer(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { accounts, owners, money, margin } = exchange;
  const { account, key, referrer } = decode(setReferrer, bytes);
  if (!money.isOn) return NO_MONEY;
  if (key !== 0) return blaming(setReferrer, 'key', ResultCode.keyIsNotOwner);
  const owner = accounts.ownerOf(account);
  if (margin.fees.referrerOf(owner) !== 0) return blaming(setReferrer, 'account', ResultCode.referrerFixed);
  if (referrer >= owners.count) return blaming(setReferrer, 'referrer', ResultCode.ownerUnknown);
  if (referrer === owner) return blaming(setReferrer, 'referrer', ResultCode.fieldOutOfRange);
  margin.fees.setReferrer(owner, referrer + 1);
  records.append(referrerSet, ResultCode.accepted, { owner, referrer });
  return ACCEPTED;
}

export function applyApproveBuilder(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { accounts, owners, money, margin } = exchange;
  const { account, key, builder, rateMax } = decode(approveBuilder, bytes);
  if (!money.isOn) return NO_MONEY;
  if (key !== 0) return blaming(approveBuilder, 'key', ResultCode.keyIsNotOwner);
  if (builder >= owners.count) return blaming(approveBuilder, 'builder', ResultCode.ownerUnknown);
  const owner = accounts.ownerOf(account);
  const { feeShares } = margin;
  const isNew = rateMax > 0 && feeShares.rateOf(owner, builder) === 0;
  if (isNew && feeShares.isFull(owner)) return refusal(ResultCode.builderQuotaReached);
  feeShares.approve(owner, builder, rateMax);
  records.append(builderApproved, ResultCode.accepted, { owner, builder, rateMax });
  return ACCEPTED;
}

export function applyClaimRewards(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { accounts, money, margin } = exchange;
  const { account, key } = decode(claimRewards, bytes);
  if (!money.isOn) return NO_MONEY;
  if (key !== 0) return blaming(claimRewards, 'key', ResultCode.keyMovesNoFunds);
  const owner = accounts.ownerOf(account);
  const { feeShares } = margin;
  if (feeShares.rewardsOf(owner) === 0) return refusal(ResultCode.nothingEarned);
  const room = BALANCE_MAX - money.ledger.balanceOf(account, VENUE_DOLLAR);
  const amount = Math.min(feeShares.rewardsOf(owner), room);
  if (amount === 0) return blaming(claimRewards, 'account', ResultCode.balanceTooLarge);
  feeShares.pay(owner, amount);
  money.ledger.payRewards(account, amount);
  records.append(rewardsClaimed, ResultCode.accepted, { amount, owner, account });
  return ACCEPTED;
}
