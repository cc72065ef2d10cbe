/**
 * Which situations of sessions a command shows: how they come and go, what is sent in them, and what they sign. It
 * looks at the judge before and after the command.
 */
import {
  approveKey,
  CancelFilter,
  cancelOrders,
  decode,
  isOfUser,
  type Layout,
  openMessage,
  openSession,
  ResultCode,
  revokeKeys,
  SESSION_MICROS_MAX,
  SESSION_UNSIGNED_MICROS_MAX,
  SESSIONS_OF_OWNER_MAX,
  signSession,
} from '@intelligent-ledger/engine/core';
import type { Answer } from '../../judge/naive-exchange.ts';
import type { JudgeRecord, NaiveState } from '../../judge/naive-state.ts';
import { isLate, isUnsigned, type Session } from '../../judge/senders/session.ts';
import { codeName } from '../records.ts';

type Values = Readonly<Record<string, number | string>>;

/** The command and what is known before it is applied. What can change is copied. */
interface Before {
  readonly layout: Layout;
  readonly values: Values;
  readonly sessions: readonly Session[];
  readonly lastSession: number;
}

export class SessionCoverage {
  private readonly reach: (key: string) => void;
  private before: Before | undefined;
  /** The sessions in which orders were placed, and in which commands were deferred, by their sequence. */
  private readonly placedIn = new Map<number, number>();
  private readonly deferredIn = new Map<number, number>();

  constructor(reach: (key: string) => void) {
    this.reach = reach;
  }

  /** Takes note of what a command will find. */
  foresee(layout: Layout | undefined, command: Uint8Array, state: NaiveState): void {
    this.before = undefined;
    const isWhole = layout !== undefined && command.length >= layout.byteLength;
    if (!isWhole || !isOfUser(layout) || state.genesis === undefined) return;
    const { lastSession } = state;
    const sessions = state.sessions.map((session) => ({ ...session }));
    this.before = { layout, values: decode(layout, command), sessions, lastSession };
  }

  observe({ code, records }: Answer, state: NaiveState): void {
    if (records.some(({ name }) => name === 'started')) this.forget();
    if (state.genesis === undefined) return;
    this.remember(records, state);
    this.observeClearing(records, state);
    const { before } = this;
    if (before === undefined) return;
    if (state.capacities.sessionsMax === 0) {
      if (code === ResultCode.accepted && before.values['session'] !== 0) this.reach('session number not looked at');
      return;
    }
    for (const key of situationsOf(before, code, records, state)) this.reach(key);
  }

  private forget(): void {
    this.placedIn.clear();
    this.deferredIn.clear();
  }

  /** How the orders fare whose session is closed. */
  private remember(records: readonly JudgeRecord[], state: NaiveState): void {
    if (state.capacities.sessionsMax === 0) return;
    const isClosed = (number = 0) => number !== 0 && state.sessions.every(({ session }) => session !== number);
    const number = Number(this.before?.values['session'] ?? 0);
    for (const { name, values } of records) {
      if (name === 'orderPlaced') this.placedIn.set(Number(values['order']), Number(values['session']));
      if (name === 'orderDeferred') this.deferredIn.set(state.sequence, number);
      const isFilled = name === 'orderFilled' && isClosed(this.placedIn.get(Number(values['maker'])));
      if (isFilled) this.reach('order filled whose session is closed');
      const isTurn = name === 'queuedDone' && values['code'] === ResultCode.accepted && values['order'] !== 0;
      const isTurnOfClosed = isTurn && isClosed(this.deferredIn.get(Number(values['commandSequence'])));
      if (isTurnOfClosed) this.reach('turn whose session is closed by then');
    }
    const { before } = this;
    if (before?.layout !== cancelOrders) return;
    const isOfSession = (Number(before.values['filter']) & CancelFilter.ofSession) !== 0;
    const isCancelled = Number(records.at(-1)?.values['cancelled'] ?? 0) > 0;
    const isOfClosed = isOfSession && isClosed(Number(before.values['ofSession']));
    if (isOfClosed && isCancelled) this.reach('orders of a closed session cancelled');
  }

