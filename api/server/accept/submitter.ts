/**
 * Sends messages to the engine, all that come in one turn of the event loop together, and says of each what became of
 * it once that is durable.
 */
import {
  type BatchResult,
  CommandBatch,
  type CommandBytes,
  type EnginePort,
} from '@intelligent-ledger/engine/client-port';
import { assert } from '@intelligent-ledger/engine/core';
import { type ProblemName, Refused } from './problems.ts';

const BATCH_COMMANDS_MAX = 4_096;
/** So long a batch gets at most before the last message, in words: a port has room for more. */
const BATCH_WORDS_MAX = 65_536;

/** What became of one command: its place in the log, its result code, and its records where they were read in time. */
export interface Outcome {
  readonly sequence: number;
  readonly code: number;
  readonly records: Uint8Array | null;
}

interface Waiting {
  readonly commands: readonly CommandBytes[];
  readonly frame: Uint8Array;
  readonly resolve: (outcomes: Outcome[]) => void;
  readonly reject: (error: Error) => void;
}

export class Submitter {
  private readonly port: EnginePort;
  private readonly batch = new CommandBatch();
  private readonly waiting: Waiting[] = [];
  private isSending = false;

  constructor(port: EnginePort) {
    this.port = port;
  }

  /** Submits a message; fails with `Refused` when the exchange does not take it, or ends before it says. */
  submit(commands: readonly CommandBytes[], frame: Uint8Array): Promise<Outcome[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ commands, frame, resolve, reject });
      if (this.isSending) return;
      this.isSending = true;
      setImmediate(() => void this.sendAll());
    });
  }

  private async sendAll(): Promise<void> {
    while (this.waiting.length > 0) await this.sendSome();
    this.isSending = false;
  }

  /** Sends what waits, as far as it fits into one batch, once there is room for it. */
  private async sendSome(): Promise<void> {
    const { batch, waiting } = this;
    batch.clear();
    let count = 0;
    for (const { commands, frame } of waiting) {
      const isFull = batch.count + commands.length > BATCH_COMMANDS_MAX || batch.length > BATCH_WORDS_MAX;
      if (count > 0 && isFull) break;
      const [first] = commands;
      const isOne = first !== undefined && commands.length === 1;
      const fault = isOne ? batch.add(first.command, frame, first.blob) : batch.addMessage(commands, frame);
      assert(fault === 'none', `a message that was read is one for the engine: ${fault}`);
      count += 1;
    }
    const sent = waiting.splice(0, count);
    let answer = this.port.submit(batch);
    while (answer === 'busy') {
      await this.port.whenRoom();
      answer = this.port.submit(batch);
    }
    assert(answer !== 'tooLarge', 'a batch fits into a port');
    if (typeof answer === 'string') refuse(sent, answer === 'notServing' ? 'not_serving' : 'engine_ended');
    else void settle(sent, answer);
  }
}

async function settle(sent: readonly Waiting[], answer: Promise<BatchResult>): Promise<void> {
  try {
    const result = await answer;
    let from = 0;
    for (const { commands, resolve } of sent) {
      const first = from;
      from += commands.length;
      resolve(commands.map((_, index) => outcomeOf(result, first + index)));
    }
  } catch {
    refuse(sent, 'engine_ended');
  }
}

function outcomeOf(result: BatchResult, index: number): Outcome {
  const sequence = result.sequences[index] as number;
  return { sequence, code: result.codeOf(index), records: result.recordsOf(index) };
}

function refuse(sent: readonly Waiting[], problem: ProblemName): void {
  for (const { reject } of sent) reject(new Refused(problem));
}
