/**
 * Which situations of keys, nonces and messages a command shows. It looks at the judge before and after
 * the command, and remembers which account spent which nonce.
 */
import {
  COMMANDS,
  decode,
  type Layout,
  NONCES_KEPT,
  offsetOf,
  openMessage,
  ResultCode,
  RULES_WITH_NONCES,
} from '@intelligent-ledger/engine/core';
import type { Answer } from '../../judge/naive-exchange.ts';
import type { Message, NaiveState } from '../../judge/naive-state.ts';
import { isOfUser } from '../../judge/senders/sender.ts';

export const SENDER_SITUATIONS = [
  'nonce above all that are kept',
  'nonce between those that are kept',
  'nonce that pushes out the lowest',
  'nonce below all of a window with room',
  'nonce 64',
  'place refused outside its message',
  'nonce 2^53-1',
  'nonce that another key of the owner spent',
  'nonce spent by a command that its own rules refused',
  'nonce refused as repeated',
  'nonce refused below a full window',
  'nonce refused that another account of the owner spent',
  'nonce repeated under version 1',
  'key of the owner',
  'key of the owner of another account refused',
  'key that is none refused',
  'key that is none under version 1',
  'message that goes on',
  'message that is whole',
  'message of 63 commands',
  'message that goes on after a command that its own rules refused',
  'message that goes on after an entry refused at its head',
  'message ended by a malformed command',
  'message ended by its own command, refused before its nonce',
  'message ended by nobody',
  'message ended by an administrator',
  'message ended by a command of another account',
  'message ended by a command of another key',
  'message ended by a command of another session',
  'message ended by a command of another nonce',
  'message ended by an openMessage in its next place',
  'message ended by an openMessage of another nonce',
  'message ended by a repeat with a spent nonce',
  'command refused after its message was ended',
  'command refused beyond those of its message',
  'openMessage under version 1',
];

const { nonceSpent, keyUnknown, accountUnknown, commandExpired, validUntilTooFar, fieldOutOfRange } = ResultCode;
/** A code that other rules have too comes before the nonce where it names this field. */
const BEFORE_NONCE = new Map<number, string>([
  [accountUnknown, 'account'],
  [keyUnknown, 'key'],
  [ResultCode.keyRevoked, 'key'],
  [ResultCode.keyExpired, 'key'],
  [ResultCode.keyOutOfScope, 'account'],
  [ResultCode.sessionUnknown, 'session'],
  [ResultCode.sessionExpired, 'session'],
  [commandExpired, 'validUntil'],
  [validUntilTooFar, 'validUntil'],
]);
const FIRST_COMMAND_CODE = 10;
const NOBODY = ['tick', 'continueWork'];

interface Sender {
  readonly account: number;
  readonly key: number;
  readonly session: number;
  readonly nonce: number;
}

/** What is known before a command is applied. */
interface Before {
  readonly message: Message | undefined;
  readonly ruleVersion: number;
  readonly sender: Sender | undefined;
  readonly kept: readonly number[];
}

export class SenderCoverage {
  private readonly reach: (key: string) => void;
  private before: Before = { message: undefined, ruleVersion: 0, sender: undefined, kept: [] };
  /** The account that spent each nonce of each owner and key, by the three as text. */
  private spentBy = new Map<string, number>();
  private last: { readonly message: Message; readonly isWhole: boolean } | undefined;

  constructor(reach: (key: string) => void) {
    this.reach = reach;
  }

  /** Takes note of what a command will find; its layout is undefined when it has none. */
  foresee(layout: Layout | undefined, command: Uint8Array, state: NaiveState): void {
    const { message, ruleVersion } = state;
    const sender =
      layout !== undefined && isOfUser(layout) ? (decode(layout, command) as unknown as Sender) : undefined;
    this.before = { message, ruleVersion, sender, kept: sender === undefined ? [] : [...keptOf(state, sender)] };
  }

  observe(command: Uint8Array, answer: Answer, state: NaiveState): void {
    const { code } = answer;
    const { message, ruleVersion } = this.before;
    if (answer.records.some(({ name }) => name === 'started')) this.spentBy.clear();
    if (code !== 0 && code < FIRST_COMMAND_CODE) {
      if (message !== undefined) this.reach('message that goes on after an entry refused at its head');
      return;
    }
    const layout = COMMANDS.find(({ number }) => number === command[0]);
    const isMalformed = layout === undefined || (code >= FIRST_COMMAND_CODE && code <= fieldOutOfRange);
    if (message !== undefined) this.observeMessage(message, isMalformed ? undefined : layout, answer, state);
    const { sender } = this.before;
    if (isMalformed || sender === undefined || state.genesis === undefined) return;
    if (ruleVersion >= RULES_WITH_NONCES) this.observeNonce(sender, code, state, layout === openMessage);
    else this.observeFirstVersion(sender, code, state, layout === openMessage);
  }

  private observeFirstVersion(sender: Sender, code: number, state: NaiveState, isOpening: boolean): void {
    if (code !== 0) return;
    const name = this.nameOf(sender, state);
    if (this.spentBy.has(name)) this.reach('nonce repeated under version 1');
    this.spentBy.set(name, sender.account);
    if (sender.key !== 0 && !isOwnKey(sender, state)) this.reach('key that is none under version 1');
    if (isOpening) this.reach('openMessage under version 1');
  }

