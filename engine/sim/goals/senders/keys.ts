/**
 * Which situations of keys a command shows: how keys come, are revoked and come again, and what the key is asked under
 * which a command comes. It looks at the judge before and after the command.
 */
import {
  approveKey,
  CancelFilter,
  cancelOrders,
  fieldNameAt,
  isOfUser,
  KEYS_OF_OWNER_MAX,
  KeyScope,
  type Layout,
  NO_FIELD,
  ResultCode,
  RULES_WITH_NONCES,
  revokeKeys,
} from '@intelligent-ledger/engine/core';
import type { Answer } from '../../judge/naive-exchange.ts';
import type { JudgeRecord, Message, NaiveState } from '../../judge/naive-state.ts';
import { type AgentKey, countedIn, isConfinedElsewhere, isExpiredKey } from '../../judge/senders/agent-key.ts';
import { isOfCancels } from '../../judge/senders/key-questions.ts';
import { isAlive, isRateReached, secondOf } from '../../workload/senders/key-scene.ts';
import { codeName } from '../records.ts';
import { type Asked, type KeyBefore as Before, beforeOf, isCounted, type KeyValues as Values } from './key-scene.ts';
import { worthSituations } from './key-worth.ts';

const SECOND_MICROS = 1_000_000;
const FOR_ORDERS = KeyScope.trade;

export class KeyCoverage {
  private readonly reach: (key: string) => void;
  private before: Before | undefined;
  /** Numbers of keys that were registered and never approved. */
  private readonly registered = new Set<number>();
  /** What each key had spent as it was approved again. */
  private readonly spent = new Map<number, ReadonlySet<number>>();
  /** The second in which each key last was refused for its rate. */
  private readonly refusedIn = new Map<number, number>();
  /** The keys under which orders were placed, and under which commands were deferred, by their sequence. */
  private readonly placedUnder = new Map<number, number>();
  private readonly deferredUnder = new Map<number, number>();

  constructor(reach: (key: string) => void) {
    this.reach = reach;
  }

  /** Takes note of what a command will find. */
  foresee(layout: Layout | undefined, command: Uint8Array, state: NaiveState): void {
    const isAsked = layout !== undefined && isOfUser(layout) && state.genesis !== undefined;
    this.before = isAsked && command.length >= layout.byteLength ? beforeOf(layout, command, state) : undefined;
  }

  observe({ code, records }: Answer, state: NaiveState): void {
    this.remember(records, state);
    const { before } = this;
    if (before === undefined) return;
    const refused = records.at(-1);
    const offset = refused?.name === 'rejected' ? Number(refused.values['field']) : NO_FIELD;
    const field = offset === NO_FIELD ? 'none' : fieldNameAt(before.layout, offset);
    if (before.layout === approveKey) this.observeApproval(before, code, records, state);
    if (before.layout === revokeKeys) this.observeRevocation(before, code, state);
    if (before.key === undefined) return;
    if (state.ruleVersion < RULES_WITH_NONCES) this.observeFirstVersion(before, before.key, code, state);
    else this.observeKey({ ...before, key: before.key, code, field, records, state });
  }

  /** What is told of later, and how the orders of dead keys fare. */
  private remember(records: readonly JudgeRecord[], state: NaiveState): void {
    const key = Number(this.before?.values['key'] ?? 0);
    const isDead = (number = 0) => {
      const known = state.keys[number - 1];
      return known !== undefined && !isAlive(state, known, state.time) ? known : undefined;
    };
    for (const { name, values } of records) {
      if (name === 'started') this.forget();
      if (name === 'keyRegistered') this.registered.add(Number(values['key']));
      if (name === 'orderPlaced') this.placedUnder.set(Number(values['order']), Number(values['key']));
      if (name === 'orderDeferred') this.deferredUnder.set(state.sequence, key);
      const isDeadMaker = name === 'orderFilled' && isDead(this.placedUnder.get(Number(values['maker'])));
      if (isDeadMaker) this.reach('order of a dead key filled');
      const isTurn = name === 'queuedDone' && values['code'] === ResultCode.accepted && values['order'] !== 0;
      const isDeadByTurn = isTurn && isDead(this.deferredUnder.get(Number(values['commandSequence'])));
      if (isDeadByTurn) this.reach('turn under a key that is dead by then');
    }
    if (this.before?.layout === cancelOrders) this.observeMany(this.before, records, isDead);
  }

