/** The clock of the engine under any wall clock: it never goes back, runs with the monotonic one, and comes nearer. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EngineClock } from './engine-clock.ts';

const START = 1_800_000_000_000_000;
const SECOND = 1_000_000;

test('time never goes back, and is at most a twentieth off what has passed, whatever the wall clock says', () => {
  const anyStep = fc.record({ passed: fc.nat(5 * SECOND), set: fc.integer({ min: -1e12, max: 9e5 }) });
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
      let wall = START;
      let monotonic = 12_345.5;
      const clock = new EngineClock(
        0,
        () => wall,
        () => monotonic,
      );
      let last = clock.now();
      for (const { passed, set } of steps) {
        // Further ahead it is followed at once, which another test looks at.
        wall = Math.min(wall + passed + set, last + passed + 0.9 * SECOND);
        monotonic += passed;
        const now = clock.now();
        expect(Number.isSafeInteger(now)).toBe(true);
        expect(now - last).toBeGreaterThanOrEqual(Math.floor(0.95 * passed) - 1);
        expect(now - last).toBeLessThanOrEqual(Math.ceil(1.05 * passed) + 1);
        last = now;
      }
    }),
    { seed: 38 },
  );
});

test('a wall clock that was set is caught up with', () => {
  for (const set of [-3 * SECOND, 0.9 * SECOND]) {
    let wall = START;
    let monotonic = 0;
    const clock = new EngineClock(
      0,
      () => wall,
      () => monotonic,
    );
    wall += set;
    for (let step = 0; step < 1_000; step += 1) {
      wall += SECOND / 10;
      monotonic += SECOND / 10;
      clock.now();
    }
    expect(Math.abs(clock.offset)).toBeLessThan(SECOND / 10);
  }
});

test('a wall clock far ahead is followed at once, and not back again', () => {
  let wall = START;
  const clock = new EngineClock(
    0,
    () => wall,
    () => 0,
  );
  wall += 600 * SECOND;
  expect(clock.now()).toBe(START + 600 * SECOND);
  wall -= 600 * SECOND;
  expect(clock.now()).toBe(START + 600 * SECOND);
});

test('a start goes on from the later of the last entry and the wall clock', () => {
  expect(
    new EngineClock(
      START + SECOND,
      () => START,
      () => 0,
    ).now(),
  ).toBe(START + SECOND);
  expect(
    new EngineClock(
      START,
      () => START + 7,
      () => 0,
    ).now(),
  ).toBe(START + 7);
});

test('a clock that is asked often does not stand still', () => {
  let monotonic = 0;
  const clock = new EngineClock(
    0,
    () => START + monotonic,
    () => monotonic,
  );
  for (let step = 0; step < 10_000; step += 1) {
    monotonic += 0.25;
    clock.now();
  }
  expect(clock.now()).toBeGreaterThanOrEqual(START + 2_000);
});
