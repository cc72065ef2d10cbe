/** The commands by which owners come to keys, say anew what these may do, and revoke one of them or all. */
import {
  type approveKey,
  KEYS_OF_OWNER_MAX,
  keyApproved,
  keyRegistered,
  keysRevoked,
  type registerKey,
  type revokeKeys,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { isIdentity } from '../administration.ts';
import type { NaiveState } from '../naive-state.ts';
import { ownerNumbered, ownerOf } from '../owners.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type AgentKey, type KeyTerms, SENT_NOTHING, UNBOUND_TERMS } from './agent-key.ts';
import { marketsHex } from './key-rows.ts';
import { closeRevoked } from './sessions.ts';

const MARKET_BYTES = 4;
const LAST_EPOCH = 2 ** 31 - 1;

type Approval = ValuesOf<typeof approveKey.specs>;

export function register(state: NaiveState, command: ValuesOf<typeof registerKey.specs>): Refusal | undefined {
  const { owner, keyKind, identity } = command;
  if (state.owners[owner] === undefined) return refuse('ownerUnknown', 'owner');
  if (!isIdentity(keyKind, identity)) return refuse('fieldOutOfRange', 'identity');
  if (keyIdentified(state, command) !== undefined) return refuse('keyAlreadyRegistered', 'identity');
  if (state.keys.length >= state.limits.keysMax) return refuse('keysFull');
  const { keyEpoch: epoch } = ownerNumbered(state, owner);
  add(state, { owner, keyKind, identity, ...UNBOUND_TERMS, epoch, ...SENT_NOTHING });
  state.emit(keyRegistered, { key: state.keys.length, owner, keyKind, identity });
  return undefined;
}

export function approve(state: NaiveState, command: Approval, blob: Uint8Array): Refusal | undefined {
  const owner = ownerOf(state, command.account);
  const markets = marketsIn(state, blob);
  const refusal = approvalRefusal(state, command, owner);
  if (refusal !== undefined) return refusal;
  if (markets === undefined) return refuse('keyMarketsInvalid');
  const { keyKind, identity, scope, expiresAt, orderValueMax, ofAccount, commandsPerSecond } = command;
  const terms: KeyTerms = { scope, expiresAt, orderValueMax, ofAccount, commandsPerSecond, markets };
  const { keyEpoch: epoch } = ownerNumbered(state, owner);
  const known = keyIdentified(state, command);
  const crowded = known === undefined ? additionRefusal(state, owner) : strangerRefusal(known, owner);
  if (crowded !== undefined) return crowded;
  if (known === undefined) add(state, { owner, keyKind, identity, ...terms, epoch, ...SENT_NOTHING });
  else Object.assign(known, { ...terms, epoch, ...SENT_NOTHING });
  const key = known === undefined ? state.keys.length : state.keys.indexOf(known) + 1;
  const said = { scope, expiresAt, orderValueMax, ofAccount, commandsPerSecond };
  const whose = { key, owner, epoch, keyKind, identity };
  state.emit(keyApproved, { ...whose, ...said, marketCount: markets.length, markets: marketsHex(markets) });
  return undefined;
}

export function revoke(state: NaiveState, command: ValuesOf<typeof revokeKeys.specs>): Refusal | undefined {
  const { account, key, ofKey } = command;
  if (key !== 0) return refuse('keyIsNotOwner', 'key');
  const number = ownerOf(state, account);
  const owner = ownerNumbered(state, number);
  const revoked = state.keys[ofKey - 1];
  if (ofKey !== 0 && revoked?.owner !== number) return refuse('keyUnknown', 'ofKey');
  if (ofKey === 0 && owner.keyEpoch === LAST_EPOCH) return refuse('fieldOutOfRange', 'ofKey');
  if (ofKey === 0) owner.keyEpoch += 1;
  else if (revoked !== undefined) revoked.epoch = 0;
  state.emit(keysRevoked, { owner: number, ofKey, epoch: owner.keyEpoch });
  closeRevoked(state, number, ofKey);
  return undefined;
}

/** The key with this kind and identity, whose soever it is. */
function keyIdentified(state: NaiveState, { keyKind, identity }: Pick<AgentKey, 'keyKind' | 'identity'>) {
  return state.keys.find((key) => key.keyKind === keyKind && key.identity === identity);
}

/** Adds a key under the next number, for which the table is known to have room. */
function add(state: NaiveState, key: AgentKey): void {
  state.keys.push(key);
  state.keyNonces.push([]);
}

/** What is asked before the markets. */
function approvalRefusal(state: NaiveState, command: Approval, owner: number): Refusal | undefined {
  const { key, keyKind, identity, expiresAt, ofAccount } = command;
  if (key !== 0) return refuse('keyIsNotOwner', 'key');
  if (!isIdentity(keyKind, identity)) return refuse('fieldOutOfRange', 'identity');
  const isOwner = state.owners.some((each) => each.ownerKind === keyKind && each.identity === identity);
  if (isOwner) return refuse('ownerAlreadyRegistered', 'identity');
  if (expiresAt !== 0 && expiresAt <= state.time) return refuse('expiryNotAhead', 'expiresAt');
  const isOwn = ofAccount === 0 || state.accounts[ofAccount - 1]?.owner === owner;
  return isOwn ? undefined : refuse('accountUnknown', 'ofAccount');
}

/** Asked of a key that exists. */
function strangerRefusal(key: AgentKey, owner: number): Refusal | undefined {
  return key.owner === owner ? undefined : refuse('keyAlreadyRegistered', 'identity');
}

/** Asked of a key that does not exist yet. */
function additionRefusal(state: NaiveState, owner: number): Refusal | undefined {
  const own = state.keys.filter((key) => key.owner === owner);
  if (own.length >= KEYS_OF_OWNER_MAX) return refuse('keyQuotaReached');
  return state.keys.length >= state.limits.keysMax ? refuse('keysFull') : undefined;
}

/** The numbers of the blob, or undefined where they are not whole, not ascending or not of markets that exist. */
function marketsIn(state: NaiveState, blob: Uint8Array): number[] | undefined {
  if (blob.length % MARKET_BYTES !== 0) return undefined;
  const view = new DataView(blob.buffer, blob.byteOffset, blob.length);
  const markets: number[] = [];
  for (let at = 0; at < blob.length; at += MARKET_BYTES) markets.push(view.getUint32(at, true));
  const areKnown = markets.every((market) => state.markets[market] !== undefined);
  const areAscending = markets.every((market, index) => index === 0 || market > (markets[index - 1] ?? market));
  return areKnown && areAscending ? markets : undefined;
}
