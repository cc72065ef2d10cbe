/** Who sends a command, under which key and nonce, and until when: mostly as a client would, now and then not. */
import { openMessage, RULES_WITH_NONCES } from '@intelligent-ledger/engine/core';
import type { AgentKey } from '../../judge/senders/agent-key.ts';
import { type Draft, draftOf } from '../draft.ts';
import type { Random } from '../random.ts';
import type { Scene } from '../scene.ts';
import { isExhausted, isFreeAgain, isRateReached, keysOf, secondOf, unfitness } from './key-scene.ts';
import { sessionFor } from './session-scene.ts';

const AHEAD_MAX = 60_000_000;
const NONCE_MAX = Number.MAX_SAFE_INTEGER;
const MESSAGE_COMMANDS_MAX = 63;
const FIRST_NONCE = MESSAGE_COMMANDS_MAX + 1;
/** How often of a thousand times a command is the message's in all but one thing. */
const STRAYS_PER_MILLE = 70;
/** How often a command comes under a key of which something ends or begins just now, while there is one. */
const TURNING_PER_MILLE = 250;
/** How often, while work is queued, a command dies within so many microseconds. */
const DYING_PER_MILLE = 70;
const DYING_AHEAD_MAX = 1_500;

/** The account of the message, if the command is to be part of one; else any. */
export function accountFor({ random, state, message }: Scene): number {
  if (message !== undefined && !random.happens(STRAYS_PER_MILLE)) return message.account;
  return random.below(state.accounts.length);
}

/** The fields of the head that every user's command has; under a key of the account where one is asked for. */
export function senderFor(scene: Scene, account: number, asked?: number) {
  const { random, state, message } = scene;
  const validUntil = validUntilFor(scene);
  if (state.ruleVersion < RULES_WITH_NONCES) {
    const session = numberOf(random);
    return { account, validUntil, nonce: random.pick([0, 7, random.bits()]), key: numberOf(random), session };
  }
  const key = asked ?? keyFor(scene, account);
  const nonce = nonceFor(scene, account, key);
  const session = sessionFor(scene, account, key);
  const own = { account, validUntil, nonce, key, session };
  if (message === undefined) return own;
  const isStray = message.account === account && random.happens(STRAYS_PER_MILLE);
  const { next, last } = message;
  const member = { ...own, nonce: next, key: message.key, session: message.session };
  if (!isStray) return member;
  const strays = [own, { ...member, key }, { ...member, nonce }, { ...member, session }];
  const misplaced = [next + 1, next - 1, last + 1].map((place) => ({ ...member, nonce: Math.max(0, place) }));
  return random.pick([...strays, ...misplaced]);
}

/** Begins a message of a few commands, of one, or of as many as there may be. */
export function messageBeginning(scene: Scene): Draft {
  const { random, message } = scene;
  const account = accountFor(scene);
  const commands = random.happens(100) ? random.pick([1, MESSAGE_COMMANDS_MAX]) : random.between(1, 5);
  // Within a message it mostly tries a nonce of its own, else that of the message, which may not be.
  const sender = senderFor(
    message !== undefined && random.happens(600) ? { ...scene, message: undefined } : scene,
    account,
    dyingKey(scene, account),
  );
  return draftOf(openMessage, { ...sender, commands });
}

/** Seldom does a key expire within a message, so that one is begun under a key that soon will, where there is one. */
function dyingKey({ random, profile, state, time }: Scene, account: number): number | undefined {
  if (profile.keys.deathsPerMille === 0 || random.happens(200)) return undefined;
  const dying = keysOf(state, state.accounts[account]?.owner).filter(({ key }) => {
    return key.expiresAt > time && key.expiresAt < NONCE_MAX && unfitness(state, key, account, time) === undefined;
  });
  return dying.length > 0 ? random.pick(dying).number : undefined;
}

function validUntilFor({ random, profile, state, time }: Scene): number {
  const edge = random.pick([time, time - 1, time + AHEAD_MAX + 1, 0, time + 1, time + AHEAD_MAX]);
  // What waits in the queue is asked again at its turn, so that now and then it has died by then.
  const isDying = state.queue.length > 0 && random.happens(DYING_PER_MILLE);
  const usual = time + random.between(1, isDying ? DYING_AHEAD_MAX : profile.validAheadMax);
  return Math.min(NONCE_MAX, Math.max(0, random.happens(40) ? edge : usual));
}

/**
 * Key 0 or a key of the account's owner that may send orders and has nonces left; now and then one that may not,
 * another owner's, or none that exists.
 */
function keyFor({ random, profile, state, time }: Scene, account: number): number {
  if (random.happens(15)) return random.pick([random.below(state.keys.length + 3), random.bits()]);
  if (!random.happens(profile.keyedPerMille)) return 0;
  const own = keysOf(state, state.accounts[account]?.owner).filter(({ number }) => {
    return !isExhausted(state, number) || random.happens(50);
  });
  // Seldom does a command come just as its key begins to be free again or expires, so that is made use of.
  const turning = own.filter(({ key }) => isTurning(key, time));
  if (turning.length > 0 && random.happens(TURNING_PER_MILLE)) return random.pick(turning).number;
  const faults = own.map(({ key }) => unfitness(state, key, account, time));
  const unfit = [...new Set(faults)].filter((fault) => fault !== undefined);
  const isUnfit = unfit.length > 0 && random.happens(profile.keys.unfitPerMille);
  const fault = isUnfit ? random.pick(unfit) : undefined;
  const candidates = own.filter((_, index) => faults[index] === fault);
  return candidates.length > 0 ? random.pick(candidates).number : 0;
}

function isTurning(key: AgentKey, time: number): boolean {
  const isEnding = secondOf(time + 1) > secondOf(time) && isRateReached(key, time);
  return key.expiresAt === time || key.expiresAt === time + 1 || isEnding || isFreeAgain(key, time);
}

/** The next nonce of a key; in disorder one that was spent, one that was left out, or one at an edge. */
function nonceFor({ random, profile, state }: Scene, account: number, key: number): number {
  const { noncesFrom, nonceDisorderPerMille } = profile;
  const owner = state.accounts[account]?.owner ?? 0;
  const kept = (key === 0 ? state.ownerNonces[owner] : state.keyNonces[key - 1]) ?? [];
  const first = Math.max(FIRST_NONCE, noncesFrom[key % noncesFrom.length] ?? 0);
  const lowest = kept[0] ?? first;
  const highest = kept.at(-1) ?? first - 1;
  const isTopReached = highest > NONCE_MAX - 3;
  const isDisordered = random.happens(isTopReached ? 900 : nonceDisorderPerMille);
  if (!isDisordered) return Math.min(NONCE_MAX, highest + random.pick([1, 1, 1, 2, 3]));
  const edges = [0, 1, FIRST_NONCE - 1, FIRST_NONCE, lowest, lowest - 1, lowest + 1, highest, highest + 100];
  const between = random.between(lowest, Math.max(lowest, highest));
  const nonce = random.weighted({ between: 6, edge: 3, spent: 2, top: key === 0 ? 0 : 1 });
  if (nonce === 'between') return between;
  if (nonce === 'top') return NONCE_MAX - random.pick([0, 0, 1, 70]);
  if (nonce === 'spent' && kept.length > 0) return random.pick(kept);
  return Math.min(NONCE_MAX, Math.max(0, random.pick(edges)));
}

/** A key or a session: none, a small number, or any. */
function numberOf(random: Random): number {
  return random.pick([0, random.below(4), random.bits()]);
}
