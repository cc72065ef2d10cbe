/**
 * Sends the commands of all binary lines to the engine, those of one turn of the event loop together, and gives each
 * line what became of its own once that is durable.
 */
import { type BatchResult, CommandBatch, type EnginePort } from '@intelligent-ledger/engine/client-port';
import { assert } from '@intelligent-ledger/engine/core';
import type { ProblemName } from '../accept/problems.ts';

/** Who sent a command. */
export interface Sender {
  /** What became of a command: its records, or null where they were not read in time. */
  answered(sent: SentCommand, code: number, sequence: number, records: Uint8Array | null): void;
  /** It is not in the log, or nobody knows. */
  refused(sent: SentCommand, problem: ProblemName): void;
  /** What was answered can be sent. */
  flush(): void;
}

/** A command that is under way. */
export interface SentCommand {
  readonly sender: Sender;
  readonly nonce: number;
  /** Number of its layout. */
  readonly kind: number;
  /** The order that it names; 0 is none. */
  readonly order: number;
}

const BATCH_COMMANDS_MAX = 4_096;

export class Outbox {
  private readonly port: EnginePort;
  private batch = new CommandBatch();
  private sent: SentCommand[] = [];
  private isWaiting = false;
  private isPlanned = false;
  /** Batches that are not answered. */
  private underWay = 0;
  private onSettled: () => void = () => {};

  constructor(port: EnginePort) {
    this.port = port;
  }

  /** Whether nothing more should be added until `onRoom`. */
  get isFull(): boolean {
    return this.batch.count >= BATCH_COMMANDS_MAX;
  }

  onRoom: () => void = () => {};

  /** Comes back once everything was answered. */
  async whenEmpty(): Promise<void> {
    while (this.underWay > 0 || this.sent.length > 0) {
      await new Promise<void>((resolve) => {
        this.onSettled = resolve;
      });
    }
  }

  add(command: Uint8Array, frame: Uint8Array, sent: SentCommand): void {
    const fault = this.batch.add(command, frame);
    assert(fault === 'none', `a command of a known layout is one for the engine: ${fault}`);
    this.sent.push(sent);
    if (this.isPlanned) return;
    this.isPlanned = true;
    setImmediate(() => this.send());
  }

  private send(): void {
    this.isPlanned = false;
    if (this.isWaiting || this.sent.length === 0) return;
    const answer = this.port.submit(this.batch);
    if (answer === 'busy') {
      this.isWaiting = true;
      void this.port.whenRoom().then(() => {
        this.isWaiting = false;
        this.send();
      });
      return;
    }
    assert(answer !== 'tooLarge', 'a batch fits into a port');
    const { sent } = this;
    this.sent = [];
    this.batch.clear();
    if (typeof answer === 'string') {
      refuse(sent, answer === 'notServing' ? 'not_serving' : 'engine_ended');
      this.onSettled();
    } else void this.settle(sent, answer);
    this.onRoom();
  }

  private async settle(sent: readonly SentCommand[], answer: Promise<BatchResult>): Promise<void> {
    this.underWay += 1;
    const result = await answer.catch(() => null);
    this.underWay -= 1;
    if (result === null) refuse(sent, 'engine_ended');
    else giveAll(sent, result);
    this.onSettled();
  }
}

/** Gives each line its answers. */
function giveAll(sent: readonly SentCommand[], result: BatchResult): void {
  for (let index = 0; index < sent.length; index += 1) {
    const command = sent[index] as SentCommand;
    const sequence = result.sequences[index] as number;
    command.sender.answered(command, result.codeOf(index), sequence, result.recordsOf(index));
  }
  flushAll(sent);
}

function refuse(sent: readonly SentCommand[], problem: ProblemName): void {
  for (const command of sent) command.sender.refused(command, problem);
  flushAll(sent);
}

function flushAll(sent: readonly SentCommand[]): void {
  let last: Sender | null = null;
  for (const { sender } of sent) {
    // Commands of one line mostly stand together, and to flush once more costs little.
    if (sender !== last) sender.flush();
    last = sender;
  }
}
