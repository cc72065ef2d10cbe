/** The mark of what was released: never more than was noted, and after a power cut not less than was written. */
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { systemDisk } from '../disk/disk.ts';
import { type Fault, faultyDisk } from '../disk/faulty-disk.ts';
import { ReleasedMark, readReleased } from './released-mark.ts';
import { TemporaryDirectories } from './test-journals.ts';

const JOURNAL = 'ef'.repeat(16);
const directories = new TemporaryDirectories();

afterEach(() => directories.removeAll());

const anyFault = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom('EIO', 'ENOSPC', 'short') },
);

test('a mark lies between what was written and what was noted, through faults and power cuts', async () => {
  const anyRun = fc.record({
    notes: fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 10 }),
    faults: fc.array(anyFault, { maxLength: 30, size: 'max' }),
    operations: fc.nat(25),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(anyRun, { minLength: 1, maxLength: 4 }), async (runs) => {
      const directory = directories.make();
      let noted = 0;
      let written = 0;
      for (const { notes, faults, operations } of runs) {
        const pending = [...faults];
        // Opening meets no faults.
        let isOpen = false;
        const disk = faultyDisk(systemDisk, (): Fault => (isOpen ? (pending.shift() ?? null) : null));
        const mark = await ReleasedMark.open(disk, directory, JOURNAL, async () => {});
        isOpen = true;
        for (const step of notes.slice(0, operations)) {
          noted += step;
          mark.note(noted);
          if (step % 2 === 0) continue;
          await mark.flush();
          if (mark.failure === null) written = noted;
        }
        await disk.cutPower(() => false);
        const said = await readReleased(systemDisk, directory, JOURNAL);
        expect(said).toBeGreaterThanOrEqual(written);
        expect(said).toBeLessThanOrEqual(noted);
        written = said;
        noted = Math.max(noted, said);
        await mark.flush();
      }
    }),
    { seed: 40, numRuns: 150 },
  );
});

test('a mark of another journal says nothing', async () => {
  const directory = directories.make();
  expect(await readReleased(systemDisk, directory, JOURNAL)).toBe(0);
  const mark = await ReleasedMark.open(systemDisk, directory, JOURNAL, async () => {});
  mark.note(7);
  await mark.close();
  expect(await readReleased(systemDisk, directory, JOURNAL)).toBe(7);
  expect(await readReleased(systemDisk, directory, '00'.repeat(16))).toBe(0);
});
