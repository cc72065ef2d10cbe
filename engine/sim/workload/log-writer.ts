/** Writes a log by hand: entries in order, each with the sequence number that follows. */
import {
  amendOrder,
  approveKey,
  cancelByClientOrderId,
  cancelOrder,
  cancelOrders,
  clearMarket,
  closeSession,
  createMarket,
  genesis,
  KeyScope,
  OwnerKind,
  openAccount,
  openMessage,
  openSession,
  placeOrder,
  registerKey,
  registerOwner,
  replaceOrder,
  revokeKeys,
  Side,
  scheduleCancel,
  setSelfTrade,
  signSession,
  TimeInForce,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { type Draft, draftOf, entryOf } from './draft.ts';
import type { MarketTemplate } from './market-template.ts';
import type { Profile } from './profile.ts';

const VALID_AHEAD = 1_000_000;
/** An hour. */
const SESSION_AHEAD = 3_600_000_000;
const SESSION_KEY = '5e'.repeat(32);
const ROLE_KEYS_BYTES = 96;
const USUAL_TERMS = { side: Side.buy, size: 1, orderType: 1, timeInForce: TimeInForce.goodTillCancelled };

type Placement = Partial<ValuesOf<typeof placeOrder.specs>>;
type Replacement = Partial<ValuesOf<typeof replaceOrder.specs>>;
type Sender = Partial<Pick<ValuesOf<typeof placeOrder.specs>, 'account' | 'validUntil' | 'nonce' | 'key' | 'session'>>;
type Approval = Partial<ValuesOf<typeof approveKey.specs>>;
type Opening = Partial<ValuesOf<typeof openSession.specs>>;
type Signing = Partial<ValuesOf<typeof signSession.specs>>;
type Amendment = Partial<ValuesOf<typeof amendOrder.specs>>;

/**
 * A log that grows; `time` is the time of the next entry, in microseconds. Commands of users have a nonce of their own
 * and are valid for a second, unless said otherwise.
 */
export class LogWriter {
  readonly entries: Uint8Array[] = [];
  time = 1_000;
  private lastNonce = 63;

  /** Adds a command and answers its entry. */
  add(draft: Draft): Uint8Array {
    const entry = entryOf(draft, this.entries.length + 1, this.time);
    this.entries.push(entry);
    return entry;
  }

  /** Genesis, two owners with an account each (0 and 1), a second account of the first (2), and one open market. */
  begin(limits: Partial<Profile['limits']>, market: MarketTemplate): void {
    const few = { ownersMax: 4, accountsMax: 4, marketsMax: 4, ordersMax: 64, levelsMax: 64 };
    const bounds = { makersPerCommandMax: 8, drainPerCommandMax: 4 };
    const names = { keysMax: 4, clientOrderIdsMax: 64, queueItemsMax: 16 };
    const values = { ruleVersion: 2, domain: 'ab'.repeat(32), ...few, ...bounds, ...names, ...limits };
    this.add(draftOf(genesis, values, new Uint8Array(ROLE_KEYS_BYTES).fill(7)));
    for (const identity of ['cd', 'ef']) {
      this.add(draftOf(registerOwner, { ownerKind: OwnerKind.ed25519, identity: identity.repeat(32) }));
    }
    for (const owner of [0, 1, 0]) this.add(draftOf(openAccount, { owner }));
    this.openMarket(market);
  }

  /** A spot market may have a base asset. */
  openMarket({ marketKind, sizeDecimals, maxPrice, maxSize, bands }: MarketTemplate, baseAsset = 0): Uint8Array {
    const blob = new Uint8Array(Uint32Array.from(bands.flatMap(({ from, step }) => [from, step])).buffer);
    const traded = { marketKind, sizeDecimals, maxPrice, maxSize, baseAsset };
    return this.add(draftOf(createMarket, { ...traded, state: 1 }, blob));
  }

  /** Adds a key to an owner, which is identified by a byte. */
  addKey(owner: number, identity: number): Uint8Array {
    return this.add(draftOf(registerKey, { owner, ...identified(identity) }));
  }

  /** Account 0 approves a key, identified by a byte, to trade, unless said otherwise; in all markets or in these. */
  approveKey(identity: number, values: Approval = {}, markets: readonly number[] = []): Uint8Array {
    const blob = new Uint8Array(Uint32Array.from(markets).buffer);
    const approval = { ...this.sender(), ...identified(identity), scope: KeyScope.trade, ...values };
    return this.add(draftOf(approveKey, approval, blob));
  }

  /** Account 0 revokes a key of its owner, or with 0 all of them, unless said otherwise. */
  revokeKeys(ofKey: number, sender: Sender = {}): Uint8Array {
    return this.add(draftOf(revokeKeys, { ...this.sender(), ofKey, ...sender }));
  }

  /** Account 0 opens a session under key 0 that expires in an hour, unless said otherwise. */
  openSession(values: Opening = {}): Uint8Array {
    const terms = { sessionKey: SESSION_KEY, expiresAt: this.time + SESSION_AHEAD };
    return this.add(draftOf(openSession, { ...this.sender(), ...terms, ...values }));
  }

  /** A session of account 0 signs for all that came before, with a counter that grows, unless said otherwise. */
  signSession(session: number, values: Signing = {}): Uint8Array {
    const all = { counter: this.entries.length, ofSequence: this.entries.length };
    return this.add(draftOf(signSession, { ...this.sender(), session, ...all, ...values }));
  }

  /** Account 0 closes a session of its owner, unless said otherwise. */
  closeSession(ofSession: number, sender: Sender = {}): Uint8Array {
    return this.add(draftOf(closeSession, { ...this.sender(), ofSession, ...sender }));
  }

  /** An order to buy one lot, good till cancelled, unless said otherwise. Account 0 buys and account 1 sells. */
  place(values: Placement): Uint8Array {
    const account = values.side === Side.sell ? 1 : 0;
    return this.add(draftOf(placeOrder, { ...this.sender(), ...USUAL_TERMS, account, ...values }));
  }

  /** Account 0 replaces an order of its own, unless said otherwise; what is not given is as in `place`. */
  replace(values: Replacement): Uint8Array {
    return this.add(draftOf(replaceOrder, { ...this.sender(), ...USUAL_TERMS, ...values }));
  }

  /** Sets the default of self-trade prevention of an account. */
  preferSelfTrade(selfTrade: number, account = 0): Uint8Array {
    return this.add(draftOf(setSelfTrade, { ...this.sender(), account, selfTrade }));
  }

  cancel(order: number, account = 0, sender: Sender = {}): Uint8Array {
    return this.add(draftOf(cancelOrder, { ...this.sender(), order, account, ...sender }));
  }

  cancelById(clientOrderId: string, account = 0): Uint8Array {
    return this.add(draftOf(cancelByClientOrderId, { ...this.sender(), clientOrderId, account }));
  }

  /** Account 0 amends, unless said otherwise; what is not given is zero. */
  amend(order: number, values: Amendment): Uint8Array {
    return this.add(draftOf(amendOrder, { ...this.sender(), order, ...values }));
  }

  /** Account 0 begins a message of so many commands, unless said otherwise. */
  openMessage(commands: number, sender: Sender = {}): Uint8Array {
    return this.add(draftOf(openMessage, { ...this.sender(), commands, ...sender }));
  }

  /** Account 0 cancels all its orders, unless said otherwise. */
  cancelMany(values: Partial<ValuesOf<typeof cancelOrders.specs>> = {}): Uint8Array {
    return this.add(draftOf(cancelOrders, { ...this.sender(), ...values }));
  }

  /** Schedules that the orders of an account are cancelled at a time. */
  schedule(at: number, account = 0): Uint8Array {
    return this.add(draftOf(scheduleCancel, { ...this.sender(), at, account }));
  }

  /** Cancels what rests in a market. */
  clear(market = 0): Uint8Array {
    return this.add(draftOf(clearMarket, { market }));
  }

  private sender() {
    this.lastNonce += 1;
    return { validUntil: this.time + VALID_AHEAD, nonce: this.lastNonce };
  }
}

function identified(identity: number) {
  return { keyKind: OwnerKind.ed25519, identity: identity.toString(16).padStart(2, '0').repeat(32) };
}
