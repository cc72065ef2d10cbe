/**
 * The secrets by which sessions authenticate what they send. They are made from one secret of the exchange and what a
 * session is, so that none has to be kept, and all are the same after a restart.
 */
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

interface SessionTerms {
  readonly session: number;
  readonly sessionKey: string;
}

const KEYS_KEPT = 10_000;

export class SessionSecrets {
  private readonly secret: Uint8Array;
  private readonly domain: string;
  private readonly keys = new Map<string, KeyObject>();

  constructor(secret: Uint8Array, domain: string) {
    this.secret = secret;
    this.domain = domain;
  }

  /** The secret of a session, 32 bytes. */
  secretOf({ session, sessionKey }: SessionTerms): Buffer {
    return createHmac('sha256', this.secret).update(`session ${this.domain} ${session} ${sessionKey}`).digest();
  }

  /** Whether a code, as hex, is that of a session for some bytes. */
  isCodeOf(terms: SessionTerms, bytes: Uint8Array, code: string): boolean {
    const expected = createHmac('sha256', this.keyOf(terms)).update(bytes).digest();
    const given = Buffer.from(code, 'hex');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  /** A key is made of a secret once, and kept while its session is used: making one costs more than the code. */
  private keyOf(terms: SessionTerms): KeyObject {
    const name = `${terms.session} ${terms.sessionKey}`;
    const known = this.keys.get(name);
    if (known !== undefined) return known;
    const key = createSecretKey(this.secretOf(terms));
    const [oldest] = this.keys.keys();
    if (this.keys.size >= KEYS_KEPT && oldest !== undefined) this.keys.delete(oldest);
    this.keys.set(name, key);
    return key;
  }
}
