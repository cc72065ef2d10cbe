/** The keeper of the chain against the core's own, over pieces of any size, and across a save at any place. */
import { RECORD_CHAIN_INTERVAL, RecordChain } from '@intelligent-ledger/engine/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChainKeeper } from './chain-keeper.ts';

const COMMANDS = 3 * RECORD_CHAIN_INTERVAL;

/** The records of a command: some words that tell of it. */
function recordsOf(sequence: number): Uint8Array {
  return new Uint8Array(4 * ((sequence * 7) % 40)).fill(sequence % 251);
}

test('the keeper has the head and the state of the core, wherever it is cut and saved', () => {
  const anyPieces = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 3, maxLength: 30 });
  fc.assert(
    fc.property(anyPieces, fc.nat(30), (pieces, savedAt) => {
      const judge = new RecordChain();
      let keeper = new ChainKeeper();
      let sequence = 0;
      for (const [index, piece] of pieces.entries()) {
        const count = Math.min(piece, COMMANDS - sequence);
        const answers = new Int32Array(2 * count);
        const records: Uint8Array[] = [];
        let end = 0;
        for (let command = 0; command < count; command += 1) {
          const bytes = recordsOf(sequence + command + 1);
          records.push(bytes);
          end += bytes.length / 4;
          answers[2 * command + 1] = end;
          judge.update(bytes, sequence + command + 1);
        }
        keeper.take({ firstSequence: sequence + 1, count, answers, records: Buffer.concat(records) });
        sequence += count;
        if (index === savedAt) keeper = new ChainKeeper(keeper.state());
      }
      expect(keeper.sequence).toBe(judge.sequence);
      expect(keeper.head).toBe(judge.head);
      expect(keeper.state()).toEqual(judge.state());
    }),
    { seed: 44, numRuns: 60 },
  );
});
