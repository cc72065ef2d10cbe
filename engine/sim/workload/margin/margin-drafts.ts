/**
 * Commands that say what positions need, at what price they are valued and what fills cost, right ones and wrong ones;
 * and which draft is made for which command of margin.
 */
import {
  encodeFeeTiers,
  FEE_RATE_MAX,
  FEE_TIER_BYTES,
  FEE_TIERS_MAX,
  type FeeTier,
  LEVERAGE_MAX,
  MarketKind,
  POSITION_MAX,
  PRICE_TICKS_MAX,
  setFeeTiers,
  setMarginTerms,
  setMarkPrice,
} from '@intelligent-ledger/engine/core';
import { dayOf } from '../../judge/fees/days.ts';
import { dollarsBefore } from '../../judge/fees/volumes.ts';
import { openSizeOfOwner } from '../../judge/margin/needs.ts';
import { openInterestOf } from '../../judge/margin/position.ts';
import type { Market } from '../../judge/orders/naive-book.ts';
import { type Draft, draftOf } from '../draft.ts';
import { marketNumber } from '../market-drafts.ts';
import { middleStep, priceAtStep } from '../market-template.ts';
import { type CommandName, MARGIN_COMMAND_NAMES, type MarginCommandName } from '../profile.ts';
import type { Scene } from '../scene.ts';
import { builderApproval, largestRebate, referralTermsDraft, referrerNaming, rewardClaim } from './fee-drafts.ts';
import { markThatPinches } from './margin-pinch.ts';
import { unpricedIn } from './margin-scene.ts';

/** What a position is worth stays below this at any price. */
const WORTH_LIMIT = 2 ** 51;
const UNPRICED_FIRST_PER_MILLE = 600;
const WRONG_TERMS_PER_MILLE = 90;
const WRONG_TIERS_PER_MILLE = 150;
const UNCOVERED_PER_MILLE = 150;
const WRONG_KIND_PER_MILLE = 40;

export function isOfMargin(name: CommandName): name is MarginCommandName {
  return (MARGIN_COMMAND_NAMES as readonly string[]).includes(name);
}

export function marginDraft(scene: Scene, name: MarginCommandName): Draft {
  switch (name) {
    case 'setMarginTerms':
      return termsDraft(scene);
    case 'setMarkPrice':
      return markDraft(scene);
    case 'setFeeTiers':
      return feesDraft(scene);
    case 'approveBuilder':
      return builderApproval(scene);
    case 'setReferrer':
      return referrerNaming(scene);
    case 'claimRewards':
      return rewardClaim(scene);
    case 'setReferralTerms':
      return referralTermsDraft(scene);
  }
}

/** Often a market that is not priced yet, mostly for the lack of this; now and then one of another kind. */
function marketFor({ random, profile, state }: Scene, lacks: (market: Market) => boolean): number {
  const lacking = unpricedIn(state).filter(lacks);
  if (lacking.length > 0 && random.happens(UNPRICED_FIRST_PER_MILLE)) return random.pick(lacking).number;
  const others = state.markets.filter(({ marketKind }) => marketKind !== MarketKind.perpetual);
  if (others.length > 0 && random.happens(WRONG_KIND_PER_MILLE)) return random.pick(others).number;
  const held = state.positions.map(({ market }) => market);
  if (held.length > 0 && random.happens(500)) return random.pick(held);
  return state.markets.length === 0 ? 0 : marketNumber(random, profile, state);
}

function termsDraft(scene: Scene): Draft {
  const { random, state } = scene;
  const number = marketFor(scene, ({ margin }) => margin === undefined);
  const market = state.markets[number];
  const terms = { ...tiersFor(scene, market), ...boundsFor(scene, market) };
  const isWrong = random.happens(WRONG_TERMS_PER_MILLE);
  const wrong = isWrong ? random.pick(wrongTerms(terms, market)) : {};
  return draftOf(setMarginTerms, { market: number, ...terms, ...wrong });
}

type Terms = ReturnType<typeof tiersFor> & ReturnType<typeof boundsFor>;

