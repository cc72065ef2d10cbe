/**
 * Brings a machine to where a journal ends: the newest snapshot that is good, and every block behind it. Then what a
 * write that was cut off left at the end is cut, and a writer may go on there. A start for the first time is the same
 * with nothing to read.
 */
import { randomBytes } from 'node:crypto';
import type { Machine, MachineOptions } from '@intelligent-ledger/engine/core';
import type { Disk } from '../disk/disk.ts';
import { settleEnd } from '../journal/journal-end.ts';
import type { Damage } from '../journal/journal-reader.ts';
import type { JournalStart } from '../journal/journal-writer.ts';
import { readReleased } from '../journal/released-mark.ts';
import type { DataDirectories } from './data-directories.ts';
import { type OpenedJournal, openJournal } from './open-journal.ts';

const JOURNAL_ID_BYTES = 16;

export interface RecoveryOptions {
  readonly disk: Disk;
  readonly directories: DataDirectories;
  readonly machine: MachineOptions;
  /** Is told after every block where recovery is. */
  readonly onProgress: (progress: RecoveryProgress) => void;
}

export interface RecoveryProgress {
  /** The sequence of the snapshot that it began with, 0 for none. */
  readonly from: number;
  readonly sequence: number;
}

export interface Recovered {
  readonly machine: Machine;
  /** CRC-32 of all records of the log so far. */
  readonly recordsCrc: number;
  /** Where the journal is gone on with. */
  readonly start: JournalStart;
  /** The sequence of the snapshot that it began with, 0 for none. */
  readonly from: number;
  /** What was cut off at the end, if anything was. */
  readonly cut: Damage | null;
  /** Snapshots that were passed over, and why. */
  readonly passedOver: readonly string[];
}

/** Why an exchange cannot be gone on with. */
export class RecoveryFault extends Error {}

/** Recovers; throws a `RecoveryFault` where something that was released is damaged or missing. */
export async function recover(options: RecoveryOptions): Promise<Recovered> {
  const { disk, directories, machine } = options;
  const opened = await openJournal(disk, directories, { machine });
  try {
    await replay(opened, options.onProgress);
    return await ended(options, opened);
  } finally {
    await opened.reader.close();
  }
}

async function replay({ reader, replayer, snapshot }: OpenedJournal, onProgress: RecoveryOptions['onProgress']) {
  const from = snapshot?.sequence ?? 0;
  for (let block = await reader.next(); block !== null; block = await reader.next()) {
    const fault = replayer.take(block);
    if (fault !== null) throw new RecoveryFault(`${fault}: a fault of this program, or of this machine`);
    onProgress({ from, sequence: replayer.machine.sequence });
  }
}

async function ended({ disk, directories }: RecoveryOptions, opened: OpenedJournal): Promise<Recovered> {
  const { reader, replayer, snapshot, passedOver } = opened;
  const from = snapshot?.sequence ?? 0;
  const noted = await readReleased(disk, directories.journal, reader.journal);
  const end = await settleEnd(disk, directories.journal, reader, Math.max(noted, from));
  if (!end.isWhole) {
    const { place, what } = end.damage;
    const of = `Entries up to ${end.released} were released, those behind ${end.position.sequence} cannot be read.`;
    throw new RecoveryFault(`${place.path} at byte ${place.at}: ${what}. ${of}`);
  }
  const journal = reader.journal || randomBytes(JOURNAL_ID_BYTES).toString('hex');
  const start = { ...end.position, journal, epoch: reader.epoch };
  const { machine, recordsCrc } = replayer;
  return { machine, recordsCrc, start, from, cut: end.cut, passedOver };
}
