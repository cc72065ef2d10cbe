/** The history of every account, as the gateway reads it: what closed and what filled since Genesis. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Worker } from 'node:worker_threads';
import {
  type DataDirectories,
  type EngineHost,
  type FillEntry,
  type OrderEntry,
  startThread,
} from '@intelligent-ledger/engine/client-port';
import { Refused } from '../accept/problems.ts';
import { fillOf, orderOf } from './history-entry.ts';
import type { FromHistory, HistoryStart, ToHistory } from './history-thread.ts';

export interface HistoryOptions {
  readonly engine: EngineHost;
  readonly directories: DataDirectories;
  /** The file. */
  readonly path: string;
  /** Identity of the exchange. */
  readonly exchange: string;
  /** Is told why it ended by itself; the exchange goes on without. */
  readonly onFault: (error: unknown) => void;
}

/** Which entries are read: the newest first, up to a place in the log, from below a number on. */
export interface Page {
  readonly asOf: number;
  readonly before: number | undefined;
  readonly limit: number;
}

interface Waiter {
  readonly sequence: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

const BUSY_MILLIS = 5_000;

export class History {
  /** Everything up to here is there. */
  sequence: number;
  private readonly worker: Worker;
  private readonly database: DatabaseSync;
  private isClosed = false;
  private readonly ended: Promise<void>;
  private waiters: Waiter[] = [];
  private hasEnded = false;

  private constructor(
    worker: Worker,
    path: string,
    sequence: number,
    closePort: () => void,
    onFault: (error: unknown) => void,
  ) {
    this.worker = worker;
    this.sequence = sequence;
    this.database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_MILLIS });
    worker.on('message', (message: FromHistory) => this.take(message.sequence));
    this.ended = new Promise((resolve) => {
      worker.once('exit', () => {
        closePort();
        this.hasEnded = true;
        for (const { reject } of this.waiters.splice(0)) reject(new Refused('history_ended'));
        resolve();
      });
    });
    worker.on('error', (error) => onFault(error));
  }

  /** Opens the history; what is missing in it is read from the journal meanwhile. */
  static async open({ engine, directories, path, exchange, onFault }: HistoryOptions): Promise<History> {
    mkdirSync(dirname(path), { recursive: true });
    const { handle, close } = engine.openHandle();
    const start: HistoryStart = { handle, directories, path, exchange };
    const worker = startThread(new URL('./history-thread.ts', import.meta.url), start, [handle.questions]);
    const sequence = await new Promise<number>((resolve, reject) => {
      worker.once('message', (message: FromHistory) => resolve(message.sequence));
      worker.once('error', reject);
    });
    return new History(worker, path, sequence, close, onFault);
  }

  /** Comes back once a sequence is in it. */
  whenAt(sequence: number): Promise<void> {
    if (this.hasEnded) return Promise.reject(new Refused('history_ended'));
    if (this.sequence >= sequence) return Promise.resolve();
    this.worker.postMessage({ kind: 'reach' } satisfies ToHistory);
    return new Promise((resolve, reject) => this.waiters.push({ sequence, resolve, reject }));
  }

  /** An order of an account. */
  order(account: number, order: number): OrderEntry | undefined {
    return this.orders('account = ? and number = ?', [account, order], 1)[0];
  }

  /** The last order that had a name. */
  orderNamed(account: number, clientOrderId: string): OrderEntry | undefined {
    return this.orders('account = ? and client_order_id = ? order by number desc', [account, clientOrderId], 1)[0];
  }

  /** Orders that closed: the last first. */
  closedOrders(account: number, { asOf, before = Number.MAX_SAFE_INTEGER, limit }: Page): OrderEntry[] {
    const where = 'account = ? and closed_number between 1 and ? and closed_sequence <= ? order by closed_number desc';
    return this.orders(where, [account, before - 1, asOf], limit);
  }

  /** Every open order. */
  openOrders(): OrderEntry[] {
    return this.orders('closed_number = 0', [], Number.MAX_SAFE_INTEGER);
  }

  /** Fills: the newest first. */
  fills(account: number, { asOf, before = Number.MAX_SAFE_INTEGER, limit }: Page): FillEntry[] {
    const where = 'account = ? and number < ? and sequence <= ? order by number desc, number_of_order desc limit ?';
    const rows = this.database.prepare(`select entry from fills where ${where}`).all(account, before, asOf, limit);
    return rows.map(({ entry }) => fillOf(String(entry)));
  }

  /** Ends the thread. What it has not read by then it reads after the next start. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    // Who writes closes last, and leaves one file.
    this.hasEnded = true;
    this.database.close();
    this.worker.postMessage({ kind: 'stop' } satisfies ToHistory);
    await this.ended;
  }

  private orders(where: string, values: readonly (number | string)[], limit: number): OrderEntry[] {
    const rows = this.database.prepare(`select entry from orders where ${where} limit ?`).all(...values, limit);
    return rows.map(({ entry }) => orderOf(String(entry)));
  }

  private take(sequence: number): void {
    this.sequence = sequence;
    const isThere = (waiter: Waiter) => waiter.sequence <= sequence;
    const done = this.waiters.filter(isThere);
    this.waiters = this.waiters.filter((waiter) => !isThere(waiter));
    for (const { resolve } of done) resolve();
    if (this.waiters.length > 0) this.worker.postMessage({ kind: 'reach' } satisfies ToHistory);
  }
}
