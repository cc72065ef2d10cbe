/** What the keys of a scene are, as drafts ask for it: whose they are, and which of them are alive. */
import { KeyScope, NONCES_KEPT } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../../judge/naive-state.ts';
import { type AgentKey, countedIn, isConfinedElsewhere, isExpiredKey } from '../../judge/senders/agent-key.ts';
import { isRevoked } from '../../judge/senders/key-questions.ts';

const SECOND_MICROS = 1_000_000;
const NONCE_MAX = Number.MAX_SAFE_INTEGER;

/** A key with its number. */
export interface NumberedKey {
  readonly number: number;
  readonly key: AgentKey;
}

/** The keys of an owner, or of all owners. */
export function keysOf({ keys }: NaiveState, owner?: number): NumberedKey[] {
  return keys.flatMap((key, index) => (owner === undefined || key.owner === owner ? [{ number: index + 1, key }] : []));
}

/** Whether a key is neither revoked nor expired at a time. */
export function isAlive(state: NaiveState, key: AgentKey, time: number): boolean {
  return !isRevoked(state, key) && !isExpiredKey(key, time);
}

/** Why a key may not send an order of an account, whatever that says; undefined of one that may. */
export function unfitness(state: NaiveState, key: AgentKey, account: number, time: number): string | undefined {
  if (isRevoked(state, key)) return 'revoked';
  if (isExpiredKey(key, time)) return 'expired';
  if (isConfinedElsewhere(key, account)) return 'elsewhere';
  if ((key.scope & KeyScope.trade) === 0) return 'scope';
  return isRateReached(key, time) ? 'rate' : undefined;
}

/** Whether a key has sent as much in the second of a time as it may. */
export function isRateReached(key: AgentKey, time: number): boolean {
  const { commandsPerSecond } = key;
  return commandsPerSecond > 0 && countedIn(key, secondOf(time)) >= commandsPerSecond;
}

/** Whether a key sent as much in a second before that of a time as it might. */
export function isFreeAgain({ second, commands, commandsPerSecond }: AgentKey, time: number): boolean {
  return commandsPerSecond > 0 && commands >= commandsPerSecond && second < secondOf(time);
}

/** The second of engine time in which a time lies. */
export function secondOf(time: number): number {
  return Math.floor(time / SECOND_MICROS);
}

/** Whether a key has hardly any nonces left. */
export function isExhausted({ keyNonces }: NaiveState, number: number): boolean {
  const [lowest = 0] = keyNonces[number - 1] ?? [];
  return lowest > NONCE_MAX - NONCES_KEPT;
}
