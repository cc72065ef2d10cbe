/**
 * Applies the blocks of a journal again, and holds the machine to what the journal says of it: every entry is taken
 * over, and before each block all records so far, and where it says one the state, have the check sum that it says.
 */
import { decode, entryHead, type Machine, padded } from '@intelligent-ledger/engine/core';
import type { Block } from '../journal/journal-reader.ts';
import { NO_HASH } from '../journal/sealing.ts';
import { stateHashOf } from '../snapshots/snapshot-file.ts';
import { BlockRunner, type TakeAnswered } from './block-runner.ts';

export class Replayer {
  /** Blocks that said a state hash, which was compared. */
  hashesCompared = 0;
  private readonly runner: BlockRunner;
  private readonly input: Uint8Array;
  private lastCrc: number;

  /** Goes on with a machine behind the block of a check sum, and with the check sum over its records so far. */
  constructor(machine: Machine, recordsCrc = 0, blockCrc = 0) {
    this.runner = new BlockRunner(machine, recordsCrc);
    this.input = new Uint8Array(machine.input.buffer);
    this.lastCrc = blockCrc;
  }

  get machine(): Machine {
    return this.runner.machine;
  }

  get recordsCrc(): number {
    return this.runner.recordsCrc;
  }

  /** Check sum of the last block. */
  get blockCrc(): number {
    return this.lastCrc;
  }

  /** Applies the next block; answers in what the machine and the journal differ, or null. */
  take(block: Block, take: TakeAnswered = nobody): string | null {
    const { machine, runner } = this;
    const { firstSequence, count, recordsCrc, stateHash, crc } = block.head;
    if (firstSequence !== machine.sequence + 1) return `block ${firstSequence} does not follow ${machine.sequence}`;
    if (recordsCrc !== runner.recordsCrc) return `before entry ${firstSequence} other records were written`;
    if (stateHash !== NO_HASH) {
      if (stateHashOf(machine.snapshot()) !== stateHash) return `before entry ${firstSequence} the state is another`;
      this.hashesCompared += 1;
    }
    this.input.set(block.entries);
    const end = block.entries.length / 4;
    const done = runner.run(end, take);
    if (done !== end || machine.sequence !== firstSequence + count - 1)
      return `entry ${machine.sequence + 1} is not one that the machine takes over`;
    this.lastCrc = crc;
    return null;
  }
}

/** Where the head of each entry of a block begins, in bytes. */
export function entryOffsets(entries: Uint8Array): number[] {
  const offsets: number[] = [];
  for (let at = 0; at < entries.length; ) {
    offsets.push(at);
    const { commandBytes, frameBytes } = decode(entryHead, entries, at);
    at += entryHead.byteLength + padded(commandBytes) + padded(frameBytes);
  }
  return offsets;
}

function nobody(): void {}
