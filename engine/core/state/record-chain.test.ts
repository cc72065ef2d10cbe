/** The record chain against its definition, computed whole with the platform's SHA-256, and its vectors. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EngineBug } from '../bug.ts';
import { RECORD_CHAIN_INTERVAL, RecordChain } from './record-chain.ts';

const ZEROS = '00'.repeat(32);
const NONE = new Uint8Array(0);

/** The records of one made-up command: from none to three, each of 64 bytes. */
function recordsOf(sequence: number): Uint8Array {
  return Uint8Array.from({ length: 64 * (sequence % 4) }, (_, index) => sequence * 7 + index);
}

function chainOver(commands: number, from: RecordChain = new RecordChain()): RecordChain {
  for (let sequence = from.sequence + 1; sequence <= commands; sequence += 1) {
    from.update(recordsOf(sequence), sequence);
  }
  return from;
}

/** The definition: SHA-256(previous head bytes || all record bytes since), by the platform. */
function headOver(commands: readonly Uint8Array[], head: string): string {
  return createHash('sha256')
    .update(Buffer.concat([Buffer.from(head, 'hex'), ...commands]))
    .digest('hex');
}

test('the head is 32 zero bytes until the first mark', () => {
  expect(new RecordChain().head).toBe(ZEROS);
  expect(chainOver(RECORD_CHAIN_INTERVAL - 1).head).toBe(ZEROS);
  expect(chainOver(RECORD_CHAIN_INTERVAL).head).not.toBe(ZEROS);
});

test('at each mark the head is the SHA-256 of the head before and all record bytes since', () => {
  const chain = new RecordChain();
  let head = ZEROS;
  for (let mark = 1; mark <= 3; mark += 1) {
    const since: Uint8Array[] = [];
    for (let sequence = chain.sequence + 1; sequence <= mark * 1_024; sequence += 1) since.push(recordsOf(sequence));
    chainOver(mark * 1_024 - 1, chain);
    expect(chain.head).toBe(head);
    chainOver(mark * 1_024, chain);
    head = headOver(since, head);
    expect(chain.head).toBe(head);
  }
});

// Computed once by another implementation from the definition.
test('heads and tips of known records never change', () => {
  expect(new RecordChain().tip()).toBe('66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925');
  expect(chainOver(1_024).head).toBe('4036b7429ae25c8fd545cb03199566a24b638b6b98e273aafda98db81cad1ee6');
  expect(chainOver(4_096).head).toBe('cd126e2e63185fa0ed982aad3ee1800f6b9fedc5763888f3bb3a9011c0a88da4');
  expect(chainOver(5_000).tip()).toBe('fba8c49d7efa6071a2568ca7367d223bfaf33941b50e81fe27d19cc2c8605bd7');
  const silent = new RecordChain();
  for (let sequence = 1; sequence <= 1_024; sequence += 1) silent.update(NONE, sequence);
  expect(silent.head).toBe('66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925');
});

test('the tip is the head that a mark now would give, and asking changes nothing', () => {
  const asked = new RecordChain();
  for (let sequence = 1; sequence <= 1_024; sequence += 1) {
    asked.update(recordsOf(sequence), sequence);
    if (sequence < 1_024) asked.tip();
  }
  expect(asked.head).toBe(chainOver(1_024).head);
  const commands = Array.from({ length: 1_500 - 1_024 }, (_, index) => recordsOf(1_025 + index));
  expect(chainOver(1_500).tip()).toBe(headOver(commands, chainOver(1_024).head));
});

test('between two marks it does not matter which command wrote which record', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4_000 }), fc.array(fc.nat(4_000), { maxLength: 20 }), (bytes, cuts) => {
      const chain = new RecordChain();
      const ends = [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort(
        (left, right) => left - right,
      );
      ends.forEach((end, index) => {
        chain.update(bytes.subarray(ends[index - 1] ?? 0, end), index + 1);
      });
      expect(chain.tip()).toBe(headOver([bytes], ZEROS));
    }),
    { seed: 1_024, numRuns: 300 },
  );
});

test('any changed bit of any record changes this head and every later one', () => {
  const plain = chainOver(2_048);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_024 }), fc.nat(), fc.nat(7), (sequence, place, bit) => {
      const changed = recordsOf(sequence);
      fc.pre(changed.length > 0);
      const at = place % changed.length;
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      const chain = chainOver(sequence - 1);
      chain.update(changed, sequence);
      chainOver(1_024, chain);
      expect(chain.head).not.toBe(chainOver(1_024).head);
      expect(chainOver(2_048, chain).head).not.toBe(plain.head);
    }),
    { seed: 64, numRuns: 20 },
  );
});

test('a chain goes on from its state as if it had never stopped', () => {
  for (const stop of [0, 1, 2, 1_023, 1_024, 1_025, 2_000]) {
    const stopped = chainOver(stop);
    const state = structuredClone(stopped.state());
    chainOver(2_500, stopped);
    const resumed = new RecordChain(state);
    expect(resumed.sequence).toBe(stop);
    expect(chainOver(2_500, resumed).state()).toEqual(stopped.state());
    expect(resumed.head).toBe(chainOver(2_500).head);
  }
});

test('a sequence number that is not the next one is a bug', () => {
  const chain = chainOver(10);
  for (const sequence of [0, 10, 12, 11.5, Number.NaN]) {
    expect(() => chain.update(NONE, sequence)).toThrow(EngineBug);
  }
  expect(() => new RecordChain().update(NONE, 0)).toThrow(EngineBug);
  expect(chain.tip()).toBe(chainOver(10).tip());
});
