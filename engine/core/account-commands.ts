/** The commands by which a user arranges an account. They are rare, so they read and write through the codec. */
import type { RecordBuffer } from './record-buffer.ts';
import { decode } from './schema/codec.ts';
import { setSelfTrade } from './schema/command.ts';
import { selfTradeSet } from './schema/record.ts';
import { ResultCode } from './schema/result-code.ts';
import type { Exchange } from './state/exchange.ts';

/** Sets the self-trade prevention of an account that exists, as the bytes of a well-formed setSelfTrade say. */
export function applySetSelfTrade(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): void {
  const { account, selfTrade } = decode(setSelfTrade, bytes);
  exchange.accounts.setSelfTrade(account, selfTrade);
  records.append(selfTradeSet, ResultCode.accepted, { account, selfTrade });
}
