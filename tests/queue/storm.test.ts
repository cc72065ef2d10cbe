/**
 * In a storm of a hundred thousand queued commands no command does more than its bound, none is lost, each gets its one
 * final answer, and a machine that is restored in the middle ends in the same state.
 */
import { type DecodedRecord, Machine, ResultCode, restoreMachine } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { Storm, type StormStep } from './storm.ts';

const SEED = 20_261_125;
const QUEUED = 100_000;
const RESTING = 180_000;

/** Follows deferred commands by their records alone. */
class Deferred {
  /** Sequences of the commands that wait. */
  readonly waiting = new Set<number>();
  readonly outcomes = new Map<number, number>();
  most = 0;

  take(records: readonly DecodedRecord[]): void {
    for (const { name, values } of records) {
      if (name === 'orderDeferred') {
        this.waiting.add(values['sequence'] as number);
        this.most = Math.max(this.most, this.waiting.size);
      } else if (name === 'queuedDone' && values['order'] !== 0) {
        // Throws for a command that never waited, or that was answered before.
        expect(this.waiting.delete(values['commandSequence'] as number)).toBe(true);
        const code = values['code'] as number;
        this.outcomes.set(code, (this.outcomes.get(code) ?? 0) + 1);
      }
    }
  }
}

test('a storm of a hundred thousand queued commands', () => {
  const storm = new Storm(SEED);
  const machine = new Machine();
  storm.begin(machine, RESTING, QUEUED + 10_000);
  const deferred = new Deferred();
  let worst = 0;
  const follow = ({ work, records }: StormStep): void => {
    worst = Math.max(worst, work);
    deferred.take(records);
  };
  follow(storm.clear(machine));
  while (deferred.waiting.size < QUEUED) follow(storm.next(machine));

  const restored = restoreMachine(machine.snapshot());
  if (!('machine' in restored)) throw new Error(restored.refused);
  const twin = restored.machine;
  const twinStorm = storm.copy();
  let steps = 0;
  for (; deferred.waiting.size > 0; steps += 1) {
    // Commands go on arriving while the queue is worked off, one for every four.
    const isArrival = steps % 5 === 4 && deferred.waiting.size > QUEUED / 2;
    const step = isArrival ? storm.next(machine) : storm.workOff(machine);
    const same = isArrival ? twinStorm.next(twin) : twinStorm.workOff(twin);
    expect(same).toEqual(step);
    follow(step);
  }
  expect(worst).toBeLessThanOrEqual(machine.workMax);
  expect(worst).toBeGreaterThan(32);
  expect(deferred.most).toBeGreaterThanOrEqual(QUEUED);
  for (const code of ['accepted', 'commandExpired', 'orderUnknown', 'cancelledByUser', 'fillOrKillUnfilled'] as const) {
    expect(deferred.outcomes.get(ResultCode[code]) ?? 0).toBeGreaterThan(100);
  }
  expect(twin.stateHash()).toBe(machine.stateHash());
  expect(storm.workOff(machine).records.at(-1)?.values).toMatchObject({ cleared: 0, isPending: 0 });
}, 240_000);
