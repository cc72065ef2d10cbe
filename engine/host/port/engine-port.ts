/**
 * The one door to the engine: a thread submits commands in batches and awaits what became of them, reads records from
 * any sequence on, and asks questions. A port belongs to one thread; each thread that wants one has its own.
 *
 * Nothing that a port tells is not durable. A port has room for so much at once: what does not fit is not taken, which
 * `submit` says at once, and `whenRoom` says when to come again.
 */
import type { MessagePort } from 'node:worker_threads';
import { assert } from '@intelligent-ledger/engine/core';
import type { PortMemory } from '../engine/engine-port-end.ts';
import { HostStatus } from '../engine/host-status.ts';
import type { Answer, Queries, QueryName } from '../engine/queries.ts';
import type { Question } from '../engine/thread-messages.ts';
import { Doorbell } from '../rings/doorbell.ts';
import { MessageWriter } from '../rings/message-ring.ts';
import type { RecordFrame } from '../rings/record-frame.ts';
import { RecordRingReader } from '../rings/record-ring.ts';
import { type Reply, ReplyReader } from '../rings/reply-ring.ts';
import { BatchResult } from './batch-result.ts';
import type { CommandBatch } from './command-batch.ts';
import { type OpenHistory, RecordStream } from './record-stream.ts';

/** All that a thread needs to attach to a port that was opened for it. The questions' port is to be transferred. */
export interface PortHandle {
  readonly memory: PortMemory;
  readonly engineBell: SharedArrayBuffer;
  readonly records: SharedArrayBuffer;
  readonly status: SharedArrayBuffer;
  readonly questions: MessagePort;
  /** Commands that may be under way at once, a power of two. */
  readonly commandsMax: number;
}

/**
 * Why a batch was not taken. `busy`: there is no room until some of what is under way is done. `notServing`: the disk
 * fails, and nothing would be acknowledged until it does not. `closed`: the engine or the port has ended. `tooLarge`:
 * it has no commands, or more than a port ever has room for.
 */
export type Refusal = 'busy' | 'notServing' | 'closed' | 'tooLarge';

interface Asked {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

interface Pending {
  readonly firstTicket: number;
  readonly result: BatchResult;
  readonly resolve: (result: BatchResult) => void;
  readonly reject: (error: Error) => void;
  /** Commands that have no reply yet, or whose records have not come. */
  left: number;
}

/** So long a thread is held that nobody answers, in milliseconds. */
const PATIENCE_MILLIS = 60_000;

/** The engine ended with commands under way: whether they are in the log is to be asked after the next start. */
export class EngineEnded extends Error {}

export class EnginePort {
  onClose: () => void = () => {};
  /** Sees every frame that this port reads; one that it reads too late is passed over. */
  onFrame: (frame: RecordFrame) => void = () => {};
  private readonly messages: MessageWriter;
  private readonly replies: ReplyReader;
  private readonly bell: Doorbell;
  private readonly engineBell: Doorbell;
  private readonly frames: RecordRingReader;
  private readonly recordMemory: SharedArrayBuffer;
  private readonly hostStatus: HostStatus;
  private readonly questions: MessagePort;
  private readonly mask: number;
  /** By ticket, the batch that it is of. */
  private readonly batches: (Pending | null)[];
  private readonly reply: Reply = { ticket: 0, code: 0, sequence: 0 };
  /** Replies to commands whose records have not come yet, in order of sequence. */
  private readonly waiting: { readonly ticket: number; readonly sequence: number }[] = [];
  private waitingFrom = 0;
  private ticket = 0;
  private underWay = 0;
  private readonly answers = new Map<number, Asked>();
  private asked = 0;
  private roomWaiters: (() => void)[] = [];
  private readonly streams = new Set<RecordStream>();
  private readonly openHistory: OpenHistory;
  private isClosed = false;
  private readonly rung = () => this.onBell();

  constructor(handle: PortHandle, openHistory: OpenHistory) {
    const { memory, engineBell, records, status, questions, commandsMax } = handle;
    this.messages = new MessageWriter(memory.messages);
    this.replies = new ReplyReader(memory.replies);
    this.bell = new Doorbell(new Int32Array(memory.bell));
    this.engineBell = new Doorbell(new Int32Array(engineBell));
    this.frames = new RecordRingReader(records);
    this.recordMemory = records;
    this.hostStatus = new HostStatus(status);
    this.questions = questions;
    this.mask = commandsMax - 1;
    this.batches = new Array<Pending | null>(commandsMax).fill(null);
    this.openHistory = openHistory;
    questions.on('message', ({ id, answer }: { id: number; answer: never }) => {
      this.answers.get(id)?.resolve(answer);
      this.answers.delete(id);
      if (this.answers.size === 0) questions.unref();
    });
    questions.unref();
    this.onBell();
  }

  /** What the engine says of itself. */
  get status(): HostStatus {
    return this.hostStatus;
  }

  /** Submits the commands of a batch, which may be changed as soon as this comes back. */
  submit(batch: CommandBatch): Promise<BatchResult> | Refusal {
    if (this.isClosed) return 'closed';
    if (this.hostStatus.get('journal_is_serving') === 0) return 'notServing';
    const { words, length, count } = batch;
    if (count === 0 || count > this.mask + 1 || length > this.messages.wordsMax) return 'tooLarge';
    if (this.underWay + count > this.mask + 1 || !this.messages.tryWriteAll(words, length)) return 'busy';
    this.messages.publish();
    this.engineBell.ring();
    const firstTicket = this.ticket;
    this.ticket = (firstTicket + count) | 0;
    this.underWay += count;
    return new Promise((resolve, reject) => {
      const pending: Pending = { firstTicket, result: new BatchResult(count), resolve, reject, left: count };
      for (let index = 0; index < count; index += 1) this.batches[(firstTicket + index) & this.mask] = pending;
    });
  }

