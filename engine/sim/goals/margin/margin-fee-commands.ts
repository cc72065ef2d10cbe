/** Which situations show the commands that say who shares in fees, and by which that is paid out. */
import {
  approveBuilder,
  BUILDER_RATE_MAX,
  BUILDERS_OF_OWNER_MAX,
  claimRewards,
  RATE_ONE,
  ResultCode,
  setReferralTerms,
  setReferrer,
} from '@intelligent-ledger/engine/core';
import { coversRebates } from '../../judge/fees/fee-tiers.ts';
import { rewardsOf } from '../../judge/money/books.ts';
import { ownerOf } from '../../judge/owners.ts';
import { dollarsOf, type MarginScene, restingIn } from './margin-scene.ts';

export const FEE_COMMAND_SITUATIONS = [
  'builder approved',
  'builder approved anew at a larger rate',
  'builder approved anew at a smaller rate',
  'builder approved at the largest rate',
  'builder approved as the last of eight',
  'builder approved anew as one of eight',
  'owner approved as its own builder',
  'approval taken back',
  'approval taken back of one of eight',
  'approval taken back that was not there',
  'approval taken back while an order rests with it',
  'owners that referred one another',
  'owner that referred several',
  'rewards claimed whole',
  'rewards claimed as far as the balance has room',
  'loan made smaller by rewards',
  'rewards claimed by each of several accounts of an owner',
  'referral terms of nothing after others',
  'referral terms of a discount alone',
  'referral terms of a share alone',
  'referral terms of all there is',
  'referral terms that leave just the largest rebate',
  'referral terms refused one millionth beyond',
  'referral terms refused for the discount alone',
  'referral terms set anew while owners are referred',
];

/** Looks at those commands, and remembers by which accounts owners claimed. */
export class FeeCommandCoverage {
  private readonly claimants = new Map<number, Set<number>>();

  clear(): void {
    this.claimants.clear();
  }

  situations(scene: MarginScene): string[] {
    const { layout, code } = scene;
    const isAccepted = code === ResultCode.accepted;
    switch (layout) {
      case approveBuilder:
        return isAccepted ? approvalSituations(scene) : [];
      case setReferrer:
        return isAccepted ? referrerSituations(scene) : [];
      case claimRewards:
        return isAccepted ? this.claimSituations(scene) : [];
      case setReferralTerms:
        return termsSituations(scene);
      default:
        return [];
    }
  }

  private claimSituations({ values, before, state }: MarginScene): string[] {
    const account = Number(values['account']);
    const owner = ownerOf(state, account);
    const claimants = this.claimants.get(owner) ?? new Set();
    this.claimants.set(owner, claimants.add(account));
    const [dollar] = state.assets;
    const left = dollar === undefined ? 0n : rewardsOf(dollar.books, owner);
    return [
      left === 0n ? 'rewards claimed whole' : 'rewards claimed as far as the balance has room',
      ...(dollarsOf(before, account) < 0n ? ['loan made smaller by rewards'] : []),
      ...(claimants.size > 1 ? ['rewards claimed by each of several accounts of an owner'] : []),
    ];
  }
}

function approvalSituations({ values, before, state }: MarginScene): string[] {
  const [account = 0, builder = 0, rateMax = 0] = ['account', 'builder', 'rateMax'].map((name) => Number(values[name]));
  const owner = ownerOf(state, account);
  const was = before.owners[owner]?.builders ?? new Map<number, number>();
  const rate = was.get(builder);
  const isOneOfAll = was.size === BUILDERS_OF_OWNER_MAX;
  if (rateMax === 0) {
    const isResting = restingIn(before).some((order) => {
      return order.builder === builder + 1 && ownerOf(before, order.account) === owner;
    });
    if (rate === undefined) return ['approval taken back that was not there'];
    return [
      'approval taken back',
      ...(isOneOfAll ? ['approval taken back of one of eight'] : []),
      ...(isResting ? ['approval taken back while an order rests with it'] : []),
    ];
  }
  return [
    ...(rate === undefined ? ['builder approved'] : []),
    ...(rate !== undefined && rate < rateMax ? ['builder approved anew at a larger rate'] : []),
    ...(rate !== undefined && rate > rateMax ? ['builder approved anew at a smaller rate'] : []),
    ...(rateMax === BUILDER_RATE_MAX ? ['builder approved at the largest rate'] : []),
    ...(builder === owner ? ['owner approved as its own builder'] : []),
    ...(rate === undefined && was.size === BUILDERS_OF_OWNER_MAX - 1 ? ['builder approved as the last of eight'] : []),
    ...(isOneOfAll ? ['builder approved anew as one of eight'] : []),
  ];
}

function referrerSituations({ values, state }: MarginScene): string[] {
  const owner = ownerOf(state, Number(values['account']));
  const referrer = Number(values['referrer']);
  const referred = state.owners.filter((other) => other.referrer === referrer);
  return [
    ...(state.owners[referrer]?.referrer === owner ? ['owners that referred one another'] : []),
    ...(referred.length > 1 ? ['owner that referred several'] : []),
  ];
}

function termsSituations({ values, code, before, state }: MarginScene): string[] {
  const [discount = 0, share = 0] = ['discount', 'share'].map((name) => Number(values[name]));
  const isCovered = (terms: { discount: number; share: number }) => coversRebates(state.feeTiers, terms);
  if (code === ResultCode.feeTiersInvalid) {
    return [
      ...(share > 0 && isCovered({ discount, share: share - 1 })
        ? ['referral terms refused one millionth beyond']
        : []),
      ...(share === 0 ? ['referral terms refused for the discount alone'] : []),
    ];
  }
  if (code !== ResultCode.accepted) return [];
  const { referralTerms } = before;
  const isNothing = discount + share === 0;
  const isAtBound = share < RATE_ONE && !isCovered({ discount, share: share + 1 });
  return [
    ...(isNothing && referralTerms.discount + referralTerms.share > 0
      ? ['referral terms of nothing after others']
      : []),
    ...(discount > 0 && share === 0 ? ['referral terms of a discount alone'] : []),
    ...(discount === 0 && share > 0 ? ['referral terms of a share alone'] : []),
    ...(discount === RATE_ONE || share === RATE_ONE ? ['referral terms of all there is'] : []),
    ...(isAtBound ? ['referral terms that leave just the largest rebate'] : []),
    ...(state.owners.some(({ referrer }) => referrer !== undefined)
      ? ['referral terms set anew while owners are referred']
      : []),
  ];
}
