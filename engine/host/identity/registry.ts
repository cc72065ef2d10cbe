/**
 * Who is who on the exchange, as its records tell: owners with their accounts, keys, open sessions, and the decimals of
 * markets and assets. Whoever checks an authorization asks here whose signature it takes. It follows the log: what is
 * to be checked is checked before its own records are taken.
 */
import {
  type accountOpened,
  type assetCreated,
  type DecodedRecord,
  KeyScope,
  type keyApproved,
  type keyRegistered,
  type keysRevoked,
  type LogicalState,
  type MessageRegistry,
  type marketCreated,
  type ownerRegistered,
  ROLE_KEY_BYTES,
  ROLES,
  type Role,
  type sessionClosed,
  type sessionOpened,
  type started,
  type ValuesOf,
  VENUE_DOLLAR,
  VENUE_DOLLAR_DECIMALS,
} from '@intelligent-ledger/engine/core';

/** What signs: `OwnerKind`, and 32 bytes as hex. */
export interface Identity {
  readonly kind: number;
  readonly identity: string;
}

export interface OwnerEntry extends Identity {
  readonly owner: number;
  /** In the order of their numbers under the owner. */
  readonly accounts: readonly number[];
  /** Keys of another epoch are revoked. */
  readonly epoch: number;
}

export interface KeyEntry extends Identity {
  readonly key: number;
  readonly owner: number;
  /** 0 once it was revoked by itself. */
  readonly epoch: number;
  /** Flags of `KeyScope`. */
  readonly scope: number;
  /** Time in microseconds from which it is dead; 0 is never. */
  readonly expiresAt: number;
  /** The one account that it is confined to; null when it is to none. */
  readonly onlyAccount: number | null;
  /** The markets that it is confined to; none when it trades in all. */
  readonly onlyMarkets: readonly number[];
  /** Most that one order of it may be worth, in micro-dollars; 0 is no bound. */
  readonly orderValueMax: number;
  /** Commands but cancels in one second; 0 is no bound. */
  readonly commandsPerSecond: number;
}

export interface SessionEntry {
  readonly session: number;
  readonly owner: number;
  /** 0 is the owner itself. */
  readonly key: number;
  /** Ed25519 public key as hex. */
  readonly sessionKey: string;
  readonly expiresAt: number;
  /** Where it was opened; 0 when it was before all that is known. */
  readonly openedSequence: number;
}

type Draft<T> = { -readonly [Name in keyof T]: T[Name] };

/** What a key may do of which only its owner was said. */
const UNBOUND = {
  scope: KeyScope.trade as number,
  expiresAt: 0,
  ofAccount: 0,
  orderValueMax: 0,
  commandsPerSecond: 0,
  marketCount: 0,
  markets: '',
};
const FIRST_EPOCH = 1;
const NO_KEY = '0'.repeat(2 * ROLE_KEY_BYTES);

export class Registry implements MessageRegistry {
  domain = '';
  private roleKeys: readonly string[] = ROLES.map(() => NO_KEY);
  private readonly owners: (Draft<OwnerEntry> & { accounts: number[] })[] = [];
  private readonly ownersByIdentity = new Map<string, number>();
  /** By account, its owner. */
  private readonly accounts: number[] = [];
  /** By number, which begins with 1. */
  private readonly keys = new Map<number, Draft<KeyEntry>>();
  private readonly keysByIdentity = new Map<string, number>();
  private readonly sessions = new Map<number, SessionEntry>();
  private readonly sizeDecimals: number[] = [];
  private readonly assetDecimals: number[] = [];

  /** Takes over a state, before any record. */
  load(state: LogicalState): void {
    this.domain = state.genesis?.domain ?? '';
    this.setRoleKeys(state.roleKeys);
    for (const { ownerKind, identity, keyEpoch } of state.owners) this.addOwner(ownerKind, identity, keyEpoch);
    for (const [account, { owner }] of state.accounts.entries()) this.addAccount(account, owner);
    for (const [index, row] of state.keys.entries()) this.addKey({ ...row, key: index + 1 });
    for (const row of state.sessions) this.sessions.set(row.session, { ...row, openedSequence: 0 });
    for (const [market, { sizeDecimals }] of state.markets.entries()) this.sizeDecimals[market] = sizeDecimals;
    for (const [asset, { decimals }] of state.assets.entries()) this.assetDecimals[asset] = decimals;
  }

  /** Says the role keys, as the blob of Genesis in hex. */
  setRoleKeys(blob: string): void {
    const digits = 2 * ROLE_KEY_BYTES;
    this.roleKeys = ROLES.map((_, index) => blob.slice(digits * index, digits * (index + 1)) || NO_KEY);
  }

  /** Takes the next records. */
  take(records: readonly DecodedRecord[]): void {
    for (const { name, values } of records) this.takeOne(name, values as never);
  }

  sizeDecimalsOf(market: number): number | undefined {
    return this.sizeDecimals[market];
  }

  assetDecimalsOf(asset: number): number | undefined {
    return this.assetDecimals[asset];
  }

  /** The Ed25519 key of a role, as hex. */
  roleKeyOf(role: Role): string {
    return this.roleKeys[ROLES.indexOf(role)] as string;
  }

