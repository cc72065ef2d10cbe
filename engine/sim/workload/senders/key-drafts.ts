/** Commands by which owners approve keys and revoke them: bounds of every sort, wrong ones, and keys of all fates. */
import {
  approveKey,
  BALANCE_MAX,
  KeyScope,
  MARKETS_OF_KEY_MAX,
  OwnerKind,
  revokeKeys,
} from '@intelligent-ledger/engine/core';
import { knownPrice } from '../../judge/margin/worth.ts';
import type { NaiveState } from '../../judge/naive-state.ts';
import { isExpiredKey } from '../../judge/senders/agent-key.ts';
import { isRevoked } from '../../judge/senders/key-questions.ts';
import { type Draft, draftOf, hexOf } from '../draft.ts';
import { middleStep, priceAtStep } from '../market-template.ts';
import { ownSender } from '../money/money-scene.ts';
import { waitingOrders } from '../queue/queued-work.ts';
import type { Random } from '../random.ts';
import type { Scene } from '../scene.ts';
import { isAlive, keysOf, type NumberedKey } from './key-scene.ts';
import type { KeyBound } from './key-style.ts';
import { accountFor } from './sender.ts';

const U32_MAX = 4_294_967_295;
const NEVER = Number.MAX_SAFE_INTEGER;
const MARKET_BYTES = 4;
const IDENTITY_BYTES = 32;
const ADDRESS_BYTES = 20;
const NO_MARKETS = new Uint8Array(0);
/** How often an approval has a fault. */
const WRONG_PER_MILLE = 160;
/** How often a key that lives no more is the one that is approved again, and how often one is revoked once more. */
const DEAD_FIRST_PER_MILLE = 600;
const DEAD_AGAIN_PER_MILLE = 150;
const STRANGERS_PER_MILLE = 50;
const OWNERS_PER_MILLE = 15;

const { trade, cancel, read } = KeyScope;
const TRADE_SCOPES = [trade, trade, trade | cancel, trade | read, trade | cancel | read];
/** Without trade; some do not even cancel. */
const CANCEL_SCOPES = [cancel, cancel, cancel | read, read, 0];

export function keyApproval(scene: Scene): Draft {
  const { random } = scene;
  const account = accountFor(scene);
  const sender = ownSender(scene, account);
  const named = identityFor(scene, account);
  const bounds = boundsFor(scene);
  const terms = bounds.size > 0 ? boundTerms(scene, account, bounds) : { scope: trade };
  const markets = bounds.has('markets') ? marketsBlob(marketsFor(scene)) : NO_MARKETS;
  if (!random.happens(WRONG_PER_MILLE)) return draftOf(approveKey, { ...sender, ...named, ...terms }, markets);
  const wrong = random.pick(wrongTerms(scene, account));
  const blob = random.happens(500) ? wrongBlob(random, scene.state) : markets;
  return draftOf(approveKey, { ...sender, ...named, ...terms, ...wrong }, blob);
}

/** Of one key that lives, mostly, or of all; now and then of one that was revoked, is another owner's or none. */
export function keyRevocation(scene: Scene): Draft {
  const { random, state, time } = scene;
  const account = accountFor(scene);
  const sender = ownSender(scene, account);
  const owner = state.accounts[account]?.owner;
  const own = keysOf(state, owner);
  if (random.happens(200)) return draftOf(revokeKeys, sender);
  if (own.length === 0 || random.happens(STRANGERS_PER_MILLE)) {
    const strange = [...keysOf(state), { number: state.keys.length + 1 }, { number: U32_MAX }];
    return draftOf(revokeKeys, { ...sender, ofKey: random.pick(strange).number });
  }
  // Seldom is a key revoked while a command of it waits, or once it has expired, so that is made use of.
  const awaited = new Set(waitingOrders(state).map(({ key }) => key));
  const waiting = own.filter(({ number, key }) => awaited.has(number) && isAlive(state, key, time));
  if (waiting.length > 0 && random.happens(600)) {
    return draftOf(revokeKeys, { ...sender, ofKey: random.pick(waiting).number });
  }
  const expired = own.filter(({ key }) => isExpiredKey(key, time) && !isRevoked(state, key));
  if (expired.length > 0 && random.happens(100)) {
    return draftOf(revokeKeys, { ...sender, ofKey: random.pick(expired).number });
  }
  const alive = own.filter(({ key }) => isAlive(state, key, time));
  const isAgain = alive.length === 0 || random.happens(DEAD_AGAIN_PER_MILLE);
  return draftOf(revokeKeys, { ...sender, ofKey: random.pick(isAgain ? own : alive).number });
}

/** The identity of a key of the owner, mostly of one that is dead; of none yet; or of a stranger's. */
function identityFor(scene: Scene, account: number) {
  const { random, profile, state, time } = scene;
  const owner = state.accounts[account]?.owner;
  const own = keysOf(state, owner);
  const strangers = keysOf(state).filter(({ key }) => key.owner !== owner);
  if (random.happens(OWNERS_PER_MILLE) && state.owners.length > 0) return ownersIdentity(scene);
  if (strangers.length > 0 && random.happens(STRANGERS_PER_MILLE)) return identityOf(random.pick(strangers));
  if (own.length === 0 || random.happens(profile.keys.newPerMille)) return newIdentity(random, own);
  const dead = own.filter(({ key }) => !isAlive(state, key, time));
  const isDeadFirst = dead.length > 0 && random.happens(DEAD_FIRST_PER_MILLE);
  return identityOf(random.pick(isDeadFirst ? dead : own));
}

