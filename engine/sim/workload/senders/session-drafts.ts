/** Commands by which sessions are opened, sign and are closed: in time, too late, for too much, and of strangers. */
import { closeSession, openSession, SESSION_MICROS_MAX, signSession } from '@intelligent-ledger/engine/core';
import { isLate, isUnsigned, type Session } from '../../judge/senders/session.ts';
import { type Draft, draftOf, hexOf } from '../draft.ts';
import { waitingOrders } from '../queue/queued-work.ts';
import type { Scene } from '../scene.ts';
import { accountFor, senderFor } from './sender.ts';

const U32_MAX = 4_294_967_295;
const NEVER = Number.MAX_SAFE_INTEGER;
/** How often a session is open for so many times as long as most. */
const LONG_PER_MILLE = 200;
const LONG_TIMES = 100;
/** How often one signs that is late, closes the session that sends it, and is refused. */
const LATE_FIRST_PER_MILLE = 700;
const ITSELF_PER_MILLE = 350;
const WRONG_PER_MILLE = 200;

export function sessionOpening(scene: Scene): Draft {
  const { random, profile, time } = scene;
  const account = accountFor(scene);
  const sender = senderFor(scene, account);
  // In a session no session is opened, which is only tried now and then.
  const isInNone = scene.message === undefined && !random.happens(80);
  const { expiryAheadMax } = profile.sessions;
  const times = random.happens(LONG_PER_MILLE) ? LONG_TIMES : 1;
  const usual = time + random.between(1, times * expiryAheadMax);
  const longest = time + SESSION_MICROS_MAX;
  const edge = random.pick([time, time - 1, time + 1, longest, longest + 1, NEVER, 0]);
  const expiresAt = Math.min(NEVER, Math.max(0, random.happens(WRONG_PER_MILLE) ? edge : usual));
  const sessionKey = hexOf(random.bytes(32));
  return draftOf(openSession, { ...sender, ...(isInNone ? { session: 0 } : {}), sessionKey, expiresAt });
}

export function sessionSigning(scene: Scene): Draft {
  const { random } = scene;
  const chosen = random.happens(30) ? undefined : signerFor(scene);
  const chain = hexOf(random.bytes(32));
  if (chosen === undefined) {
    const sender = senderFor(scene, accountFor(scene));
    return draftOf(signSession, { ...sender, counter: random.between(1, 9), ofSequence: scene.state.sequence, chain });
  }
  const sender = { ...senderFor(scene, accountOf(scene, chosen), chosen.key), session: chosen.session };
  return draftOf(signSession, { ...sender, ...coverageFor(scene, chosen), chain });
}

/** All that was sent, a part of it, nothing new, or what the session may not say. */
function coverageFor({ random, profile, state }: Scene, { counter, lastSequence, signatureSequence }: Session) {
  const next = counter + random.pick([1, 1, 1, 2, 50]);
  const isWhole = random.happens(profile.sessions.wholePerMille);
  const part = random.between(signatureSequence, Math.max(signatureSequence, lastSequence - 1));
  const covered = isWhole ? Math.max(signatureSequence, random.pick([lastSequence, state.sequence])) : part;
  if (!random.happens(WRONG_PER_MILLE)) return { counter: next, ofSequence: covered };
  if (random.happens(400)) return { counter: Math.max(1, counter - random.below(2)), ofSequence: covered };
  const edges = [
    signatureSequence,
    signatureSequence - 1,
    state.sequence,
    state.sequence + 1,
    state.sequence + 2,
    NEVER,
  ];
  return { counter: next, ofSequence: Math.max(1, random.pick(edges)) };
}

/** A session that is late, one that has something to sign, or any; of the message where the command is part of one. */
function signerFor({ random, state, time, message }: Scene): Session | undefined {
  const own =
    message === undefined ? state.sessions : state.sessions.filter(({ session }) => session === message.session);
  const late = own.filter((session) => isLate(session, time));
  if (late.length > 0 && random.happens(LATE_FIRST_PER_MILLE)) return random.pick(late);
  const unsigned = own.filter(isUnsigned);
  const candidates = unsigned.length > 0 && random.happens(800) ? unsigned : own;
  return candidates.length > 0 ? random.pick(candidates) : undefined;
}

export function sessionClosing(scene: Scene): Draft {
  const { random, state, message } = scene;
  const { sessions, lastSession } = state;
  if (sessions.length === 0 || random.happens(80)) {
    const strange = random.pick([0, lastSession, lastSession + 1, random.between(0, lastSession), random.bits()]);
    return draftOf(closeSession, { ...senderFor(scene, accountFor(scene)), ofSession: Math.min(U32_MAX, strange) });
  }
  // Seldom does an order wait whose session is closed, or does one end that has signed for all: both are made use of.
  const awaited = new Set(waitingOrders(state).map(({ session }) => session));
  const waiting = sessions.filter(({ session }) => awaited.has(session));
  const signed = sessions.filter((session) => session.counter > 0 && !isUnsigned(session));
  const rare = random.pick([waiting, waiting, signed]);
  const chosen = random.pick(rare.length > 0 && random.happens(600) ? rare : sessions);
  const { session: ofSession, key } = chosen;
  const account = message === undefined && !random.happens(100) ? accountOf(scene, chosen) : accountFor(scene);
  const isByItself = random.happens(ITSELF_PER_MILLE);
  const sender = senderFor(scene, account, isByItself ? key : undefined);
  const itself = random.pick([ofSession, ofSession, 0]);
  const session = isByItself && message === undefined ? itself : sender.session;
  return draftOf(closeSession, { ...sender, session, ofSession });
}

/** An account of the owner of a session. */
function accountOf({ random, state, message }: Scene, { owner }: Session): number {
  const own = [...state.accounts.keys()].filter((account) => state.accounts[account]?.owner === owner);
  if (message !== undefined && own.includes(message.account)) return message.account;
  return own.length > 0 ? random.pick(own) : 0;
}
