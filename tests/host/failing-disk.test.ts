/**
 * A host whose disk fails while it works: nothing is acknowledged meanwhile, it says why, it serves again by itself
 * when the disk does, and nothing is lost or there twice. Method: the real engine thread on real files with faults in
 * the way, for every fault and operation; the journal is applied again at the end.
 */
import { once } from 'node:events';
import {
  BatchResult,
  CommandBatch,
  type DiskOperation,
  dataDirectories,
  type EngineHost,
  type Fault,
  verifyJournal,
} from '@intelligent-ledger/engine/host';
import { afterEach, expect, test } from 'vitest';
import { DiskControl } from './controlled-disk.ts';
import { sendTraffic, setUp, submitted, TestHosts } from './hosts.ts';
import { Traffic } from './traffic.ts';

const hosts = new TestHosts();

afterEach(() => hosts.removeAll());

async function isServing(host: EngineHost): Promise<{ isServing: boolean; failure?: string }> {
  const [state] = await once(host, 'state');
  return state;
}

async function expectSound(host: EngineHost, data: string): Promise<void> {
  const sequence = host.status.get('engine_durable_sequence');
  expect(host.status.get('engine_applied_sequence')).toBe(sequence);
  await hosts.stop(host);
  const report = await verifyJournal(dataDirectories(data), { isFromSnapshot: false, onProgress: () => undefined });
  expect(report.findings.filter(({ holds }) => !holds)).toEqual([]);
  const again = await hosts.start(data);
  expect(again.started).toMatchObject({ sequence, stateHash: report.facts['state_hash'] });
}

const CASES: readonly (readonly [Fault, string, readonly DiskOperation[]])[] = [
  ['ENOSPC', 'ENOSPC', ['write', 'create']],
  ['EIO', 'EIO', ['write']],
  ['EIO', 'EIO', ['datasync']],
  ['hidden', 'EIO', ['datasync']],
  ['EROFS', 'EROFS', ['write', 'create', 'rename', 'remove', 'truncate']],
];

test.each(CASES)('a disk that fails with %s (%s) in %j', async (fault, failure, operations) => {
  const data = hosts.newData();
  const control = new DiskControl();
  const host = await hosts.start(data, { thread: control.thread, retryMillis: 10 });
  const port = host.openPort();
  await setUp(port);
  const traffic = new Traffic(21);
  await sendTraffic(port, traffic, 5, 20);
  const before = host.status.get('engine_durable_sequence');
  const failing = isServing(host);
  control.set(fault, operations);
  const batch = new CommandBatch();
  for (let index = 0; index < 20; index += 1) traffic.add(batch);
  const waiting = submitted(port, batch);
  let isAnswered = false;
  void waiting.then(() => {
    isAnswered = true;
  });
  expect(await failing).toEqual({ isServing: false, failure });
  expect(port.submit(batch)).toBe('notServing');
  // It fails again and again, and says nothing of what it was given.
  await isServing(host);
  expect(isAnswered).toBe(false);
  expect(host.status.get('engine_durable_sequence')).toBe(before);
  control.set(null);
  const result = await waiting;
  expect(result).toBeInstanceOf(BatchResult);
  expect(result.sequences[0]).toBe(before + 1);
  await sendTraffic(port, traffic, 5, 20);
  await expectSound(host, data);
});

test('a disk that writes half each time holds nobody up', async () => {
  const data = hosts.newData();
  const control = new DiskControl();
  const host = await hosts.start(data, { thread: control.thread });
  const port = host.openPort();
  control.set('short', ['write']);
  await setUp(port);
  await sendTraffic(port, new Traffic(22), 10, 50);
  control.set(null);
  expect(host.status.get('journal_failures_total')).toBe(0);
  await expectSound(host, data);
});

test('while a disk is slow, what comes meanwhile goes to it together', async () => {
  const data = hosts.newData();
  const control = new DiskControl();
  const host = await hosts.start(data, { thread: control.thread });
  const port = host.openPort();
  await setUp(port);
  await sendTraffic(port, new Traffic(23), 1, 1);
  const batch = new CommandBatch();
  const traffic = new Traffic(24, 1_000);
  control.setSyncMillis(40);
  const commits = host.status.get('journal_commits_total');
  const results: Promise<BatchResult>[] = [];
  for (let round = 0; round < 60; round += 1) {
    batch.clear();
    traffic.add(batch);
    results.push(submitted(port, batch));
  }
  for (const result of await Promise.all(results)) expect(result.count).toBe(1);
  expect(host.status.get('journal_commits_total') - commits).toBeLessThan(60 / 2);
  control.setSyncMillis(0);
  await expectSound(host, data);
});

test('an answer waits until what it comes of is durable', async () => {
  const control = new DiskControl();
  const host = await hosts.start(hosts.newData(), { thread: control.thread, retryMillis: 10 });
  const port = host.openPort();
  await setUp(port);
  const durable = host.status.get('engine_durable_sequence');
  const failing = isServing(host);
  control.set('EIO', ['datasync']);
  const batch = new CommandBatch();
  new Traffic(27).add(batch);
  const waiting = submitted(port, batch);
  await failing;
  expect(host.status.get('engine_applied_sequence')).toBe(durable + 1);
  let isAnswered = false;
  const answer = port.query('quotes', { market: 0 }).then((given) => {
    isAnswered = true;
    return given;
  });
  await isServing(host);
  expect(isAnswered).toBe(false);
  control.set(null);
  expect((await answer).asOf).toBe(durable + 1);
  await waiting;
});

test('a host that is stopped while its disk fails ends, and what it had acknowledged is there', async () => {
  const data = hosts.newData();
  const control = new DiskControl();
  const host = await hosts.start(data, { thread: control.thread, retryMillis: 10 });
  const port = host.openPort();
  await setUp(port);
  await sendTraffic(port, new Traffic(25), 5, 20);
  const before = host.status.get('engine_durable_sequence');
  const failing = isServing(host);
  control.set('EIO', ['datasync', 'write']);
  const batch = new CommandBatch();
  new Traffic(26, 1_000).add(batch);
  const waiting = submitted(port, batch);
  const rejected = expect(waiting).rejects.toThrow('the engine ended');
  await failing;
  await hosts.stop(host);
  await rejected;
  control.set(null);
  const again = await hosts.start(data);
  expect(again.started.sequence).toBe(before);
}, 20_000);