  private observeNonce(sender: Sender, code: number, state: NaiveState, isOpening: boolean): void {
    const { kept, message } = this.before;
    const { nonce, key, account } = sender;
    const [lowest = nonce] = kept;
    const name = this.nameOf(sender, state);
    if (code === keyUnknown && key !== 0 && !isOwnKey(sender, state)) {
      this.reach(state.keys[key - 1] === undefined ? 'key that is none refused' : KEY_OF_ANOTHER);
    } else if (code === nonceSpent) {
      if (nonce <= LAST_PLACE) this.reach('place refused outside its message');
      else this.reach(kept.includes(nonce) ? 'nonce refused as repeated' : 'nonce refused below a full window');
      const spender = this.spentBy.get(name);
      if (spender !== undefined && spender !== account) this.reach(NONCE_OF_ANOTHER);
      const { last } = this;
      const isLate = message === undefined && !isOpening && last !== undefined && isFollowing(last.message, sender);
      if (isLate && last.isWhole) this.reach('command refused beyond those of its message');
      if (isLate && !last.isWhole) this.reach('command refused after its message was ended');
    }
    const isSpent = !kept.includes(nonce) && keptOf(state, sender).includes(nonce);
    if (!isSpent) return;
    if (key !== 0) this.reach('key of the owner');
    if (kept.length > 0 && nonce > Math.max(...kept)) this.reach('nonce above all that are kept');
    else if (nonce > lowest) this.reach('nonce between those that are kept');
    if (kept.length === NONCES_KEPT) this.reach('nonce that pushes out the lowest');
    else if (nonce < lowest) this.reach('nonce below all of a window with room');
    if (nonce === LAST_PLACE + 1) this.reach('nonce 64');
    if (nonce === Number.MAX_SAFE_INTEGER) this.reach('nonce 2^53-1');
    if (code !== 0) this.reach('nonce spent by a command that its own rules refused');
    const owner = state.accounts[account]?.owner;
    const others = [0, ...state.keys.keys()].filter((index) => index + 1 !== key && state.keys[index]?.owner === owner);
    const isElsewhere = others.some((index) => state.keyNonces[index]?.includes(nonce));
    if (isElsewhere) this.reach('nonce that another key of the owner spent');
    this.spentBy.set(name, account);
  }

  private observeMessage(message: Message, layout: Layout | undefined, answer: Answer, state: NaiveState): void {
    const { sender } = this.before;
    const { code } = answer;
    const isSame = sender !== undefined && isSameSender(message, sender);
    const isOpening = layout === openMessage;
    const isMember = layout !== undefined && isSame && !isOpening && !isBeforeNonce(layout, answer);
    const isWhole = isMember && message.next === message.last;
    if (isMember && !isWhole) this.reach('message that goes on');
    if (isMember && code !== 0) this.reach('message that goes on after a command that its own rules refused');
    if (isWhole) this.reach('message that is whole');
    if (message.last === LAST_PLACE) this.reach('message of 63 commands');
    if (state.message === undefined || isOpening) this.last = { message, isWhole };
    if (!isMember) this.reach(`message ended by ${this.enderOf(message, layout, answer)}`);
  }

  private enderOf(message: Message, layout: Layout | undefined, { code, records }: Answer): string {
    const { sender } = this.before;
    if (layout === undefined) return 'a malformed command';
    if (sender === undefined) return NOBODY.includes(layout.name) ? 'nobody' : 'an administrator';
    const isSame = isSameSender(message, sender);
    if (layout === openMessage) return isSame ? 'an openMessage in its next place' : 'an openMessage of another nonce';
    if (isSame) return 'its own command, refused before its nonce';
    const isRepeat = records.at(-1)?.name === 'orderKnown' && this.before.kept.includes(sender.nonce);
    if (isRepeat && code === 0) return 'a repeat with a spent nonce';
    if (sender.account !== message.account) return 'a command of another account';
    if (sender.key !== message.key) return 'a command of another key';
    return sender.nonce === message.next ? 'a command of another session' : 'a command of another nonce';
  }

  private nameOf({ account, key, nonce }: Sender, state: NaiveState): string {
    return `${state.accounts[account]?.owner} ${key} ${nonce}`;
  }
}

/** Whether a command was refused by a check that comes before that of its nonce. */
function isBeforeNonce(layout: Layout, { code, records }: Answer): boolean {
  const field = BEFORE_NONCE.get(code);
  return field !== undefined && records.at(-1)?.values['field'] === offsetOf(layout, field);
}

/** Nonces up to this one are places in a message. */
const LAST_PLACE = 63;
const KEY_OF_ANOTHER = 'key of the owner of another account refused';
const NONCE_OF_ANOTHER = 'nonce refused that another account of the owner spent';

function isSameSender(message: Message, { account, key, session, nonce }: Sender): boolean {
  const isOfIt = account === message.account && key === message.key && session === message.session;
  return isOfIt && nonce === message.next;
}

/** Whether a command has the account and key of a message, and a place as nonce. */
function isFollowing(message: Message, { account, key, nonce }: Sender): boolean {
  return account === message.account && key === message.key && nonce <= LAST_PLACE;
}

function isOwnKey({ account, key }: Sender, state: NaiveState): boolean {
  return state.keys[key - 1] !== undefined && state.keys[key - 1]?.owner === state.accounts[account]?.owner;
}

/** The nonces that are kept where a sender spends its own. */
function keptOf(state: NaiveState, sender: Sender): readonly number[] {
  if (sender.key === 0) return state.ownerNonces[state.accounts[sender.account]?.owner ?? -1] ?? [];
  return isOwnKey(sender, state) ? (state.keyNonces[sender.key - 1] ?? []) : [];
}
