/**
 * Damages the last block of a journal that a killed host left, at every kind of byte that it has, in every way: then
 * recovery either refuses, because the block is known to have been released, or goes on exactly before it.
 */
import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEntry, entryHead, Machine } from '@intelligent-ledger/engine/core';
import {
  blockHead,
  type DataDirectories,
  dataDirectories,
  JournalReader,
  RecoveryFault,
  readReleased,
  recover,
  systemDisk,
} from '@intelligent-ledger/engine/host';

const SECTOR_BYTES = 4_096;

/** How a byte is damaged. */
const WAYS = ['flip', 'cut', 'zeros'] as const;
type Way = (typeof WAYS)[number];

interface LastBlock {
  readonly path: string;
  readonly at: number;
  readonly byteLength: number;
  readonly before: number;
  readonly last: number;
  readonly released: number;
}

export interface DamageTotals {
  readonly trials: number;
  readonly refused: number;
  readonly cut: number;
  readonly faults: readonly string[];
}

/** Damages copies of a data directory, which stays as it is; `scratch` is for them. */
export async function damages(data: string, scratch: string, onTrial: () => void): Promise<DamageTotals> {
  const block = await lastBlock(dataDirectories(data));
  const whole = await stateHashes(dataDirectories(data), [block.before, block.last]);
  const faults: string[] = [];
  let refused = 0;
  let cut = 0;
  const trials = offsetsOf(block).flatMap((offset) => WAYS.map((way) => ({ offset, way })));
  for (const { offset, way } of trials) {
    rmSync(scratch, { recursive: true, force: true });
    cpSync(data, scratch, { recursive: true });
    damage(join(scratch, block.path.slice(data.length)), block.at + offset, way);
    const found = await outcome(dataDirectories(scratch));
    const name = `${way} at ${offset} of ${block.byteLength}`;
    const isUntouched = 'stateHash' in found && found.sequence === block.last;
    if ('refused' in found) {
      refused += 1;
      if (block.released < block.last) faults.push(`${name}: recovery refused what may be cut: ${found.refused}`);
    } else if (isUntouched) {
      // Zeros where there were some, and a cut in the zeros behind the entries, change nothing.
      if (way === 'flip' && offset < blockHead.byteLength) faults.push(`${name}: was not seen`);
      if (found.stateHash !== whole.get(block.last)) faults.push(`${name}: has another state`);
    } else {
      cut += 1;
      if (block.released > block.before) faults.push(`${name}: what was released is gone`);
      if (found.sequence !== block.before) faults.push(`${name}: went on at ${found.sequence}`);
      if (found.stateHash !== whole.get(found.sequence)) faults.push(`${name}: has another state`);
    }
    onTrial();
  }
  return { trials: trials.length, refused, cut, faults };
}

async function lastBlock(directories: DataDirectories): Promise<LastBlock> {
  const reader = await JournalReader.open(systemDisk, [directories.journal]);
  let found: LastBlock | null = null;
  let before = 0;
  for (let block = await reader.next(); block !== null; block = await reader.next()) {
    const { sequence: last } = reader.position;
    const { path, at } = block.place;
    found = { path, at, byteLength: blockHead.byteLength + block.entries.length, before, last, released: 0 };
    before = last;
  }
  await reader.close();
  if (found === null) throw new Error('there is no block');
  const noted = await readReleased(systemDisk, directories.journal, reader.journal);
  return { ...found, released: Math.max(noted, reader.released) };
}

/** A byte of every kind: each field of the head, head, command and end of the first entry and the last, the padding. */
function offsetsOf({ byteLength }: LastBlock): number[] {
  const ofHead = blockHead.fields.flatMap(({ offset, bytes }) => [offset, offset + bytes - 1]);
  const entry = blockHead.byteLength;
  const ofEntry = [0, 4, 8, 16, entryHead.byteLength, entryHead.byteLength + 8].map((offset) => entry + offset);
  const ofSectors: number[] = [];
  for (let at = SECTOR_BYTES; at < byteLength; at += SECTOR_BYTES) ofSectors.push(at - 1, at);
  const ends = [byteLength - 1, byteLength - 8];
  return [...new Set([...ofHead, ...ofEntry, ...ofSectors, ...ends])].filter((offset) => offset < byteLength);
}

function damage(path: string, at: number, way: Way): void {
  if (way === 'cut') {
    truncateSync(path, at);
    return;
  }
  const bytes = readFileSync(path);
  if (way === 'flip') bytes[at] = (bytes[at] as number) ^ 0x40;
  else bytes.fill(0, at - (at % SECTOR_BYTES), at - (at % SECTOR_BYTES) + SECTOR_BYTES);
  writeFileSync(path, bytes);
}

async function outcome(directories: DataDirectories) {
  try {
    const recovered = await recover({ disk: systemDisk, directories, machine: {}, onProgress: () => undefined });
    return { sequence: recovered.machine.sequence, stateHash: recovered.machine.stateHash() };
  } catch (error) {
    if (!(error instanceof RecoveryFault)) throw error;
    return { refused: error.message };
  }
}

/** The state hash after each of these sequences, by a machine that applies each entry alone. */
async function stateHashes(directories: DataDirectories, wanted: readonly number[]): Promise<Map<number, string>> {
  const reader = await JournalReader.open(systemDisk, [directories.journal]);
  const machine = new Machine();
  const hashes = new Map<number, string>();
  for (let block = await reader.next(); block !== null; block = await reader.next()) {
    for (let at = 0; at < block.entries.length; ) {
      const { byteLength } = decodeEntry(block.entries, at);
      machine.applyBytes(block.entries.subarray(at, at + byteLength));
      machine.clearRecords();
      at += byteLength;
    }
    if (wanted.includes(machine.sequence)) hashes.set(machine.sequence, machine.stateHash());
  }
  await reader.close();
  return hashes;
}
