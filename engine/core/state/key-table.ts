/**
 * The keys that act for owners, numbered from 1 in the order in which they came, and what each may do. Key 0 is an
 * owner itself. Every owner has an epoch; a key lives while its own is that of its owner, so that all of them die at
 * once. No key is ever forgotten: its nonces stay spent. The rules are section 17 of docs/concepts/rules.md.
 */
import { hexOf } from '../numbers/sha256.ts';
import { createDoubles, createWords } from '../numbers/words.ts';
import { KEYS_OF_OWNER_MAX, KeyScope, MARKETS_OF_KEY_MAX } from '../schema/command.ts';
import { IdentityTable } from './identity-table.ts';

/** What a key may do. */
export interface KeyTerms {
  /** Time in microseconds from which it is dead; 0 is never. */
  readonly expiresAt: number;
  /** Most that one order may be worth, in micro-dollars; 0 is no bound. */
  readonly orderValueMax: number;
  /** Flags of `KeyScope`. */
  readonly scope: number;
  /** Account to which it is confined, plus one; 0 is none. */
  readonly ofAccount: number;
  /** Commands but cancels in one second; 0 is no bound. */
  readonly commandsPerSecond: number;
  /** Markets to which it is confined, ascending; none is to none. */
  readonly markets: readonly number[];
}

/** What a key of an administrator's command may do. */
export const UNBOUND_KEY: KeyTerms = {
  expiresAt: 0,
  orderValueMax: 0,
  scope: KeyScope.trade,
  ofAccount: 0,
  commandsPerSecond: 0,
  markets: [],
};

const MARKETS = MARKETS_OF_KEY_MAX;
/** The epoch of a key that was revoked by itself, which is no owner's. */
const REVOKED = 0;

/** The markets in a blob, ascending, each one of so many that exist; null when they are not. */
export function marketsIn(blob: Uint8Array, marketCount: number): number[] | null {
  if (blob.length % 4 !== 0) return null;
  const view = new DataView(blob.buffer, blob.byteOffset, blob.length);
  const markets = Array.from({ length: blob.length / 4 }, (_, index) => view.getUint32(index * 4, true));
  const isSound = markets.every((market, index) => market < marketCount && market > (markets[index - 1] ?? -1));
  return isSound ? markets : null;
}

/** Markets as records and snapshots have them. */
export function encodeMarkets(markets: readonly number[]): string {
  const words = new Uint32Array(MARKETS_OF_KEY_MAX);
  words.set(markets);
  return hexOf(new Uint8Array(words.buffer));
}

export type KeyTable = ReturnType<typeof createKeyTable>;

