/** Blocks that go to the disk together: sealed one after another in one run of memory, so that they are one write. */
import { assert } from '@intelligent-ledger/engine/core';
import { alignedBytes } from '../disk/disk.ts';
import { BLOCK_COMMANDS_MAX, BLOCK_ENTRY_BYTES_MAX, blockBytes, blockHead } from './journal-layouts.ts';
import { type BlockTerms, type Seal, sealBlock } from './sealing.ts';

interface Placed extends BlockTerms {
  readonly at: number;
  readonly byteLength: number;
}

export interface BlockGroupOptions {
  readonly byteLength: number;
  /** What check sums begin with. */
  readonly seed: number;
  /** Whether a group is written only once all before it is synced, so that its heads can say so. */
  readonly isSynced: boolean;
}

export class BlockGroup {
  private readonly bytes: Uint8Array;
  private readonly seed: number;
  private readonly isSynced: boolean;
  private blocks: Placed[] = [];
  private length = 0;
  private crc = 0;

  constructor({ byteLength, seed, isSynced }: BlockGroupOptions) {
    this.seed = seed;
    this.isSynced = isSynced;
    this.bytes = alignedBytes(byteLength);
  }

  get isEmpty(): boolean {
    return this.blocks.length === 0;
  }

  /** Bytes in use, a whole number of sectors. */
  get byteLength(): number {
    return this.length;
  }

  get firstSequence(): number {
    return this.blocks[0]?.firstSequence ?? 0;
  }

  get lastSequence(): number {
    const last = this.blocks.at(-1);
    return last === undefined ? 0 : last.firstSequence + last.count - 1;
  }

  /** Check sum of its last block. */
  get lastCrc(): number {
    return this.crc;
  }

  /** What is to be written. */
  get written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  hasRoomFor(entryBytes: number): boolean {
    assert(entryBytes > 0 && entryBytes <= BLOCK_ENTRY_BYTES_MAX, 'a block holds some entries and not too many bytes');
    return this.length + blockBytes(entryBytes) <= this.bytes.length;
  }

  /** Adds a block of these entries, which goes on from `previousCrc`; answers its check sum. */
  add(entries: Uint8Array, terms: BlockTerms, epoch: number, previousCrc: number): number {
    assert(this.hasRoomFor(entries.length), 'a group has room for a block that is added');
    assert(terms.count > 0 && terms.count <= BLOCK_COMMANDS_MAX, 'a block holds some entries and not too many');
    const at = this.length;
    const end = at + blockBytes(entries.length);
    const from = at + blockHead.byteLength;
    this.bytes.set(entries, from);
    this.bytes.fill(0, from + entries.length, end);
    this.length = end;
    const block = { ...terms, at, byteLength: entries.length };
    this.blocks.push(block);
    return this.seal(block, epoch, previousCrc);
  }

  /** Seals all its blocks anew, going on from another block; answers the check sum of the last, or the one given. */
  sealAgain(epoch: number, previousCrc: number): number {
    let last = previousCrc;
    for (const block of this.blocks) last = this.seal(block, epoch, last);
    return last;
  }

  clear(): void {
    this.blocks = [];
    this.length = 0;
  }

  private seal(block: Placed, epoch: number, previousCrc: number): number {
    const { at, byteLength, firstSequence, count, recordsCrc, stateHash } = block;
    const seal: Seal = { epoch, previousCrc, released: this.isSynced ? this.firstSequence - 1 : 0 };
    const terms = { firstSequence, count, recordsCrc, stateHash, ...seal };
    this.crc = sealBlock(this.bytes, at, byteLength, terms, this.seed);
    return this.crc;
  }
}
