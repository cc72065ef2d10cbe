/**
 * Journals on real files: what was acknowledged is read again, whatever the disk refuses and wherever the last block is
 * damaged. Goal: no run of faults loses an acknowledged entry or makes up one. Method: a list of everything that was
 * appended judges what a reader finds.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeEntry } from '@intelligent-ledger/engine/core';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { SECTOR_BYTES, systemDisk } from '../disk/disk.ts';
import { DISK_OPERATIONS, type DiskOperation, type Fault, faultyDisk } from '../disk/faulty-disk.ts';
import { settleEnd } from './journal-end.ts';
import { blockHead } from './journal-layouts.ts';
import { JournalReader } from './journal-reader.ts';
import { JournalLost, type JournalStart, JournalWriter, type JournalWriterOptions } from './journal-writer.ts';
import { blockTerms, TemporaryDirectories, writerOptions } from './test-journals.ts';

const JOURNAL = 'ab'.repeat(16);
const NEW: JournalStart = { journal: JOURNAL, epoch: 0, sequence: 0, crc: 0 };
const directories = new TemporaryDirectories();

afterEach(() => directories.removeAll());

/** Entries whose commands have so many words, from a sequence on. */
function entriesFrom(sequence: number, sizes: readonly number[]): Uint8Array {
  const entries = sizes.map((words, index) => {
    const command = new Uint8Array(8 * words).fill(sequence + index);
    return encodeEntry({ sequence: sequence + index, time: 7 * (sequence + index), command });
  });
  return Uint8Array.from(entries.flatMap((entry) => [...entry]));
}

/** A writer and everything that was appended to it, by first sequence. */
class Session {
  readonly writer: JournalWriter;
  next: number;
  acknowledged: number;
  readonly blocks: { readonly first: number; readonly bytes: Uint8Array }[];

  constructor(options: JournalWriterOptions, start: JournalStart, before: Session | null = null) {
    this.next = start.sequence + 1;
    this.acknowledged = before?.acknowledged ?? 0;
    this.blocks = before?.blocks.filter(({ first }) => first <= start.sequence) ?? [];
    const onDurable = (sequence: number) => {
      this.acknowledged = sequence;
    };
    this.writer = new JournalWriter({ ...options, onDurable }, start);
  }

  append(sizes: readonly number[]): void {
    const bytes = entriesFrom(this.next, sizes);
    this.blocks.push({ first: this.next, bytes });
    this.writer.append(bytes, blockTerms(this.next, sizes.length));
    this.next += sizes.length;
  }
}

/** Reads all there is and holds it to what was appended; answers where a writer would go on. */
async function readAgain(
  directory: string,
  { blocks, acknowledged }: Session,
  isClosed = false,
): Promise<JournalStart> {
  const reader = await JournalReader.open(systemDisk, [directory]);
  let index = 0;
  for (let block = await reader.next(); block !== null; block = await reader.next()) {
    expect(block.head.firstSequence).toBe(blocks[index]?.first);
    expect(Buffer.compare(block.entries, blocks[index]?.bytes as Uint8Array)).toBe(0);
    index += 1;
  }
  expect(reader.position.sequence).toBeGreaterThanOrEqual(acknowledged);
  if (isClosed) expect(reader.damage).toBeNull();
  expect(reader.released).toBeLessThanOrEqual(reader.position.sequence);
  await reader.close();
  return { journal: JOURNAL, epoch: reader.epoch, ...reader.position };
}

/** Of one sector to three. */
const anyLargeBlock = fc.array(fc.integer({ min: 16, max: 32 }), { minLength: 12, maxLength: 40, size: 'max' });
const anyBlock = fc.array(fc.integer({ min: 1, max: 32 }), { minLength: 1, maxLength: 20 });

test('a journal is read as it was written, through segments and restarts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(anyBlock, { maxLength: 8 }), { minLength: 1, maxLength: 4 }), async (runs) => {
      const directory = directories.make();
      let start = NEW;
      let session: Session | null = null;
      for (const run of runs) {
        session = new Session(writerOptions(directory), start, session);
        for (const block of run) {
          if (!session.writer.hasRoomFor(entriesFrom(1, block).length)) await session.writer.flush();
          session.append(block);
        }
        await session.writer.close();
        expect(session.acknowledged).toBe(session.next - 1);
        start = await readAgain(directory, session, true);
      }
    }),
    { seed: 41, numRuns: 40 },
  );
});

const anyFault = fc.oneof(
  { weight: 6, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom('ENOSPC', 'EIO', 'EROFS', 'short', 'hidden') },
);

