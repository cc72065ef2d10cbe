/** What the tests of journals share: directories of their own, and a writer's options that no test has to say. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SECTOR_BYTES, systemDisk } from '../disk/disk.ts';
import type { JournalWriterOptions } from './journal-writer.ts';
import { type BlockTerms, NO_HASH } from './sealing.ts';

/** What the tests that have no machine say of a block. */
export function blockTerms(firstSequence: number, count: number): BlockTerms {
  return { firstSequence, count, recordsCrc: 0, stateHash: NO_HASH };
}

export class TemporaryDirectories {
  private readonly made: string[] = [];

  make(): string {
    const directory = mkdtempSync(join(tmpdir(), 'journal-'));
    this.made.push(directory);
    return directory;
  }

  removeAll(): void {
    for (const directory of this.made.splice(0)) rmSync(directory, { recursive: true });
  }
}

/** Small segments and groups on the system's disk, tried again at once. */
export function writerOptions(directory: string, more: Partial<JournalWriterOptions> = {}): JournalWriterOptions {
  return {
    disk: systemDisk,
    directory,
    policy: 'sync',
    segmentBytes: 16 * SECTOR_BYTES,
    groupBytes: 8 * SECTOR_BYTES,
    beforeRetry: async () => {},
    afterInterval: async () => {},
    onDurable: () => {},
    onSynced: () => {},
    onState: () => {},
    onFatal: (error) => {
      throw error;
    },
    ...more,
  };
}
