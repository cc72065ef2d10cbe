/**
 * The end of a journal: an unacknowledged tail is cut, and damage to what was released stops with its place. Method:
 * journals of known blocks, damaged at every sector and byte class of every block, judged by what was released.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { SECTOR_BYTES, systemDisk } from '../disk/disk.ts';
import { type JournalEnd, settleEnd } from './journal-end.ts';
import { blockHead } from './journal-layouts.ts';
import { JournalReader } from './journal-reader.ts';
import { JournalWriter } from './journal-writer.ts';
import { blockTerms, TemporaryDirectories, writerOptions } from './test-journals.ts';

const JOURNAL = 'cd'.repeat(16);
const BLOCKS = 6;
const ENTRY_BYTES = 40;
const directories = new TemporaryDirectories();

afterEach(() => directories.removeAll());

/** A new directory, with room for four blocks in a segment. */
function newJournal() {
  const directory = directories.make();
  const room = { segmentBytes: 5 * SECTOR_BYTES, groupBytes: 2 * SECTOR_BYTES };
  return { directory, options: writerOptions(directory, room) };
}

/** A journal of six blocks of one entry in two segments, closed; each was durable before the next was made. */
async function journal(id = JOURNAL): Promise<{ directory: string; paths: string[] }> {
  const { directory, options } = newJournal();
  const writer = new JournalWriter(options, { journal: id, epoch: 0, sequence: 0, crc: 0 });
  for (let sequence = 1; sequence <= BLOCKS; sequence += 1) {
    writer.append(new Uint8Array(ENTRY_BYTES).fill(sequence), blockTerms(sequence, 1));
    await writer.flush();
  }
  await writer.close();
  const names = readdirSync(directory).sort();
  expect(names.length).toBe(2);
  return { directory, paths: names.map((name) => join(directory, name)) };
}

async function endOf(directory: string, released: number): Promise<JournalEnd> {
  const reader = await JournalReader.open(systemDisk, [directory]);
  while ((await reader.next()) !== null);
  await reader.close();
  return settleEnd(systemDisk, directory, reader, released);
}

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] as number) ^ 0x10;
  writeFileSync(path, bytes);
}

/** Offsets within a block: a byte of each field of its head, and the first and last byte of its entry. */
const CLASSES = [
  ...blockHead.fields.map(({ offset }) => offset),
  blockHead.byteLength,
  blockHead.byteLength + ENTRY_BYTES - 1,
];

test('damage to a block that a later one says was released stops, and says where', async () => {
  for (let block = 0; block < BLOCKS - 1; block += 1) {
    for (const offset of CLASSES) {
      const { directory, paths } = await journal();
      const path = paths[block < 4 ? 0 : 1] as string;
      const at = ((block % 4) + 1) * SECTOR_BYTES;
      flip(path, at + offset);
      const end = await endOf(directory, 0);
      expect(end).toMatchObject({ isWhole: false, position: { sequence: block }, damage: { place: { at } } });
      // A stop changes nothing: it can be looked into, and comes again.
      expect(await endOf(directory, 0)).toEqual(end);
    }
  }
});

test('damage to the last block is cut, unless it is known to have been released', async () => {
  for (const offset of CLASSES) {
    const { directory, paths } = await journal();
    flip(paths[1] as string, 2 * SECTOR_BYTES + offset);
    expect(await endOf(directory, BLOCKS)).toMatchObject({ isWhole: false, released: BLOCKS });
    expect(await endOf(directory, BLOCKS - 1)).toMatchObject({ isWhole: true, position: { sequence: BLOCKS - 1 } });
    // What is cut is gone, and what is before it stays.
    expect(await endOf(directory, 0)).toMatchObject({ isWhole: true, position: { sequence: BLOCKS - 1 }, cut: null });
  }
});

test('a segment without a head stops recovery, whatever it holds and whichever it is', async () => {
  for (const [index, before] of [0, 4].entries()) {
    const { directory, paths } = await journal();
    flip(paths[index] as string, 20);
    const names = readdirSync(directory);
    const end = await endOf(directory, 0);
    expect(end).toMatchObject({ isWhole: false, position: { sequence: before } });
    expect(readdirSync(directory)).toEqual(names);
  }
  const { directory, paths } = await journal();
  rmSync(paths[1] as string);
  flip(paths[0] as string, 20);
  expect(await endOf(directory, 0)).toMatchObject({ isWhole: false, position: { sequence: 0 } });
});

test('a missing segment is damage, unless what it held is asked for no more', async () => {
  const { directory, paths } = await journal();
  rmSync(paths[0] as string);
  expect(await endOf(directory, 0)).toMatchObject({ isWhole: false });
  // It can be read from there on, by whoever has a snapshot of the state before.
  const reader = await JournalReader.open(systemDisk, [directory], 4);
  const first = await reader.next();
  expect(first?.head.firstSequence).toBe(5);
  await reader.close();
});

test('a segment of another journal stops recovery, and nothing is cut', async () => {
  const { directory, paths } = await journal();
  const other = await journal('12'.repeat(16));
  rmSync(paths[1] as string);
  writeFileSync(paths[1] as string, readFileSync(other.paths[1] as string));
  const whole = readFileSync(paths[0] as string);
  expect(await endOf(directory, 0)).toMatchObject({ isWhole: false });
  expect(readFileSync(paths[0] as string)).toEqual(whole);
});

test('what went to the disk together speaks for all that was before it', async () => {
  const { directory, options } = newJournal();
  const durable: number[] = [];
  const terms = { ...options, onDurable: (sequence: number) => durable.push(sequence) };
  const writer = new JournalWriter(terms, { journal: JOURNAL, epoch: 0, sequence: 0, crc: 0 });
  // The second and third wait while the first is on its way.
  for (const sequence of [1, 2, 3]) writer.append(new Uint8Array(ENTRY_BYTES).fill(sequence), blockTerms(sequence, 1));
  await writer.close();
  expect(durable).toEqual([1, 3]);
  const [name] = readdirSync(directory);
  flip(join(directory, name as string), SECTOR_BYTES + 48);
  expect(await endOf(directory, 0)).toMatchObject({ isWhole: false, position: { sequence: 0 }, released: 1 });
});

test('zeros over a block in the middle are no end', async () => {
  const { directory, paths } = await journal();
  const bytes = readFileSync(paths[0] as string);
  bytes.fill(0, 2 * SECTOR_BYTES, 3 * SECTOR_BYTES);
  writeFileSync(paths[0] as string, bytes);
  expect(await endOf(directory, 0)).toMatchObject({ isWhole: false, position: { sequence: 1 } });
});