test('what was acknowledged survives any run of faults of the disk, and the journal serves again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyBlock, { minLength: 1, maxLength: 12 }),
      fc.array(anyFault, { maxLength: 60, size: 'max' }),
      async (blocks, faults) => {
        const directory = directories.make();
        const pending = [...faults];
        const faultOf = (_: DiskOperation): Fault => pending.shift() ?? null;
        const states: boolean[] = [];
        const options = writerOptions(directory, {
          disk: faultyDisk(systemDisk, faultOf),
          onState: ({ isServing }) => states.push(isServing),
        });
        const session = new Session(options, NEW);
        for (const block of blocks) {
          if (!session.writer.hasRoomFor(entriesFrom(1, block).length)) await session.writer.flush();
          session.append(block);
          // What is on the disk now is what a process that dies now leaves.
          if (block.length % 3 === 0) await readAgain(directory, session);
        }
        await session.writer.flush();
        expect(session.acknowledged).toBe(session.next - 1);
        expect(states.at(-1) ?? true).toBe(true);
        await readAgain(directory, session);
        pending.length = 0;
        await session.writer.close();
      },
    ),
    { seed: 42, numRuns: 100 },
  );
}, 60_000);

test('a power cut at any moment leaves all that was acknowledged, and the journal goes on from there', async () => {
  let cuts = 0;
  const anyRun = fc.record({
    blocks: fc.array(anyLargeBlock, { minLength: 1, maxLength: 10 }),
    // The power is cut at an operation of any kind, or while something is being written.
    cutAt: fc.oneof(
      fc.record({ kinds: fc.constant<readonly DiskOperation[]>(DISK_OPERATIONS), count: fc.nat(60) }),
      fc.record({ kinds: fc.constant<readonly DiskOperation[]>(['write']), count: fc.integer({ min: 3, max: 9 }) }),
    ),
    survivors: fc.infiniteStream(fc.boolean()),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(anyRun, { minLength: 1, maxLength: 3 }), async (runs) => {
      const directory = directories.make();
      let start = NEW;
      let session: Session | null = null;
      for (const { blocks, cutAt, survivors } of runs) {
        let left = cutAt.count;
        let cut = () => {};
        const isCut = new Promise<null>((resolve) => {
          cut = () => resolve(null);
        });
        const faultOf = (operation: DiskOperation): Fault => {
          if (cutAt.kinds.includes(operation)) left -= 1;
          if (left === 0) cut();
          return null;
        };
        const disk = faultyDisk(systemDisk, faultOf);
        const beforeRetry = () => new Promise<void>(() => {});
        session = new Session(writerOptions(directory, { disk, beforeRetry }), start, session);
        for (const block of blocks) {
          const hasRoom = session.writer.hasRoomFor(entriesFrom(1, block).length);
          if (!hasRoom && (await Promise.race([isCut, session.writer.flush().then(() => true)])) === null) break;
          session.append(block);
        }
        await Promise.race([isCut, session.writer.flush()]);
        await disk.cutPower(() => survivors.next().value);
        const reader = await JournalReader.open(systemDisk, [directory]);
        while ((await reader.next()) !== null);
        await reader.close();
        expect(reader.headless).toEqual([]);
        const end = await settleEnd(systemDisk, directory, reader, session.acknowledged);
        expect(end.isWhole).toBe(true);
        if (end.isWhole && end.cut !== null) cuts += 1;
        start = await readAgain(directory, session, true);
      }
    }),
    { seed: 43, numRuns: 200 },
  );
  expect(cuts).toBeGreaterThan(0);
}, 60_000);

test('what a failed sync hides from a reader is written again before it is believed', async () => {
  const directory = directories.make();
  let fault: Fault = null;
  const disk = faultyDisk(systemDisk, (operation) => (operation === 'datasync' ? fault : null));
  const before = new Session(writerOptions(directory, { disk }), NEW);
  before.append([4]);
  await before.writer.flush();
  fault = 'hidden';
  before.append([5]);
  before.writer.abandon();
  await before.writer.flush();
  expect(before.acknowledged).toBe(1);
  fault = null;
  const reader = await JournalReader.open(disk, [directory]);
  while ((await reader.next()) !== null);
  await reader.close();
  expect(await settleEnd(disk, directory, reader, 1)).toMatchObject({ isWhole: true, position: { sequence: 2 } });
  const start = { journal: JOURNAL, epoch: reader.epoch, ...reader.position };
  const after = new Session(writerOptions(directory, { disk }), start, before);
  after.append([6]);
  await after.writer.flush();
  expect(after.acknowledged).toBe(3);
  await disk.cutPower(() => false);
  await readAgain(directory, after, true);
});

