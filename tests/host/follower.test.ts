/**
 * A follower beside a host: it catches up however late it starts, agrees, takes the snapshots that a start begins with,
 * and keeps the whole history in the archive. Method: real hosts and files; the core's own record chain, made of the
 * records that a port gave, judges the follower's.
 */
import { EventEmitter, once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RECORD_CHAIN_INTERVAL, RecordChain } from '@intelligent-ledger/engine/core';
import {
  dataDirectories,
  type EnginePort,
  exportRecords,
  Follower,
  inspectJournal,
  systemDisk,
  verifyJournal,
} from '@intelligent-ledger/engine/host';
import { afterEach, expect, test } from 'vitest';
import { sendTraffic, setUp, TestHosts } from './hosts.ts';
import { Traffic } from './traffic.ts';

const hosts = new TestHosts();
const followers: Follower[] = [];

afterEach(async () => {
  for (const follower of followers.splice(0)) await follower.stop();
  await hosts.removeAll();
});

async function follow(data: string, snapshotCommands: number, says = new EventEmitter()): Promise<Follower> {
  const follower = await Follower.start({
    ...{ disk: systemDisk, directories: dataDirectories(data), isKeeper: true, snapshotCommands },
    snapshotMillis: Number.MAX_SAFE_INTEGER,
    millis: () => performance.now(),
    onEvent: ({ kind }) => says.emit(kind),
  });
  followers.push(follower);
  follower.run().catch(() => undefined);
  return follower;
}

async function stopFollower(follower: Follower): Promise<void> {
  followers.splice(followers.indexOf(follower), 1);
  await follower.stop();
}

/** The head of the record chain at its last mark, by the core's own chain. */
async function chainHead(port: EnginePort, last: number): Promise<string> {
  const stream = port.records(1);
  const chain = new RecordChain();
  while (chain.sequence < last) {
    const frame = await stream.next();
    if (frame === null) break;
    for (let index = 0; index < frame.count; index += 1) {
      const sequence = frame.firstSequence + index;
      if (sequence <= last) chain.update(frame.recordsOf(index), sequence);
    }
  }
  stream.close();
  return chain.head;
}

test('a follower that starts late catches up and agrees in state, records and record chain', async () => {
  const data = hosts.newData();
  const host = await hosts.start(data, { stateHashPauseMax: Number.MAX_SAFE_INTEGER });
  const port = host.openPort();
  await setUp(port);
  await sendTraffic(port, new Traffic(11), 20, 100);
  const follower = await follow(data, 700);
  const traffic = new Traffic(12, 10_000);
  let sequence = 0;
  // A state hash costs a hundredth of the time, so that how much comes before one depends on the machine.
  do {
    await sendTraffic(port, traffic, 20, 100);
    sequence = host.status.get('engine_durable_sequence');
    await follower.whenAt(sequence);
  } while (follower.hashesCompared === 0);
  const own = await port.query('stateHash', {});
  expect(own.asOf).toBe(sequence);
  expect(follower.ask('stateHash', {})).toEqual(own);
  expect(follower.blocksCompared).toBeGreaterThan(10);
  expect(sequence).toBeGreaterThan(RECORD_CHAIN_INTERVAL);
  expect(follower.chainHead).toBe(await chainHead(port, sequence));
});

test('a start begins with the newest snapshot that is good, and a later follower has the same chain', async () => {
  const data = hosts.newData();
  const host = await hosts.start(data);
  const port = host.openPort();
  await setUp(port);
  const follower = await follow(data, 600);
  await sendTraffic(port, new Traffic(13), 30, 100);
  const sequence = host.status.get('engine_durable_sequence');
  await follower.whenAt(sequence);
  await stopFollower(follower);
  const { snapshots } = dataDirectories(data);
  const names = readdirSync(snapshots)
    .filter((name) => name.endsWith('.snapshot'))
    .sort();
  expect(names.length).toBe(2);
  const before = await port.query('stateHash', {});
  await sendTraffic(port, new Traffic(14, 10_000), 3, 100);
  await hosts.stop(host);
  const again = await hosts.start(data);
  expect(again.started).toMatchObject({ sequence: sequence + 300, snapshot: sequence, passedOver: [] });
  await hosts.stop(again);
  // The newest is damaged, so that the one before it is begun with.
  const newest = join(snapshots, names[1] as string);
  const bytes = readFileSync(newest);
  bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
  writeFileSync(newest, bytes);
  const third = await hosts.start(data);
  expect(third.started.snapshot).toBeLessThan(sequence);
  expect(third.started.passedOver.length).toBe(1);
  expect(third.started.stateHash).toBe(again.started.stateHash);
  const late = await follow(data, 1_000_000);
  await late.whenAt(sequence + 300);
  expect(late.chainHead).toBe(await chainHead(third.openPort(), sequence + 300));
  expect(before.asOf).toBe(sequence);
}, 30_000);

