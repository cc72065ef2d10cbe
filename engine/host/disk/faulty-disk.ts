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

/**
 * A code such as `ENOSPC` lets the operation fail, and a sync that does so loses what it was to keep. `hidden` lets a
 * sync fail of which the system goes on to show everything and thinks it synced, until a power cut. `short` cuts a
 * write to its first half, or to whole sectors of it; null lets the operation be.
 */
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
  const states = new Map<string, Unsynced>();
  const opened = async (operation: 'open' | 'create', path: string, open: () => Promise<DiskFile>) => {
    const file = await perform(operation, open);
    const state = states.get(path) ?? new Unsynced(path);
    states.set(path, state);
    return new FaultyFile(file, disk, perform, state);
  };
  const move = (from: string, to: string): void => {
    const state = states.get(from) ?? new Unsynced(from);
    states.delete(from);
    state.path = to;
    states.set(to, state);
  };
  let renamed: { readonly from: string; readonly to: string }[] = [];
  return {
    cutPower: async (survives) => {
      hasPower = false;
      await Promise.allSettled(running);
      for (const state of states.values()) await state.lose(disk, survives);
      for (const { from, to } of renamed.toReversed()) await disk.rename(to, from);
    },
    openToRead: (path) => opened('open', path, () => disk.openToRead(path)),
    openDirect: (path) => opened('open', path, () => disk.openDirect(path)),
    openToWrite: (path) => opened('open', path, () => disk.openToWrite(path)),
    create: (path) => opened('create', path, () => disk.create(path)),
    createDirect: (path) => opened('create', path, () => disk.createDirect(path)),
    rename: (from, to) =>
      perform('rename', async () => {
        await disk.rename(from, to);
        move(from, to);
        renamed.push({ from, to });
      }),
    remove: (path) =>
      perform('remove', async () => {
        await disk.remove(path);
        states.delete(path);
      }),
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

interface Part {
  readonly position: number;
  readonly byteLength: number;
}

/** What of a file is not on the disk, whoever has it open. */
class Unsynced {
  path: string;
  /** Written since the last sync. */
  parts: readonly Part[] = [];
  /** Written before a sync that failed: still shown, and taken for synced by the system. */
  hidden: readonly Part[] = [];
  private losing: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.path = path;
  }

  note(part: Part): void {
    this.parts = [...this.parts, part];
    this.hidden = this.hidden.filter(({ position, byteLength }) => !isWithin(position, byteLength, part));
  }

  /** What was not synced becomes zeros again, but for the sectors that survive. */
  lose(disk: Disk, survives: () => boolean): Promise<void> {
    const lost = [...this.parts, ...this.hidden];
    this.parts = [];
    this.hidden = [];
    this.losing = this.losing.then(async () => {
      if (lost.length === 0) return;
      const file = await disk.openToWrite(this.path);
      try {
        for (const part of lost) await lose(file, part, survives);
      } finally {
        await file.close();
      }
    });
    return this.losing;
  }
}

/** Half of a length, in whole sectors where it has several: of those a disk writes no part. */
function halfOf(byteLength: number): number {
  if (byteLength < 2 * SECTOR_BYTES) return byteLength % SECTOR_BYTES === 0 ? byteLength : Math.ceil(byteLength / 2);
  return Math.floor(byteLength / (2 * SECTOR_BYTES)) * SECTOR_BYTES;
}

function isWithin(position: number, byteLength: number, part: Part): boolean {
  return position >= part.position && position + byteLength <= part.position + part.byteLength;
}

async function lose(file: DiskFile, { position, byteLength }: Part, survives: () => boolean): Promise<void> {
  const end = Math.min(position + byteLength, await file.size());
  for (let at = position; at < end; at += SECTOR_BYTES) {
    if (!survives()) await file.write(new Uint8Array(Math.min(SECTOR_BYTES, end - at)), at);
  }
}

class FaultyFile implements DiskFile {
  private readonly file: DiskFile;
  private readonly disk: Disk;
  private readonly perform: Perform;
  private readonly unsynced: Unsynced;

  constructor(file: DiskFile, disk: Disk, perform: Perform, unsynced: Unsynced) {
    this.file = file;
    this.disk = disk;
    this.perform = perform;
    this.unsynced = unsynced;
  }

  write(bytes: Uint8Array, position: number): Promise<number> {
    return this.perform('write', (fault) => {
      const part = fault === 'short' ? bytes.subarray(0, halfOf(bytes.length)) : bytes;
      this.unsynced.note({ position, byteLength: part.length });
      return this.file.write(part, position);
    });
  }

  read(bytes: Uint8Array, position: number): Promise<number> {
    return this.perform('read', () => this.file.read(bytes, position));
  }

  datasync(): Promise<void> {
    return this.perform('datasync', async (fault) => {
      const { unsynced } = this;
      const asked = unsynced.parts;
      if (fault === 'hidden') {
        unsynced.hidden = [...unsynced.hidden, ...asked];
        unsynced.parts = [];
        throw failure('EIO');
      }
      if (fault !== null && fault !== 'short') {
        await unsynced.lose(this.disk, () => false);
        throw failure(fault);
      }
      await this.file.datasync();
      unsynced.parts = unsynced.parts.filter((part) => !asked.includes(part));
    });
  }

  size(): Promise<number> {
    return this.file.size();
  }

  truncate(byteLength: number): Promise<void> {
    return this.perform('truncate', () => this.file.truncate(byteLength));
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
