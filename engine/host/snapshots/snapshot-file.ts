/**
 * Writes a snapshot beside a journal, and reads one again. A snapshot has its name only once it is whole on the disk,
 * and is believed only when its state has the hash that it says.
 */
import { createHash } from 'node:crypto';
import { assert, type RecordChainState } from '@intelligent-ledger/engine/core';
import { type Disk, readAll, SECTOR_BYTES, writeAll } from '../disk/disk.ts';
import { sealedIn, sealedSector } from '../journal/sealing.ts';
import { nullIfGone } from '../journal/segment-list.ts';
import { SAVED_HASH_BYTES_MAX, snapshotFileHead } from './snapshot-layout.ts';

const SEQUENCE_DIGITS = 16;
const NAME = new RegExp(`^(\\d{${SEQUENCE_DIGITS}})\\.snapshot$`);
const PARTIAL = '.partial';
/** So much is written at a time, so that other files get their turn. */
const STEP_BYTES = 4_194_304;

/** A state and its place in a journal. */
export interface Snapshot {
  readonly journal: string;
  /** The last entry that the state has, which is the last of its block. */
  readonly sequence: number;
  /** Check sum of that block. */
  readonly blockCrc: number;
  /** CRC-32 of all records up to there. */
  readonly recordsCrc: number;
  readonly chain: RecordChainState;
  /** As `Machine.snapshot` gives it. */
  readonly state: Uint8Array;
}

export function stateHashOf(state: Uint8Array): string {
  return createHash('sha256').update(state).digest('hex');
}

/** The snapshots in a directory, the newest first. */
export async function snapshotsIn(disk: Disk, directory: string): Promise<{ name: string; sequence: number }[]> {
  const names = await disk.list(directory);
  const found = names.flatMap((name) => {
    const match = NAME.exec(name);
    return match === null ? [] : [{ name, sequence: Number(match[1]) }];
  });
  return found.toReversed();
}

/** Writes a snapshot into a directory; answers its state hash. When it comes back, it is on the disk. */
export async function writeSnapshot(disk: Disk, directory: string, snapshot: Snapshot): Promise<string> {
  const { journal, sequence, blockCrc, recordsCrc, chain, state } = snapshot;
  assert(chain.sequence === sequence, 'the record chain is that of the state');
  const stateHash = stateHashOf(state);
  const head = sealedSector(snapshotFileHead, {
    ...{ journal, sequence, blockCrc, recordsCrc, stateHash },
    byteLength: state.length,
    chainHead: chain.head,
    chainPending: Buffer.concat([chain.pending], SAVED_HASH_BYTES_MAX).toString('hex'),
    chainPendingBytes: chain.pending.length,
  });
  const path = `${directory}/${String(sequence).padStart(SEQUENCE_DIGITS, '0')}.snapshot`;
  await removePartial(disk, directory);
  const file = await disk.create(`${path}${PARTIAL}`);
  try {
    await writeAll(file, head, 0);
    for (let at = 0; at < state.length; at += STEP_BYTES) {
      await writeAll(file, state.subarray(at, at + STEP_BYTES), SECTOR_BYTES + at);
    }
    await file.datasync();
  } finally {
    await file.close();
  }
  await disk.rename(`${path}${PARTIAL}`, path);
  await disk.syncDirectory(directory);
  return stateHash;
}

/** The snapshot of a name, or why there is none. */
export async function readSnapshot(disk: Disk, directory: string, name: string): Promise<Snapshot | string> {
  const file = await disk.openToRead(`${directory}/${name}`).catch(nullIfGone);
  if (file === null) return 'it was taken away meanwhile';
  try {
    const sector = new Uint8Array(SECTOR_BYTES);
    if ((await readAll(file, sector, 0)) < SECTOR_BYTES) return 'it is shorter than a head';
    const head = sealedIn(snapshotFileHead, sector);
    if (typeof head === 'string') return head;
    if ((await file.size()) !== SECTOR_BYTES + head.byteLength) return 'it is not as long as it says';
    const state = new Uint8Array(head.byteLength);
    await readAll(file, state, SECTOR_BYTES);
    if (stateHashOf(state) !== head.stateHash) return 'its state has another hash than it says';
    const pending = Uint8Array.from(Buffer.from(head.chainPending, 'hex').subarray(0, head.chainPendingBytes));
    const { journal, sequence, blockCrc, recordsCrc, chainHead } = head;
    return { journal, sequence, blockCrc, recordsCrc, chain: { sequence, head: chainHead, pending }, state };
  } finally {
    await file.close();
  }
}

/** Takes away all snapshots but the newest so many. */
export async function keepNewest(disk: Disk, directory: string, count: number): Promise<void> {
  for (const { name } of (await snapshotsIn(disk, directory)).slice(count)) await disk.remove(`${directory}/${name}`);
}

/** Takes away what a process left that died while it wrote. */
async function removePartial(disk: Disk, directory: string): Promise<void> {
  for (const name of await disk.list(directory)) {
    if (name.endsWith(PARTIAL)) await disk.remove(`${directory}/${name}`);
  }
}
