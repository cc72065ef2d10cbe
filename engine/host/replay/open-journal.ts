/**
 * Opens a journal behind the newest snapshot of it that is good, or at its beginning where there is none: where
 * recovery, a follower and whoever reads old records begin alike.
 */
import { Machine, type MachineOptions, restoreMachine } from '@intelligent-ledger/engine/core';
import type { Disk } from '../disk/disk.ts';
import { JournalReader } from '../journal/journal-reader.ts';
import { readSnapshot, type Snapshot, snapshotsIn } from '../snapshots/snapshot-file.ts';
import type { DataDirectories } from './data-directories.ts';
import { Replayer } from './replayer.ts';

export interface OpenedJournal {
  /** Its next block is the first behind the snapshot, unless it lacks what the snapshot has. */
  readonly reader: JournalReader;
  readonly replayer: Replayer;
  /** Null where there was none. */
  readonly snapshot: Snapshot | null;
  /** Snapshots that were passed over, and why. */
  readonly passedOver: readonly string[];
}

export interface OpenOptions {
  /** Only snapshots of an earlier sequence than this are begun with. */
  readonly before?: number;
  readonly machine?: MachineOptions;
}

export async function openJournal(
  disk: Disk,
  directories: DataDirectories,
  { before = Number.MAX_SAFE_INTEGER, machine = {} }: OpenOptions = {},
): Promise<OpenedJournal> {
  const passedOver: string[] = [];
  for (const { name, sequence } of await snapshotsIn(disk, directories.snapshots)) {
    if (sequence >= before) continue;
    const snapshot = await readSnapshot(disk, directories.snapshots, name);
    const opened = typeof snapshot === 'string' ? snapshot : await openBehind(disk, directories, snapshot, machine);
    if (typeof opened !== 'string') return { ...opened, passedOver };
    passedOver.push(`${name}: ${opened}`);
  }
  const reader = await open(disk, directories, 0);
  return { reader, replayer: new Replayer(new Machine(machine)), snapshot: null, passedOver };
}

/** Begins with a snapshot; answers why that cannot be. */
async function openBehind(disk: Disk, directories: DataDirectories, snapshot: Snapshot, options: MachineOptions) {
  const { sequence, blockCrc, recordsCrc } = snapshot;
  const reader = await open(disk, directories, sequence);
  const fault = await faultOf(reader, snapshot);
  const restored = fault === null ? restoreMachine(snapshot.state, options) : { refused: fault };
  if ('machine' in restored)
    return { reader, replayer: new Replayer(restored.machine, recordsCrc, blockCrc), snapshot };
  await reader.close();
  return restored.refused;
}

function open(disk: Disk, { journal, archive }: DataDirectories, from: number): Promise<JournalReader> {
  return JournalReader.open(disk, [journal, archive], from);
}

/** Passes over the blocks that a snapshot has; answers why it is none of this journal. */
async function faultOf(reader: JournalReader, { journal, sequence, blockCrc }: Snapshot): Promise<string | null> {
  if (reader.journal !== '' && reader.journal !== journal) return 'it is of another journal';
  while (reader.position.sequence < sequence) {
    // A journal that ends before the snapshot does lacks what was released, and that is no fault of the snapshot.
    if ((await reader.next()) === null) return null;
  }
  const { position } = reader;
  const isItsBlock = position.sequence === sequence && position.crc === blockCrc;
  return isItsBlock ? null : 'it is not of a block of this journal';
}
