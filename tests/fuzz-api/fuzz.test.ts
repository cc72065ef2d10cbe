/** The fuzzer with seeds of its own; `npm run fuzz:api` goes on from others. */
import { expect, test } from 'vitest';
import { runFuzz } from './run-fuzz.ts';

test.each([1, 2])(
  'anything at every endpoint and on every line is answered, and changes nothing unsigned (%i)',
  async (seed) => {
    const { faults, answers } = await runFuzz(seed, 12, () => undefined);
    expect(faults).toEqual([]);
    for (const status of ['200', '400', '401', '403', '404', 'bytes', 'frame ok', 'frame frame_malformed']) {
      expect([status, answers.get(status)]).toEqual([status, expect.any(Number)]);
    }
  },
);
