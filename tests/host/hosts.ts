/** What the tests of the host share: exchanges in directories of their own, and traffic that is awaited. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BatchResult,
  CommandBatch,
  dataDirectories,
  type EngineHost,
  type EnginePort,
  type StartOptions,
  startEngine,
} from '@intelligent-ledger/engine/host';
import { addSetup, type Traffic } from './traffic.ts';

export class TestHosts {
  private readonly made: string[] = [];
  private readonly hosts = new Set<EngineHost>();

  newData(): string {
    const path = mkdtempSync(join(tmpdir(), 'exchange-'));
    this.made.push(path);
    return path;
  }

  /** Starts a host with small segments and rings. */
  async start(data: string, more: Partial<StartOptions> = {}): Promise<EngineHost> {
    const host = await startEngine({
      directories: dataDirectories(data),
      segmentBytes: 1_048_576,
      groupBytes: 524_288,
      recordRingBytes: 8_388_608,
      recordBufferBytes: 1_048_576,
      ...more,
    });
    this.hosts.add(host);
    return host;
  }

  async stop(host: EngineHost): Promise<void> {
    this.hosts.delete(host);
    await host.stop();
  }

  async removeAll(): Promise<void> {
    for (const host of this.hosts) await host.stop().catch(() => undefined);
    this.hosts.clear();
    for (const path of this.made.splice(0)) rmSync(path, { recursive: true });
  }
}

/** Submits a batch, as soon as there is room for it. */
export async function submitted(port: EnginePort, batch: CommandBatch): Promise<BatchResult> {
  for (;;) {
    const answer = port.submit(batch);
    if (typeof answer !== 'string') return answer;
    if (answer !== 'busy') throw new Error(`the batch was refused: ${answer}`);
    await port.whenRoom();
  }
}

/** Makes the exchange. */
export function setUp(port: EnginePort): Promise<BatchResult> {
  const batch = new CommandBatch();
  addSetup(batch);
  return submitted(port, batch);
}

/** Sends so many batches of so many commands one after another; answers the last one's result. */
export async function sendTraffic(port: EnginePort, traffic: Traffic, batches: number, each: number) {
  const batch = new CommandBatch();
  let result = new BatchResult(0);
  for (let round = 0; round < batches; round += 1) {
    batch.clear();
    for (let index = 0; index < each; index += 1) traffic.add(batch);
    result = await submitted(port, batch);
  }
  return result;
}
