/**
 * The text that a wallet signs and a session authenticates: two lines that say what this is and for which exchange, so
 * that a signature is good for nothing else, and then a JSON object that a person can read. The bytes are signed as
 * they are sent; nobody writes them anew to check them. All of it is printable ASCII.
 */
import type { MessageFault } from './message-fault.ts';

/** The number by which a frame says that its signed bytes are such a text. */
export const MESSAGE_FORMAT = 1;

const FIRST_LINE = 'Intelligent Ledger message 1';
const EXCHANGE = 'exchange ';
/** So many letters are made at once; more arguments would need a larger stack. */
const AT_ONCE = 1_024;
const NEWLINE = 10;
const SPACE = 32;
const TILDE = 126;

/** The text over a body, for the exchange whose domain is 64 digits of hex. */
export function messageText(domain: string, body: string): string {
  return `${headOf(domain)}${body}`;
}

/** The body of a text that was made for an exchange. */
export function bodyOf(bytes: Uint8Array, domain: string): string | MessageFault {
  const text = asciiOf(bytes);
  const malformed = { fault: 'textMalformed', path: '' } as const;
  if (text === null) return malformed;
  const head = headOf(domain);
  if (text.startsWith(head)) return text.slice(head.length);
  const isForAnother = /^exchange [0-9a-f]{64}$/.test(text.split('\n', 2)[1] ?? '');
  if (!text.startsWith(`${FIRST_LINE}\n`) || !isForAnother) return malformed;
  return { fault: 'exchangeOther', path: '' };
}

/** Bytes as text when all are printable ASCII or ends of lines; null otherwise. */
export function asciiOf(bytes: Uint8Array): string | null {
  for (const byte of bytes) if ((byte < SPACE && byte !== NEWLINE) || byte > TILDE) return null;
  let text = '';
  for (let at = 0; at < bytes.length; at += AT_ONCE) {
    text += String.fromCharCode(...bytes.subarray(at, at + AT_ONCE));
  }
  return text;
}

/** Printable ASCII as bytes. */
export function bytesOfAscii(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

function headOf(domain: string): string {
  return `${FIRST_LINE}\n${EXCHANGE}${domain}\n`;
}
