/**
 * The records of a journal from some sequence on: the newest snapshot before it, and the blocks behind that applied
 * again. It reads no further than what was released.
 */
import type { Disk } from '../disk/disk.ts';
import type { Block, JournalReader } from '../journal/journal-reader.ts';
import { frameWords, RecordFrame, writeFrame } from '../rings/record-frame.ts';
import type { Answered } from './block-runner.ts';
import type { DataDirectories } from './data-directories.ts';
import { openJournal } from './open-journal.ts';
import type { Replayer } from './replayer.ts';

/** The journal cannot be read, or the records are not what they were. */
export class HistoryFault extends Error {}

export class JournalHistory {
  private readonly reader: JournalReader;
  private readonly replayer: Replayer;
  private readonly from: number;
  /** The highest sequence that was released by now. */
  private readonly released: () => number | Promise<number>;
  private limit = 0;
  private isStopped = false;
  private readonly frames: RecordFrame[] = [];
  private readonly taken = (answered: Answered) => this.keep(answered);

  private constructor(
    reader: JournalReader,
    replayer: Replayer,
    from: number,
    released: () => number | Promise<number>,
  ) {
    this.reader = reader;
    this.replayer = replayer;
    this.from = from;
    this.released = released;
  }

  /** Opens the records of every command from a sequence on. */
  static async open(
    disk: Disk,
    directories: DataDirectories,
    from: number,
    released: () => number | Promise<number>,
  ): Promise<JournalHistory> {
    const { reader, replayer } = await openJournal(disk, directories, { before: from });
    return new JournalHistory(reader, replayer, from, released);
  }

  /** The next frame, which ends at the earliest with the sequence that was asked for; null where the journal ends. */
  async next(): Promise<RecordFrame | null> {
    while (this.frames.length === 0) {
      if (this.isStopped) return null;
      const block = await this.nextBlock();
      if (block === null) return null;
      const fault = this.replayer.take(block, this.taken);
      if (fault !== null) throw new HistoryFault(fault);
    }
    return this.frames.shift() ?? null;
  }

  /** The next block that was released, looking for more where what was known of is read. */
  private async nextBlock(): Promise<Block | null> {
    for (;;) {
      const block = this.reader.position.sequence < this.limit ? await this.reader.next(this.limit) : null;
      const { damage } = this.reader;
      if (damage !== null) throw new HistoryFault(`${damage.place.path} at byte ${damage.place.at}: ${damage.what}`);
      if (block !== null) return block;
      const limit = await this.released();
      if (limit <= this.limit) return null;
      // What was released is asked before what there is, so that all of it is there.
      this.limit = limit;
      await this.reader.refresh();
    }
  }

  /** Ends what is being read with the block under way, since a snapshot may lie long before what was asked for. */
  stop(): void {
    this.isStopped = true;
  }

  close(): Promise<void> {
    return this.reader.close();
  }

  private keep(answered: Answered): void {
    if (answered.firstSequence + answered.count <= this.from) return;
    const words = new Int32Array(frameWords(answered));
    writeFrame(answered, words, 0);
    this.frames.push(new RecordFrame(words));
  }
}
