/**
 * The segments of a journal in the order in which they are read. A segment of a later epoch takes the place of whatever
 * an earlier one holds from its first sequence on: the writer had given the earlier file up, and wrote again what was
 * not yet acknowledged.
 */
import { type Disk, readAll, SECTOR_BYTES } from '../disk/disk.ts';
import { segmentHead } from './journal-layouts.ts';
import { type SegmentHead, sealedIn } from './sealing.ts';
import { type SegmentName, segmentsIn } from './segment-names.ts';

export interface Segment {
  readonly name: string;
  readonly path: string;
  readonly head: SegmentHead;
  /** The last sequence that is read here, since later ones are those of a later epoch. */
  readonly sequenceMax: number;
}

interface Headed {
  readonly name: string;
  readonly path: string;
  readonly head: SegmentHead;
}

/** A segment that is not what its name says, and why. What it holds is not read. */
export interface Headless {
  readonly name: string;
  readonly what: string;
}

export class SegmentList {
  /** In the order in which they are read. */
  segments: readonly Segment[] = [];
  headless: readonly Headless[] = [];
  /** Segments of another journal than the first. */
  foreign: readonly string[] = [];
  /** The highest epoch of any segment. */
  epoch = 0;
  /** The highest sequence that any head says was released. */
  released = 0;
  /** Which journal this is; empty while there is no segment. */
  journal = '';
  private readonly disk: Disk;
  private readonly directories: readonly string[];
  private readonly heads = new Map<string, Headed>();

  /** Of the segments of these directories; one that lies in several is taken from the first. */
  constructor(disk: Disk, directories: readonly string[]) {
    this.disk = disk;
    this.directories = directories;
  }

  /**
   * Looks again which segments there are that can have an entry behind `from`. Heads that were read are not read again,
   * and those of segments that end before not at all, however many there are.
   */
  async refresh(from: number): Promise<void> {
    // Whatever went to the archive while this looked there is in it the second time.
    if (!(await this.isLooked(from))) await this.isLooked(from);
  }

  /** Looks once; whether everything that was listed was still somewhere. */
  private async isLooked(from: number): Promise<boolean> {
    const present: Headed[] = [];
    const headless: Headless[] = [];
    const found: (SegmentName & { readonly path: string })[] = [];
    for (const directory of this.directories) {
      for (const segment of await segmentsIn(this.disk, directory)) {
        found.push({ ...segment, path: `${directory}/${segment.name}` });
      }
    }
    const names = new Set<string>();
    const reached = reaching(found, from);
    for (const { name, epoch, path } of reached) {
      if (names.has(name)) continue;
      const read = this.heads.get(name) ?? (await this.readHead(name, path));
      // It was taken away since it was listed, because an archive has it.
      if (read === null) continue;
      names.add(name);
      this.epoch = Math.max(this.epoch, epoch);
      if ('head' in read) present.push(this.keep({ ...read, path }));
      else headless.push(read);
    }
    present.sort((a, b) => a.head.epoch - b.head.epoch || a.head.firstSequence - b.head.firstSequence);
    this.headless = headless;
    this.segments = limited(present);
    for (const { head } of present) {
      this.released = Math.max(this.released, head.released);
      this.journal ||= head.journal;
    }
    this.foreign = present.filter(({ head }) => head.journal !== this.journal).map(({ name }) => name);
    return reached.every(({ name }) => names.has(name));
  }

  private keep(headed: Headed): Headed {
    this.heads.set(headed.name, headed);
    return headed;
  }

  private async readHead(name: string, path: string): Promise<Headed | Headless | null> {
    const sector = new Uint8Array(SECTOR_BYTES);
    const file = await this.disk.openToRead(path).catch(nullIfGone);
    if (file === null) return null;
    const length = await readAll(file, sector, 0).finally(() => file.close());
    const head = length < SECTOR_BYTES ? 'it is shorter than a head' : sealedIn(segmentHead, sector);
    return typeof head === 'string' ? { name, what: head } : { name, path, head };
  }
}

/**
 * In order of time, the segments from the last one on that begins at most with the entry behind `from`: what came
 * before that was written again there, or ends before it. Of one in several directories the first comes first.
 */
function reaching<Named extends SegmentName>(segments: readonly Named[], from: number): Named[] {
  const sorted = segments.toSorted((a, b) => a.epoch - b.epoch || a.firstSequence - b.firstSequence);
  const last = sorted.findLastIndex(({ firstSequence }) => firstSequence <= from + 1);
  const { name } = sorted[last] ?? { name: '' };
  return sorted.slice(
    Math.max(
      0,
      sorted.findIndex((segment) => segment.name === name),
    ),
  );
}

/** Null for a file that is not there; what else failed is thrown. */
export function nullIfGone(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}

/** Segments in order of time with the last sequence that is read of each; those of which none is are left out. */
function limited(heads: readonly Headed[]): Segment[] {
  const segments: Segment[] = [];
  let sequenceMax = Number.MAX_SAFE_INTEGER;
  for (const { name, path, head } of heads.toReversed()) {
    if (head.firstSequence <= sequenceMax) segments.push({ name, path, head, sequenceMax });
    sequenceMax = Math.min(sequenceMax, head.firstSequence - 1);
  }
  return segments.reverse();
}
