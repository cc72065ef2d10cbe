/** Agent keys and sessions as JSON. */
import type { Keys } from '@intelligent-ledger/client/wire';
import type { KeyEntry, OwnerEntry, SessionEntry } from '@intelligent-ledger/engine/client-port';
import { decimalOf, KEY_SCOPE_NAMES, OWNER_KIND_NAMES, VENUE_DOLLAR_DECIMALS } from '@intelligent-ledger/engine/core';
import { wordOf } from '../exchange/market-list.ts';

type AgentKey = Keys['keys'][number];

/** `now`: the time of the exchange, in microseconds. */
export function keyJson(entry: KeyEntry, { epoch }: OwnerEntry, now: number): AgentKey {
  const { key, identity, kind, scope, expiresAt, onlyMarkets, orderValueMax, commandsPerSecond } = entry;
  const isExpired = expiresAt !== 0 && expiresAt <= now;
  const bits = Object.entries(KEY_SCOPE_NAMES).filter(([bit]) => (scope & Number(bit)) !== 0);
  return {
    key,
    identity,
    key_kind: wordOf(OWNER_KIND_NAMES, kind) as AgentKey['key_kind'],
    state: entry.epoch !== epoch ? 'revoked' : isExpired ? 'expired' : 'good',
    scope: bits.map(([, word]) => word) as AgentKey['scope'],
    expires_at: expiresAt === 0 ? null : expiresAt,
    only_account: entry.onlyAccount,
    only_markets: onlyMarkets.length === 0 ? null : [...onlyMarkets],
    order_value_max: orderValueMax === 0 ? null : decimalOf(orderValueMax, VENUE_DOLLAR_DECIMALS),
    commands_per_second: commandsPerSecond === 0 ? null : commandsPerSecond,
  };
}

export function sessionJson(entry: SessionEntry): Keys['sessions'][number] {
  const { session, key, sessionKey, expiresAt, openedSequence } = entry;
  return { session, key, session_key: sessionKey, expires_at: expiresAt, opened_seq: openedSequence };
}
