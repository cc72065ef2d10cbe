/** The commands by which an owner approves and revokes its keys. They are rare, so they go through the codec. */
import { ACCEPTED, type Answer, blaming, refusal } from '../answer.ts';
import { type Clock, timeOf } from '../clock.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { decode } from '../schema/codec.ts';
import { approveKey, KEY_EPOCH_MAX, revokeKeys } from '../schema/command.ts';
import { offsetOf } from '../schema/layout.ts';
import { keyApproved, keysRevoked } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';
import { isIdentity } from '../state/identity-table.ts';
import { encodeMarkets, marketsIn } from '../state/key-table.ts';
import { closeRevoked } from './session-commands.ts';

const IDENTITY_BYTES = 32;

/** Applies a well-formed approveKey of a user who may act. */
export function applyApproveKey(exchange: Exchange, clock: Clock, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { accounts, keys } = exchange;
  const command = decode(approveKey, bytes);
  const { key: sender, keyKind, expiresAt, orderValueMax, scope, ofAccount, commandsPerSecond } = command;
  if (sender !== 0) return blaming(approveKey, 'key', ResultCode.keyIsNotOwner);
  const at = offsetOf(approveKey, 'identity');
  const identity = bytes.subarray(at, at + IDENTITY_BYTES);
  if (!isIdentity(keyKind, identity)) return blaming(approveKey, 'identity', ResultCode.fieldOutOfRange);
  if (exchange.owners.find(keyKind, identity) >= 0) {
    return blaming(approveKey, 'identity', ResultCode.ownerAlreadyRegistered);
  }
  if (expiresAt !== 0 && expiresAt <= timeOf(clock)) {
    return blaming(approveKey, 'expiresAt', ResultCode.expiryNotAhead);
  }
  const owner = accounts.ownerOf(command.account);
  const isOwn = ofAccount <= accounts.count() && accounts.ownerOf(ofAccount - 1) === owner;
  if (ofAccount !== 0 && !isOwn) return blaming(approveKey, 'ofAccount', ResultCode.accountUnknown);
  const markets = marketsIn(bytes.subarray(approveKey.byteLength), exchange.markets.count());
  if (markets === null) return refusal(ResultCode.keyMarketsInvalid);
  const known = keys.find(keyKind, identity);
  if (known !== 0) {
    if (!keys.isOf(known, owner)) return blaming(approveKey, 'identity', ResultCode.keyAlreadyRegistered);
  } else {
    if (keys.hasAllOf(owner)) return refusal(ResultCode.keyQuotaReached);
    if (keys.isFull()) return refusal(ResultCode.keysFull);
  }
  const key = known === 0 ? keys.add(owner, keyKind, identity) : known;
  const terms = { expiresAt, orderValueMax, scope, ofAccount, commandsPerSecond };
  keys.approve(key, { ...terms, markets });
  const confined = { marketCount: markets.length, markets: encodeMarkets(markets) };
  const named = { key, owner, epoch: keys.epochOf(key), keyKind, identity: command.identity };
  records.append(keyApproved, ResultCode.accepted, { ...terms, ...confined, ...named });
  return ACCEPTED;
}

/** Applies a well-formed revokeKeys of a user who may act. */
export function applyRevokeKeys(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { accounts, keys } = exchange;
  const { account, key, ofKey } = decode(revokeKeys, bytes);
  if (key !== 0) return blaming(revokeKeys, 'key', ResultCode.keyIsNotOwner);
  const owner = accounts.ownerOf(account);
  if (ofKey === 0) {
    if (keys.epochOfOwner(owner) === KEY_EPOCH_MAX) return blaming(revokeKeys, 'ofKey', ResultCode.fieldOutOfRange);
    keys.revokeAllOf(owner);
  } else {
    if (!keys.isOf(ofKey, owner)) return blaming(revokeKeys, 'ofKey', ResultCode.keyUnknown);
    keys.revoke(ofKey);
  }
  records.append(keysRevoked, ResultCode.accepted, { owner, ofKey, epoch: keys.epochOfOwner(owner) });
  closeRevoked(exchange, owner, ofKey, records);
  return ACCEPTED;
}
