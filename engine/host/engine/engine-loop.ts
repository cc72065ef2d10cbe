/**
 * The engine at work: takes what the ports sent, gives it sequence and time, adds it to the journal, applies it at
 * once, and releases what came of it when the journal says that it is durable. While the disk is busy the next blocks
 * are made and applied; where it falls behind by more than the journal has room for, the ports have to wait.
 */
import { assert, type Machine, ResultCode } from '@intelligent-ledger/engine/core';
import type { SigningKey } from '../identity/private-keys.ts';
import { BLOCK_ENTRY_BYTES_MAX } from '../journal/journal-layouts.ts';
import type { JournalState, JournalWriter } from '../journal/journal-writer.ts';
import { NO_HASH } from '../journal/sealing.ts';
import { type Answered, BlockRunner } from '../replay/block-runner.ts';
import type { Doorbell } from '../rings/doorbell.ts';
import { codeAt } from '../rings/record-frame.ts';
import type { RecordRingWriter } from '../rings/record-ring.ts';
import { BlockWords, ORIGIN_WORDS } from '../sequencer/block-words.ts';
import type { EngineClock } from '../sequencer/engine-clock.ts';
import { CONTINUE, tickMessage } from '../sequencer/own-entries.ts';
import { Sequencer } from '../sequencer/sequencer.ts';
import type { EnginePortEnd } from './engine-port-end.ts';
import type { HostStatus } from './host-status.ts';
import { PendingFrames } from './pending-frames.ts';
import { type Answer, answerQuery, type QueryName } from './queries.ts';
import type { StateHashes } from './state-hashes.ts';

/** Answers that wait for the disk take at most so many bytes before no more commands are taken. */
const PENDING_BYTES_MAX = 268_435_456;
/** So many commands are made at a time to let queued work go on while nobody sends anything. */
const CONTINUES_MAX = 16;
/** The longest that a timer waits, in milliseconds. */
const TIMER_MAX = 60_000;
/** So many questions wait for the disk at most. */
const HELD_MAX = 10_000;
/** The port of commands that the sequencer made. */
const OWN_PORT = -1;

export interface EngineParts {
  readonly machine: Machine;
  /** CRC-32 of all records of the log so far. */
  readonly recordsCrc: number;
  readonly clock: EngineClock;
  readonly bell: Doorbell;
  readonly records: RecordRingWriter;
  readonly status: HostStatus;
  readonly stateHashes: StateHashes;
  /** Signs ticks; null where they are not signed. */
  readonly operatorKey: SigningKey | null;
  readonly hasMakersFirst: boolean;
}

/** What the engine asks of its journal; a `JournalWriter` is one. */
export type Journal = Pick<JournalWriter, 'hasRoomFor' | 'append' | 'epoch' | 'waitingBytes'>;

interface HeldAnswer {
  readonly answer: Answer<QueryName>;
  readonly send: (answer: Answer<QueryName>) => void;
}

export class EngineLoop {
  private readonly parts: EngineParts;
  private readonly runner: BlockRunner;
  private readonly block: BlockWords;
  private readonly sequencer: Sequencer;
  private readonly ports: (EnginePortEnd | null)[] = [];
  private readonly pending = new PendingFrames();
  private readonly held: HeldAnswer[] = [];
  private durable: number;
  private isStopping = false;
  private blockFirst = 0;
  /** When each block was added that is not durable yet: its last sequence and the time, in milliseconds. */
  private readonly added: { readonly sequence: number; readonly at: number }[] = [];
  private wake: () => void = () => {};
  private readonly woken = () => this.wake();
  private readonly taken = (answered: Answered) => this.keep(answered);

  constructor(parts: EngineParts) {
    this.parts = parts;
    this.runner = new BlockRunner(parts.machine, parts.recordsCrc);
    this.block = new BlockWords(parts.machine.input);
    this.sequencer = new Sequencer(this.ports, parts.hasMakersFirst);
    this.durable = parts.machine.sequence;
    parts.status.set('engine_applied_sequence', this.durable);
    parts.status.set('engine_durable_sequence', this.durable);
    parts.status.set('journal_is_serving', 1);
    // A frame of nothing tells readers with which sequence the records go on.
    this.keep({ firstSequence: this.durable + 1, count: 0, answers: new Int32Array(0), records: new Uint8Array(0) });
    this.release(this.durable);
  }