  /**
   * Submits a batch and holds this thread until all of it is done: for a program that has nothing else to do meanwhile.
   * Throws `EngineEnded` when the engine says nothing for so many milliseconds.
   */
  submitAndWait(batch: CommandBatch, patience = PATIENCE_MILLIS): BatchResult | Refusal {
    const answer = this.submit(batch);
    if (typeof answer === 'string') return answer;
    answer.catch(() => undefined);
    const pending = this.batches[(this.ticket - 1) & this.mask] as Pending;
    while (pending.left > 0) {
      const seen = this.bell.count();
      this.readReplies();
      this.readRecords();
      if (pending.left > 0 && !this.bell.waitRung(seen, patience)) throw new EngineEnded('the engine says nothing');
    }
    return pending.result;
  }

  /** Comes back when something that was under way is done, so that there may be room. */
  whenRoom(): Promise<void> {
    if (this.underWay === 0 || this.isClosed) return Promise.resolve();
    return new Promise((resolve) => this.roomWaiters.push(resolve));
  }

  /** The records of every command from a sequence on; without one, of those to come. */
  records(from = this.hostStatus.get('engine_durable_sequence') + 1): RecordStream {
    const stream = new RecordStream(new RecordRingReader(this.recordMemory), this.openHistory, from);
    this.streams.add(stream);
    stream.onClose = () => this.streams.delete(stream);
    return stream;
  }

  /** Asks a question of the state. */
  query<Name extends QueryName>(name: Name, ask: Queries[Name]['ask']): Promise<Answer<Name>> {
    if (this.isClosed) return Promise.reject(new EngineEnded('the port is closed'));
    const id = this.asked;
    this.asked += 1;
    const question: Question = { id, name, ask };
    this.questions.postMessage(question);
    this.questions.ref();
    return new Promise((resolve, reject) => this.answers.set(id, { resolve, reject }));
  }

  /** Ends the port. Whoever still waits for commands is told that the engine has ended. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    const ended = new EngineEnded('the engine ended before it said what became of these commands');
    for (const pending of new Set(this.batches)) pending?.reject(ended);
    this.batches.fill(null);
    for (const { reject } of this.answers.values()) reject(new EngineEnded('the engine ended before it answered'));
    this.answers.clear();
    for (const stream of [...this.streams]) stream.close();
    for (const waiter of this.roomWaiters.splice(0)) waiter();
    this.questions.close();
    this.onClose();
    this.bell.ring();
  }

  private onBell(): void {
    if (this.isClosed) return;
    const seen = this.bell.count();
    this.readReplies();
    this.readRecords();
    for (const waiter of this.roomWaiters.splice(0)) waiter();
    for (const stream of this.streams) stream.onBell();
    this.bell.whenRung(seen, this.rung);
  }

  private readReplies(): void {
    while (this.replies.read(this.reply)) {
      const { ticket, code, sequence } = this.reply;
      const pending = this.batches[ticket & this.mask] ?? null;
      assert(pending !== null, 'a reply is to a command that is under way');
      const index = (ticket - pending.firstTicket) | 0;
      pending.result.codes[index] = code;
      pending.result.sequences[index] = sequence;
      if (sequence === 0) this.done(pending, ticket);
      else this.waiting.push({ ticket, sequence });
    }
  }

  /** Every frame of which this reads the end was written after the replies to its commands. */
  private readRecords(): void {
    for (;;) {
      const frame = this.frames.next();
      if (frame === 'end') break;
      if (frame === 'behind') {
        this.passOver();
        continue;
      }
      this.onFrame(frame);
      // The replies to what is in a frame were there before it.
      this.readReplies();
      // What was written over before it was read is passed over.
      this.give(frame.firstSequence - 1, () => undefined);
      this.give(frame.lastSequence, (sequence, pending, index) =>
        pending.result.keep(index, frame.recordsOf(sequence - frame.firstSequence)),
      );
    }
  }

  /** Some frames were written over before they were read: the commands in them are done without their records. */
  private passOver(): void {
    this.frames.skipToEnd();
    const durable = this.hostStatus.get('engine_durable_sequence');
    this.readReplies();
    this.give(durable, () => undefined);
  }

  private give(lastSequence: number, keep: (sequence: number, pending: Pending, index: number) => void): void {
    const { waiting } = this;
    let next = waiting[this.waitingFrom];
    while (next !== undefined && next.sequence <= lastSequence) {
      const pending = this.batches[next.ticket & this.mask] as Pending;
      keep(next.sequence, pending, (next.ticket - pending.firstTicket) | 0);
      this.done(pending, next.ticket);
      this.waitingFrom += 1;
      next = waiting[this.waitingFrom];
    }
    if (this.waitingFrom === waiting.length) {
      waiting.length = 0;
      this.waitingFrom = 0;
    }
  }

  private done(pending: Pending, ticket: number): void {
    this.batches[ticket & this.mask] = null;
    this.underWay -= 1;
    pending.left -= 1;
    if (pending.left === 0) pending.resolve(pending.result);
  }
}
