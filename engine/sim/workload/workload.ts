/**
 * A stream of log entries that a seed and a profile determine. It looks at the judge's state so that
 * it can speak of orders that are open and prices that are quoted; the bytes it hands out stand for
 * themselves, so that a list can be kept and applied again without it.
 */
import {
  continueWork,
  genesis,
  MarketState,
  openMessage,
  placeOrder,
  replaceOrder,
  tick,
} from '@intelligent-ledger/engine/core';
import type { Message, NaiveState } from '../judge/naive-state.ts';
import { isAffordable, resizing } from './capacity-drafts.ts';
import { damaged } from './damage.ts';
import { type Draft, draftOf, entryOf } from './draft.ts';
import { isOfMargin, marginDraft } from './margin/margin-drafts.ts';
import { placementWithMargin } from './margin/margin-orders.ts';
import { hasMoney } from './margin/margin-scene.ts';
import {
  accountDraft,
  genesisDraft,
  isLimited,
  keyDraft,
  marketDraft,
  marketLimitsDraft,
  marketStateDraft,
  ownerDraft,
  referencePriceDraft,
  stepTableDraft,
  upgradeDraft,
} from './market-drafts.ts';
import { commandBeforeTrade } from './money/first-funds.ts';
import { isOfMoney, moneyDraft } from './money/money-drafts.ts';
import { manyCancellation, marketClearing, scheduling } from './orders/cancel-drafts.ts';
import { cancellationById, repetition } from './orders/client-order-ids.ts';
import { amendment, cancellation, placement, selfTradeChoice } from './orders/order-drafts.ts';
import { isRationed, orderQuotaDraft } from './orders/order-quotas.ts';
import { placementAtQuota } from './orders/quota-orders.ts';
import { replacement, replacementOfHolder } from './orders/replacement-drafts.ts';
import { COMMAND_NAMES, type CommandName, moodsOf, type Profile } from './profile.ts';
import { groupSetting, tenthAfter } from './queue/group-drafts.ts';
import { placementAtGroup } from './queue/group-orders.ts';
import { draftAtQueue } from './queue/queue-drafts.ts';
import { queuedMarkets, waitingOrders } from './queue/queued-work.ts';
import { Random } from './random.ts';
import type { Scene } from './scene.ts';
import { keyApproval, keyRevocation } from './senders/key-drafts.ts';
import { draftUnderKey } from './senders/key-orders.ts';
import { isRateReached, secondOf } from './senders/key-scene.ts';
import { messageBeginning } from './senders/sender.ts';
import { sessionClosing, sessionOpening, sessionSigning } from './senders/session-drafts.ts';
import { turnsOf } from './senders/session-scene.ts';
import { amendmentInSpot, replacementInSpot } from './spot/spot-meetings.ts';
import { placementInSpot } from './spot/spot-orders.ts';
import type { Step } from './step.ts';

const END_OF_TIME = Number.MAX_SAFE_INTEGER;
const REOPENS_PER_MILLE = 100;
const LIMIT_CHANGES_PER_MILLE = 20;
const QUOTA_CHANGES_PER_MILLE = 20;
const RESTORES_PER_MILLE = 1;
const RESTORES_WITH_MONEY_PER_MILLE = 4;
const MOOD_CHANGES_PER_MILLE = 20;
/**
 * How often a message goes on; how often one that is over is gone on with, later and at once; how often a command in
 * one is damaged.
 */
const MEMBERS_PER_MILLE = 900;
const LATE_MEMBERS_PER_MILLE = 10;
const LATEST_MEMBERS_PER_MILLE = 300;
const DAMAGED_MEMBERS_PER_MILLE = 40;
/** In a message, and while work is queued, a cancel is scheduled or the sweep of a group finds no room. */
const RESTORES_AMID_PER_MILLE = 15;
/** Whether a message is open shows in the state at once, and else only when it goes on. */
const RESTORES_AT_MESSAGE_PER_MILLE = 100;
const HOLDERS_PER_MILLE = 150;
const NAMED_KEPT = 300;
/** Up to so many items the queue is as good as empty, and above so many orders for each that is met there is work. */
const IDLE_ITEMS = 8;
const IDLE_ORDERS = 4;
/** How often time leaps by seconds because a cancel is scheduled or more than so many orders wait. */
const LATER_PER_MILLE = 3;
/** How often it does so, beyond that, while the sweep of a group has still to join the queue. */
const LATER_AHEAD_PER_MILLE = 80;
const WAITING_ORDERS = 4;
const SECOND_MICROS = 1_000_000;
const DAY_MICROS = 86_400_000_000;
/** How often time leaps to where the key of the open message expires, in lists that leap to such times. */
const DEATHS_AT_MESSAGE_PER_MILLE = 300;
/** How soon a day ends to whose end time leaps, in microseconds. */
const DAY_ENDS_WITHIN = 400;

