/** Writes a log by hand: entries in order, each with the sequence number that follows. */
import {
  amendOrder,
  cancelOrder,
  createMarket,
  genesis,
  OwnerKind,
  openAccount,
  placeOrder,
  registerOwner,
  Side,
  setSelfTrade,
  TimeInForce,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { type Draft, draftOf, entryOf } from './draft.ts';
import type { MarketTemplate } from './market-template.ts';
import type { Profile } from './profile.ts';

const VALID_AHEAD = 1_000_000;
const ROLE_KEYS_BYTES = 96;

type Placement = Partial<ValuesOf<typeof placeOrder.specs>>;
type Amendment = Partial<ValuesOf<typeof amendOrder.specs>>;

/** A log that grows; `time` is the time of the next entry, in microseconds. */
export class LogWriter {
  readonly entries: Uint8Array[] = [];
  time = 1_000;

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
    const values = { ruleVersion: 1, domain: 'ab'.repeat(32), ...few, ...bounds, ...limits };
    this.add(draftOf(genesis, values, new Uint8Array(ROLE_KEYS_BYTES).fill(7)));
    for (const identity of ['cd', 'ef']) {
      this.add(draftOf(registerOwner, { ownerKind: OwnerKind.ed25519, identity: identity.repeat(32) }));
    }
    for (const owner of [0, 1, 0]) this.add(draftOf(openAccount, { owner }));
    this.openMarket(market);
  }

  openMarket({ marketKind, sizeDecimals, maxPrice, maxSize, bands }: MarketTemplate): Uint8Array {
    const blob = new Uint8Array(Uint32Array.from(bands.flatMap(({ from, step }) => [from, step])).buffer);
    return this.add(draftOf(createMarket, { marketKind, sizeDecimals, state: 1, maxPrice, maxSize }, blob));
  }

  /** An order to buy one lot, good till cancelled, unless said otherwise. Account 0 buys and account 1 sells. */
  place(values: Placement): Uint8Array {
    const account = values.side === Side.sell ? 1 : 0;
    const usual = { account, side: Side.buy, size: 1, orderType: 1, timeInForce: TimeInForce.goodTillCancelled };
    return this.add(draftOf(placeOrder, { validUntil: this.time + VALID_AHEAD, ...usual, ...values }));
  }

  /** Sets the default of self-trade prevention of an account. */
  preferSelfTrade(selfTrade: number, account = 0): Uint8Array {
    return this.add(draftOf(setSelfTrade, { validUntil: this.time + VALID_AHEAD, account, selfTrade }));
  }

  cancel(order: number, account = 0): Uint8Array {
    return this.add(draftOf(cancelOrder, { validUntil: this.time + VALID_AHEAD, order, account }));
  }

  /** Account 0 amends, unless said otherwise; what is not given is zero. */
  amend(order: number, values: Amendment): Uint8Array {
    return this.add(draftOf(amendOrder, { validUntil: this.time + VALID_AHEAD, order, ...values }));
  }
}
