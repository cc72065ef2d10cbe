/** The names of segments: the first sequence, then the epoch, in digits of fixed number, so that names sort as both. */
import type { Disk } from '../disk/disk.ts';

const SEQUENCE_DIGITS = 16;
const EPOCH_DIGITS = 10;
const NAME = new RegExp(`^(\\d{${SEQUENCE_DIGITS}})-(\\d{${EPOCH_DIGITS}})\\.journal$`);

export interface SegmentName {
  readonly name: string;
  readonly firstSequence: number;
  readonly epoch: number;
}

export function segmentName(firstSequence: number, epoch: number): string {
  const sequence = String(firstSequence).padStart(SEQUENCE_DIGITS, '0');
  return `${sequence}-${String(epoch).padStart(EPOCH_DIGITS, '0')}.journal`;
}

/** The segments of a directory, in order of first sequence and of epoch; whatever else lies there is left out. */
export async function segmentsIn(disk: Disk, directory: string): Promise<SegmentName[]> {
  const names = await disk.list(directory);
  return names.flatMap((name) => {
    const match = NAME.exec(name);
    return match === null ? [] : [{ name, firstSequence: Number(match[1]), epoch: Number(match[2]) }];
  });
}