export class Workload {
  private readonly random: Random;
  private readonly moods: readonly Profile[];
  /** The mood of the moment. */
  private profile: Profile;
  /** Commands that gave an order a client order id, the latest last. */
  private named: Uint8Array[] = [];
  private lastMessage: Message | undefined;
  private wasInMessage = false;

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
    const message = this.messageFor(state);
    const scene: Scene = { random, profile, state, time, message, named: this.named };
    const draft = draftFor(scene, message === undefined ? this.commandFor(state) : this.memberCommand());
    this.keep(draft);
    const frame = random.bytes(random.happens(50) ? random.below(200) : 0);
    const whole = entryOf(draft, state.sequence + 1, time, frame);
    const isFirst = draft.layout.number === genesis.number && state.genesis === undefined;
    const damagePerMille = profile.damagePerMille + (message === undefined ? 0 : DAMAGED_MEMBERS_PER_MILLE);
    const marred = random.happens(isFirst ? 0 : damagePerMille) ? damaged(random, whole, draft.layout) : whole;
    const entry = isAffordable(marred) ? marred : whole;
    const restoreSlots = random.pick([0, 1, 7, 64]);
    const { numbersFrom } = profile;
    if (state.genesis !== undefined && state.lastOrder < numbersFrom) return { entry, restoreSlots, numbersFrom };
    const isOpening = draft.layout === openMessage;
    const isBetween = message === undefined && !isAmidWork(state);
    const betweenPerMille = state.assets.length > 0 ? RESTORES_WITH_MONEY_PER_MILLE : RESTORES_PER_MILLE;
    const usualPerMille = isBetween ? betweenPerMille : RESTORES_AMID_PER_MILLE;
    const restoresPerMille = isOpening ? RESTORES_AT_MESSAGE_PER_MILLE : usualPerMille;
    return random.happens(restoresPerMille) ? { entry, restoreSlots } : { entry };
  }

  /** The message that the next command goes on with: one that is open, or now and then one that is over. */
  private messageFor(state: NaiveState): Message | undefined {
    const { random } = this;
    const latePerMille = this.wasInMessage ? LATEST_MEMBERS_PER_MILLE : LATE_MEMBERS_PER_MILLE;
    const isGoingOn = random.happens(state.message === undefined ? latePerMille : MEMBERS_PER_MILLE);
    this.lastMessage = state.message ?? this.lastMessage;
    this.wasInMessage = state.message !== undefined;
    return isGoingOn ? this.lastMessage : undefined;
  }

  /** Commands of users alone, as often as the mix says. */
  private memberCommand(): CommandName {
    const { placeOrder: place, cancelOrder, amendOrder, setSelfTrade, replaceOrder: replace } = this.profile.mix;
    const { cancelByClientOrderId, cancelOrders, scheduleCancel, setOrderGroup, approveKey, revokeKeys } =
      this.profile.mix;
    const { openSession, signSession, closeSession } = this.profile.mix;
    const sessions = { openSession, signSession, closeSession };
    const { pinDestination, setAutoConversion, convert, transfer, claimSuspense, requestWithdrawal } = this.profile.mix;
    const single = { placeOrder: place, cancelOrder, amendOrder, setSelfTrade, replaceOrder: replace };
    const others = { cancelByClientOrderId, cancelOrders, scheduleCancel, setOrderGroup, approveKey, revokeKeys };
    const money = { pinDestination, setAutoConversion, convert, transfer, claimSuspense, requestWithdrawal };
    const { approveBuilder, setReferrer, claimRewards } = this.profile.mix;
    const fees = { approveBuilder, setReferrer, claimRewards };
    const weights = { ...single, ...others, ...sessions, ...money, ...fees };
    return this.random.weighted({ ...weights, openMessage: Math.ceil(place / 20) });
  }

  private keep({ layout, command }: Draft): void {
    if (layout !== placeOrder && layout !== replaceOrder) return;
    this.named.push(command);
    if (this.named.length > NAMED_KEPT) this.named.shift();
  }

  /** Often the same time; a leap is often to the very moment at which an order expires. */
  private timeAfter(state: NaiveState): number {
    const { random, profile } = this;
    const last = Math.max(state.time, profile.firstTime);
    const isDueAhead = state.scheduledCancels.length > 0;
    const isWaitedFor = waitingOrders(state).length > WAITING_ORDERS;
    const isSweepAhead = isDueAhead && state.orderGroups.some((group) => group.isSweepAhead);
    const waitedPerMille =
      (isDueAhead || isWaitedFor ? LATER_PER_MILLE : 0) + (isSweepAhead ? LATER_AHEAD_PER_MILLE : 0);
    const laterPerMille = profile.secondsPerMille > 0 ? waitedPerMille : 0;
    const secondsPerMille = profile.secondsPerMille + laterPerMille;
    if (random.happens(profile.midnightsPerMille)) return Math.min(END_OF_TIME, nearMidnight(random, last));
    if (random.happens(secondsPerMille)) return Math.min(END_OF_TIME, this.secondsAfter(state, last));
    const turn = random.happens(profile.sessions.turnsPerMille) ? turnsOf(random, state, last) : undefined;
    if (turn !== undefined) return Math.min(END_OF_TIME, turn);
    const death = this.deathAfter(state, last);
    if (death !== undefined) return death;
    const tenth = random.happens(profile.windowsPerMille) ? tenthAfter({ random, state }, last) : undefined;
    if (tenth !== undefined) return Math.min(END_OF_TIME, tenth);
    if (!random.happens(profile.leapPerMille))
      return Math.min(END_OF_TIME, last + (random.happens(300) ? random.below(400) : 0));
    const expiries = state
      .openOrders()
      .flatMap(({ expiry }) => (expiry > last && expiry < END_OF_TIME ? [expiry] : []));
    if (expiries.length > 0 && random.happens(700)) return random.pick(expiries);
    return Math.min(END_OF_TIME, last + random.below(profile.leapMicros));
  }

  /** Now and then the time at which a key expires, or just before; mostly the key of the message that is open. */
  private deathAfter(state: NaiveState, last: number): number | undefined {
    const { random, profile } = this;
    const { deathsPerMille } = profile.keys;
    if (deathsPerMille === 0) return undefined;
    const ofMessage = state.keys[(state.message?.key ?? 0) - 1]?.expiresAt ?? 0;
    if (ofMessage > last && ofMessage < END_OF_TIME && random.happens(DEATHS_AT_MESSAGE_PER_MILLE)) return ofMessage;
    if (!random.happens(deathsPerMille)) return undefined;
    const deaths = state.keys.map(({ expiresAt }) => expiresAt).filter((at) => at > last && at < END_OF_TIME);
    return deaths.length > 0 ? Math.min(...deaths) - random.below(2) : undefined;
  }

  /** Mostly where a scheduled cancel comes due or the second of an id ends, or just before; else some time later. */
  private secondsAfter(state: NaiveState, last: number): number {
    const { random } = this;
    const { ids } = state;
    const due = state.scheduledCancels.flatMap(({ at }) => (at > last && at < END_OF_TIME ? [at] : []));
    if (due.length > 0 && random.happens(600)) return random.pick(due) - random.below(2);
    const isReached = state.keys.some((key) => isRateReached(key, last));
    if (isReached && random.happens(700)) return (secondOf(last) + 1) * SECOND_MICROS - random.below(2);
    const ends = ids.map(({ forgetSecond }) => (forgetSecond + 1) * SECOND_MICROS).filter((end) => end > last);
    if (ends.length > 0 && random.happens(800)) return random.pick(ends) - random.below(2);
    return last + SECOND_MICROS * (random.happens(100) ? random.between(50, 200) : random.between(1, 3));
  }

  /** What the mix says, once there are a log, a market and as many owners and accounts as the profile begins with. */
  private commandFor(state: NaiveState): CommandName {
    const { random, profile } = this;
    const { firstOwners, firstAccounts, firstKeys } = profile;
    const firstAssets = Math.min(profile.firstAssets, state.capacities.assetsMax);
    const { firstMarkets } = profile.spot;
    const isManned = state.accounts.length >= firstAccounts && state.keys.length >= firstKeys;
    const isReady = isManned && state.markets.length >= firstMarkets && state.assets.length >= firstAssets;
    const first = isReady ? commandBeforeTrade(random, profile, state) : undefined;
    if (first !== undefined) return first;
    const isClosed = state.markets.some((market) => {
      return market.state !== MarketState.open && market.state !== MarketState.postOnly;
    });
    if (isReady && isClosed && random.happens(REOPENS_PER_MILLE)) return random.pick(['setMarketState', 'cancelOrder']);
    const isLimiting = state.markets.some(isLimited);
    if (isReady && isLimiting && random.happens(LIMIT_CHANGES_PER_MILLE)) return 'setMarketLimits';
    if (isReady && isRationed(state) && random.happens(QUOTA_CHANGES_PER_MILLE)) return 'setOrderQuota';
    if (isReady && isIdle(state) && random.happens(profile.sweepsPerMille)) return sweepFor(random, state);
    if (isReady || random.happens(200)) return random.weighted(profile.mix);
    if (state.genesis === undefined)
      return random.happens(profile.earlyPerMille) ? random.pick(COMMAND_NAMES) : 'genesis';
    if (state.owners.length < firstOwners) return 'registerOwner';
    if (state.accounts.length < firstAccounts) return 'openAccount';
    if (state.keys.length < firstKeys) return 'registerKey';
    if (state.assets.length < firstAssets) return 'createAsset';
    return 'createMarket';
  }
}

