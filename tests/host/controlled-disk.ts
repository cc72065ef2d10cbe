/**
 * A disk whose faults a test controls from another thread: the system's files, with a fault in the way of some
 * operations, or with syncs that take their time.
 */
import { setTimeout as after } from 'node:timers/promises';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import {
  DISK_OPERATIONS,
  type Disk,
  type DiskOperation,
  type Fault,
  faultyDisk,
  systemDisk,
} from '@intelligent-ledger/engine/host';

const NAME = 'faults of the disk';
const FAULTS: readonly Fault[] = [null, 'ENOSPC', 'EIO', 'EROFS', 'short', 'hidden'];
/** Words: which fault, in the way of which operations as bits, and how long a sync takes, in milliseconds. */
const FAULT = 0;
const OPERATIONS = 1;
const SYNC_MILLIS = 2;

export class DiskControl {
  /** What the host is to be started with. */
  readonly thread = new URL('./controlled-engine-thread.ts', import.meta.url);
  private readonly words: Int32Array;

  /** To be made before the host is started. */
  constructor() {
    const memory = new SharedArrayBuffer(12);
    this.words = new Int32Array(memory);
    setEnvironmentData(NAME, memory);
  }

  /** From now on these operations have a fault, or none. */
  set(fault: Fault, operations: readonly DiskOperation[] = []): void {
    const bits = operations.reduce((sum, operation) => sum | (1 << DISK_OPERATIONS.indexOf(operation)), 0);
    Atomics.store(this.words, OPERATIONS, bits);
    Atomics.store(this.words, FAULT, FAULTS.indexOf(fault));
  }

  setSyncMillis(millis: number): void {
    Atomics.store(this.words, SYNC_MILLIS, millis);
  }
}

/** The disk of a thread that was started after a test made its control. */
export function controlledDisk(): Disk {
  const words = new Int32Array(getEnvironmentData(NAME) as SharedArrayBuffer);
  const faulty = faultyDisk(systemDisk, (operation) => {
    const isMeant = (Atomics.load(words, OPERATIONS) >> DISK_OPERATIONS.indexOf(operation)) & 1;
    return isMeant === 1 ? (FAULTS[Atomics.load(words, FAULT)] ?? null) : null;
  });
  const slow = async (path: string, open: (path: string) => ReturnType<Disk['create']>) => {
    const file = await open(path);
    const datasync = async () => {
      const millis = Atomics.load(words, SYNC_MILLIS);
      if (millis > 0) await after(millis);
      await file.datasync();
    };
    return Object.assign(Object.create(file), { datasync }) as typeof file;
  };
  return {
    ...faulty,
    create: (path) => slow(path, faulty.create),
    createDirect: (path) => slow(path, faulty.createDirect),
  };
}
