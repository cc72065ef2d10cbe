/**
 * The state of a started exchange: every table and the book, made at once for the capacities of Genesis or of the last
 * resize. There is no other state than this, the clock and the record buffer.
 */
import { type Book, createBook, type PhysicalTerms } from '../book/book.ts';
import { createOrderSeats } from '../book/order-seats.ts';
import { createPlanner, type Planner } from '../book/planner.ts';
import type { Clock } from '../clock.ts';
import { createMargin, type Margin } from '../margin/margin.ts';
import { createMoney, type Money } from '../money/money.ts';
import { createWords } from '../numbers/words.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import type { genesis } from '../schema/command.ts';
import type { ValuesOf } from '../schema/layout.ts';
import { type AccountTable, createAccountTable } from './account-table.ts';
import { type ClientOrderIds, createClientOrderIds } from './client-order-ids.ts';
import { createSenderLines } from './hot-lines.ts';
import { IdentityTable } from './identity-table.ts';
import { createKeyTable, type KeyTable } from './key-table.ts';
import { createMarketTable, type MarketTable } from './market-table.ts';
import { createNonceWindows, type NonceWindows } from './nonce-windows.ts';
import { createOpenMessage, type OpenMessage } from './open-message.ts';
import { createOrderGroups, type OrderGroups } from './order-groups.ts';
import { createOrderQuotas, type OrderQuotas } from './order-quotas.ts';
import { createScheduledCancels, type ScheduledCancels } from './scheduled-cancels.ts';
import { createSessionTable, type SessionTable } from './session-table.ts';
import { createWorkQueue, type WorkQueue } from './work-queue.ts';

export type GenesisTerms = ValuesOf<typeof genesis.specs>;

export class Exchange {
  readonly terms: GenesisTerms;
  /** The Genesis command with its blob, as received. */
  readonly genesisBytes: Uint8Array;
  readonly owners: IdentityTable;
  readonly accounts: AccountTable;
  readonly keys: KeyTable;
  readonly sessions: SessionTable;
  /** One window of each owner, then one of each key. */
  readonly nonces: NonceWindows;
  readonly clientOrderIds: ClientOrderIds;
  readonly message: OpenMessage;
  /** The version of the rules. */
  readonly rules: Int32Array;
  readonly markets: MarketTable;
  readonly orderQuotas: OrderQuotas;
  readonly orderGroups: OrderGroups;
  readonly book: Book;
  readonly planner: Planner;
  readonly queue: WorkQueue;
  /** 1 of each owner, and of each market, that has a sweep in the queue by a command of its own. */
  readonly sweepsOfOwners: Int32Array;
  readonly sweepsOfMarkets: Int32Array;
  readonly scheduledCancels: ScheduledCancels;
  readonly money: Money;
  readonly margin: Margin;
  readonly drainMax: number;

  constructor(
    terms: GenesisTerms,
    genesisBytes: Uint8Array,
    input: Int32Array,
    records: RecordBuffer,
    clock: Clock,
    physical: PhysicalTerms,
  ) {
    this.terms = terms;
    this.genesisBytes = genesisBytes;
    this.owners = new IdentityTable(terms.ownersMax);
    this.accounts = createAccountTable(terms.accountsMax, terms.ownersMax);
    this.markets = createMarketTable(terms.marketsMax, terms.assetsMax > 0);
    const senders = createSenderLines(terms.ownersMax + terms.keysMax);
    this.orderQuotas = createOrderQuotas(senders);
    this.keys = createKeyTable(terms.keysMax, terms.ownersMax);
    this.sessions = createSessionTable(terms.sessionsMax, terms.ownersMax);
    this.nonces = createNonceWindows(terms.ownersMax + terms.keysMax, senders);
    this.clientOrderIds = createClientOrderIds(terms.clientOrderIdsMax, input, clock, physical.hashKeys);
    this.message = createOpenMessage(input, clock);
    this.rules = createWords(1);
    this.rules[0] = terms.ruleVersion;
    this.orderGroups = createOrderGroups(terms.orderGroupsMax, terms.accountsMax, clock);
    this.money = createMoney(terms, this.owners, this.accounts, clock);
    const positionsMax = this.money.isOn ? terms.positionsMax : 0;
    const seats = createOrderSeats(terms.ordersMax, positionsMax, senders, physical.seatHashKeys);
    this.margin = createMargin(terms, this.money, this.accounts, seats, clock, records);
    this.book = createBook(
      terms,
      input,
      records,
      clock,
      physical,
      this.clientOrderIds,
      this.orderGroups,
      seats,
      this.margin,
    );
    this.planner = createPlanner(this.book, this.margin, terms.makersPerCommandMax);
    this.queue = createWorkQueue(terms.queueItemsMax);
    this.sweepsOfOwners = createWords(terms.ownersMax);
    this.sweepsOfMarkets = createWords(terms.marketsMax);
    this.scheduledCancels = createScheduledCancels(terms.accountsMax);
    this.drainMax = terms.drainPerCommandMax;
  }
}
