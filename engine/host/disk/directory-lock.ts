/**
 * The right to write in a directory, which one process has at a time: of hosts the one that writes the journal, of
 * followers the one that keeps snapshots. It is a lock of the operating system on a file of the directory, taken
 * through SQLite: Node itself takes no locks, and SQLite's are the most used there are. The system lets go of it when
 * the process ends, however it ends, and not before; a process that hangs keeps it.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** An empty database whose only use is to be locked. Nothing else may open it: closing it elsewhere would unlock it. */
const FILE_NAME = 'lock';
/** SQLite's answer where another has the lock. */
const IS_BUSY = 5;

/** Locks that are held, since a database that nobody refers to is closed, and its lock let go. */
const held = new Set<DirectoryLock>();

export class DirectoryLock {
  private readonly database: DatabaseSync;

  private constructor(database: DatabaseSync) {
    this.database = database;
  }

  /** Takes the lock of a directory; null while another process, or another taker in this one, has it. */
  static take(directory: string): DirectoryLock | null {
    const database = new DatabaseSync(join(directory, FILE_NAME));
    try {
      database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
      const lock = new DirectoryLock(database);
      held.add(lock);
      return lock;
    } catch (error) {
      database.close();
      if (error instanceof Error && 'errcode' in error && error.errcode === IS_BUSY) return null;
      throw error;
    }
  }

  release(): void {
    held.delete(this);
    this.database.close();
  }
}