  ownerOf(account: number): OwnerEntry | undefined {
    const owner = this.accounts[account];
    return owner === undefined ? undefined : this.owners[owner];
  }

  ownerAt(owner: number): OwnerEntry | undefined {
    return this.owners[owner];
  }

  ownerIdentified({ kind, identity }: Identity): OwnerEntry | undefined {
    const owner = this.ownersByIdentity.get(`${kind}${identity}`);
    return owner === undefined ? undefined : this.owners[owner];
  }

  keyAt(key: number): KeyEntry | undefined {
    return this.keys.get(key);
  }

  keyIdentified({ kind, identity }: Identity): KeyEntry | undefined {
    const key = this.keysByIdentity.get(`${kind}${identity}`);
    return key === undefined ? undefined : this.keys.get(key);
  }

  keysOf(owner: number): KeyEntry[] {
    return [...this.keys.values()].filter((entry) => entry.owner === owner);
  }

  sessionsOf(owner: number): SessionEntry[] {
    return [...this.sessions.values()].filter((entry) => entry.owner === owner);
  }

  /** An open session. */
  sessionAt(session: number): SessionEntry | undefined {
    return this.sessions.get(session);
  }

  private takeOne(name: string, values: never): void {
    switch (name) {
      case 'started':
        this.domain = (values as ValuesOf<typeof started.specs>).domain;
        this.assetDecimals[VENUE_DOLLAR] = VENUE_DOLLAR_DECIMALS;
        break;
      case 'ownerRegistered': {
        const { ownerKind, identity } = values as ValuesOf<typeof ownerRegistered.specs>;
        this.addOwner(ownerKind, identity, FIRST_EPOCH);
        break;
      }
      case 'accountOpened': {
        const { account, owner } = values as ValuesOf<typeof accountOpened.specs>;
        this.addAccount(account, owner);
        break;
      }
      case 'keyRegistered': {
        const { key, owner, keyKind, identity } = values as ValuesOf<typeof keyRegistered.specs>;
        const epoch = this.owners[owner]?.epoch ?? FIRST_EPOCH;
        this.addKey({ key, owner, keyKind, identity, epoch, ...UNBOUND });
        break;
      }
      case 'keyApproved':
        this.addKey(values as ValuesOf<typeof keyApproved.specs>);
        break;
      case 'keysRevoked': {
        const { owner, ofKey, epoch } = values as ValuesOf<typeof keysRevoked.specs>;
        this.revoke(owner, ofKey, epoch);
        break;
      }
      case 'sessionOpened': {
        const { session, owner, key, sessionKey, expiresAt, sequence } = values as ValuesOf<typeof sessionOpened.specs>;
        this.sessions.set(session, { session, owner, key, sessionKey, expiresAt, openedSequence: sequence });
        break;
      }
      case 'sessionClosed':
        this.sessions.delete((values as ValuesOf<typeof sessionClosed.specs>).session);
        break;
      case 'marketCreated': {
        const { market, sizeDecimals } = values as ValuesOf<typeof marketCreated.specs>;
        this.sizeDecimals[market] = sizeDecimals;
        break;
      }
      case 'assetCreated': {
        const { asset, decimals } = values as ValuesOf<typeof assetCreated.specs>;
        this.assetDecimals[asset] = decimals;
        break;
      }
    }
  }

  private addOwner(kind: number, identity: string, epoch: number): void {
    const owner = this.owners.length;
    this.owners.push({ owner, kind, identity, epoch, accounts: [] });
    this.ownersByIdentity.set(`${kind}${identity}`, owner);
  }

  private addAccount(account: number, owner: number): void {
    this.accounts[account] = owner;
    this.owners[owner]?.accounts.push(account);
  }

  private addKey(row: Pick<ValuesOf<typeof keyApproved.specs>, KeyRowName>): void {
    const { key, owner, keyKind, identity, epoch, scope, expiresAt, ofAccount, orderValueMax, commandsPerSecond } = row;
    const onlyAccount = ofAccount === 0 ? null : ofAccount - 1;
    const onlyMarkets = marketsOf(row.markets, row.marketCount);
    const bounds = { scope, expiresAt, onlyAccount, onlyMarkets, orderValueMax, commandsPerSecond };
    this.keys.set(key, { key, owner, kind: keyKind, identity, epoch, ...bounds });
    this.keysByIdentity.set(`${keyKind}${identity}`, key);
  }

  private revoke(owner: number, ofKey: number, epoch: number): void {
    const entry = this.owners[owner];
    if (ofKey === 0 && entry !== undefined) entry.epoch = epoch;
    const key = this.keys.get(ofKey);
    if (key !== undefined) key.epoch = 0;
  }
}

type KeyRowName = 'key' | 'owner' | 'keyKind' | 'identity' | 'epoch' | keyof typeof UNBOUND;

/** The numbers of markets, 4 bytes each, as hex. */
function marketsOf(hex: string, count: number): number[] {
  const bytes = Buffer.from(hex, 'hex');
  return Array.from({ length: count }, (_, index) => bytes.readUInt32LE(4 * index));
}