test('a journal that is synced now and then ends loudly once that fails; a start writes its end again', async () => {
  const directory = directories.make();
  const syncs: Promise<void>[] = [];
  let fault: Fault = null;
  const disk = faultyDisk(systemDisk, (operation) => (operation === 'datasync' ? fault : null));
  let wake = () => {};
  const afterInterval = () => {
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    syncs.push(woken);
    return woken;
  };
  const synced: number[] = [];
  const fatal: unknown[] = [];
  const onSynced = (sequence: number) => synced.push(sequence);
  const onFatal = (error: unknown) => fatal.push(error);
  const options = { disk, policy: 'interval', afterInterval, onSynced, onFatal } as const;
  const before = new Session(writerOptions(directory, options), NEW);
  for (const isFailing of [false, true]) {
    before.append([3]);
    await before.writer.flush();
    expect(before.acknowledged).toBe(before.next - 1);
    fault = isFailing ? 'hidden' : null;
    wake();
    await syncs.at(-1);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  expect(synced).toEqual([1]);
  fault = null;
  before.append([4]);
  await before.writer.flush();
  expect(fatal).toEqual([expect.any(JournalLost)]);
  // The system still shows what a power cut would take, and recovery does not believe it before it wrote it again.
  const reader = await JournalReader.open(disk, [directory]);
  while ((await reader.next()) !== null);
  await reader.close();
  expect(await settleEnd(disk, directory, reader, 1)).toMatchObject({ isWhole: true, position: { sequence: 2 } });
  await disk.cutPower(() => false);
  expect((await readAgain(directory, { ...before, acknowledged: 2 } as Session, true)).sequence).toBe(2);
});

test('a journal that is synced now and then survives a write that fails, when the disk takes what it had', async () => {
  const directory = directories.make();
  let isFailing = false;
  const disk = faultyDisk(systemDisk, (operation) => (operation === 'write' && isFailing ? 'EIO' : null));
  const afterInterval = () => new Promise<void>(() => {});
  const states: boolean[] = [];
  const onState = ({ isServing }: { isServing: boolean }) => {
    states.push(isServing);
    isFailing = false;
  };
  const session = new Session(writerOptions(directory, { disk, policy: 'interval', afterInterval, onState }), NEW);
  session.append([3]);
  session.append([3]);
  await session.writer.flush();
  isFailing = true;
  session.append([4]);
  await session.writer.flush();
  expect(states).toEqual([false, true]);
  await disk.cutPower(() => false);
  // The last may be lost by this policy; nothing before it is, and it is a journal.
  const reader = await JournalReader.open(systemDisk, [directory]);
  while ((await reader.next()) !== null);
  await reader.close();
  expect(reader.position.sequence).toBeGreaterThanOrEqual(2);
});

test('an abandoned journal ends though its disk fails, and a segment of nothing is taken away', async () => {
  const directory = directories.make();
  let failing = 3;
  const faultOf = (operation: DiskOperation): Fault => {
    if (operation !== 'datasync' || readdirSync(directory).every((name) => !name.endsWith('.journal'))) return null;
    failing -= 1;
    return failing >= 0 ? 'EIO' : null;
  };
  const session = new Session(writerOptions(directory, { disk: faultyDisk(systemDisk, faultOf) }), NEW);
  session.append([4]);
  await session.writer.flush();
  expect(failing).toBeLessThan(0);
  expect(readdirSync(directory).filter((name) => name.endsWith('.journal')).length).toBe(1);
  failing = Number.MAX_SAFE_INTEGER;
  session.append([5]);
  session.writer.abandon();
  await session.writer.close().catch(() => undefined);
  expect(session.acknowledged).toBe(1);
});

test('every operation of the disk was made to fail by the faults of a run', async () => {
  const failed = new Set<DiskOperation>();
  const directory = directories.make();
  const faultOf = (operation: DiskOperation): Fault => {
    if (failed.has(operation)) return null;
    failed.add(operation);
    return 'EIO';
  };
  const session = new Session(writerOptions(directory, { disk: faultyDisk(systemDisk, faultOf) }), NEW);
  for (let block = 0; block < 12; block += 1) {
    session.append([32, 32, 32]);
    await session.writer.flush();
  }
  await readAgain(directory, session);
  await session.writer.close().catch(() => {});
  const used = DISK_OPERATIONS.filter((operation) => operation !== 'open' && operation !== 'read');
  expect([...failed].sort()).toEqual([...used].sort());
});

test('a damaged last block is never read, and nothing before it is lost', async () => {
  const directory = directories.make();
  const session = new Session(writerOptions(directory), NEW);
  for (const block of [
    [3, 5],
    [2, 9, 4],
    [8, 1],
  ]) {
    session.append(block);
    await session.writer.flush();
  }
  await session.writer.close();
  const [name] = readdirSync(directory);
  const path = join(directory, name as string);
  const whole = readFileSync(path);
  const lastAt = 3 * SECTOR_BYTES;
  const lastLength = blockHead.byteLength + (session.blocks[2]?.bytes.length as number);
  for (let byte = 0; byte < lastLength; byte += 1) {
    const damaged = Buffer.from(whole);
    damaged[lastAt + byte] = (damaged[lastAt + byte] as number) ^ (1 << (byte % 8));
    writeFileSync(path, damaged);
    const reader = await JournalReader.open(systemDisk, [directory]);
    while ((await reader.next()) !== null);
    expect(reader.position.sequence).toBe(5);
    expect(reader.damage).not.toBeNull();
    expect(reader.damage?.place).toEqual({ path, at: lastAt });
    await reader.close();
  }
  for (let length = 0; length < whole.length; length += 512) {
    writeFileSync(path, whole.subarray(0, length));
    const reader = await JournalReader.open(systemDisk, [directory]);
    while ((await reader.next()) !== null);
    const wholeBlocks = Math.min(3, Math.max(0, Math.floor(length / SECTOR_BYTES) - 1));
    expect(reader.position.sequence).toBe([0, 2, 5, 7][wholeBlocks]);
    await reader.close();
  }
});
