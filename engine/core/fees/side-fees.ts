/**
 * What the two sides of a fill pay, and what others than the venue have of it: section 5 of docs/concepts/margin.md.
 * Builders and referrers are rare, so that the common fee is one multiplication and division.
 */

import { TAKER_SIDE } from '../margin/fill-words.ts';
import type { Ledger } from '../money/ledger.ts';
import { createDoubles, createWords } from '../numbers/words.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { feeShared } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { AccountTable } from '../state/account-table.ts';
import { computeFee, FEE_PARTS, FeePart, feeOf } from './fee-rule.ts';
import { type FeeSchedule, RATE_SHIFT, RateWord } from './fee-schedule.ts';
import type { FeeShares } from './fee-shares.ts';

const { referrer: REFERRER } = RateWord;
const RATES = RATE_SHIFT;
const TAKER = TAKER_SIDE;
const { charged: CHARGED, referrer: REFERRAL_PART, builder: BUILDER_PART } = FeePart;
const ACCEPTED = ResultCode.accepted;

/** The builder of the taker's order, plus one, and its rate; then those of the maker's order of the present fill. */
const BUILDER = 0;
const BUILDER_RATE = 1;
const MAKER_BUILDER = 2;
const MAKER_BUILDER_RATE = 3;
/** Of the fill that was worked out last: in the fee of which sides others share. */
const SHARED = 4;
const BY_TAKER = 1;
const BY_MAKER = 2;

export type SideFees = ReturnType<typeof createSideFees>;

/** Over the tables of an exchange. */
export function createSideFees(
  fees: FeeSchedule,
  shares: FeeShares,
  ledger: Ledger,
  accounts: AccountTable,
  records: RecordBuffer,
) {
  const { rates } = fees;
  const words = createWords(5);
  const takerParts = createDoubles(FEE_PARTS);
  const makerParts = createDoubles(FEE_PARTS);

  /** Makes known the builder of the next taker's order, plus one, and its rate; 0 when it has none. */
  function beginTaker(builder: number, rate: number): void {
    words[BUILDER] = builder;
    words[BUILDER_RATE] = rate;
  }

  /** The same of the order of the next maker, with whom a fill is worked out. */
  function meetMaker(builder: number, rate: number): void {
    words[MAKER_BUILDER] = builder;
    words[MAKER_BUILDER_RATE] = rate;
    words[SHARED] = 0;
  }

  /** The fee of a side, of an owner whose rate is given, for a fill of a value in micro-dollars. */
  function feeOfSide(to: number, value: number, owner: number, rate: number): number {
    const referrer = rates[(owner << RATES) | REFERRER] as number;
    const builderRate = words[to === TAKER ? BUILDER_RATE : MAKER_BUILDER_RATE] as number;
    const isOfVenue = referrer === 0 && builderRate === 0;
    return isOfVenue ? feeOf(value, rate) : sharedFee(to, value, rate, referrer !== 0, builderRate);
  }

  /** The fee of a side in which others than the venue share; its parts are kept. */
  function sharedFee(to: number, value: number, rate: number, isReferred: boolean, builderRate: number): number {
    const parts = to === TAKER ? takerParts : makerParts;
    const { discount, share } = fees.referral();
    computeFee(value, rate, isReferred ? discount : 0, isReferred ? share : 0, builderRate, parts);
    words[SHARED] = (words[SHARED] as number) | (to === TAKER ? BY_TAKER : BY_MAKER);
    return parts[CHARGED] as number;
  }

  /** Books what others earned of the fees of the fill that was worked out last, which is booked and recorded. */
  function bookShares(takerAccount: number, makerAccount: number): void {
    const shared = words[SHARED] as number;
    if (shared === 0) return;
    if ((shared & BY_TAKER) !== 0) bookShare(takerParts, takerAccount, words[BUILDER] as number, 0);
    if ((shared & BY_MAKER) !== 0) bookShare(makerParts, makerAccount, words[MAKER_BUILDER] as number, 1);
  }

  /** The same of one side. What does not fit into the rewards of whom it is for stays with the venue. */
  function bookShare(parts: Float64Array, account: number, builder: number, isMaker: number): void {
    const referrer = fees.referrerOf(accounts.ownerOf(account));
    const referralShare = referrer === 0 ? 0 : shares.earn(referrer - 1, parts[REFERRAL_PART] as number);
    const builderFee = builder === 0 ? 0 : shares.earn(builder - 1, parts[BUILDER_PART] as number);
    if (referralShare + builderFee === 0) return;
    ledger.shareFees(referralShare + builderFee);
    records.append(feeShared, ACCEPTED, {
      referralShare,
      builderFee,
      account,
      referrer: referralShare === 0 ? 0 : referrer,
      builder: builderFee === 0 ? 0 : builder,
      isMaker,
    });
  }

  return { beginTaker, meetMaker, feeOfSide, bookShares };
}
