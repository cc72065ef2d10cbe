/** The commands by which a user arranges an account. They are rare, so they read and write through the codec. */
import type { RecordBuffer } from '../record-buffer.ts';
import { decode } from '../schema/codec.ts';
import { openMessage, RULES_WITH_NONCES, setSelfTrade } from '../schema/command.ts';
import { messageOpened, selfTradeSet } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';

/** Sets the self-trade prevention of an account that exists, as the bytes of a well-formed setSelfTrade say. */
export function applySetSelfTrade(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): void {
  const { account, selfTrade } = decode(setSelfTrade, bytes);
  exchange.accounts.setSelfTrade(account, selfTrade);
  records.append(selfTradeSet, ResultCode.accepted, { account, selfTrade });
}

/** Opens the message that the bytes of a well-formed openMessage announce. Without nonces there is none to share. */
export function applyOpenMessage(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): void {
  const { nonce, account, key, session, commands } = decode(openMessage, bytes);
  if ((exchange.rules[0] as number) >= RULES_WITH_NONCES) exchange.message.open({ account, key, session }, 1, commands);
  records.append(messageOpened, ResultCode.accepted, { nonce, account, key, commands });
}