test('segments leave the local disk only for the archive, and the whole history stays', async () => {
  const data = hosts.newData();
  const directories = dataDirectories(data);
  const host = await hosts.start(data, { segmentBytes: 270_336, groupBytes: 266_240 });
  const port = host.openPort();
  await setUp(port);
  const follower = await follow(data, 500);
  await sendTraffic(port, new Traffic(15), 250, 50);
  const sequence = host.status.get('engine_durable_sequence');
  await follower.whenAt(sequence);
  await stopFollower(follower);
  const archived = readdirSync(directories.archive);
  const local = readdirSync(directories.journal).filter((name) => name.endsWith('.journal'));
  expect(archived.length).toBeGreaterThan(3);
  expect(local.length).toBeLessThan(archived.length);
  expect(local.every((name) => name > (archived[0] as string))).toBe(true);
  const report = await verifyJournal(directories, { isFromSnapshot: false, onProgress: () => undefined });
  expect(report.findings.filter(({ holds }) => !holds)).toEqual([]);
  expect(report.facts).toMatchObject({ from_sequence: 1, to_sequence: sequence, record_chain: follower.chainHead });
  const answer = await port.query('stateHash', {});
  expect(answer).toMatchObject({ answer: report.facts['state_hash'] });
  expect(await chainHead(port, sequence)).toBe(follower.chainHead);
  await hosts.stop(host);
  expect((await hosts.start(data)).started).toMatchObject({ sequence, stateHash: report.facts['state_hash'] });
}, 30_000);

test('one follower keeps the snapshots, and another takes over when it is gone', async () => {
  const data = hosts.newData();
  const host = await hosts.start(data);
  const port = host.openPort();
  const [ofFirst, ofSecond] = [new EventEmitter(), new EventEmitter()];
  const first = await follow(data, 1, ofFirst);
  const isKept = once(ofFirst, 'snapshot');
  await setUp(port);
  await isKept;
  ofSecond.once('snapshot', () => expect.unreachable('two keep at a time'));
  const isLeft = once(ofSecond, 'notKept');
  await follow(data, 1, ofSecond);
  await sendTraffic(port, new Traffic(17), 2, 10);
  await isLeft;
  await stopFollower(first);
  ofSecond.removeAllListeners('snapshot');
  const isTakenOver = once(ofSecond, 'snapshot');
  await sendTraffic(port, new Traffic(18, 1_000), 2, 10);
  await isTakenOver;
});

test('a journal is shown as commands and exported as records, from any sequence', async () => {
  const data = hosts.newData();
  const host = await hosts.start(data);
  const port = host.openPort();
  await setUp(port);
  await sendTraffic(port, new Traffic(16), 3, 20);
  await hosts.stop(host);
  const directories = dataDirectories(data);
  const shown: { sequence: number; command: { name: string } }[] = [];
  const write = (line: string) => shown.push(JSON.parse(line));
  expect(await inspectJournal(directories, { from: 18, count: 30, isJson: true, write })).toBe(30);
  expect(shown.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 30 }, (_, index) => 18 + index));
  expect(shown[0]?.command.name).toBe('createMarket');
  const lines: string[] = [];
  await inspectJournal(directories, { from: 1, count: 5, isJson: false, write: (line) => lines.push(line) });
  expect(lines.filter((line) => line.startsWith('  ')).length).toBe(5);
  const records: { sequence: number; record: string }[] = [];
  const to = { from: 19, to: 60, write: (line: string) => void records.push(JSON.parse(line)) };
  expect(await exportRecords(directories, to)).toBe(records.length);
  expect(new Set(records.map(({ sequence }) => sequence))).toEqual(
    new Set(Array.from({ length: 42 }, (_, at) => 19 + at)),
  );
  expect(new Set(records.map(({ record }) => record)).has('orderFilled')).toBe(true);
});
