/**
 * The blocks of a journal in a directory, as another process writes them. It is told by the system when something there
 * changes, and then looks what was released; a block that was not is left alone, since it may yet be given up.
 */
import { type FSWatcher, watch } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import type { Disk } from '../disk/disk.ts';
import type { Block, JournalReader } from '../journal/journal-reader.ts';
import { readReleased } from '../journal/released-mark.ts';
import { type BlockSource, SourceFault } from './block-source.ts';

/** Changes that come one after another are looked at together, so long after the first, in milliseconds. */
const TOGETHER_MILLIS = 5;
/** Where the system does not tell of changes, it is looked this often, in milliseconds. */
const LOOK_MILLIS = 1_000;

export class DirectorySource implements BlockSource {
  private readonly disk: Disk;
  private readonly directory: string;
  private readonly reader: JournalReader;
  private readonly watcher: FSWatcher;
  private limit = 0;
  private changes = 1;
  private looked = 0;
  /** When it looked at everything last, in milliseconds. */
  private thoroughAt = 0;
  private isStopped = false;
  private wake: () => void = () => {};

  /** Goes on with a reader of the directory. */
  constructor(disk: Disk, directory: string, reader: JournalReader) {
    this.disk = disk;
    this.directory = directory;
    this.reader = reader;
    this.watcher = watch(directory, () => {
      this.changes += 1;
      this.wake();
    });
  }

  get released(): number {
    return Math.max(this.limit, this.reader.released);
  }

  get journal(): string {
    return this.reader.journal;
  }

  async next(): Promise<Block | null> {
    for (;;) {
      if (this.isStopped) return null;
      const block = await this.reader.next(this.limit);
      if (block !== null) return block;
      const { damage } = this.reader;
      if (damage !== null) throw new SourceFault(`${damage.place.path} at byte ${damage.place.at}: ${damage.what}`);
      await this.look(await this.changed());
    }
  }

  /** Lets `next` come back with null once what it reads has come. */
  stop(): void {
    this.isStopped = true;
    this.wake();
  }

  async close(): Promise<void> {
    this.stop();
    this.watcher.close();
    await this.reader.close();
  }

  /** What was released is read before what there is, so that all of it is there. */
  private async look(isThorough: boolean): Promise<void> {
    this.looked = this.changes;
    const released = await readReleased(this.disk, this.directory, this.reader.journal);
    const isNew = released > Math.max(this.limit, this.reader.position.sequence);
    this.limit = Math.max(this.limit, released);
    // Blocks behind the mark say that more was released, which is of use where the mark cannot be written.
    if (isNew || isThorough || this.reader.journal === '') await this.reader.refresh();
  }

  /** Waits for a change, or for so long that it is time to look all the same; whether it is. */
  private async changed(): Promise<boolean> {
    if (this.changes === this.looked) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_MILLIS);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (this.isStopped) this.wake();
      });
    }
    this.wake = () => {};
    await after(TOGETHER_MILLIS);
    const isTime = performance.now() - this.thoroughAt > LOOK_MILLIS;
    if (isTime) this.thoroughAt = performance.now();
    return isTime;
  }
}
