/**
 * The file of the history: every order and fill since Genesis, by account, made of the records as of one sequence. What
 * is in it can be made again of the journal at any time, so that one that cannot be read is made anew.
 */
import { existsSync, rmSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { FillEntry, KeptHistory, OrderEntry } from '@intelligent-ledger/engine/client-port';
import { fillOf, orderOf, textOf } from './history-entry.ts';

/** Another is no file of this program. */
const FORMAT = 1;
const BUSY_MILLIS = 5_000;
const NO_ID = '0'.repeat(32);
const SCHEMA = `
  create table history (format integer, exchange text, sequence integer);
  create table orders (
    account integer, number integer, client_order_id text, closed_number integer, closed_sequence integer, entry text,
    primary key (account, number)
  ) without rowid;
  create index orders_closed on orders (account, closed_number);
  create index orders_open on orders (number) where closed_number = 0;
  create index orders_named on orders (account, client_order_id, number) where client_order_id is not null;
  create table fills (
    account integer, number integer, number_of_order integer, market integer, sequence integer, entry text,
    primary key (account, number, number_of_order)
  ) without rowid;
`;

export class HistoryStore {
  private readonly database: DatabaseSync;
  private readonly putOrder: StatementSync;
  private readonly putFill: StatementSync;
  private readonly putSequence: StatementSync;

  private constructor(database: DatabaseSync) {
    this.database = database;
    this.putOrder = database.prepare('insert or replace into orders values (?, ?, ?, ?, ?, ?)');
    this.putFill = database.prepare('insert or replace into fills values (?, ?, ?, ?, ?, ?)');
    this.putSequence = database.prepare('update history set sequence = ?');
  }

  /**
   * Opens the history of an exchange, of which so much is durable, to write it; begins it anew where there is none that
   * can be gone on with.
   */
  static open(path: string, exchange: string, durable: number): HistoryStore {
    const known = existsSync(path) ? opened(path, exchange) : null;
    if (known !== null) {
      const store = new HistoryStore(known);
      // What it has beyond the log was never there: the log was not synced, or is another.
      if (store.sequence <= durable) return store;
      store.close();
    }
    for (const more of ['', '-wal', '-shm']) rmSync(`${path}${more}`, { force: true });
    const database = connected(path);
    database.exec(SCHEMA);
    database.prepare('insert into history values (?, ?, 0)').run(FORMAT, exchange);
    return new HistoryStore(database);
  }

  /** All commands up to here are in it. */
  get sequence(): number {
    const row = this.database.prepare('select sequence from history').get();
    return Number(row?.['sequence'] ?? 0);
  }

  /** What a history goes on with that is made of the records behind `sequence`. */
  kept(): KeptHistory {
    const { database } = this;
    const open = database.prepare('select entry from orders where closed_number = 0').all();
    const counts = database.prepare('select account, max(closed_number) as closed from orders group by account').all();
    // Of the columns beside a maximum SQLite takes those of its row.
    const last = database.prepare('select entry, max(number) from fills group by account, market').all();
    return {
      openOrders: open.map(({ entry }) => orderOf(String(entry))),
      closedCounts: new Map(counts.map(({ account, closed }) => [Number(account), Number(closed)])),
      positions: last.map(({ entry }) => positionAfter(fillOf(String(entry)))),
    };
  }

  /** Writes what changed up to a sequence, all or nothing. */
  write(orders: Iterable<OrderEntry>, fills: readonly FillEntry[], sequence: number): void {
    this.database.exec('begin');
    for (const entry of orders) {
      const { account, order, clientOrderId, closedNumber, closedSequence } = entry;
      const name = clientOrderId === NO_ID ? null : clientOrderId;
      this.putOrder.run(account, order, name, closedNumber, closedSequence, textOf(entry));
    }
    for (const entry of fills) {
      this.putFill.run(entry.account, entry.fill, entry.order, entry.market, entry.sequence, textOf(entry));
    }
    this.putSequence.run(sequence);
    this.database.exec('commit');
  }

  close(): void {
    this.database.close();
  }
}

function connected(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_MILLIS });
  // What a power cut takes is made again of the journal.
  database.exec('pragma journal_mode = wal; pragma synchronous = normal');
  return database;
}

/** The database of a file, if it is the history of this exchange. */
function opened(path: string, exchange: string): DatabaseSync | null {
  let database: DatabaseSync | null = null;
  try {
    database = connected(path);
    const row = database.prepare('select format, exchange from history').get();
    const check = database.prepare('pragma quick_check(1)').get();
    const isWhole = check?.['quick_check'] === 'ok';
    if (row?.['format'] === FORMAT && row['exchange'] === exchange && isWhole) return database;
  } catch {
    // What is no database is begun anew.
  }
  database?.close();
  return null;
}

function positionAfter({ account, market, side, size, positionBefore }: FillEntry) {
  return { account, market, size: positionBefore + (side === 1 ? size : -size) };
}