/** An empty table for so many keys of so many owners, who are in their first epoch. */
export function createKeyTable(keysMax: number, ownersMax: number) {
  const identities = new IdentityTable(keysMax);
  const owners = createWords(keysMax + 1);
  const ownerEpochs = createWords(ownersMax).fill(1);
  const keyCounts = createWords(ownersMax);
  const epochs = createWords(keysMax + 1);
  const scopes = createWords(keysMax + 1);
  const ofAccounts = createWords(keysMax + 1);
  const perSecond = createWords(keysMax + 1);
  const marketCounts = createWords(keysMax + 1);
  const markets = createWords((keysMax + 1) * MARKETS);
  const expiries = createDoubles(keysMax + 1);
  const valuesMax = createDoubles(keysMax + 1);
  // The second of engine time in which commands of a key were counted last, and how many.
  const seconds = createDoubles(keysMax + 1);
  const counted = createWords(keysMax + 1);

  /** Adds a key that is not there yet to a table that is not full; answers its number. */
  function add(owner: number, kind: number, identity: Uint8Array): number {
    const key = identities.add(kind, identity) + 1;
    owners[key] = owner;
    keyCounts[owner] = (keyCounts[owner] as number) + 1;
    return key;
  }

  /** Says what a key may do from now on, in the present epoch of its owner. */
  function approve(key: number, terms: KeyTerms): void {
    epochs[key] = ownerEpochs[owners[key] as number] as number;
    expiries[key] = terms.expiresAt;
    valuesMax[key] = terms.orderValueMax;
    scopes[key] = terms.scope;
    ofAccounts[key] = terms.ofAccount;
    perSecond[key] = terms.commandsPerSecond;
    marketCounts[key] = terms.markets.length;
    for (const [index, market] of terms.markets.entries()) markets[key * MARKETS + index] = market;
    restoreCount(key, 0, 0);
  }

  /** Whether a number is that of a key of an owner. */
  function isOf(key: number, owner: number): boolean {
    return key >>> 0 <= identities.count && owners[key] === owner;
  }

  /** Whether a key is confined to other markets than one. */
  function isBarredFrom(key: number, market: number): boolean {
    const count = marketCounts[key] as number;
    for (let index = 0; index < count; index += 1) if (markets[key * MARKETS + index] === market) return false;
    return count > 0;
  }

  /** Counts a command of a key in a second, if it may send one more in it; answers whether it may. */
  function tryCount(key: number, second: number): boolean {
    const sofar = seconds[key] === second ? (counted[key] as number) : 0;
    // A bound of 32 bits may lie beyond the range of words.
    if (perSecond[key] !== 0 && sofar >= (perSecond[key] as number) >>> 0) return false;
    restoreCount(key, second, sofar + 1);
    return true;
  }

  function restoreCount(key: number, second: number, commands: number): void {
    seconds[key] = second;
    counted[key] = commands;
  }

  function termsOf(key: number): KeyTerms {
    return {
      expiresAt: expiries[key] as number,
      orderValueMax: valuesMax[key] as number,
      scope: scopes[key] as number,
      ofAccount: (ofAccounts[key] as number) >>> 0,
      commandsPerSecond: (perSecond[key] as number) >>> 0,
      markets: Array.from(markets.subarray(key * MARKETS, key * MARKETS + (marketCounts[key] as number))),
    };
  }

  return {
    count: () => identities.count,
    isFull: () => identities.isFull,
    /** The number of the key of this kind and identity; 0 when there is none. */
    find: (kind: number, identity: Uint8Array) => identities.find(kind, identity) + 1,
    ownerOf: (key: number) => owners[key] as number,
    kindOf: (key: number) => identities.kindOf(key - 1),
    identityOf: (key: number) => identities.identityOf(key - 1),
    isOf,
    add,
    approve,
    termsOf,
    /** Whether an owner has as many keys as it may add. */
    hasAllOf: (owner: number) => (keyCounts[owner] as number) >= KEYS_OF_OWNER_MAX,
    epochOf: (key: number) => epochs[key] as number,
    epochOfOwner: (owner: number) => ownerEpochs[owner] as number,
    isRevoked: (key: number) => epochs[key] !== ownerEpochs[owners[key] as number],
    isExpired: (key: number, time: number) => expiries[key] !== 0 && (expiries[key] as number) <= time,
    revoke: (key: number) => {
      epochs[key] = REVOKED;
    },
    revokeAllOf: (owner: number) => {
      ownerEpochs[owner] = (ownerEpochs[owner] as number) + 1;
    },
    scopeOf: (key: number) => scopes[key] as number,
    /** The account to which a key is confined, plus one, as a word; 0 is none. */
    accountOf: (key: number) => ofAccounts[key] as number,
    valueMaxOf: (key: number) => valuesMax[key] as number,
    isBarredFrom,
    tryCount,
    secondOf: (key: number) => seconds[key] as number,
    countOf: (key: number) => (counted[key] as number) >>> 0,
    restoreCount,
    restoreEpoch: (key: number, epoch: number) => {
      epochs[key] = epoch;
    },
    restoreOwnerEpoch: (owner: number, epoch: number) => {
      ownerEpochs[owner] = epoch;
    },
  };
}
