/** Commands that say who shares in fees, and by which that is paid out, right ones and wrong ones. */
import {
  approveBuilder,
  BALANCE_MAX,
  BUILDER_RATE_MAX,
  BUILDERS_OF_OWNER_MAX,
  claimRewards,
  RATE_ONE,
  setReferralTerms,
  setReferrer,
  VENUE_DOLLAR,
} from '@intelligent-ledger/engine/core';
import { coversRebates } from '../../judge/fees/fee-tiers.ts';
import type { FeeTier, ReferralTerms } from '../../judge/margin/held-margin.ts';
import { type Draft, draftOf } from '../draft.ts';
import { balanceIn, earnedBy, ownSender } from '../money/money-scene.ts';
import type { Scene } from '../scene.ts';
import { accountFor } from '../senders/sender.ts';

const U32_MAX = 4_294_967_295;
const STRANGE_OWNERS_PER_MILLE = 60;
const TAKEN_BACK_PER_MILLE = 120;
const RESTING_PER_MILLE = 150;
const MUTUAL_PER_MILLE = 200;
/** How often one more builder is approved by an owner that has many. */
const CROWDED_PER_MILLE = 400;
const UNREFERRED_PER_MILLE = 600;
const EARNERS_PER_MILLE = 850;
const FULLEST_PER_MILLE = 800;
const HOARDING_FROM_PER_MILLE = 200;
const HOARDED_PER_MILLE = 800;
const BOUND_PER_MILLE = 500;

/** Mostly at a rate from nothing to the largest; an approval may be set anew or taken back, also of a resting order. */
export function builderApproval(scene: Scene): Draft {
  const { random, state, message } = scene;
  const built = message === undefined ? state.restingOrders().filter(({ builder }) => builder > 0) : [];
  if (built.length > 0 && random.happens(RESTING_PER_MILLE)) {
    const { account, builder, builderFee } = random.pick(built);
    const rateMax = random.pick([0, random.below(builderFee + 1)]);
    return draftOf(approveBuilder, { ...ownSender(scene, account), builder: builder - 1, rateMax });
  }
  const account = approverFor(scene);
  const builders = state.owners[state.accounts[account]?.owner ?? -1]?.builders ?? new Map<number, number>();
  const isTakenBack = builders.size > 0 && random.happens(TAKEN_BACK_PER_MILLE);
  const others = [...state.owners.keys()].filter((owner) => !builders.has(owner));
  const isCrowding = builders.size >= BUILDERS_OF_OWNER_MAX / 2 && others.length > 0;
  const added = isCrowding && random.happens(CROWDED_PER_MILLE) ? random.pick(others) : anyOwner(scene);
  const builder = isTakenBack ? random.pick([...builders.keys()]) : added;
  const rate = random.pick([1, random.between(1, 1_000), random.between(1, BUILDER_RATE_MAX), BUILDER_RATE_MAX]);
  const rateMax = isTakenBack || random.happens(30) ? 0 : rate;
  return draftOf(approveBuilder, { ...ownSender(scene, account), builder, rateMax });
}

/** Where many owners are, often an account of the one that has approved the most builders. */
function approverFor(scene: Scene): number {
  const { random, state, message } = scene;
  const account = accountFor(scene);
  const isCrowd = state.owners.length > BUILDERS_OF_OWNER_MAX && message === undefined;
  if (!isCrowd || !random.happens(CROWDED_PER_MILLE)) return account;
  const counts = state.accounts.map(({ owner }) => state.owners[owner]?.builders.size ?? 0);
  return counts.indexOf(Math.max(...counts));
}

/** Mostly of an owner that has said none yet; now and then of one that it referred. */
export function referrerNaming(scene: Scene): Draft {
  const { random, state, message } = scene;
  const mutual = message === undefined ? mutualReferrals(scene) : [];
  if (mutual.length > 0 && random.happens(MUTUAL_PER_MILLE)) {
    const { account, referrer } = random.pick(mutual);
    return draftOf(setReferrer, { ...ownSender(scene, account), referrer });
  }
  const sent = accountFor(scene);
  const without = state.accounts.flatMap(({ owner }, account) => {
    return state.owners[owner]?.referrer === undefined ? [account] : [];
  });
  const isFree = without.length > 0 && message === undefined && random.happens(UNREFERRED_PER_MILLE);
  const account = isFree ? random.pick(without) : sent;
  return draftOf(setReferrer, { ...ownSender(scene, account), referrer: anyOwner(scene) });
}

