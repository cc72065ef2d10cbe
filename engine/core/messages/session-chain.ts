/**
 * The chain that a session signs: over its messages as they were acknowledged, each with its number, its place in the
 * log and the hash of its bytes. Whoever has the messages and the sequences can compute it, in any language.
 *
 *     chain(0) = SHA-256 of the text `Intelligent Ledger session 1`, newline, `exchange <domain>`, newline,
 *                `session <number> opened <sequence of openSession>`, newline
 *     chain(n) = SHA-256(chain(n-1), counter as 8 bytes, sequence as 8 bytes, SHA-256(message)), little-endian
 *
 * The message is what was authenticated: the text, or on a line that was authenticated at logon the command with its
 * blob. The sequence is that of the first entry of the message.
 */
import { Sha256 } from '../numbers/sha256.ts';
import { openMessage } from '../schema/command.ts';
import { offsetOf } from '../schema/layout.ts';
import { ResultCode } from '../schema/result-code.ts';
import { bytesOfAscii } from './message-text.ts';

/** Codes below are about entries, forms, times and nonces, which are asked before a nonce is spent. */
const FIRST_OF_MARKETS = ResultCode.marketUnknown;
/** What else is asked before. */
const BEFORE_NONCE: ReadonlySet<number> = new Set([
  ...[ResultCode.accountUnknown, ResultCode.keyUnknown, ResultCode.keyRevoked, ResultCode.keyExpired],
  ...[ResultCode.sessionUnknown, ResultCode.sessionExpired],
]);
const ACCOUNT_FIELD = offsetOf(openMessage, 'account');
const HASH_BYTES = 32;
const NUMBERS_BYTES = 16;

/**
 * Whether a message is a link of the chain of its session, by the answer to its first command: it is when it spent its
 * nonce, whatever became of it then. One whose nonce the session had spent before is none.
 */
export function countsInChain(refused: { readonly code: number; readonly field: number } | undefined): boolean {
  if (refused === undefined) return true;
  const isBefore = refused.code < FIRST_OF_MARKETS || BEFORE_NONCE.has(refused.code);
  return !isBefore && !(refused.code === ResultCode.keyOutOfScope && refused.field === ACCOUNT_FIELD);
}

/** A message of a session, as it was acknowledged. */
export interface ChainedMessage {
  readonly counter: number;
  readonly sequence: number;
  readonly bytes: Uint8Array;
}

/** The chain of a session that has sent nothing. */
export function chainOfOpened(domain: string, session: number, openedSequence: number): Uint8Array {
  const words = `session ${session} opened ${openedSequence}`;
  return hashed(bytesOfAscii(`Intelligent Ledger session 1\nexchange ${domain}\n${words}\n`));
}

/** The chain with one message more. */
export function chainWith(chain: Uint8Array, { counter, sequence, bytes }: ChainedMessage): Uint8Array {
  const link = new Uint8Array(HASH_BYTES + NUMBERS_BYTES + HASH_BYTES);
  link.set(chain);
  const view = new DataView(link.buffer);
  view.setBigUint64(HASH_BYTES, BigInt(counter), true);
  view.setBigUint64(HASH_BYTES + 8, BigInt(sequence), true);
  link.set(hashed(bytes), HASH_BYTES + NUMBERS_BYTES);
  return hashed(link);
}

function hashed(bytes: Uint8Array): Uint8Array {
  return new Sha256().update(bytes).digest();
}
