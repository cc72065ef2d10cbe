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
import { bytesOfAscii } from './message-text.ts';

const HASH_BYTES = 32;
const NUMBERS_BYTES = 16;

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
