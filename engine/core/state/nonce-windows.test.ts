/** Nonce windows against a sorted list of everything that was spent. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NONCES_KEPT } from '../schema/command.ts';
import { createSenderLines } from './hot-lines.ts';
import { createNonceWindows } from './nonce-windows.ts';

function windowsOf(count: number) {
  return createNonceWindows(count, createSenderLines(count));
}

/** A window as the rules page says it: a list of the highest nonces, ascending. */
class SlowWindow {
  kept: number[] = [];

  spend(nonce: number): boolean {
    const isFull = this.kept.length === NONCES_KEPT;
    if (nonce === 0 || this.kept.includes(nonce) || (isFull && nonce < (this.kept[0] as number))) return false;
    this.kept = [...this.kept, nonce].sort((left, right) => left - right).slice(-NONCES_KEPT);
    return true;
  }
}

const anyNonce = fc.oneof(
  fc.nat(150),
  fc.nat(150).map((low) => 2 ** 32 - 75 + low),
  fc.maxSafeNat(),
  fc.constantFrom(0, Number.MAX_SAFE_INTEGER),
);

test('a window spends what a sorted list of the highest nonces would, and keeps the same', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(2), anyNonce), { minLength: 1, maxLength: 400 }), (spendings) => {
      const windows = windowsOf(3);
      const slow = [new SlowWindow(), new SlowWindow(), new SlowWindow()];
      for (const [window, nonce] of spendings) {
        const judge = slow[window] as SlowWindow;
        expect(windows.spendNumber(window, nonce)).toBe(judge.spend(nonce));
        expect(windows.keptOf(window)).toEqual(judge.kept);
      }
    }),
    { seed: 31, numRuns: 300 },
  );
});

/** What a client sends next: so many nonces of a counter, or one that lies so far from the highest. */
const anySending = fc.oneof(
  fc.record({ counted: fc.integer({ min: 1, max: 150 }) }),
  fc.record({ away: fc.integer({ min: -140, max: 3 }) }),
  fc.record({ away: fc.integer({ min: 4, max: 2 ** 33 }) }),
);

test('a counter that is interrupted by nonces late, repeated or far ahead spends and keeps the same', () => {
  fc.assert(
    fc.property(fc.array(anySending, { minLength: 1, maxLength: 30 }), (sendings) => {
      const windows = windowsOf(1);
      const judge = new SlowWindow();
      const spend = (nonce: number) => {
        expect(windows.spendNumber(0, nonce)).toBe(judge.spend(nonce));
        expect(windows.keptOf(0)).toEqual(judge.kept);
      };
      for (const sending of sendings) {
        const highest = judge.kept.at(-1) ?? 0;
        if ('away' in sending) spend(Math.max(0, highest + sending.away));
        else for (let step = 1; step <= sending.counted; step += 1) spend(highest + step);
      }
    }),
    { seed: 32, numRuns: 300 },
  );
});

test('a nonce of zero cannot be spent', () => {
  expect(windowsOf(1).spendNumber(0, 0)).toBe(false);
});

test('counters and times of day may be used up to sixty-three commands late', () => {
  const windows = windowsOf(1);
  for (let nonce = 1_000; nonce < 1_000 + 63; nonce += 1) expect(windows.spendNumber(0, nonce)).toBe(true);
  expect(windows.spendNumber(0, 5)).toBe(true);
  expect(windows.spendNumber(0, 6)).toBe(true);
  expect(windows.spendNumber(0, 5)).toBe(false);
  expect(windows.spendNumber(0, 4)).toBe(false);
});
