/** Commands that begin the log, add to its tables and change markets; some of them are wrong on purpose. */
import {
  ASSETS_MAX,
  COLLAR_RATE_MAX,
  createMarket,
  EVENT_PRICE_TICKS_MAX,
  genesis,
  MarketState,
  MIN_NOTIONAL_MAX,
  OwnerKind,
  openAccount,
  PRICE_TICKS_MAX,
  RATE_ONE,
  RULE_VERSION_MAX,
  registerKey,
  registerOwner,
  SENDERS_MAX,
  SIZE_LOTS_MAX,
  STEP_BAND_BYTES,
  setMarketLimits,
  setMarketState,
  setReferencePrice,
  setStepTable,
  upgradeRules,
} from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../judge/naive-state.ts';
import type { Market } from '../judge/orders/naive-book.ts';
import type { Band } from '../judge/orders/step-table.ts';
import { type Draft, draftOf, hexOf } from './draft.ts';
import { bulky, type MarketTemplate, middleStep, priceAtStep, rateOfSteps } from './market-template.ts';
import type { Profile } from './profile.ts';
import { membersOfTripped } from './queue/group-drafts.ts';
import { queuedMarkets } from './queue/queued-work.ts';
import type { Random } from './random.ts';
import { tradedFor } from './spot/spot-markets.ts';

const ROLE_KEYS_BYTES = 96;
/** How often a change of state closes a market where its sweep may have to wait, or is left undone. */
const CLOSINGS_PER_MILLE = 100;
const POST_ONLY_PER_MILLE = 400;

export function genesisDraft(random: Random, profile: Profile): Draft {
  const blob = random.bytes(random.happens(200) ? random.pick([0, 64, 88, 95]) : ROLE_KEYS_BYTES);
  const wrong = random.pick([
    { ruleVersion: 0 },
    { ruleVersion: 3 },
    { keysMax: 20_000_000 },
    { ownersMax: 10_000_000, keysMax: 10_000_000 },
    { ownersMax: SENDERS_MAX, keysMax: 1 },
    { clientOrderIdsMax: 20_000_000 },
    { queueItemsMax: 2_000_000 },
    { orderGroupsMax: 2_000_000 },
    { assetsMax: ASSETS_MAX + 1 },
    { withdrawalsMax: 2_000_000 },
    { positionsMax: 20_000_000 },
    { sessionsMax: 2_000_000 },
    { sessionsMax: 1, ruleVersion: 1 },
    { assetsMax: 1, withdrawalsMax: 1, ruleVersion: 1 },
    { assetsMax: 1, withdrawalsMax: 0, ruleVersion: RULE_VERSION_MAX },
    { assetsMax: 1, withdrawalsMax: 0, ruleVersion: 1 },
    { ordersMax: 0 },
    { levelsMax: 2_000_000 },
    { drainPerCommandMax: 0 },
  ]);
  const values = { domain: hexOf(random.bytes(32)), ...profile.limits };
  return draftOf(genesis, { ...values, ...(random.happens(500) ? wrong : {}) }, blob);
}

/** Most often the later version, so that a list that begins under the earlier one is upgraded on its way. */
export function upgradeDraft(random: Random): Draft {
  return draftOf(upgradeRules, { ruleVersion: random.pick([1, RULE_VERSION_MAX, RULE_VERSION_MAX]) });
}

export function ownerDraft(random: Random, profile: Profile): Draft {
  const ownerKind = random.pick(Object.values(OwnerKind));
  return draftOf(registerOwner, { ownerKind, identity: identityFor(random, ownerKind, profile.limits.ownersMax) });
}

/** Owners by turns; now and then one that does not exist. */
export function keyDraft(random: Random, profile: Profile, state: NaiveState): Draft {
  const keyKind = random.pick(Object.values(OwnerKind));
  const { owners, keys } = state;
  const owner = random.happens(900) ? keys.length % Math.max(1, owners.length) : random.below(owners.length + 2);
  return draftOf(registerKey, { owner, keyKind, identity: identityFor(random, keyKind, profile.limits.keysMax + 1) });
}

/** Identities that repeat, and others that differ from them in one bit. */
export function identityFor(random: Random, kind: number, count: number): string {
  const length = kind === OwnerKind.secp256k1 && random.happens(700) ? 20 : 32;
  const identity = new Uint8Array(32).fill(1 + random.below(2 * count), 0, length);
  const at = random.below(length);
  if (random.happens(500)) identity[at] = (identity[at] ?? 0) ^ (1 << random.below(8));
  return hexOf(identity);
}