  private observeMany(
    { values }: Before,
    records: readonly JudgeRecord[],
    isDead: (number: number) => AgentKey | undefined,
  ): void {
    const isOfKey = (Number(values['filter']) & CancelFilter.ofKey) !== 0;
    const cancelled = Number(records.at(-1)?.values['cancelled'] ?? 0);
    if (isOfKey && cancelled > 0 && isDead(Number(values['ofKey']))) {
      this.reach('orders of a dead key cancelled by its owner');
    }
  }

  private forget(): void {
    for (const known of [this.registered, this.spent, this.refusedIn, this.placedUnder, this.deferredUnder]) {
      known.clear();
    }
  }

  private observeApproval(before: Before, code: number, records: readonly JudgeRecord[], state: NaiveState): void {
    const { values, keys, epoch, owner } = before;
    const approved = records.at(-1);
    if (code !== ResultCode.accepted || approved?.name !== 'keyApproved') {
      for (const key of refusedApproval(before, code, state)) this.reach(key);
      return;
    }
    const number = Number(approved.values['key']);
    const old = keys[number - 1];
    const own = keys.filter((key) => key.owner === owner);
    if (old === undefined) {
      this.reach('key added');
      const isShared = keys.some(({ identity }) => identity === values['identity']);
      if (isShared) this.reach('key added with the identity of another kind');
      if (own.length === KEYS_OF_OWNER_MAX - 1) this.reach('key added that is the last of its owner');
    } else {
      this.reach(`key approved again that ${fateOf(old, epoch, state.time)}`);
      if (this.registered.delete(number)) this.reach('key approved again that was registered');
      const isCounted = countedIn(old, secondOf(state.time)) > 0;
      if (isCounted) this.reach('key approved again that sent something in this second');
      this.spent.set(number, new Set(state.keyNonces[number - 1]));
    }
    if (approved.values['marketCount'] === 1) this.reach('key confined to one market');
    if (approved.values['marketCount'] === 8) this.reach('key confined to eight markets');
    const { ofAccount, account, expiresAt } = values;
    const isSame = ofAccount === Number(account) + 1;
    if (ofAccount !== 0) {
      this.reach(`key confined to ${isSame ? 'the account that approves it' : 'another account of its owner'}`);
    }
    if (expiresAt === state.time + 1) this.reach('key approved that expires in the next microsecond');
  }

  private observeRevocation({ values, keys, owner, epoch }: Before, code: number, state: NaiveState): void {
    const ofKey = Number(values['ofKey']);
    const key = keys[ofKey - 1];
    if (code === ResultCode.keyUnknown && state.ruleVersion >= RULES_WITH_NONCES && values['key'] === 0) {
      this.reach(`revocation refused of a key ${key === undefined ? 'that is none' : 'of another owner'}`);
    }
    if (code !== ResultCode.accepted) return;
    if (key !== undefined) this.reach(`key revoked that ${fateOf(key, epoch, state.time)}`);
    if (ofKey !== 0) return;
    const hasKeys = keys.some((other) => other.owner === owner);
    this.reach(`all keys revoked${hasKeys ? '' : ' of an owner that has none'}`);
  }

  private observeFirstVersion(before: Before, key: AgentKey, code: number, state: NaiveState): void {
    const isDead = before.isRevoked || isExpiredKey(key, state.time) || (key.scope & FOR_ORDERS) === 0;
    if (code === ResultCode.accepted && isDead) this.reach('dead key under version 1');
  }

  private observeKey(asked: Asked): void {
    this.observeLife(asked);
    this.observeScope(asked);
    this.observeRate(asked);
    for (const key of worthSituations(asked)) this.reach(key);
  }

  private observeLife({ key, code, state, values, isRepeat, isNonceKept, message, ...before }: Asked): void {
    const { time } = state;
    const isDead = code === ResultCode.keyRevoked || code === ResultCode.keyExpired;
    if (code === ResultCode.accepted && key.expiresAt === time + 1) {
      this.reach('command in the last microsecond of a key');
    }
    if (code === ResultCode.keyExpired && key.expiresAt === time) {
      this.reach('command refused in the microsecond in which its key expires');
    }
    if (code === ResultCode.keyRevoked) {
      this.reach(`key refused that was revoked ${key.epoch === 0 ? 'by itself' : 'with all'}`);
      if (isExpiredKey(key, time)) this.reach('key refused as revoked that has expired too');
    }
    const isElsewhere = isConfinedElsewhere(key, Number(values['account']));
    if (code === ResultCode.keyExpired && isElsewhere) this.reach('key refused as expired of another account too');
    if (isDead && isRepeat && isNonceKept) this.reach('repeat refused as its key is dead');
    const isSpent =
      code === ResultCode.nonceSpent && this.spent.get(Number(values['key']))?.has(Number(values['nonce']));
    if (isSpent) this.reach('nonce refused that a key spent before it was approved again');
    const isMember = message !== undefined && isNextOf(message, values);
    if (isMember && code === ResultCode.keyExpired && !before.isRevoked) this.reach('message ended as its key expired');
  }