/** One or two faults, of which the first in the order of the fields counts. */
function wrongTerms({ leverage }: Terms, market: Market | undefined): Partial<Terms>[] {
  const tooMany = largestBound(market) + 1;
  return [
    { secondLeverage: leverage, secondFrom: 5 },
    { secondLeverage: Math.min(LEVERAGE_MAX, leverage + 1), thirdLeverage: 100, secondFrom: 0 },
    { leverage: 50, secondLeverage: 20, secondFrom: 7, thirdLeverage: 20, thirdFrom: 9 },
    { leverage: 50, secondLeverage: 0, secondFrom: 0, thirdLeverage: 1, thirdFrom: 9 },
    { leverage: 50, secondLeverage: 20, secondFrom: 0 },
    { leverage: 50, secondLeverage: 0, secondFrom: 1, thirdLeverage: 0, thirdFrom: 0 },
    { leverage: 50, secondLeverage: 20, secondFrom: 7, thirdLeverage: 10, thirdFrom: 0 },
    { leverage: 50, secondLeverage: 20, secondFrom: 7, thirdLeverage: 0, thirdFrom: 8 },
    { leverage: 50, secondLeverage: 20, secondFrom: 7, thirdLeverage: 10, thirdFrom: 7 },
    { positionMax: tooMany },
    { positionMax: tooMany, secondLeverage: leverage, secondFrom: 5 },
    { positionMax: POSITION_MAX },
  ];
}

/** The most lots that a market admits as its bound. */
function largestBound(market: Market | undefined): number {
  return Math.floor((WORTH_LIMIT - 1) / (market?.largestPrice || 1));
}

/** One tier, two or three; often they begin just at what a position is worth, now and then at next to nothing. */
function tiersFor(scene: Scene, market: Market | undefined) {
  const { random, profile } = scene;
  const { leverages, tieredPerMille } = profile.margin;
  const leverage = random.pick(leverages);
  const hasSecond = leverage > 1 && random.happens(tieredPerMille);
  const secondLeverage = hasSecond ? random.between(1, leverage - 1) : 0;
  const hasThird = secondLeverage > 1 && random.happens(600);
  const thirdLeverage = hasThird ? random.between(1, secondLeverage - 1) : 0;
  const secondFrom = hasSecond ? tierValue(scene, market) : 0;
  const thirdFrom = hasThird ? Math.max(secondFrom + 1, tierValue(scene, market)) : 0;
  return { leverage, secondLeverage, thirdLeverage, secondFrom, thirdFrom };
}

function tierValue({ random, profile, state }: Scene, market: Market | undefined): number {
  const own = state.positions.filter((position) => position.market === market?.number);
  const values = own.map(({ size }) => Math.abs(Number(size)) * (market?.markPrice ?? 1));
  if (values.length > 0 && random.happens(500)) return Math.max(1, random.pick(values) + random.pick([-1, 0, 0, 1]));
  if (random.happens(200)) return random.between(1, 9);
  return random.between(1, profile.margin.tierValueMax);
}

/** Mostly far away; else about the largest open size of an owner, and about what is open in the market. */
function boundsFor({ random, profile, state }: Scene, market: Market | undefined) {
  const most = Math.min(POSITION_MAX, largestBound(market));
  const isBinding = market?.margin !== undefined && random.happens(profile.margin.boundedPerMille);
  if (!isBinding) return { positionMax: most, openInterestMax: random.happens(900) ? POSITION_MAX : most };
  const { number } = market;
  const sizes = state.accounts.map((_, account) => Number(openSizeOfOwner(state, account, number)));
  const room = random.between(0, profile.sizeMax);
  const positionMax = Math.min(most, Math.max(1, Math.max(...sizes) + room - random.pick([0, 0, profile.sizeMax])));
  const open = Number(openInterestOf(state, number));
  const openInterestMax = random.pick([open + 1, open + room, open + room, open + room, Math.floor(open / 2), 0]);
  const how = random.weighted({ position: 3, interest: 3, both: 1 });
  return {
    positionMax: how === 'interest' ? most : positionMax,
    openInterestMax: how === 'position' ? POSITION_MAX : openInterestMax,
  };
}

/**
 * A few steps from where it was, or far; at first in the middle of the market; often where an account has just enough.
 */