/** An owner cannot be a key as well. */
function ownersIdentity({ random, state }: Scene) {
  const { ownerKind, identity } = random.pick(state.owners);
  return { keyKind: ownerKind, identity };
}

function identityOf({ key: { keyKind, identity } }: NumberedKey) {
  return { keyKind, identity };
}

/** Bytes of any key; or those that another kind of key has. Of an address now and then too many. */
function newIdentity(random: Random, own: readonly NumberedKey[]) {
  const keyKind = random.pick(Object.values(OwnerKind));
  if (own.length > 0 && random.happens(150)) return { keyKind, identity: random.pick(own).key.identity };
  const isShort = keyKind === OwnerKind.secp256k1 && random.happens(800);
  const identity = new Uint8Array(IDENTITY_BYTES);
  identity.set(random.bytes(isShort ? ADDRESS_BYTES : IDENTITY_BYTES));
  return { keyKind, identity: hexOf(identity) };
}

/** One bound or two, so that the key may still do something. */
function boundTerms(scene: Scene, account: number, bounds: ReadonlySet<KeyBound>) {
  const { random, profile } = scene;
  return {
    scope: random.pick(bounds.has('scope') ? CANCEL_SCOPES : TRADE_SCOPES),
    expiresAt: bounds.has('expiry') ? expiryFor(scene) : 0,
    ofAccount: bounds.has('account') ? accountOf(scene, account) + 1 : 0,
    orderValueMax: bounds.has('worth') ? worthFor(scene) : 0,
    commandsPerSecond: bounds.has('rate') ? rateFor(random, profile.keys.rateMax) : 0,
  };
}

function boundsFor({ random, profile }: Scene): ReadonlySet<KeyBound> {
  const { boundPerMille, bounds } = profile.keys;
  if (!random.happens(boundPerMille)) return new Set();
  const first = random.weighted(bounds);
  return new Set(random.happens(400) ? [first, random.weighted(bounds)] : [first]);
}

/** The account itself or another of its owner. */
function accountOf({ random, state }: Scene, account: number): number {
  const owner = state.accounts[account]?.owner;
  const own = state.accounts.flatMap((other, number) => (other.owner === owner ? [number] : []));
  return own.length === 0 || random.happens(500) ? account : random.pick(own);
}

function rateFor(random: Random, most: number): number {
  return random.happens(50) ? U32_MAX : random.pick([1, random.between(1, most), most]);
}

/** In the next microsecond, soon, or as good as never. */
function expiryFor({ random, profile, time }: Scene): number {
  const soon = time + 1 + random.below(profile.keys.expiryAheadMax);
  return Math.min(NEVER, random.pick([time + 1, soon, soon, soon, NEVER]));
}

/** What so many lots cost in a market at the price at which its orders are counted, or a micro-dollar less. */
function worthFor({ random, profile, state }: Scene): number {
  if (state.markets.length === 0 || random.happens(60)) return random.pick([1, BALANCE_MAX - 1, BALANCE_MAX]);
  const known = state.markets.filter(({ number }) => knownPrice(state, number) > 1);
  const market = random.pick(known.length > 0 && random.happens(600) ? known : state.markets);
  const { bands, maxPrice } = market;
  const unit = knownPrice(state, market.number) || priceAtStep(bands, maxPrice, middleStep(market));
  const lots = random.between(1, 2 * profile.sizeMax);
  return Math.min(BALANCE_MAX, Math.max(1, unit * lots - random.pick([0, 0, 1])));
}

/** One market or a few of those that exist, or as many as there may be; ascending. */
function marketsFor({ random, state }: Scene): number[] {
  const count = state.markets.length;
  const most = Math.min(MARKETS_OF_KEY_MAX, count);
  const wanted = random.happens(250) ? most : Math.min(most, random.between(1, 3));
  const chosen = new Set<number>();
  while (chosen.size < wanted) chosen.add(random.below(count));
  return [...chosen].sort((a, b) => a - b);
}

function marketsBlob(markets: readonly number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(markets).buffer);
}

/** Numbers that descend, come twice, are of no market, are too many, or are not whole. */
function wrongBlob(random: Random, { markets }: NaiveState): Uint8Array {
  const count = markets.length;
  const lists = [[1, 0], [1, 0], [0, 0], [0, count], [U32_MAX], [...Array(MARKETS_OF_KEY_MAX + 1).keys()]];
  if (random.happens(700)) return marketsBlob(random.pick(lists));
  return new Uint8Array(random.pick([1, 3, MARKET_BYTES + 2, MARKET_BYTES * MARKETS_OF_KEY_MAX - 1]));
}

/** What says too little of the time, or an account that is not the owner's; or nothing that is wrong. */
function wrongTerms({ state, time }: Scene, account: number) {
  const owner = state.accounts[account]?.owner;
  const stranger = state.accounts.findIndex((other) => other.owner !== owner);
  const ofNone = [{ ofAccount: state.accounts.length + 1 }, { ofAccount: U32_MAX }];
  const past = [{ expiresAt: time }, { expiresAt: Math.max(1, time - 1) }, { expiresAt: 1 }];
  return [...past, ...ofNone, { ofAccount: stranger + 1 }, {}, {}, {}];
}
