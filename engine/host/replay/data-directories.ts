/** Where an exchange keeps what it knows. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface DataDirectories {
  /** The segments that are being written or are not archived yet, the lock and the mark of what was released. */
  readonly journal: string;
  /** The newest states, and the lock of the follower that keeps them. */
  readonly snapshots: string;
  /** Segments that are whole and were copied here. */
  readonly archive: string;
}

/** The directories below a data directory. The archive is best on another disk, which `archive` may name. */
export function dataDirectories(data: string, archive = join(data, 'archive')): DataDirectories {
  return { journal: join(data, 'journal'), snapshots: join(data, 'snapshots'), archive };
}

/** Makes those that are not there. */
export function makeDirectories(directories: DataDirectories): void {
  for (const path of Object.values(directories)) mkdirSync(path, { recursive: true });
}