function markDraft(scene: Scene): Draft {
  const { random, profile, state } = scene;
  const number = marketFor(scene, ({ markPrice }) => markPrice === 0);
  const market = state.markets[number];
  if (market === undefined) return draftOf(setMarkPrice, { market: number, price: 1 });
  const { maxPrice, bands, markPrice } = market;
  const middle = priceAtStep(bands, maxPrice, middleStep(market));
  const step = Math.max(1, priceAtStep(bands, maxPrice, middleStep(market) + 1) - middle);
  const { markSteps, leapsPerMille } = profile.margin;
  const isEdge = random.happens(20);
  if (isEdge) {
    return draftOf(setMarkPrice, { market: number, price: random.pick([1, maxPrice, maxPrice + 1, PRICE_TICKS_MAX]) });
  }
  const pinched = random.happens(leapsPerMille) ? markThatPinches(scene, market) : undefined;
  const isLeap = random.happens(leapsPerMille);
  const isAway = Math.abs(markPrice - middle) * 3 > middle;
  const isBack = markPrice === 0 || random.happens(isAway ? 600 : 150);
  const near = (isBack ? middle : markPrice) + random.between(-markSteps * step, markSteps * step);
  const price = pinched ?? (isLeap ? Math.floor((middle * random.between(1, 40)) / 20) : near);
  return draftOf(setMarkPrice, { market: number, price: Math.min(maxPrice, Math.max(1, price)) });
}

function feesDraft(scene: Scene): Draft {
  const { random } = scene;
  const tiers = feeTiersFor(scene);
  const ofSpot = random.happens(scene.profile.spot.feesPerMille) ? 1 : 0;
  if (!random.happens(WRONG_TIERS_PER_MILLE)) return draftOf(setFeeTiers, { ofSpot }, encodeFeeTiers(tiers));
  const [first = FREE, ...others] = tiers;
  const large = FEE_RATE_MAX + 1;
  const wrong: FeeTier[][] = [
    [],
    [{ ...first, volumeFrom: 1 }, ...others],
    [first, { ...first, volumeFrom: 7 }, { ...first, volumeFrom: 7 }],
    [{ ...first, takerRate: large }],
    [{ ...first, makerRate: large, makerRebate: 0 }],
    [{ ...first, takerRate: FEE_RATE_MAX, makerRate: 0, makerRebate: large }],
    [{ ...first, takerRate: 9, makerRate: 1, makerRebate: 1 }],
    [{ ...first, takerRate: 9, makerRate: 0, makerRebate: 10 }],
    [
      { ...FREE, takerRate: 9, makerRebate: 9 },
      { ...FREE, volumeFrom: 5, takerRate: 8 },
    ],
  ];
  const blob = encodeFeeTiers(random.pick(wrong));
  const marred = encodeFeeTiers(tiers);
  if (random.happens(200)) marred[FEE_TIER_BYTES - 1 - random.below(4)] = 1;
  else marred[6] = random.pick([32, 255]);
  return draftOf(
    setFeeTiers,
    { ofSpot },
    random.pick([blob, blob, marred, encodeFeeTiers(tiers).slice(0, -random.between(1, 23))]),
  );
}

const FREE: FeeTier = { volumeFrom: 0, takerRate: 0, makerRate: 0, makerRebate: 0 };

/** None, or one to eight tiers from about the volumes that owners have, of which some pay makers. */
function feeTiersFor({ random, profile, state, time }: Scene): FeeTier[] {
  const { freePerMille, rateMax } = profile.margin;
  if (random.happens(freePerMille)) return [FREE];
  const sums = state.owners.map((_, owner) => {
    return Number(dollarsBefore(state, owner, dayOf(time)).reduce((sum, dollars) => sum + dollars, 0n));
  });
  const volumes = sums.filter((sum) => sum > 0).map((sum) => Math.max(1, sum + random.pick([-1, 0, 0, 1])));
  const mostFrom = random.pick([9, 60]);
  const few = Array.from({ length: random.pick([0, 1, 2, FEE_TIERS_MAX]) }, () => {
    return volumes.length > 0 && random.happens(600) ? random.pick(volumes) : random.between(1, mostFrom);
  });
  const froms = [...new Set(few)].sort((a, b) => a - b).slice(0, FEE_TIERS_MAX - 1);
  const least = random.below(rateMax);
  // Mostly what the referral terms leave is enough for the rebates.
  const payable = random.happens(UNCOVERED_PER_MILLE) ? least : largestRebate(least, state.referralTerms);
  return [0, ...froms].map((volumeFrom) => {
    const isPaying = random.happens(400);
    const makerRate = isPaying ? 0 : random.pick([0, random.below(rateMax), FEE_RATE_MAX]);
    const makerRebate = isPaying ? random.pick([payable, random.below(payable + 1)]) : 0;
    const takerRate = Math.min(FEE_RATE_MAX, least + random.pick([0, random.below(rateMax), FEE_RATE_MAX]));
    return { volumeFrom, takerRate, makerRate, makerRebate };
  });
}
