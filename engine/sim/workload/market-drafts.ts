/** Commands that begin the log, add to its tables and change markets; some of them are wrong on purpose. */
import {
  createMarket,
  EVENT_PRICE_TICKS_MAX,
  genesis,
  MarketState,
  OwnerKind,
  openAccount,
  PRICE_TICKS_MAX,
  registerOwner,
  SIZE_LOTS_MAX,
  STEP_BAND_BYTES,
  setMarketState,
  setStepTable,
} from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../judge/naive-state.ts';
import type { Band } from '../judge/step-table.ts';
import { type Draft, draftOf, hexOf } from './draft.ts';
import { bulky, type MarketTemplate } from './market-template.ts';
import type { Profile } from './profile.ts';
import type { Random } from './random.ts';

const ROLE_KEYS_BYTES = 96;

export function genesisDraft(random: Random, profile: Profile): Draft {
  const blob = random.bytes(random.happens(200) ? random.pick([0, 64, 88, 95]) : ROLE_KEYS_BYTES);
  const wrong = random.pick([
    { ruleVersion: 2 },
    { ordersMax: 0 },
    { levelsMax: 2_000_000 },
    { drainPerCommandMax: 0 },
  ]);
  const values = { ruleVersion: 1, domain: hexOf(random.bytes(32)), ...profile.limits };
  return draftOf(genesis, { ...values, ...(random.happens(500) ? wrong : {}) }, blob);
}

/** Identities that repeat, and others that differ from them in one bit. */
export function ownerDraft(random: Random, profile: Profile): Draft {
  const ownerKind = random.pick(Object.values(OwnerKind));
  const length = ownerKind === OwnerKind.secp256k1 && random.happens(700) ? 20 : 32;
  const identity = new Uint8Array(32).fill(1 + random.below(2 * profile.limits.ownersMax), 0, length);
  const at = random.below(length);
  if (random.happens(500)) identity[at] = (identity[at] ?? 0) ^ (1 << random.below(8));
  return draftOf(registerOwner, { ownerKind, identity: hexOf(identity) });
}

export function accountDraft(random: Random, state: NaiveState): Draft {
  return draftOf(openAccount, { owner: random.below(state.owners.length + (random.happens(100) ? 2 : 0)) });
}

export function marketDraft(random: Random, profile: Profile): Draft {
  const template = random.happens(250) ? wrongMarket(random, profile) : random.pick(profile.markets);
  const { marketKind, sizeDecimals, maxPrice, maxSize } = template;
  const state = random.happens(800) ? MarketState.open : random.pick(Object.values(MarketState));
  return draftOf(createMarket, { marketKind, sizeDecimals, state, maxPrice, maxSize }, bandsBlob(random, template));
}

export function stepTableDraft(random: Random, profile: Profile, state: NaiveState): Draft {
  const template = random.happens(300) ? wrongMarket(random, profile) : random.pick(profile.markets);
  const market = marketNumber(random, profile, state);
  return draftOf(setStepTable, { market, maxPrice: template.maxPrice }, bandsBlob(random, template));
}

/** Mostly opens a market that is not open, so that the other commands find open markets. */
export function marketStateDraft(random: Random, profile: Profile, state: NaiveState): Draft {
  const closed = state.markets.filter((market) => market.state !== MarketState.open);
  if (closed.length > 0 && random.happens(800)) {
    return draftOf(setMarketState, { market: random.pick(closed).number, state: MarketState.open });
  }
  const market = marketNumber(random, profile, state);
  return draftOf(setMarketState, { market, state: random.pick(Object.values(MarketState)) });
}

/** A market that mostly exists; the first as often as the profile says. */
export function marketNumber(random: Random, profile: Profile, state: NaiveState): number {
  if (random.happens(10)) return random.pick([state.markets.length, 65_535, 4_294_967_295]);
  return random.happens(profile.firstMarketPerMille) ? 0 : random.below(state.markets.length);
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
function bandsBlob(random: Random, template: MarketTemplate): Uint8Array {
  const blob = new Uint8Array(template.bands.length * STEP_BAND_BYTES + (random.happens(30) ? 4 : 0));
  const view = new DataView(blob.buffer);
  for (const [index, { from, step }] of template.bands.entries()) {
    view.setUint32(index * STEP_BAND_BYTES, from, true);
    view.setUint32(index * STEP_BAND_BYTES + 4, step, true);
  }
  return blob;
}