/** Owners by turns, so that each has accounts, or any of them; now and then none that exists. */
export function accountDraft(random: Random, state: NaiveState): Draft {
  const { accounts, owners } = state;
  const isByTurns = owners.length > 0 && random.happens(500);
  if (isByTurns) return draftOf(openAccount, { owner: accounts.length % owners.length });
  return draftOf(openAccount, { owner: random.below(state.owners.length + (random.happens(100) ? 2 : 0)) });
}

/** Where there is money the first are the first of the profile, since not all of them take orders. */
export function marketDraft(random: Random, all: Profile, known: NaiveState): Draft {
  const { assets, markets } = known;
  const isFirst = assets.length > 0 && markets.length < all.spot.firstMarkets;
  const profile = isFirst ? { ...all, markets: all.markets.slice(markets.length, markets.length + 1) } : all;
  const template = random.happens(250) ? wrongMarket(random, profile) : random.pick(profile.markets);
  const { marketKind, maxPrice } = template;
  const state = random.happens(800) ? MarketState.open : random.pick(Object.values(MarketState));
  const traded = tradedFor(random, all.spot, template, known);
  return draftOf(createMarket, { marketKind, maxPrice, state, ...traded }, bandsBlob(random, template));
}

export function stepTableDraft(random: Random, profile: Profile, state: NaiveState): Draft {
  const bound = state.assets.length > 0 && random.happens(400) ? tableAtBound(random, state) : undefined;
  if (bound !== undefined) return bound;
  const template = random.happens(300) ? wrongMarket(random, profile) : random.pick(profile.markets);
  const market = marketNumber(random, profile, state);
  return draftOf(setStepTable, { market, maxPrice: template.maxPrice }, bandsBlob(random, template));
}

/** Of an empty market with a mark: prices up to it or just not, or just beyond the largest that there ever was. */
function tableAtBound(random: Random, { markets }: NaiveState): Draft | undefined {
  const empty = markets.filter(({ book, markPrice }) => markPrice > 1 && book.bids.length + book.asks.length === 0);
  if (empty.length === 0) return undefined;
  const { number, markPrice, largestPrice } = random.pick(empty);
  const maxPrice = Math.min(PRICE_TICKS_MAX, random.pick([markPrice, markPrice - 1, largestPrice, largestPrice + 1]));
  const bands = [{ from: 1, step: 1 }];
  return draftOf(setStepTable, { market: number, maxPrice }, bandsBlob(random, { bands }));
}

/** Whether a market refuses orders for being small. */
export function isLimited({ minSize, minNotional }: Market): boolean {
  return minSize > 1 || minNotional > 0;
}

/** Often lifts limits, so that most orders go on being taken; else sets some that not all orders keep. */
export function marketLimitsDraft(random: Random, profile: Profile, state: NaiveState): Draft {
  const limited = state.markets.filter(isLimited);
  if (limited.length > 0 && random.happens(600)) {
    const { number, collarRate } = random.pick(limited);
    return draftOf(setMarketLimits, { market: number, collarRate });
  }
  const number = marketNumber(random, profile, state);
  const market = state.markets[number];
  if (market === undefined || random.happens(200)) return draftOf(setMarketLimits, { market: number });
  const { maxSize, maxPrice, bands } = market;
  const sizes = random.happens(50) ? [maxSize, maxSize + 1, SIZE_LOTS_MAX] : [0, 1, 2, Math.ceil(profile.sizeMax / 4)];
  const minSize = Math.min(random.pick(sizes), SIZE_LOTS_MAX);
  const reach = rateOfSteps(market, random.below(profile.spreadSteps)) + random.below(2);
  const edges = [0, 1, RATE_ONE - 1, RATE_ONE, COLLAR_RATE_MAX];
  const collarRate = Math.min(COLLAR_RATE_MAX, random.happens(150) ? random.pick(edges) : reach);
  const price = priceAtStep(bands, maxPrice, middleStep(market));
  const value = price * random.between(1, Math.ceil(profile.sizeMax / 3)) + random.below(3) - 1;
  const minNotional = random.happens(50) ? MIN_NOTIONAL_MAX : random.happens(500) ? 0 : value;
  return draftOf(setMarketLimits, { market: number, minSize, collarRate, minNotional });
}

/** Around the middle of the market, where the collar then binds some orders; or none, or at an edge of the table. */
export function referencePriceDraft(random: Random, profile: Profile, state: NaiveState): Draft {
  const number = marketNumber(random, profile, state);
  const market = state.markets[number];
  if (market === undefined || random.happens(150)) return draftOf(setReferencePrice, { market: number });
  const { maxPrice, bands } = market;
  if (random.happens(100)) {
    const price = random.pick([1, maxPrice, Math.min(maxPrice + 1, PRICE_TICKS_MAX)]);
    return draftOf(setReferencePrice, { market: number, price });
  }
  const step = middleStep(market) + random.between(-profile.spreadSteps, profile.spreadSteps);
  const price = Math.max(1, priceAtStep(bands, maxPrice, step) - (random.happens(200) ? 1 : 0));
  return draftOf(setReferencePrice, { market: number, price });
}

