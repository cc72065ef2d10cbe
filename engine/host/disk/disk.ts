/**
 * What the host asks of a file system. The journal and the snapshots go through it, so that a test can put faults in
 * the way of real files. Each answer comes when the system's does; a failure is the system's error, with its code.
 */
import {
  type BigIntStats,
  close,
  constants,
  fdatasync,
  fstat,
  ftruncate,
  open,
  read,
  readdir,
  rename,
  unlink,
  write,
} from 'node:fs';
import { promisify } from 'node:util';

/** What a disk writes whole or not at all, at the least. */
export const SECTOR_BYTES = 4_096;

export interface DiskFile {
  /** Writes some of these bytes from a position on, at least one, and answers how many. */
  write(bytes: Uint8Array, position: number): Promise<number>;
  /** Reads at most so many bytes as there is room for, from a position on; 0 at the end. */
  read(bytes: Uint8Array, position: number): Promise<number>;
  /** Comes back when what was written is on the disk and will be there after a power cut. */
  datasync(): Promise<void>;
  size(): Promise<number>;
  truncate(byteLength: number): Promise<void>;
  close(): Promise<void>;
}

export interface Disk {
  /** Opens a file that is there, to read. */
  openToRead(path: string): Promise<DiskFile>;
  /** The same for a file that is read only in whole sectors, as `createDirect` says of writing. */
  openDirect(path: string): Promise<DiskFile>;
  /** Opens a file that is there, to read and write. */
  openToWrite(path: string): Promise<DiskFile>;
  /** Makes a file that must not be there yet, to read and write. */
  create(path: string): Promise<DiskFile>;
  /**
   * The same for a file that is written only in whole sectors, from places that are a multiple of one and from
   * `alignedBytes`: past the system's cache where there is a way, which spares copying everything.
   */
  createDirect(path: string): Promise<DiskFile>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** The names in a directory, in order. */
  list(directory: string): Promise<string[]>;
  /** Comes back when files made, renamed and removed in a directory stay so after a power cut. */
  syncDirectory(directory: string): Promise<void>;
}

const openFile = promisify(open);
const closeFile = promisify(close);
const syncFile = promisify(fdatasync);
const truncateFile = promisify(ftruncate);
const statFile = promisify(fstat) as (file: number, options: { bigint: true }) => Promise<BigIntStats>;
const FILE_MODE = 0o640;

/** Of the language, and in no library of types that a program without a browser has. */
declare const WebAssembly: {
  readonly Memory: new (terms: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
};

/** Bytes of zeros that begin where a page of memory does. */
export function alignedBytes(byteLength: number): Uint8Array<ArrayBuffer> {
  const PAGE_BYTES = 65_536;
  const { buffer } = new WebAssembly.Memory({ initial: Math.ceil(byteLength / PAGE_BYTES) });
  return new Uint8Array(buffer, 0, byteLength);
}

/** Opens a file past the system's cache, or as any other where there is no such flag or the file system has none. */
async function openDirect(path: string, flags: number): Promise<DiskFile> {
  try {
    return new SystemFile(await openFile(path, flags | (constants.O_DIRECT ?? 0), FILE_MODE));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EINVAL')) throw error;
    // The file may have been made all the same.
    return new SystemFile(await openFile(path, flags & ~constants.O_EXCL, FILE_MODE));
  }
}

/** The files of the system. */
export const systemDisk: Disk = {
  openToRead: async (path) => new SystemFile(await openFile(path, constants.O_RDONLY)),
  openToWrite: async (path) => new SystemFile(await openFile(path, constants.O_RDWR)),
  create: async (path) =>
    new SystemFile(await openFile(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, FILE_MODE)),
  openDirect: (path) => openDirect(path, constants.O_RDONLY),
  createDirect: (path) => openDirect(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL),
  rename: promisify(rename),
  remove: promisify(unlink),
  list: async (directory) => (await promisify(readdir)(directory)).sort(),
  syncDirectory: async (directory) => {
    const file = await openFile(directory, constants.O_RDONLY);
    try {
      await syncFile(file);
    } finally {
      await closeFile(file);
    }
  },
};

class SystemFile implements DiskFile {
  private readonly file: number;
  private isClosed = false;

  constructor(file: number) {
    this.file = file;
  }

  write(bytes: Uint8Array, position: number): Promise<number> {
    return new Promise((resolve, reject) => {
      write(this.file, bytes, 0, bytes.length, position, (error, count) => (error ? reject(error) : resolve(count)));
    });
  }

  read(bytes: Uint8Array, position: number): Promise<number> {
    return new Promise((resolve, reject) => {
      read(this.file, bytes, 0, bytes.length, position, (error, count) => (error ? reject(error) : resolve(count)));
    });
  }

  datasync(): Promise<void> {
    return syncFile(this.file);
  }

  async size(): Promise<number> {
    return Number((await statFile(this.file, { bigint: true })).size);
  }

  truncate(byteLength: number): Promise<void> {
    return truncateFile(this.file, byteLength);
  }

  /** Its number may be another file's from then on, also where closing fails, so that it is closed once. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await closeFile(this.file);
  }
}

/** Writes all of these bytes; a disk that writes nothing and gives no error is a failure of its own. */
export async function writeAll(file: DiskFile, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const count = await file.write(bytes.subarray(done), position + done);
    if (count <= 0) throw new Error('the disk wrote nothing and said nothing');
    done += count;
  }
}

/** Reads as much as there is room for, and answers how much there was. */
export async function readAll(file: DiskFile, bytes: Uint8Array, position: number): Promise<number> {
  let done = 0;
  while (done < bytes.length) {
    const count = await file.read(bytes.subarray(done), position + done);
    done += count;
    // A file ends within a sector or with one; past the system's cache nothing may be asked for from within.
    if (count === 0 || count % SECTOR_BYTES !== 0) break;
  }
  return done;
}
