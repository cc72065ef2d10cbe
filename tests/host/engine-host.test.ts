/**
 * The engine in its thread: commands go in by a port and are answered, records are read from any sequence, and a start
 * after a stop goes on where it stopped. Method: seeded traffic; what was answered is held to what is read again.
 */

import {
  decodeRecords,
  encode,
  OrderType,
  placeOrder,
  ResultCode,
  Side,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import { BatchResult, CommandBatch, EngineRefused, type RecordStream } from '@intelligent-ledger/engine/host';
import { afterEach, expect, test } from 'vitest';
import { sendTraffic, setUp, submitted, TestHosts } from './hosts.ts';
import { Traffic } from './traffic.ts';

const hosts = new TestHosts();

afterEach(() => hosts.removeAll());

/** The records of every command from the stream's beginning up to a sequence. */
async function readTo(stream: RecordStream, last: number): Promise<Map<number, string>> {
  const read = new Map<number, string>();
  let next = 0;
  for (let sequence = 0; sequence < last; ) {
    const frame = await stream.next();
    if (frame === null) break;
    expect(next === 0 || frame.firstSequence <= next).toBe(true);
    for (let index = 0; index < frame.count; index += 1) {
      sequence = frame.firstSequence + index;
      read.set(sequence, Buffer.from(frame.recordsOf(index)).toString('hex'));
    }
    next = sequence + 1;
  }
  stream.close();
  return read;
}

test('commands are answered in order, and a start after a stop goes on with the same state', async () => {
  const data = hosts.newData();
  const host = await hosts.start(data);
  expect(host.started).toMatchObject({ sequence: 0, snapshot: 0, cut: null });
  const port = host.openPort();
  const made = await setUp(port);
  expect([...made.codes].every((code) => code === ResultCode.accepted)).toBe(true);
  const traffic = new Traffic(1);
  const batch = new CommandBatch();
  const codes = new Set<number>();
  let commands = made.count;
  for (let round = 0; round < 50; round += 1) {
    batch.clear();
    for (let index = 0; index < 20; index += 1) traffic.add(batch);
    const result = await submitted(port, batch);
    for (let index = 0; index < result.count; index += 1) {
      expect(result.sequences[index]).toBe(commands + index + 1);
      expect(result.recordsOf(index)?.length).toBeGreaterThan(0);
      codes.add(result.codeOf(index));
    }
    commands += result.count;
  }
  expect(codes.size).toBeGreaterThan(1);
  const answer = await port.query('stateHash', {});
  expect(answer.asOf).toBe(commands);
  await hosts.stop(host);
  const again = await hosts.start(data);
  const stateHash = 'answer' in answer ? answer.answer : '';
  expect(again.started).toMatchObject({ sequence: commands, stateHash });
  await sendTraffic(again.openPort(), new Traffic(2, 5_000), 5, 20);
  expect(again.status.get('engine_durable_sequence')).toBe(commands + 100);
});

test('records are read from any sequence, without a gap, whatever is kept in memory', async () => {
  const data = hosts.newData();
  const small = { recordRingBytes: 524_288, recordBufferBytes: 65_536 };
  const host = await hosts.start(data, small);
  const port = host.openPort();
  const live = port.records();
  await setUp(port);
  const last = await sendTraffic(port, new Traffic(3), 40, 200);
  const end = last.sequences[last.count - 1] as number;
  const fromGenesis = await readTo(port.records(1), end);
  expect(fromGenesis.size).toBe(end);
  for (const from of [2, 17, 4_000, end - 100, end]) {
    const read = await readTo(port.records(from), end);
    expect(read.has(from)).toBe(true);
    for (const [sequence, records] of read) expect(records).toBe(fromGenesis.get(sequence));
  }
  // The one that was there from the beginning and never read is behind, and misses nothing.
  const late = await readTo(live, end);
  expect(late.size).toBe(end);
  for (let index = 0; index < last.count; index += 1) {
    const records = last.recordsOf(index);
    expect(Buffer.from(records ?? []).toString('hex')).toBe(fromGenesis.get(last.sequences[index] as number));
  }
}, 60_000);

test('several ports are served in turn, and each gets its own answers', async () => {
  const host = await hosts.start(hosts.newData());
  await setUp(host.openPort());
  const ports = [1, 2, 3].map(() => host.openPort({ messageBytes: 65_536, commandsMax: 1_024 }));
  const all = await Promise.all(
    ports.map((port, index) => sendTraffic(port, new Traffic(index, 64 + index, 3), 30, 50)),
  );
  for (const result of all) expect(result.count).toBe(50);
  expect(host.status.get('engine_durable_sequence')).toBe(18 + 3 * 30 * 50);
});

test('a port takes no more than it has room for, and says so', async () => {
  const host = await hosts.start(hosts.newData());
  const port = host.openPort({ messageBytes: 16_384, commandsMax: 64 });
  await setUp(port);
  const traffic = new Traffic(4);
  const batch = new CommandBatch();
  expect(port.submit(batch)).toBe('tooLarge');
  for (let index = 0; index < 40; index += 1) traffic.add(batch);
  const first = port.submit(batch);
  expect(first).not.toBeTypeOf('string');
  expect(port.submit(batch)).toBe('busy');
  await port.whenRoom();
  await first;
  expect(await port.submit(batch)).toBeInstanceOf(BatchResult);
  for (let index = 0; index < 40; index += 1) traffic.add(batch);
  expect(port.submit(batch)).toBe('tooLarge');
});

test('what is due is cleared in time though nobody sends anything', async () => {
  const host = await hosts.start(hosts.newData());
  const port = host.openPort();
  await setUp(port);
  const stream = port.records();
  const batch = new CommandBatch();
  const now = Date.now() * 1_000;
  const head = { account: 0, nonce: 100, validUntil: now + 30_000_000, expiry: now + 1_000_000 };
  const order = { market: 0, price: 10, size: 1, side: Side.buy, orderType: OrderType.limit };
  batch.add(encode(placeOrder, { ...head, ...order, timeInForce: TimeInForce.goodTillCancelled }));
  const placed = await submitted(port, batch);
  expect(placed.codeOf(0)).toBe(ResultCode.accepted);
  const names: string[] = [];
  while (!names.includes('orderCancelled')) {
    const frame = await stream.next();
    if (frame === null) break;
    for (const { name } of decodeRecords(frame.records)) names.push(name);
  }
  stream.close();
  expect(names).toContain('orderCancelled');
  expect(host.status.get('engine_ticks_total')).toBeGreaterThan(0);
});

test('questions that make no sense are refused, and say as of when', async () => {
  const host = await hosts.start(hosts.newData());
  const port = host.openPort();
  expect(await port.query('quotes', { market: 0 })).toEqual({ asOf: 0, refused: 'notStarted' });
  await setUp(port);
  expect(await port.query('quotes', { market: 0 })).toEqual({ asOf: 18, answer: { bid: null, ask: null } });
  for (const market of [1, -1, 0.5, Number.NaN, 2 ** 40]) {
    expect(await port.query('quotes', { market })).toEqual({ asOf: 18, refused: 'askedWrongly' });
  }
  await sendTraffic(port, new Traffic(5), 1, 10);
  expect((await port.query('quotes', { market: 0 })).asOf).toBe(28);
});

test('a second host is refused while the first has the journal', async () => {
  const data = hosts.newData();
  await hosts.start(data);
  await expect(hosts.start(data)).rejects.toThrow(EngineRefused);
});
