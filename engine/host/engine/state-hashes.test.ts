/**
 * When state hashes are taken. Method: a machine that takes a tick before each question, and a clock in which each hash
 * takes as long as the test says.
 */
import {
  encode,
  encodeEntry,
  genesis,
  Machine,
  ROLE_KEY_BYTES,
  ROLE_KEYS,
  tick,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { NO_HASH } from '../journal/sealing.ts';
import { StateHashes } from './state-hashes.ts';

const PAUSE_MAX = 10;

/** A machine in time with its state hashes, each of which takes what comes next in `costs`, in milliseconds. */
class TimedHashes {
  private now = 0;
  private readonly machine = new Machine();
  private readonly hashes: StateHashes;

  constructor(costs: number[]) {
    const hashOf = (machine: Machine) => {
      this.now += costs.shift() ?? 0;
      return machine.stateHash();
    };
    this.hashes = new StateHashes(PAUSE_MAX, () => this.now, hashOf);
    const blob = new Uint8Array(ROLE_KEYS * ROLE_KEY_BYTES);
    const rooms = { ownersMax: 1, accountsMax: 1, marketsMax: 1, ordersMax: 1, levelsMax: 1 };
    const work = { ruleVersion: 1, makersPerCommandMax: 1, drainPerCommandMax: 1 };
    this.apply(encode(genesis, { blobBytes: blob.length, ...work, ...rooms }), blob);
  }

  /** The state hash at a start. */
  first(): string {
    return this.hashes.first(this.machine);
  }

  /** Whether there is a state hash after so many milliseconds and an entry. */
  isTakenAfter(millis: number): boolean {
    this.now += millis;
    this.apply(encode(tick, {}));
    const hash = this.hashes.next(this.machine);
    expect([NO_HASH, this.machine.stateHash()]).toContain(hash);
    return hash !== NO_HASH;
  }

  private apply(command: Uint8Array, blob = new Uint8Array()): void {
    const sequence = this.machine.sequence + 1;
    this.machine.applyBytes(encodeEntry({ sequence, time: sequence, command, blob }));
  }
}

test('hashes take a hundredth of the time', () => {
  const timed = new TimedHashes([4, 4, 2, 2]);
  timed.first();
  expect(timed.isTakenAfter(399)).toBe(false);
  expect(timed.isTakenAfter(1)).toBe(true);
  expect(timed.isTakenAfter(399)).toBe(false);
  expect(timed.isTakenAfter(1)).toBe(true);
  expect(timed.isTakenAfter(199)).toBe(false);
  expect(timed.isTakenAfter(1)).toBe(true);
});

test('a hash that had to wait is no reason to take none any more, and three are', () => {
  const late = new TimedHashes([2, 50, 50, 2, 11, 11, 11]);
  late.first();
  for (let hash = 0; hash < 6; hash += 1) expect(late.isTakenAfter(100_000)).toBe(true);
  expect(late.isTakenAfter(100_000)).toBe(false);
});

test('a start takes a hash that seems too costly again, and then none any more', () => {
  const cold = new TimedHashes([30, 30, 3]);
  cold.first();
  expect(cold.isTakenAfter(299)).toBe(false);
  expect(cold.isTakenAfter(1)).toBe(true);
  const large = new TimedHashes([30, 30, 11, 1]);
  large.first();
  expect(large.isTakenAfter(100_000)).toBe(false);
});
