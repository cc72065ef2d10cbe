/**
 * Runs a workload through a host: its engine thread, journal and port. The commands of a pass are made before it begins,
 * as their senders would; a pass ends when all of them are acknowledged. What the passes must do again was learnt by a
 * machine of this process.
 */
import { decodeEntry, Machine } from '@intelligent-ledger/engine/core';
import {
  type BatchResult,
  CommandBatch,
  dataDirectories,
  type EngineHost,
  type EnginePort,
  type StartOptions,
  startEngine,
} from '@intelligent-ledger/engine/host';
import { EntryWriter } from '../peers/entry-writer.ts';
import { startMachine } from '../peers/exchange-start.ts';
import { PLAIN } from '../peers/feature.ts';
import { entryWords, MachinePasses } from '../peers/machine-passes.ts';
import { RecordTally } from '../peers/record-tally.ts';
import type { LoadedWorkload } from '../workload/workload-file.ts';

const CHUNK = 256;
const INPUT_WORDS = 65_536;

/** CPU and wall time of a pass. */
export interface PassTime {
  readonly commands: number;
  readonly wallNs: number;
  /** Of all threads but the one that sends. */
  readonly cpuNs: number;
}

/** Keeps the entries that set an exchange up. */
class LoggedMachine extends Machine {
  readonly entries: Uint8Array[] = [];

  override applyBytes(entry: Uint8Array) {
    this.entries.push(entry.slice());
    return super.applyBytes(entry);
  }
}

export class HostPasses {
  readonly host: EngineHost;
  readonly port: EnginePort;
  refused = 0;
  private readonly workload: LoadedWorkload;
  private readonly writer: EntryWriter;
  private readonly learnt: MachinePasses;
  private readonly tally = new RecordTally();

  private constructor(host: EngineHost, workload: LoadedWorkload, learnt: MachinePasses) {
    this.host = host;
    this.port = host.openPort();
    this.workload = workload;
    this.learnt = learnt;
    this.writer = new EntryWriter(workload, PLAIN, new Int32Array(INPUT_WORDS), 0, 0);
    this.writer.numberInPass.set(learnt.numberInPass);
  }

  /** Starts a host in a data directory and makes the workload's exchange. */
  static async start(workload: LoadedWorkload, data: string, more: Partial<StartOptions> = {}): Promise<HostPasses> {
    const learnt = new MachinePasses(workload);
    const host = await startEngine({ directories: dataDirectories(data), isResident: true, ...more });
    const passes = new HostPasses(host, workload, learnt);
    const model = startMachine(workload.head, PLAIN, new LoggedMachine({ isResident: false })) as LoggedMachine;
    const batch = new CommandBatch();
    for (const entry of model.entries) batch.add(decodeEntry(entry).command);
    const result = await passes.submitted(batch);
    if (result.codes.some((code) => code !== 0)) throw new Error('the exchange was not made');
    return passes;
  }

  /** Runs a pass; throws when it does not do what the first one did. */
  async pass(commandsPerBatch: number): Promise<PassTime> {
    const { prefillCount, measuredCount, drainCount } = this.workload.head;
    const measuredEnd = prefillCount + measuredCount;
    this.tally.reset();
    this.writer.goTo(Date.now() * 1_000);
    const [prefill, measured, drain] = [
      this.batchesOf(0, prefillCount, CHUNK),
      this.batchesOf(prefillCount, measuredEnd, commandsPerBatch),
      this.batchesOf(measuredEnd, measuredEnd + drainCount, CHUNK),
    ];
    await this.send(prefill);
    const time = await this.timed(() => this.send(measured));
    await this.send(drain);
    this.writer.numberBase += this.lastNumber;
    this.refused += this.tally.refused;
    const { fills, lots } = this.tally;
    if (fills !== this.learnt.outcome.fills || lots !== this.learnt.outcome.lots) {
      throw new Error(`a pass made ${fills} fills, and the model ${this.learnt.outcome.fills}`);
    }
    return { commands: measuredCount, ...time };
  }

  /** Submits a batch as soon as there is room. */
  async submitted(batch: CommandBatch): Promise<BatchResult> {
    for (;;) {
      const answer = this.port.submit(batch);
      if (typeof answer !== 'string') return answer;
      if (answer !== 'busy') throw new Error(`a batch was refused: ${answer}`);
      await this.port.whenRoom();
    }
  }

  /** The commands of a part of the workload as batches of so many. */
  batchesOf(from: number, to: number, each: number): CommandBatch[] {
    const batches: CommandBatch[] = [];
    const bytes = new Uint8Array(this.writer.words.buffer);
    for (let start = from; start < to; start += each) {
      const batch = new CommandBatch();
      for (let part = start; part < Math.min(to, start + each); part += CHUNK) {
        const length = this.writer.write(part, Math.min(to, start + each, part + CHUNK));
        for (let at = 0; at < length; at += entryWords(this.writer.words, at)) {
          const { command, frame } = decodeEntry(bytes, at * 4);
          batch.add(command, frame);
        }
      }
      batches.push(batch);
    }
    return batches;
  }

  private get lastNumber(): number {
    return this.learnt.numberInPass[this.workload.head.referenceCount - 1] as number;
  }

  private async send(batches: readonly CommandBatch[]): Promise<void> {
    const counted: Promise<void>[] = [];
    for (const batch of batches) {
      let answer = this.port.submit(batch);
      while (answer === 'busy') {
        await this.port.whenRoom();
        answer = this.port.submit(batch);
      }
      if (typeof answer === 'string') throw new Error(`a batch was refused: ${answer}`);
      counted.push(answer.then((result) => this.count(result)));
    }
    await Promise.all(counted);
  }

  private count(result: BatchResult): void {
    for (let index = 0; index < result.count; index += 1) {
      const records = result.recordsOf(index);
      if (records === null) throw new Error('the port did not read in time');
      this.tally.count(new Int32Array(records.buffer, records.byteOffset, records.length / 4), records.length / 4);
    }
  }

  private async timed(run: () => Promise<void>): Promise<Omit<PassTime, 'commands'>> {
    const [all, own, wall] = [process.cpuUsage(), process.threadCpuUsage(), performance.now()];
    await run();
    const wallNs = (performance.now() - wall) * 1e6;
    const allNs = microsSince(all, process.cpuUsage()) * 1_000;
    return { wallNs, cpuNs: allNs - microsSince(own, process.threadCpuUsage()) * 1_000 };
  }
}

function microsSince(before: NodeJS.CpuUsage, after: NodeJS.CpuUsage): number {
  return after.user + after.system - before.user - before.system;
}
