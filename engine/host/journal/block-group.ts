/** Blocks that go to the disk together: sealed one after another in one run of memory, so that they are one write. */
import { assert } from '@intelligent-ledger/engine/core';
import { BLOCK_COMMANDS_MAX, BLOCK_ENTRY_BYTES_MAX, blockBytes, blockHead } from './journal-layouts.ts';
import { sealBlock } from './sealing.ts';

/** By what blocks are sealed: the writer's term, and what they go on from. */
export interface Seal {
  readonly epoch: number;
  readonly crc: number;
}

interface Placed {
  readonly at: number;
  readonly byteLength: number;
  readonly firstSequence: number;
  readonly count: number;
}

export class BlockGroup {
  private readonly bytes: Uint8Array;
  /** Whether a group is written only once all before it is synced, so that its heads can say so. */
  private readonly isSynced: boolean;
  private blocks: Placed[] = [];
  private length = 0;
  private crc = 0;

  constructor(byteLength: number, isSynced: boolean) {
    this.isSynced = isSynced;
    this.bytes = new Uint8Array(byteLength);
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

  /** Adds a block of these entries; answers its check sum. */
  add(entries: Uint8Array, firstSequence: number, count: number, seal: Seal): number {
    assert(this.hasRoomFor(entries.length), 'a group has room for a block that is added');
    assert(count > 0 && count <= BLOCK_COMMANDS_MAX, 'a block holds some entries and not too many');
    const at = this.length;
    const end = at + blockBytes(entries.length);
    const from = at + blockHead.byteLength;
    this.bytes.set(entries, from);
    this.bytes.fill(0, from + entries.length, end);
    this.length = end;
    const block = { at, byteLength: entries.length, firstSequence, count };
    this.blocks.push(block);
    return this.seal(block, seal);
  }

  /** Seals all its blocks anew, going on from another block; answers the check sum of the last, or the one given. */
  sealAgain({ epoch, crc }: Seal): number {
    let last = crc;
    for (const block of this.blocks) last = this.seal(block, { epoch, crc: last });
    return last;
  }

  clear(): void {
    this.blocks = [];
    this.length = 0;
  }

  private seal({ at, byteLength, firstSequence, count }: Placed, { epoch, crc }: Seal): number {
    const released = this.isSynced ? this.firstSequence - 1 : 0;
    this.crc = sealBlock(this.bytes, at, byteLength, { epoch, previousCrc: crc, firstSequence, released, count });
    return this.crc;
  }
}