  /** From now on there is a port of this number. */
  addPort(port: number, end: EnginePortEnd): void {
    while (this.ports.length <= port) this.ports.push(null);
    this.ports[port] = end;
    this.wake();
  }

  /** What a port sent and was not taken yet is forgotten. */
  removePort(port: number): void {
    this.ports[port] = null;
    this.sequencer.forget(port);
  }

  /** Answers a question once everything that its answer may come of is durable. */
  ask(name: string, ask: unknown, send: (answer: Answer<QueryName>) => void): void {
    if (this.held.length >= HELD_MAX) {
      send({ asOf: this.durable, refused: 'notServing' });
      return;
    }
    const answer = answerQuery(this.parts.machine, name, ask);
    if (answer.asOf <= this.durable) send(answer);
    else this.held.push({ answer, send });
  }

  /** What the journal is to be told to call when something is durable. */
  readonly onDurable = (sequence: number): void => {
    this.durable = sequence;
    this.parts.status.add('journal_commits_total', 1);
    this.release(sequence);
    this.wake();
  };

  readonly onJournalState = (state: JournalState): void => {
    const { status } = this.parts;
    status.set('journal_is_serving', state.isServing ? 1 : 0);
    if (!state.isServing) status.add('journal_failures_total', 1);
  };

  /** Works until it is stopped. */
  async run(journal: Journal): Promise<void> {
    while (!this.isStopping) {
      const seen = this.parts.bell.count();
      if (this.step(journal)) await new Promise(setImmediate);
      else await this.sleep(seen, journal);
    }
  }

  /** Takes no more commands. Those that were taken are made durable by whoever closes the journal. */
  stop(): void {
    this.isStopping = true;
    this.wake();
  }

  private hasRoom(journal: Journal): boolean {
    return journal.hasRoomFor(BLOCK_ENTRY_BYTES_MAX) && this.pending.byteLength <= PENDING_BYTES_MAX;
  }

  private sleep(seen: number, journal: Journal): Promise<void> {
    return new Promise((resolve) => {
      // Where there is no room, the disk wakes it that makes some.
      const timer = this.hasRoom(journal) ? this.timer() : undefined;
      this.wake = () => {
        clearTimeout(timer);
        this.wake = () => {};
        resolve();
      };
      this.parts.bell.whenRung(seen, this.woken);
      if (this.isStopping) this.wake();
    });
  }

  /** Wakes when something is due that no command has come to clear. */
  private timer(): NodeJS.Timeout | undefined {
    const { machine, clock } = this.parts;
    const { dueTime } = machine;
    if (dueTime === Number.MAX_VALUE) return undefined;
    const millis = Math.max(1, Math.ceil((dueTime - clock.now()) / 1_000));
    return setTimeout(this.woken, Math.min(millis, TIMER_MAX));
  }

  /** Makes a block of what there is, if there is anything and room for it; whether it did. */
  private step(journal: Journal): boolean {
    const { machine, clock, status } = this.parts;
    const { block } = this;
    if (!this.hasRoom(journal)) {
      status.add('engine_full_total', 1);
      return false;
    }
    block.begin(machine.sequence, clock.now());
    const isQueued = this.addOwn();
    this.sequencer.fill(block);
    if (isQueued && block.count === 1) for (let more = 1; more < CONTINUES_MAX; more += 1) this.addContinue();
    if (block.count === 0) return false;
    this.apply(journal);
    return true;
  }

  /** Adds a command of the sequencer's own where something is due; whether work is queued. */
  private addOwn(): boolean {
    const { machine, clock } = this.parts;
    const { dueTime } = machine;
    if (dueTime <= machine.time) {
      this.addContinue();
      return dueTime === 0;
    }
    if (dueTime <= clock.now()) {
      this.addTick();
    }
    return false;
  }

