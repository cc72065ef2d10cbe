/**
 * The secrets of a demo exchange: who it is, the keys of its roles, what tokens and sessions are made from, and the
 * wallets of its traders. They lie in one file that only its owner may read, and are made once.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ExchangeKeys {
  /** Identity of the exchange, as 64 digits of hex; the private keys and the secret are as long. */
  readonly exchange: string;
  readonly secret: string;
  readonly operator: string;
  readonly prices: string;
  readonly deposits: string;
  /** Private keys of the traders that rest orders, and of those that take. */
  readonly makers: readonly string[];
  readonly takers: readonly string[];
}

/** The file has been lost, or is not what it was. */
export class KeysFault extends Error {}

const KEY_BYTES = 32;
const MAKERS = 4;
const TAKERS = 2;
const OWNER_ONLY = 0o600;
const KEY = /^[0-9a-f]{64}$/;

/** The file in a directory of an exchange. */
export function keysPath(directory: string): string {
  return join(directory, 'keys.json');
}

/** Reads the keys of an exchange; makes them where there is none yet. */
export function openKeys(directory: string): ExchangeKeys {
  const path = keysPath(directory);
  if (existsSync(path)) return readKeys(path);
  if (existsSync(join(directory, 'journal'))) throw new KeysFault(`${path} is missing, and the exchange is there`);
  const some = (count: number) => Array.from({ length: count }, newKey);
  const keys: ExchangeKeys = {
    ...{ exchange: newKey(), secret: newKey(), operator: newKey(), prices: newKey(), deposits: newKey() },
    ...{ makers: some(MAKERS), takers: some(TAKERS) },
  };
  mkdirSync(directory, { recursive: true });
  // Whole or not at all, so that a start that is cut short leaves no half of it.
  writeFileSync(`${path}.new`, `${JSON.stringify(keys, null, 2)}\n`, { mode: OWNER_ONLY, flush: true });
  renameSync(`${path}.new`, path);
  return keys;
}

export function readKeys(path: string): ExchangeKeys {
  let keys: ExchangeKeys;
  try {
    keys = JSON.parse(readFileSync(path, 'utf8')) as ExchangeKeys;
  } catch (error) {
    throw new KeysFault(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { exchange, secret, operator, prices, deposits, makers, takers } = keys;
  const all = [exchange, secret, operator, prices, deposits, ...(makers ?? [null]), ...(takers ?? [null])];
  if (!all.every((key) => typeof key === 'string' && KEY.test(key))) throw new KeysFault(`${path}: a key is none`);
  return keys;
}

function newKey(): string {
  return randomBytes(KEY_BYTES).toString('hex');
}
