/**
 * The log of a session that outlives its process. Commands that were put into the journal before are read from there
 * again, so that a session that is played once more from its beginning comes to where it stopped; what is new goes to
 * the engine, and is there when this comes back.
 */
import {
  COMMANDS,
  continueWork,
  decodeEntry,
  encode,
  encodeEntry,
  entryHead,
  isOfUser,
  offsetOf,
  placeOrder,
  type ResultCode,
  rejected,
  sequencerFrame,
  tick,
} from '@intelligent-ledger/engine/core';
import type { CommandLog, LoggedCommand } from '../desk/command-log.ts';
import type { BatchResult } from '../port/batch-result.ts';
import { CommandBatch } from '../port/command-batch.ts';
import type { EnginePort } from '../port/engine-port.ts';
import type { RecordFrame } from '../rings/record-frame.ts';

const IDLE = new Int32Array(new SharedArrayBuffer(4));
const RETRY_MILLIS = 100;
const TRIES = 300;
/** Commands are valid for less than they may be, since the engine's clock may be a little behind. */
const MARGIN_MICROS = 10_000_000;
const VALID_UNTIL = offsetOf(placeOrder, 'validUntil');
const VALID_UNTIL_END = VALID_UNTIL + 8;
/** Every record says when its command was. */
const TIME_OF_RECORD = offsetOf(rejected, 'time');

const OF_USERS: ReadonlySet<number> = new Set(COMMANDS.filter(isOfUser).map(({ number }) => number));

/** The journal was written by another session, or the engine answers otherwise than a machine of this process. */
export class LogFault extends Error {}

export class DurableLog implements CommandLog {
  /** Commands that were read from the journal. */
  resumed = 0;
  private readonly port: EnginePort;
  private readonly past: readonly Uint8Array[];
  private read = 0;
  private readonly batch = new CommandBatch();
  /** Times of the commands behind the last one of this log, by sequence. */
  private readonly times = new Map<number, number>();
  private sequence: number;

  /** `past`: the entries of the journal so far, from the first on; the port is to have been opened behind them. */
  constructor(port: EnginePort, past: readonly Uint8Array[]) {
    this.port = port;
    this.past = past;
    this.sequence = past.length;
    port.onFrame = (frame) => this.note(frame);
  }

  now(): number {
    return Date.now() * 1_000 - MARGIN_MICROS;
  }

  put(entry: Uint8Array): LoggedCommand {
    return this.read < this.past.length ? this.remembered(entry) : this.sent(entry);
  }

  private remembered(entry: Uint8Array): LoggedCommand {
    const before: Uint8Array[] = [];
    for (;;) {
      const logged = this.past[this.read];
      // The last entries may be the sequencer's own, behind the last command of the session.
      if (logged === undefined) return this.sent(entry, before);
      this.read += 1;
      if (isOwn(logged)) {
        before.push(logged);
        continue;
      }
      if (!isSame(logged, entry)) throw new LogFault(`entry ${this.read} of the journal is not of this session`);
      this.resumed += 1;
      return { before, entry: logged, check: () => undefined };
    }
  }

  private sent(entry: Uint8Array, before: Uint8Array[] = []): LoggedCommand {
    const { command } = decodeEntry(entry);
    this.batch.clear();
    this.batch.add(command);
    let result = this.port.submitAndWait(this.batch);
    // A disk that fails is waited for, though not for longer than the command is valid.
    for (let tries = 1; result === 'notServing' && tries < TRIES; tries += 1) {
      Atomics.wait(IDLE, 0, 0, RETRY_MILLIS);
      result = this.port.submitAndWait(this.batch);
    }
    if (typeof result === 'string') throw new LogFault(`the engine takes no command: ${result}`);
    const sequence = result.sequences[0] as number;
    for (let other = this.sequence + 1; other < sequence; other += 1) before.push(this.ownEntry(other));
    this.sequence = sequence;
    const time = this.timeOf(sequence);
    this.times.clear();
    return { before, entry: encodeEntry({ sequence, time, command }), check: checkOf(result) };
  }

  private note(frame: RecordFrame): void {
    for (let index = 0; index < frame.count; index += 1) {
      const sequence = frame.firstSequence + index;
      if (sequence > this.sequence) this.times.set(sequence, timeOfRecords(frame.recordsOf(index)));
    }
  }

  /** What the sequencer put in; whether it let time or work go on, the command does the same. */
  private ownEntry(sequence: number): Uint8Array {
    const time = this.timeOf(sequence);
    return encodeEntry({ sequence, time, command: encode(continueWork, {}), frame: encode(sequencerFrame, {}) });
  }

  private timeOf(sequence: number): number {
    const time = this.times.get(sequence);
    if (time === undefined) throw new LogFault(`nothing is known of entry ${sequence}`);
    return time;
  }
}

function checkOf(result: BatchResult): (code: ResultCode, records: Uint8Array) => void {
  return (code, records) => {
    const theirs = result.recordsOf(0);
    const isEqual = result.codeOf(0) === code && theirs !== null && Buffer.compare(records, theirs) === 0;
    if (!isEqual) throw new LogFault(`the engine answered entry ${result.sequences[0]} otherwise than a copy of it`);
  };
}

function timeOfRecords(records: Uint8Array): number {
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  return Number(view.getBigUint64(TIME_OF_RECORD, true));
}

function isOwn(entry: Uint8Array): boolean {
  const kind = entry[entryHead.byteLength];
  return kind === continueWork.number || kind === tick.number;
}

/** Whether two entries have the same command, but for until when it is valid. */
function isSame(one: Uint8Array, other: Uint8Array): boolean {
  const [ours, theirs] = [decodeEntry(one).command, decodeEntry(other).command];
  if (ours.length !== theirs.length) return false;
  const hasValidUntil = OF_USERS.has(ours[0] as number);
  const until = hasValidUntil ? VALID_UNTIL : ours.length;
  const from = hasValidUntil ? VALID_UNTIL_END : ours.length;
  const isEqual = (start: number, end: number) =>
    Buffer.compare(ours.subarray(start, end), theirs.subarray(start, end)) === 0;
  return isEqual(0, until) && isEqual(from, ours.length);
}