  private addTick(): void {
    const { machine, operatorKey } = this.parts;
    const domain = machine.state?.terms.domain ?? '';
    const message = tickMessage(operatorKey, domain, machine.sequence + 1, this.block.time);
    this.block.add(message, 0, message.length, OWN_PORT, 0);
    this.parts.status.add('engine_ticks_total', 1);
  }

  private addContinue(): void {
    this.block.add(CONTINUE, 0, CONTINUE.length, OWN_PORT, 0);
    this.parts.status.add('engine_continues_total', 1);
  }

  private apply(journal: Journal): void {
    const { machine, status, stateHashes } = this.parts;
    const { block, runner } = this;
    const begun = performance.now();
    this.blockFirst = machine.sequence + 1;
    const stateHash = stateHashes.next(machine);
    const terms = { firstSequence: this.blockFirst, count: block.count, recordsCrc: runner.recordsCrc, stateHash };
    // Applied before it is written: what the machine cannot stand would else come again at every start.
    const done = runner.run(block.length, this.taken);
    assert(done === block.length, 'the machine takes over what the sequencer made');
    const ended = performance.now();
    journal.append(block.entries, terms);
    this.added.push({ sequence: machine.sequence, at: begun });
    if (stateHash !== NO_HASH) status.add('engine_state_hashes_total', 1);
    status.add('engine_apply_seconds_total', (ended - begun) / 1_000);
    status.add('engine_blocks_total', 1);
    status.add('engine_commands_total', block.count);
    status.add('journal_bytes_total', block.length * 4);
    status.set('engine_applied_sequence', machine.sequence);
    status.set('engine_time_microseconds', machine.time);
    status.set('engine_clock_offset_microseconds', this.parts.clock.offset);
    status.set('journal_epoch', journal.epoch);
    status.set('journal_waiting_bytes', journal.waitingBytes);
    status.set('engine_pending_bytes', this.pending.byteLength);
    status.set('book_orders', machine.openOrderCount);
    status.set('engine_queue_length', machine.state?.queue.count() ?? 0);
  }

  private keep(answered: Answered): void {
    const from = answered.count === 0 ? 0 : (answered.firstSequence - this.blockFirst) * ORIGIN_WORDS;
    this.pending.add(answered, this.block.origins, from);
  }

  /** Lets everybody see what was answered up to a sequence. */
  private release(sequence: number): void {
    const { records, status } = this.parts;
    for (let frame = this.pending.takeUpTo(sequence); frame !== null; frame = this.pending.takeUpTo(sequence)) {
      const { words } = this.pending;
      records.write(words, frame.at);
      this.reply(words, frame.at, frame.originsAt, frame.firstSequence, frame.count);
    }
    status.set('engine_durable_sequence', sequence);
    // Replies come first, so that whoever sees a record has the reply to its command.
    for (const port of this.ports) port?.replies.publish();
    records.publish();
    for (const port of this.ports) port?.bell.ring();
    this.measure(sequence);
    while (this.held.length > 0 && (this.held[0] as HeldAnswer).answer.asOf <= sequence) {
      const { answer, send } = this.held.shift() as HeldAnswer;
      send(answer);
    }
  }

  private reply(words: Int32Array, at: number, originsAt: number, firstSequence: number, count: number): void {
    let refused = 0;
    for (let index = 0; index < count; index += 1) {
      const code = codeAt(words, at, index);
      if (code !== ResultCode.accepted) refused += 1;
      const port = words[originsAt + ORIGIN_WORDS * index] as number;
      if (port === OWN_PORT) continue;
      this.ports[port]?.replies.write(
        words[originsAt + ORIGIN_WORDS * index + 1] as number,
        code,
        firstSequence + index,
      );
    }
    this.parts.status.add('engine_refused_total', refused);
  }

  private measure(sequence: number): void {
    const now = performance.now();
    let seconds = 0;
    while (this.added.length > 0 && (this.added[0] as { sequence: number }).sequence <= sequence) {
      seconds += (now - (this.added.shift() as { at: number }).at) / 1_000;
    }
    this.parts.status.add('journal_commit_seconds_total', seconds);
  }
}
