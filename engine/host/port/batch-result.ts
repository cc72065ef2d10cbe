/** What became of the commands of a batch, in the order in which they were added to it. */
import type { ResultCode } from '@intelligent-ledger/engine/core';

const FIRST_BYTES = 256;

export class BatchResult {
  /** The result code of each command. */
  readonly codes: Uint16Array;
  /** The place in the log of each; 0 of one that got none. */
  readonly sequences: Float64Array;
  private readonly starts: Float64Array;
  private readonly ends: Float64Array;
  private bytes = new Uint8Array(FIRST_BYTES);
  private length = 0;

  constructor(count: number) {
    this.codes = new Uint16Array(count);
    this.sequences = new Float64Array(count);
    this.starts = new Float64Array(count).fill(-1);
    this.ends = new Float64Array(count);
  }

  get count(): number {
    return this.codes.length;
  }

  codeOf(index: number): ResultCode {
    return this.codes[index] as ResultCode;
  }

  /**
   * The records of a command. Null where it got no place in the log, and where this port did not read in time: then
   * they are to be had from `records`, by the sequence.
   */
  recordsOf(index: number): Uint8Array | null {
    const start = this.starts[index] as number;
    return start === -1 ? null : this.bytes.subarray(start, this.ends[index] as number);
  }

  /** Keeps the records of a command. */
  keep(index: number, records: Uint8Array): void {
    if (this.length + records.length > this.bytes.length) {
      const larger = new Uint8Array(2 * (this.length + records.length));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    this.bytes.set(records, this.length);
    this.starts[index] = this.length;
    this.length += records.length;
    this.ends[index] = this.length;
  }
}