/** Mostly opens a market that is not open, so that the other commands find open markets; often one with queued work. */
export function marketStateDraft(random: Random, profile: Profile, state: NaiveState): Draft {
  const isStopping = state.queue.length > 0 || state.capacities.queueItemsMax === 0;
  if (isStopping && random.happens(CLOSINGS_PER_MILLE)) {
    return draftOf(setMarketState, { market: fullestMarket(random, profile, state), state: MarketState.closed });
  }
  const dead = membersOfTripped(state, state.restingOrders());
  // Seldom are dead members in the way where orders are post-only, so that is made use of.
  if (dead.length > 0 && random.happens(POST_ONLY_PER_MILLE)) {
    return draftOf(setMarketState, { market: random.pick(dead).market, state: MarketState.postOnly });
  }
  const shut = state.markets.filter((market) => market.state !== MarketState.open);
  if (shut.length > 0 && random.happens(800)) {
    return draftOf(setMarketState, { market: random.pick(shut).number, state: MarketState.open });
  }
  const queued = queuedMarkets(state);
  const isQueued = queued.length > 0 && random.happens(500);
  const market = isQueued ? random.pick(queued) : marketNumber(random, profile, state);
  const states = [...Object.values(MarketState), MarketState.postOnly];
  return draftOf(setMarketState, { market, state: random.pick(states) });
}

/** A market that mostly exists; the first as often as the profile says. */
export function marketNumber(random: Random, profile: Profile, state: NaiveState): number {
  if (random.happens(10)) return random.pick([state.markets.length, 65_535, 4_294_967_295]);
  return random.happens(profile.firstMarketPerMille) ? 0 : random.below(state.markets.length);
}

/** Mostly the market in which the most orders rest, and mostly without queued work; else any, also an empty one. */
export function fullestMarket(random: Random, profile: Profile, state: NaiveState): number {
  const queued = random.happens(700) ? queuedMarkets(state) : [];
  const counts = state.markets.map(({ number, book }) => {
    return queued.includes(number) ? 0 : book.bids.length + book.asks.length;
  });
  const isFullest = counts.length > 0 && random.happens(600);
  return isFullest ? counts.indexOf(Math.max(...counts)) : marketNumber(random, profile, state);
}

function wrongMarket(random: Random, profile: Profile): MarketTemplate {
  const template = random.pick(profile.markets);
  return random.pick<MarketTemplate>([
    { ...template, maxPrice: Math.min(template.maxPrice + 1, PRICE_TICKS_MAX) },
    { ...template, maxPrice: template.bands.at(-1)?.from ?? 1 },
    { ...template, maxPrice: Math.max(1, (template.bands.at(-1)?.from ?? 1) - 1) },
    { ...template, marketKind: 2, maxPrice: EVENT_PRICE_TICKS_MAX + 1, bands: [{ from: 1, step: 1 }] },
    { ...template, marketKind: 2, maxPrice: EVENT_PRICE_TICKS_MAX, bands: [{ from: 9_999, step: 4_294_967_295 }] },
    { ...template, maxSize: SIZE_LOTS_MAX },
    { ...template, maxPrice: PRICE_TICKS_MAX, bands: [{ from: 1, step: 1 }] },
    { ...bulky, maxPrice: 4_194_304, maxSize: 1_073_741_824 },
    { ...template, bands: [] },
    { ...template, bands: [...template.bands, ...template.bands] },
    { ...template, bands: template.bands.map((band) => ({ ...band, step: 0 })) },
    { ...template, bands: template.bands.map((band, index) => (index === 0 ? { ...band, from: 0 } : band)) },
    { ...template, bands: withBandBefore(template.bands, { from: 1, step: 7 }) },
  ]);
}

function withBandBefore(bands: readonly Band[], first: Band): Band[] {
  return [first, ...bands.filter((band) => band.from > first.from)];
}

/** The bands as bytes; now and then a few bytes more or fewer than whole bands. */
function bandsBlob(random: Random, template: Pick<MarketTemplate, 'bands'>): Uint8Array {
  const blob = new Uint8Array(template.bands.length * STEP_BAND_BYTES + (random.happens(30) ? 4 : 0));
  const view = new DataView(blob.buffer);
  for (const [index, { from, step }] of template.bands.entries()) {
    view.setUint32(index * STEP_BAND_BYTES, from, true);
    view.setUint32(index * STEP_BAND_BYTES + 4, step, true);
  }
  return blob;
}
