/**
 * The checks on who sends a command, until when and under which nonce, and the messages of several
 * commands that share one. They come after those of form and before the rules of the command itself.
 */
import { decode, type Layout, openMessage, type placeOrder, type ValuesOf } from '@intelligent-ledger/engine/core';
import type { Message, NaiveState } from '../naive-state.ts';
import { repeatedBy } from '../orders/client-order-ids.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { lifeRefusal, scopeRefusal } from './key-questions.ts';
import { canSpend, spend } from './nonces.ts';
import { openRefusal, sessionRefusal } from './session-questions.ts';

const VALID_UNTIL_AHEAD_MAX = 60_000_000;
const RULES_WITH_NONCES = 2;
/** Nonces up to this one are places in a message. */
const LAST_PLACE = 63;

/** The head of every user's command. */
type Sender = Pick<ValuesOf<typeof placeOrder.specs>, 'account' | 'key' | 'session' | 'nonce' | 'validUntil'>;

/** Whether a command is one of a user. */
export function isOfUser(layout: Layout): boolean {
  return layout.fields.some(({ name }) => name === 'validUntil');
}

/**
 * Why the sender of a user's command is refused. Spends the nonce of one that is not, and counts it in its message;
 * only then its session and its key are asked whether they may do this.
 */
export function senderRefusal(state: NaiveState, layout: Layout, command: Uint8Array): Refusal | undefined {
  const values = decode(layout, command) as unknown as Sender;
  const { account, validUntil } = values;
  const { message } = state;
  // A message goes on only with its own next command; whatever else comes, or is refused before its nonce, ends it.
  state.message = undefined;
  const owner = state.accounts[account]?.owner;
  if (owner === undefined) return refuse('accountUnknown', 'account');
  const areNoncesSpent = state.ruleVersion >= RULES_WITH_NONCES;
  const kept = keptNonces(state, owner, values.key);
  if (areNoncesSpent && kept === undefined) return refuse('keyUnknown', 'key');
  const dead = areNoncesSpent ? lifeRefusal(state, values.key, account) : undefined;
  const closed = dead ?? openRefusal(state, values);
  if (closed !== undefined) return closed;
  if (state.time >= validUntil) return refuse('commandExpired', 'validUntil');
  if (validUntil - state.time > VALID_UNTIL_AHEAD_MAX) return refuse('validUntilTooFar', 'validUntil');
  if (!areNoncesSpent || kept === undefined) return undefined;

  const { nonce } = values;
  const isMember = nonce <= LAST_PLACE && layout !== openMessage && goesOn(state, message, values);
  const isSpent = nonce <= LAST_PLACE ? !isMember : !canSpend(kept, nonce);
  if (isSpent) return isRepeat(state, layout, command) ? undefined : refuse('nonceSpent', 'nonce');
  if (nonce > LAST_PLACE) spend(kept, nonce);
  return sessionRefusal(state, values.session, layout) ?? scopeRefusal(state, values.key, layout, command);
}

/** Whether a command whose nonce is a place is the next of the message, which then awaits the one after it. */
function goesOn(state: NaiveState, message: Message | undefined, sender: Sender): boolean {
  const { account, key, session, nonce } = sender;
  if (message === undefined || message.account !== account || message.key !== key) return false;
  if (message.session !== session || message.next !== nonce) return false;
  state.message = nonce === message.last ? undefined : { ...message, next: nonce + 1 };
  return true;
}

/** The nonces of key 0 of an owner or of one of its keys; undefined when the key is not the owner's. */
function keptNonces(state: NaiveState, owner: number, key: number): number[] | undefined {
  if (key === 0) return state.ownerNonces[owner];
  return state.keys[key - 1]?.owner === owner ? state.keyNonces[key - 1] : undefined;
}

function isRepeat(state: NaiveState, layout: Layout, command: Uint8Array): boolean {
  const values = decode(layout, command);
  if (!('clientOrderId' in values) || !('market' in values)) return false;
  return repeatedBy(state, values as unknown as ValuesOf<typeof placeOrder.specs>, command) !== undefined;
}