/** Mostly just before the next day begins, so that what follows comes on both sides of that; or as it begins. */
function nearMidnight(random: Random, last: number): number {
  const midnight = (Math.floor(last / DAY_MICROS) + 1) * DAY_MICROS;
  return Math.max(last, random.pick([midnight - random.between(1, DAY_ENDS_WITHIN), midnight - 1, midnight]));
}

/** Whether work is queued, or will be once its time has come or the queue has room. */
function isAmidWork({ queue, scheduledCancels, orderGroups }: NaiveState): boolean {
  return queue.length + scheduledCancels.length > 0 || orderGroups.some(({ isSweepAhead }) => isSweepAhead);
}

/** Whether little work is queued although there are orders for more. */
function isIdle(state: NaiveState): boolean {
  return state.queue.length <= IDLE_ITEMS && state.openOrders().length > IDLE_ORDERS * state.limits.makersPerCommandMax;
}

/** A sweep of a market, behind which orders wait; then ones of owners, which keep the others waiting. */
function sweepFor(random: Random, state: NaiveState): CommandName {
  const isWaitedFor = queuedMarkets(state).length > 0;
  const isMarketNext = !isWaitedFor || random.happens(150);
  return random.pick(isMarketNext ? ['clearMarket', 'cancelOrders'] : ['cancelOrders']);
}