  private observeClearing(records: readonly JudgeRecord[], { sessions, time }: NaiveState): void {
    const closed = records.filter(({ name, values }) => {
      return name === 'sessionClosed' && values['code'] === ResultCode.sessionExpired;
    });
    if (closed.length > 0) this.reach('session closed since it expired');
    if (closed.length > 1) this.reach('several sessions closed by one command since they expired');
    if (sessions.some(({ expiresAt }) => expiresAt <= time)) {
      this.reach('session that expired is still open after a command');
    }
  }
}

function situationsOf(before: Before, code: number, records: readonly JudgeRecord[], state: NaiveState): string[] {
  const { layout, values } = before;
  const own = before.sessions.find(({ session }) => session === values['session']);
  const isIn = own !== undefined && code !== ResultCode.sessionUnknown && own.key === values['key'];
  return [
    ...messageSituations(before, state),
    ...(code === ResultCode.sessionUnknown ? unknownSituations(before, own, state) : []),
    ...(isIn ? commandSituations(before, own, code, records, state) : []),
    ...(layout === openSession && code === ResultCode.accepted ? openingSituations(before, records, state) : []),
    ...(layout === signSession && isIn && code === ResultCode.accepted ? signatureSituations(own, values, state) : []),
    ...closingSituations(before, own, records),
    ...(layout === revokeKeys ? revocationSituations(before, records, state) : []),
    ...(layout === approveKey && code === ResultCode.accepted ? approvalSituations(before, records) : []),
  ];
}

function messageSituations({ layout }: Before, state: NaiveState): string[] {
  const isBegun = layout === openMessage && state.message !== undefined && state.message.session !== 0;
  return isBegun ? ['message in a session'] : [];
}

/** Why the number is none that the command may name, where its account and its key are known. */
function unknownSituations({ values, lastSession }: Before, own: Session | undefined, state: NaiveState): string[] {
  const number = Number(values['session']);
  if (number === 0) return [];
  if (own === undefined) return [`session refused that ${number <= lastSession ? 'is closed' : 'was never opened'}`];
  const isSame = own.owner === state.accounts[Number(values['account'])]?.owner;
  return [`session refused that is of ${isSame ? 'another key of the owner' : 'another owner'}`];
}

function commandSituations(
  { layout }: Before,
  own: Session,
  code: number,
  records: readonly JudgeRecord[],
  state: NaiveState,
): string[] {
  const { time, sequence } = state;
  const now = state.sessions.find(({ session }) => session === own.session);
  const isNoted = now?.lastSequence === sequence;
  const unsignedFor = isUnsigned(own) ? time - own.unsignedSince : 0;
  const name = codeName(code);
  const isAccepted = code === ResultCode.accepted;
  const isRefusedForKey = name === 'keyExpired' || name === 'keyRevoked';
  const found: Readonly<Record<string, boolean>> = {
    'command in the last microsecond of a session': isAccepted && own.expiresAt === time + 1,
    'first command of a session': isNoted && own.lastSequence === 0,
    'command of a session that has signed for all before it':
      isNoted && own.lastSequence > 0 && own.lastSequence <= own.signedSequence,
    'command of a session refused by its own rules': isNoted && !isAccepted && !name.startsWith('session'),
    'command of a session refused for its key': isNoted && name === 'keyOutOfScope',
    'repeat in a session that is no command of it': isAccepted && !isNoted && records.at(-1)?.name === 'orderKnown',
    'command of a session that is unsigned for just ten seconds':
      isAccepted && unsignedFor === SESSION_UNSIGNED_MICROS_MAX,
    'command of a session refused a microsecond later':
      name === 'sessionLate' && unsignedFor === SESSION_UNSIGNED_MICROS_MAX + 1,
    'refusal noted of a session that is late': name === 'sessionLate' && isNoted,
    'session of a key that has expired refused for the key': isRefusedForKey,
    [`${layout.name} while its session is late`]: isAccepted && isLate(own, time),
  };
  return Object.keys(found).filter((what) => found[what]);
}

