/** Opens a session: signed once, and then whatever is sent in it is authenticated by a secret. */
import { nowMicros } from './clock.ts';
import { bytesOfHex } from './signing/bytes.ts';
import { ed25519Wallet, newPrivateKey, type Wallet } from './signing/wallet.ts';
import type { Trader } from './trader.ts';

export interface OpenSession {
  readonly session: number;
  /** Where it was opened; its chain begins with that. */
  readonly openedSequence: number;
  readonly secret: Uint8Array<ArrayBuffer>;
  /** Signs its chain. */
  readonly wallet: Wallet;
}

const SESSION_MICROS = 3_600_000_000;
/** A session may leave nothing unsigned for more than ten seconds. */
export const SIGN_MILLIS = 4_000;

export async function openSession(trader: Trader): Promise<OpenSession> {
  const wallet = await ed25519Wallet(newPrivateKey());
  const expires_at = nowMicros() + SESSION_MICROS;
  const [opened] = await trader.send({ type: 'open_session', session_key: wallet.identity, expires_at });
  if (opened?.secret === undefined) throw new Error(`no session was opened: ${opened?.name}`);
  const { session = 0, seq, secret } = opened;
  return { session, openedSequence: seq, secret: bytesOfHex(secret), wallet };
}

/** The key with which messages of a session are authenticated. */
export function codeKeyOf({ secret }: OpenSession): ReturnType<typeof crypto.subtle.importKey> {
  return crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}
