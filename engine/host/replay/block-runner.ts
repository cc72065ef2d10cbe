/**
 * Applies blocks of entries on a machine: for the host that made them, for recovery and for followers alike. It keeps a
 * check sum over all records of the log, by which those that apply the same blocks find out at each of them whether
 * they say the same.
 */
import { crc32 } from 'node:zlib';
import { assert, type Machine } from '@intelligent-ledger/engine/core';

/** What some commands of a block were answered. It stays in place until the next. */
export interface Answered {
  readonly firstSequence: number;
  readonly count: number;
  /** Two words for each command: its result code, and the word at which its records end. */
  readonly answers: Int32Array;
  readonly records: Uint8Array;
}

export type TakeAnswered = (answered: Answered) => void;

export class BlockRunner {
  readonly machine: Machine;
  private readonly recordBytes: Uint8Array;
  private crc: number;

  /** Goes on with a machine, and with the check sum over the records that it has written so far. */
  constructor(machine: Machine, recordsCrc = 0) {
    this.machine = machine;
    this.recordBytes = new Uint8Array(machine.recordWords.buffer);
    this.crc = recordsCrc;
  }

  /** CRC-32 of all records of the log so far. */
  get recordsCrc(): number {
    return this.crc;
  }

  /**
   * Applies the whole entries that stand in the machine's input from its start up to a word. What they were answered is
   * given in one piece, or in several where the records of a block are more than the machine has room for. Answers the
   * word of the first entry that the machine refused to take over, or `end`.
   */
  run(end: number, take: TakeAnswered): number {
    const { machine } = this;
    let from = 0;
    for (;;) {
      const firstSequence = machine.sequence + 1;
      machine.clearRecords();
      const next = machine.applyRun(end, from);
      const count = machine.answerCount;
      const records = this.recordBytes.subarray(0, machine.recordLength * 4);
      this.crc = crc32(records, this.crc);
      if (count > 0) take({ firstSequence, count, answers: machine.answers, records });
      machine.clearRecords();
      if (next >= end || count === 0) return next;
      assert(next > from, 'a run comes further');
      from = next;
    }
  }
}