  private observeScope({ layout, key, code, field, records, state, values, ...before }: Asked): void {
    const isAnswered = code === ResultCode.accepted;
    const isRepeat = isAnswered && records.at(-1)?.name === 'orderKnown' && before.isNonceKept;
    const isReached = isRateReached(key, state.time);
    if (isAnswered && isOfCancels(layout)) {
      if ((key.scope & FOR_ORDERS) === 0) this.reach(`${layout.name} under a key of cancels alone`);
      if (isReached) this.reach(`${layout.name} while the rate is reached`);
    }
    if (isRepeat && (key.scope & FOR_ORDERS) === 0) this.reach('repeat answered under a key without scope');
    if (isRepeat && isReached) this.reach('repeat answered while the rate of its key is reached');
    const what = refusedFor(code, field);
    if (what === undefined) return;
    const isOfItsOwn = before.isRepeat && !before.isNonceKept;
    if (isOfItsOwn && what === 'scope') this.reach('repeat refused for scope');
    if (isOfItsOwn && what === 'rate') this.reach('repeat refused for the rate');
    const isMember = before.message !== undefined && isNextOf(before.message, values);
    if (isMember && state.message !== undefined)
      this.reach(`message that goes on after a command refused for its ${what}`);
  }

  private observeRate(asked: Asked): void {
    const { key, code, field, values, state } = asked;
    const number = Number(values['key']);
    const second = secondOf(state.time);
    const within = state.time % SECOND_MICROS;
    if (code === ResultCode.keyRateReached) {
      this.refusedIn.set(number, second);
      if (within === SECOND_MICROS - 1) this.reach('rate reached in the last microsecond of a second');
    }
    const counted = countedIn(key, second) + 1;
    if (!isCounted(asked)) return;
    if (key.commandsPerSecond === 0) this.reach('command counted without a bound');
    if (counted === key.commandsPerSecond) this.reach('last command of a key in a second');
    const what = refusedFor(code, field);
    if (what !== undefined) this.reach(`command counted that is refused for its ${what}`);
    else if (code !== ResultCode.accepted) this.reach('command counted that its own rules refuse');
    if (this.refusedIn.get(number) !== second - 1) return;
    this.reach('key free again in the next second');
    if (within === 0) this.reach('key free again as the next second begins');
  }
}

/** What an approval shows that was refused for what it says. */
function refusedApproval({ values, blob }: Before, code: number, state: NaiveState): string[] {
  if (values['key'] !== 0) return [];
  const { expiresAt, ofAccount } = values;
  if (code === ResultCode.expiryNotAhead && expiresAt === state.time) return ['approval refused that expires now'];
  if (code === ResultCode.accountUnknown && state.accounts[Number(values['account'])] !== undefined) {
    const isNone = state.accounts[Number(ofAccount) - 1] === undefined;
    return [`approval refused for an account ${isNone ? 'that is none' : 'of another owner'}`];
  }
  if (code !== ResultCode.keyMarketsInvalid) return [];
  return [`approval refused for markets ${faultOf(blob, state)}`];
}

function faultOf(blob: Uint8Array, state: NaiveState): string {
  if (blob.length % 4 !== 0) return 'that are not whole';
  const view = new DataView(blob.buffer, blob.byteOffset, blob.length);
  const markets = Array.from({ length: blob.length / 4 }, (_, index) => view.getUint32(4 * index, true));
  if (markets.some((market) => state.markets[market] === undefined)) return 'that do not exist';
  return new Set(markets).size < markets.length ? 'that come twice' : 'that descend';
}

/** What became of a key whose owner has an epoch. */
function fateOf(key: AgentKey, epoch: number, time: number): string {
  if (key.epoch === 0) return 'was revoked by itself';
  if (key.epoch !== epoch) return 'was revoked with all';
  return isExpiredKey(key, time) ? 'had expired' : 'lives';
}

/** What a key that is alive was refused for; undefined of other answers. */
function refusedFor(code: number, field: string): string | undefined {
  if (codeName(code) === 'keyRateReached') return 'rate';
  if (codeName(code) !== 'keyOutOfScope' || field === 'account') return undefined;
  const whats: Readonly<Record<string, string>> = { key: 'scope', market: 'market', order: 'market', size: 'worth' };
  return whats[field];
}

function isNextOf(message: Message, { account, key, nonce }: Values): boolean {
  return account === message.account && key === message.key && nonce === message.next;
}
