/**
 * Follows the log for the gateway: takes the state as it is at the start, and from there on the records of every
 * command, in order, once they are durable. Whatever the gateway shows or checks is made of them, as of one sequence.
 */
import { type EnginePort, type RecordFrame, readRecords } from '@intelligent-ledger/engine/client-port';
import { type DecodedRecord, decodeSnapshot, type LogicalState } from '@intelligent-ledger/engine/core';
import { Refused } from '../accept/problems.ts';

/** Frames come without a pause where there are many; so often requests get their turn, in milliseconds. */
const TURN_MILLIS = 5;

/** What is made of the log. */
export interface FeedReader {
  /** Takes over the state at the start. */
  load(state: LogicalState): void;
  /** Takes the records of the next commands, whole. */
  take(records: readonly DecodedRecord[]): void;
  /** All that was read by now was taken, up to a sequence. */
  settle?(sequence: number): void;
}

/** The state of the engine cannot be read. */
class StateUnreadable extends Error {}

interface Waiter {
  readonly sequence: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export class RecordFeed {
  private readonly port: EnginePort;
  private readonly readers: readonly FeedReader[];
  private lastSequence = 0;
  private waiters: Waiter[] = [];
  /** Whether nothing is read any more. */
  hasEnded = false;

  private constructor(port: EnginePort, readers: readonly FeedReader[]) {
    this.port = port;
    this.readers = readers;
  }

  /** Begins with the state of the engine. `run` then goes on from there. */
  static async open(port: EnginePort, readers: readonly FeedReader[]): Promise<RecordFeed> {
    const feed = new RecordFeed(port, readers);
    const answer = await port.query('state', {});
    if (!('answer' in answer)) throw new StateUnreadable(answer.refused);
    const state = decodeSnapshot(answer.answer);
    if (typeof state === 'string') throw new StateUnreadable(state);
    for (const reader of readers) reader.load(state);
    feed.lastSequence = state.sequence;
    return feed;
  }

  /** The last command that everything here is made of. */
  get sequence(): number {
    return this.lastSequence;
  }

  /** Follows until the port is closed. */
  async run(): Promise<void> {
    try {
      const stream = this.port.records(this.lastSequence + 1);
      let turnAt = performance.now();
      for (let frame = await stream.next(); frame !== null; frame = await stream.next()) {
        this.take(frame);
        if (performance.now() - turnAt < TURN_MILLIS) continue;
        await new Promise(setImmediate);
        turnAt = performance.now();
      }
    } finally {
      this.hasEnded = true;
      for (const { reject } of this.waiters.splice(0)) reject(new Refused('engine_ended'));
    }
  }

  /** Comes back once what was durable when it was called has been taken, so that everybody reads what he wrote. */
  whenCurrent(): Promise<void> {
    return this.whenAt(this.port.status.get('engine_durable_sequence'));
  }

  /** Comes back once a sequence has been taken; fails with `Refused` when the exchange ends before. */
  whenAt(sequence: number): Promise<void> {
    if (this.lastSequence >= sequence) return Promise.resolve();
    if (this.hasEnded) return Promise.reject(new Refused('engine_ended'));
    return new Promise((resolve, reject) => this.waiters.push({ sequence, resolve, reject }));
  }

  private take(frame: RecordFrame): void {
    const first = Math.max(0, this.lastSequence + 1 - frame.firstSequence);
    const records: DecodedRecord[] = [];
    for (let index = first; index < frame.count; index += 1) {
      for (const record of readRecords(frame.recordsOf(index))) records.push(record);
    }
    for (const reader of this.readers) reader.take(records);
    this.lastSequence = frame.lastSequence;
    for (const reader of this.readers) reader.settle?.(this.lastSequence);
    this.tellWhoWaits();
  }

  private tellWhoWaits(): void {
    if (this.waiters.length === 0) return;
    const isThere = ({ sequence }: Waiter) => sequence <= this.lastSequence;
    const done = this.waiters.filter(isThere);
    this.waiters = this.waiters.filter((waiter) => !isThere(waiter));
    for (const { resolve } of done) resolve();
  }
}
