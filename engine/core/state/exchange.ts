/**
 * The state of a started exchange: every table and the book, made at once from the capacities in Genesis. There is no
 * other state than this, the clock and the record buffer.
 */
import { type Book, createBook, type PhysicalTerms } from '../book/book.ts';
import { createPlanner, type Planner } from '../book/planner.ts';
import type { Clock } from '../clock.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import type { genesis } from '../schema/command.ts';
import type { ValuesOf } from '../schema/layout.ts';
import { type AccountTable, createAccountTable } from './account-table.ts';
import { createMarketTable, type MarketTable } from './market-table.ts';
import { OwnerTable } from './owner-table.ts';

export type GenesisTerms = ValuesOf<typeof genesis.specs>;

export class Exchange {
  readonly terms: GenesisTerms;
  /** The Genesis command with its blob, as received. */
  readonly genesisBytes: Uint8Array;
  readonly owners: OwnerTable;
  readonly accounts: AccountTable;
  readonly markets: MarketTable;
  readonly book: Book;
  readonly planner: Planner;
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
    this.owners = new OwnerTable(terms.ownersMax);
    this.accounts = createAccountTable(terms.accountsMax, terms.ownersMax);
    this.markets = createMarketTable(terms.marketsMax);
    this.book = createBook(terms, input, records, clock, physical);
    this.planner = createPlanner(this.book, terms.makersPerCommandMax);
    this.drainMax = terms.drainPerCommandMax;
  }
}
