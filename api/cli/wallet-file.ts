/** The file with a private key. Only its owner may read it; a key in ILEDGER_KEY goes before it. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ed25519Wallet, newPrivateKey, type Wallet } from '@intelligent-ledger/client';
import { UsageFault } from './command.ts';

const KEY = /^[0-9a-f]{64}$/;
const OWNER_ONLY = 0o600;
const DIRECTORY_OWNER_ONLY = 0o700;

/** Makes a key and keeps it in a file that must not be there yet. */
export async function newWallet(path: string): Promise<Wallet> {
  if (existsSync(path)) throw new UsageFault(`there is a key in ${path} already`);
  const key = newPrivateKey();
  mkdirSync(dirname(path), { recursive: true, mode: DIRECTORY_OWNER_ONLY });
  writeFileSync(path, `${key}\n`, { mode: OWNER_ONLY, flag: 'wx', flush: true });
  return await ed25519Wallet(key);
}

/** The wallet of the environment or a file; null where there is none. */
export async function walletAt(path: string): Promise<Wallet | null> {
  const given = process.env['ILEDGER_KEY'];
  const [key, from] = given === undefined ? [readKey(path), path] : [given.trim(), 'ILEDGER_KEY'];
  if (key === null) return null;
  // Not even a part of what is no key is said.
  if (!KEY.test(key)) throw new UsageFault(`${from} is no private key of 64 digits of hex`);
  return await ed25519Wallet(key);
}

function readKey(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
}
