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

  /** Genesis, an owner, two accounts of it, and one open market. */
  begin(limits: Partial<Profile['limits']>, market: MarketTemplate): void {
    const few = { ownersMax: 4, accountsMax: 4, marketsMax: 4, ordersMax: 64, levelsMax: 64 };
    const bounds = { makersPerCommandMax: 8, drainPerCommandMax: 4 };
    const values = { ruleVersion: 1, domain: 'ab'.repeat(32), ...few, ...bounds, ...limits };
    this.add(draftOf(genesis, values, new Uint8Array(ROLE_KEYS_BYTES).fill(7)));
    this.add(draftOf(registerOwner, { ownerKind: OwnerKind.ed25519, identity: 'cd'.repeat(32) }));
    this.add(draftOf(openAccount, { owner: 0 }));
    this.add(draftOf(openAccount, { owner: 0 }));
    this.openMarket(market);
  }

  openMarket({ marketKind, sizeDecimals, maxPrice, maxSize, bands }: MarketTemplate): Uint8Array {
    const blob = new Uint8Array(Uint32Array.from(bands.flatMap(({ from, step }) => [from, step])).buffer);
    return this.add(draftOf(createMarket, { marketKind, sizeDecimals, state: 1, maxPrice, maxSize }, blob));
  }

  /** A buy order of one lot by account 0, good till cancelled, unless said otherwise. */
  place(values: Placement): Uint8Array {
    const usual = { side: Side.buy, size: 1, orderType: 1, timeInForce: TimeInForce.goodTillCancelled };
    return this.add(draftOf(placeOrder, { validUntil: this.time + VALID_AHEAD, ...usual, ...values }));
  }

  cancel(order: number, account = 0): Uint8Array {
    return this.add(draftOf(cancelOrder, { validUntil: this.time + VALID_AHEAD, order, account }));
  }

  amend(order: number, values: Amendment): Uint8Array {
    return this.add(draftOf(amendOrder, { validUntil: this.time + VALID_AHEAD, order, ...values }));
  }
}