function draftFor(scene: Scene, name: CommandName): Draft {
  const { random, profile, state } = scene;
  if (isOfMoney(name)) return moneyDraft(scene, name);
  if (isOfMargin(name)) return marginDraft(scene, name);
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
      return marketDraft(random, profile, state);
    case 'setStepTable':
      return stepTableDraft(random, profile, state);
    case 'setMarketState':
      return marketStateDraft(random, profile, state);
    case 'setMarketLimits':
      return marketLimitsDraft(random, profile, state);
    case 'setReferencePrice':
      return referencePriceDraft(random, profile, state);
    case 'upgradeRules':
      return upgradeDraft(random);
    case 'registerKey':
      return keyDraft(random, profile, state);
    case 'setOrderQuota':
      return orderQuotaDraft(random, profile, state);
    case 'resize':
      return resizing(scene);
    case 'clearMarket':
      return marketClearing(scene);
    default:
      return draftUnderKey(scene, name) ?? draftAtQueue(scene, name) ?? userDraftFor(scene, name);
  }
}

function userDraftFor(scene: Scene, name: CommandName): Draft {
  const { random, profile, state } = scene;
  switch (name) {
    case 'cancelOrder':
      return cancellation(scene);
    case 'amendOrder':
      return amendmentInSpot(scene) ?? amendment(scene);
    case 'setSelfTrade':
      return selfTradeChoice(scene);
    case 'openMessage':
      return messageBeginning(scene);
    case 'cancelByClientOrderId':
      return cancellationById(scene);
    case 'cancelOrders':
      return manyCancellation(scene);
    case 'scheduleCancel':
      return scheduling(scene);
    case 'setOrderGroup':
      return groupSetting(scene);
    case 'openSession':
      return sessionOpening(scene);
    case 'signSession':
      return sessionSigning(scene);
    case 'closeSession':
      return sessionClosing(scene);
    case 'approveKey':
      return keyApproval(scene);
    case 'revokeKeys':
      return keyRevocation(scene);
    default: {
      const repeated = random.happens(profile.repeatPerMille) ? repetition(scene) : undefined;
      const roomy = random.happens(HOLDERS_PER_MILLE) ? replacementOfHolder(scene) : undefined;
      const isAtQuota = name === 'placeOrder' && isRationed(state);
      const crowded = isAtQuota ? placementAtQuota(scene) : undefined;
      const met = name === 'placeOrder' && state.orderGroups.length > 0 ? placementAtGroup(scene) : undefined;
      const ofSpot = name === 'placeOrder' ? placementInSpot : replacementInSpot;
      const bartered = hasMoney(state) ? ofSpot(scene) : undefined;
      const fitted = name === 'placeOrder' && hasMoney(state) ? placementWithMargin(scene) : undefined;
      const special = repeated ?? roomy ?? crowded ?? met ?? bartered ?? fitted;
      return special ?? (name === 'replaceOrder' ? replacement(scene) : placement(scene));
    }
  }
}
