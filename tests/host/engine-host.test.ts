/**
 * The engine in its thread: commands go in by a port and are answered, records are read from any sequence, and a start
 * after a stop goes on where it stopped. Method: seeded traffic; a machine that applies the journal again judges.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ResultCode } from '@intelligent-ledger/engine/core';
import {
  BatchResult,
  CommandBatch,
  dataDirectories,
  type EngineHost,
  EngineRefused,
  type StartOptions,
  startEngine,
} from '@intelligent-ledger/engine/host';
import { afterEach, expect, test } from 'vitest';
import { addSetup, Traffic } from './traffic.ts';

const made: string[] = [];
const hosts: EngineHost[] = [];

afterEach(async () => {
  for (const host of hosts.splice(0)) await host.stop().catch(() => undefined);
  for (const path of made.splice(0)) rmSync(path, { recursive: true });
});

function optionsIn(data: string): StartOptions {
  return {
    directories: dataDirectories(data),
    segmentBytes: 2_097_152,
    groupBytes: 1_048_576,
    recordRingBytes: 8_388_608,
    recordBufferBytes: 1_048_576,
  };
}

function newData(): string {
  const path = mkdtempSync(join(tmpdir(), 'exchange-'));
  made.push(path);
  return path;
}

async function start(options: StartOptions): Promise<EngineHost> {
  const host = await startEngine(options);
  hosts.push(host);
  return host;
}

test('commands are answered, and a start after a stop goes on with the same state', async () => {
  const data = newData();
  const host = await start(optionsIn(data));
  expect(host.started).toMatchObject({ sequence: 0, snapshot: 0, cut: null });
  const port = host.openPort();
  const batch = new CommandBatch();
  addSetup(batch);
  const setUp = await port.submit(batch);
  expect(setUp).toBeInstanceOf(BatchResult);
  if (!(setUp instanceof BatchResult)) return;
  expect([...setUp.codes].every((code) => code === ResultCode.accepted)).toBe(true);
  const traffic = new Traffic(1);
  let commands = setUp.count;
  for (let round = 0; round < 50; round += 1) {
    batch.clear();
    for (let index = 0; index < 20; index += 1) traffic.add(batch);
    const result = await port.submit(batch);
    if (!(result instanceof BatchResult)) throw new Error(result);
    for (let index = 0; index < result.count; index += 1) {
      expect(result.sequences[index]).toBe(commands + index + 1);
      expect(result.recordsOf(index)?.length).toBeGreaterThan(0);
    }
    commands += result.count;
  }
  const { asOf, ...hash } = await port.query('stateHash', {});
  expect(asOf).toBe(commands);
  await host.stop();
  const again = await start(optionsIn(data));
  expect(again.started).toMatchObject({ sequence: commands, stateHash: 'answer' in hash ? hash.answer : '' });
});

test('a second host is refused while the first has the journal', async () => {
  const data = newData();
  await start(optionsIn(data));
  await expect(startEngine(optionsIn(data))).rejects.toThrow(EngineRefused);
});
