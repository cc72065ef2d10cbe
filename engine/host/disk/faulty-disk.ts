/**
 * Real files with faults in the way, for tests: any operation may fail with a code of the system's, a write may be cut
 * short, and a sync that fails takes what it was to keep with it, as systems do whose cache forgets what it could not
 * write. What the faults are is asked of the test before every operation. A power cut takes away all that was not
 * synced: bytes become zeros, as the room for them was, and files have the names that they had.
 */
import { type Disk, type DiskFile, SECTOR_BYTES } from './disk.ts';

export const DISK_OPERATIONS = [
  'open',
  'create',
  'read',
  'write',
  'datasync',
  'truncate',
  'rename',
  'remove',
  'list',
  'syncDirectory',
] as const;
export type DiskOperation = (typeof DISK_OPERATIONS)[number];

/** A code such as `ENOSPC` lets the operation fail; `short` cuts a write to its first half; null lets it be. */
export type Fault = string | null;

export interface FaultyDisk extends Disk {
  /** From now on every operation fails, and of what was not synced those sectors are lost that do not survive. */
  cutPower(survives: () => boolean): Promise<void>;
}

/** Does an operation, given its fault, which `act` has to make true if it is more than a code to fail with. */
type Perform = <Result>(operation: DiskOperation, act: (fault: Fault) => Promise<Result>) => Promise<Result>;

/** A disk over another whose every operation is first asked about. */
export function faultyDisk(disk: Disk, faultOf: (operation: DiskOperation) => Fault): FaultyDisk {
  let hasPower = true;
  const running = new Set<Promise<unknown>>();
  const perform: Perform = async (operation, act) => {
    const fault = hasPower ? faultOf(operation) : 'EIO';
    if (fault !== null && fault !== 'short' && operation !== 'datasync') throw failure(fault);
    const done = act(fault);
    running.add(done);
    try {
      const result = await done;
      if (!hasPower) throw failure('EIO');
      return result;
    } finally {
      running.delete(done);
    }
  };
  const files: FaultyFile[] = [];
  const opened = async (operation: 'open' | 'create', open: () => Promise<DiskFile>): Promise<DiskFile> => {
    const file = new FaultyFile(await perform(operation, open), perform);
    files.push(file);
    return file;
  };
  let renamed: { readonly from: string; readonly to: string }[] = [];
  return {
    cutPower: async (survives) => {
      hasPower = false;
      await Promise.allSettled(running);
      for (const file of files) await file.loseUnsynced(survives);
      for (const { from, to } of renamed.toReversed()) await disk.rename(to, from);
    },
    openToRead: (path) => opened('open', () => disk.openToRead(path)),
    openToWrite: (path) => opened('open', () => disk.openToWrite(path)),
    create: (path) => opened('create', () => disk.create(path)),
    rename: (from, to) =>
      perform('rename', async () => {
        await disk.rename(from, to);
        renamed.push({ from, to });
      }),
    remove: (path) => perform('remove', () => disk.remove(path)),
    list: (directory) => perform('list', () => disk.list(directory)),
    syncDirectory: (directory) =>
      perform('syncDirectory', async () => {
        await disk.syncDirectory(directory);
        renamed = [];
      }),
  };
}

/** An error as the system gives it. */
function failure(code: string): Error {
  return Object.assign(new Error(`${code}: made by a test`), { code });
}

class FaultyFile implements DiskFile {
  private readonly file: DiskFile;
  private readonly perform: Perform;
  private isClosed = false;
  private losing: Promise<void> = Promise.resolve();
  /** What was written since the last sync. */
  private unsynced: { readonly position: number; readonly byteLength: number }[] = [];

  constructor(file: DiskFile, perform: Perform) {
    this.file = file;
    this.perform = perform;
  }

  write(bytes: Uint8Array, position: number): Promise<number> {
    return this.perform('write', (fault) => {
      const part = fault === 'short' ? bytes.subarray(0, Math.ceil(bytes.length / 2)) : bytes;
      this.unsynced = [...this.unsynced, { position, byteLength: part.length }];
      return this.file.write(part, position);
    });
  }

  read(bytes: Uint8Array, position: number): Promise<number> {
    return this.perform('read', () => this.file.read(bytes, position));
  }

  datasync(): Promise<void> {
    return this.perform('datasync', async (fault) => {
      if (fault !== null && fault !== 'short') {
        await this.loseUnsynced(() => false);
        throw failure(fault);
      }
      const asked = this.unsynced;
      await this.file.datasync();
      this.unsynced = this.unsynced.filter((part) => !asked.includes(part));
    });
  }

  /** What was not synced becomes zeros again, but for the sectors that survive. */
  loseUnsynced(survives: () => boolean): Promise<void> {
    const lost = this.isClosed ? [] : this.unsynced;
    this.unsynced = [];
    this.losing = this.losing.then(async () => {
      for (const { position, byteLength } of lost) {
        for (let at = 0; at < byteLength; at += SECTOR_BYTES) {
          const zeros = new Uint8Array(Math.min(SECTOR_BYTES, byteLength - at));
          if (!survives()) await this.file.write(zeros, position + at);
        }
      }
    });
    return this.losing;
  }

  size(): Promise<number> {
    return this.file.size();
  }

  truncate(byteLength: number): Promise<void> {
    return this.perform('truncate', () => this.file.truncate(byteLength));
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.losing;
    await this.file.close();
  }
}