/** Accounts of owners that referred another and have said nobody themselves, and that other. */
function mutualReferrals({ state: { accounts, owners } }: Scene): { account: number; referrer: number }[] {
  return owners.flatMap((owner, referrer) => {
    const { referrer: number } = owner;
    const account = accounts.findIndex((other) => other.owner === number);
    if (number === undefined || account === -1 || owners[number]?.referrer !== undefined) return [];
    return [{ account, referrer }];
  });
}

function anyOwner({ random, state }: Scene): number {
  const isStrange = state.owners.length === 0 || random.happens(STRANGE_OWNERS_PER_MILLE);
  return isStrange ? random.pick([state.owners.length, U32_MAX]) : random.below(state.owners.length);
}

/** Mostly of an owner that has earned something, often for the account that has hardly room for it. */
export function rewardClaim(scene: Scene): Draft {
  const { random, profile, state, message } = scene;
  const sent = accountFor(scene);
  const nobody = state.accounts.findIndex(({ owner }) => earnedBy(state, owner) === 0);
  const earning = state.accounts.flatMap(({ owner }, account) => (earnedBy(state, owner) > 0 ? [account] : []));
  if (earning.length === 0 || message !== undefined || !random.happens(EARNERS_PER_MILLE)) {
    return draftOf(claimRewards, ownSender(scene, sent));
  }
  const balances = earning.map((account) => balanceIn(state, account, VENUE_DOLLAR));
  const most = Math.max(...balances);
  const fullest = earning[balances.indexOf(most)] ?? sent;
  const isFull = most > BALANCE_MAX - earnedBy(state, state.accounts[fullest]?.owner);
  // Where balances are large, what was earned mostly waits for one that is full.
  const isHoarding = profile.largestPerMille >= HOARDING_FROM_PER_MILLE && random.happens(HOARDED_PER_MILLE);
  if (isHoarding && !isFull) return draftOf(claimRewards, ownSender(scene, Math.max(0, nobody)));
  const account = isFull && random.happens(FULLEST_PER_MILLE) ? fullest : random.pick(earning);
  return draftOf(claimRewards, ownSender(scene, account));
}

/** None, small or large ones, all there is, or just what the rebates of the present tiers leave, and one beyond. */
export function referralTermsDraft({ random, state }: Scene): Draft {
  const partOf = () => random.pick([0, 0, random.below(1_000), random.below(RATE_ONE + 1), 100_000, RATE_ONE]);
  const discount = random.pick([0, random.below(RATE_ONE + 1), partOf()]);
  const most = largestShare(state.feeTiers, discount);
  const isBound = most !== undefined && most < RATE_ONE && random.happens(BOUND_PER_MILLE);
  const share = isBound ? most + random.pick([0, 0, 1]) : partOf();
  return draftOf(setReferralTerms, { discount, share });
}

/** The largest share that a discount leaves, or undefined where even none is too large. */
function largestShare(tiers: readonly FeeTier[], discount: number): number | undefined {
  if (tiers.length === 0 || !coversRebates(tiers, { discount, share: 0 })) return undefined;
  let [most, beyond] = [0, RATE_ONE + 1];
  while (beyond - most > 1) {
    const share = Math.floor((most + beyond) / 2);
    if (coversRebates(tiers, { discount, share })) most = share;
    else beyond = share;
  }
  return most;
}

/** The largest rebate that a least rate of takers pays for under referral terms. */
export function largestRebate(takerRate: number, { discount, share }: ReferralTerms): number {
  const left = BigInt(takerRate) * BigInt(RATE_ONE - discount) * BigInt(RATE_ONE - share);
  return Number(left / BigInt(RATE_ONE) ** 2n);
}
