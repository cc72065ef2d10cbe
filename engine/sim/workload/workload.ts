/**
 * A stream of log entries that a seed and a profile determine. It looks at the judge's state so that
 * it can speak of orders that are open and prices that are quoted; the bytes it hands out stand for
 * themselves, so that a list can be kept and applied again without it.
 */
import { continueWork, genesis, MarketState, tick } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../judge/naive-state.ts';
import { damaged } from './damage.ts';
import { type Draft, draftOf, entryOf } from './draft.ts';
import {
  accountDraft,
  genesisDraft,
  isLimited,
  marketDraft,
  marketLimitsDraft,
  marketStateDraft,
  ownerDraft,
  referencePriceDraft,
  stepTableDraft,
} from './market-drafts.ts';
import { amendment, cancellation, placement, selfTradeChoice } from './order-drafts.ts';
import { COMMAND_NAMES, type CommandName, moodsOf, type Profile } from './profile.ts';
import { Random } from './random.ts';
import type { Scene } from './scene.ts';
import type { Step } from './step.ts';

const END_OF_TIME = Number.MAX_SAFE_INTEGER;
const REOPENS_PER_MILLE = 100;
const LIMIT_CHANGES_PER_MILLE = 20;
const RESTORES_PER_MILLE = 1;
const MOOD_CHANGES_PER_MILLE = 20;

export class Workload {
  private readonly random: Random;
  private readonly moods: readonly Profile[];
  /** The mood of the moment. */
  private profile: Profile;

  constructor(seed: number, profile: Profile) {
    this.random = new Random(seed);
    this.moods = moodsOf(profile);
    this.profile = profile;
  }

  /** The entry that comes next for an exchange in this state. */
  next(state: NaiveState): Step {
    const { random } = this;
    if (random.happens(MOOD_CHANGES_PER_MILLE)) this.profile = random.pick(this.moods);
    const { profile } = this;
    const time = this.timeAfter(state);
    const scene: Scene = { random, profile, state, time };
    const draft = draftFor(scene, this.commandFor(state));
    const frame = random.bytes(random.happens(50) ? random.below(200) : 0);
    const whole = entryOf(draft, state.sequence + 1, time, frame);
    const isFirst = draft.layout.number === genesis.number && state.genesis === undefined;
    const entry = random.happens(isFirst ? 0 : profile.damagePerMille) ? damaged(random, whole, draft.layout) : whole;
    const restoreSlots = random.pick([0, 1, 7, 64]);
    const { numbersFrom } = profile;
    if (state.genesis !== undefined && state.lastOrder < numbersFrom) return { entry, restoreSlots, numbersFrom };
    return random.happens(RESTORES_PER_MILLE) ? { entry, restoreSlots } : { entry };
  }

  /** Often the same time; a leap is often to the very moment at which an order expires. */
  private timeAfter(state: NaiveState): number {
    const { random, profile } = this;
    const last = Math.max(state.time, profile.firstTime);
    if (!random.happens(profile.leapPerMille))
      return Math.min(END_OF_TIME, last + (random.happens(300) ? random.below(400) : 0));
    const expiries = state
      .openOrders()
      .flatMap(({ expiry }) => (expiry > last && expiry < END_OF_TIME ? [expiry] : []));
    if (expiries.length > 0 && random.happens(700)) return random.pick(expiries);
    return Math.min(END_OF_TIME, last + random.below(profile.leapMicros));
  }

  /** What the mix says, once there are a log, a market and as many owners and accounts as the profile begins with. */
  private commandFor(state: NaiveState): CommandName {
    const { random, profile } = this;
    const { firstOwners, firstAccounts } = profile;
    const isReady = state.accounts.length >= firstAccounts && state.markets.length > 0;
    const isClosed = state.markets.some((market) => {
      return market.state !== MarketState.open && market.state !== MarketState.postOnly;
    });
    if (isReady && isClosed && random.happens(REOPENS_PER_MILLE)) return random.pick(['setMarketState', 'cancelOrder']);
    const isLimiting = state.markets.some(isLimited);
    if (isReady && isLimiting && random.happens(LIMIT_CHANGES_PER_MILLE)) return 'setMarketLimits';
    if (isReady || random.happens(200)) return random.weighted(profile.mix);
    if (state.genesis === undefined)
      return random.happens(profile.earlyPerMille) ? random.pick(COMMAND_NAMES) : 'genesis';
    if (state.owners.length < firstOwners) return 'registerOwner';
    if (state.accounts.length < firstAccounts) return 'openAccount';
    return 'createMarket';
  }
}

function draftFor(scene: Scene, name: CommandName): Draft {
  const { random, profile, state } = scene;
  switch (name) {
    case 'genesis':
      return genesisDraft(random, profile);
    case 'tick':
      return draftOf(tick, {});
    case 'continueWork':
      return draftOf(continueWork, {});
    case 'registerOwner':
      return ownerDraft(random, profile);
    case 'openAccount':
      return accountDraft(random, state);
    case 'createMarket':
      return marketDraft(random, profile);
    case 'setStepTable':
      return stepTableDraft(random, profile, state);
    case 'setMarketState':
      return marketStateDraft(random, profile, state);
    case 'setMarketLimits':
      return marketLimitsDraft(random, profile, state);
    case 'setReferencePrice':
      return referencePriceDraft(random, profile, state);
    case 'placeOrder':
      return placement(scene);
    case 'cancelOrder':
      return cancellation(scene);
    case 'amendOrder':
      return amendment(scene);
    case 'setSelfTrade':
      return selfTradeChoice(scene);
  }
}