function openingSituations({ lastSession }: Before, records: readonly JudgeRecord[], state: NaiveState): string[] {
  const { session, owner, key, expiresAt } = records.at(-1)?.values ?? {};
  const own = state.sessions.filter((other) => other.owner === owner);
  const ahead = Number(expiresAt) - state.time;
  return [
    `session opened under ${key === 0 ? 'key 0' : 'an agent key'}`,
    ...(ahead === 1 ? ['session opened that expires in the next microsecond'] : []),
    ...(ahead === SESSION_MICROS_MAX ? ['session opened that expires in a day'] : []),
    ...(own.length === SESSIONS_OF_OWNER_MAX ? ['session opened that is the last of its owner'] : []),
    ...(state.sessions.length === state.capacities.sessionsMax ? ['session opened that is the last of the table'] : []),
    ...(Number(session) > lastSession + 1 ? ['session number passed over in its ring'] : []),
  ];
}

function signatureSituations(own: Session, values: Values, state: NaiveState): string[] {
  const ofSequence = Number(values['ofSequence']);
  const now = state.sessions.find(({ session }) => session === own.session);
  const isNew = ofSequence >= own.lastSequence;
  const isPart = now !== undefined && isUnsigned(now);
  const found: Readonly<Record<string, boolean>> = {
    'signature for all': isUnsigned(own) && isNew,
    'signature for a part': isPart,
    'signature for nothing new': !isUnsigned(own),
    'signature for a part that is unsigned since the last signature':
      isPart && own.counter > 0 && now.unsignedSince === own.signatureTime && own.unsignedSince < own.signatureTime,
    'signature for a part that is unsigned since later': isPart && own.unsignedSince > own.signatureTime,
    'signature up to the entry of the last': ofSequence === own.signatureSequence,
    'signature up to the entry before its own': ofSequence === state.sequence - 1,
    'signature after which the session is still late': isPart && isLate(now, state.time),
  };
  return Object.keys(found).filter((what) => found[what]);
}

function closingSituations({ values }: Before, own: Session | undefined, records: readonly JudgeRecord[]): string[] {
  const closed = records.at(-1);
  if (closed?.name !== 'sessionClosed' || closed.values['code'] !== ResultCode.accepted) return [];
  const { session, key, lastSequence, signedSequence } = closed.values;
  const isUnsignedLeft = Number(lastSequence) > Number(signedSequence);
  const isByKey = own === undefined && values['key'] === key && key !== 0;
  return [
    ...(own?.session === session ? ['session closed by itself'] : []),
    ...(own !== undefined && own.session !== session && own.key === key
      ? ['session closed in another session of its key']
      : []),
    ...(isByKey ? ['session closed by its key in no session'] : []),
    ...(values['key'] === 0 && key !== 0 ? ['session closed by the owner that an agent key opened'] : []),
    ...(lastSequence === 0
      ? ['session closed that sent nothing']
      : [`session closed with ${isUnsignedLeft ? 'something unsigned' : 'all signed'}`]),
  ];
}

function revocationSituations({ values }: Before, records: readonly JudgeRecord[], state: NaiveState): string[] {
  const closed = records.filter(({ name, values: { code } }) => {
    return name === 'sessionClosed' && code === ResultCode.keyRevoked;
  });
  if (closed.length === 0) return [];
  const owner = closed[0]?.values['owner'];
  const isOfOne = values['ofKey'] !== 0;
  const isLeft = state.sessions.some((session) => session.owner === owner);
  const isOfOwner = closed.some(({ values: { key } }) => key === 0);
  return [
    'session closed since its key was revoked',
    ...(isOfOne && isLeft ? ['session of another key that stays as a key is revoked'] : []),
    ...(!isOfOne && closed.length > 1 ? ['several sessions closed as all keys are revoked'] : []),
    ...(!isOfOne && isOfOwner ? ['session under key 0 closed as all keys are revoked'] : []),
  ];
}

function approvalSituations({ sessions }: Before, records: readonly JudgeRecord[]): string[] {
  const { key, owner } = records.at(-1)?.values ?? {};
  const isOpen = sessions.some((session) => session.owner === owner && session.key === key);
  return isOpen ? ['session that stays open as its key is approved again'] : [];
}
