/** A kept list is read as it was written, or refused with a reason. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readStepFile, writeStepFile } from './step-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'step-file-'));
const path = join(folder, 'steps.json');
afterAll(() => rmSync(folder, { recursive: true }));

test('a list of steps is read as it was written', () => {
  const steps = [
    { entry: Uint8Array.of(0, 255, 16) },
    { entry: new Uint8Array(0), restoreSlots: 7, numbersFrom: 2 ** 40 },
  ];
  writeStepFile(path, { recordBytesMax: 4_096, steps });
  expect(readStepFile(path)).toEqual({ recordBytesMax: 4_096, steps });
});

test.each([
  ['null', /holds no list/],
  ['{"steps":{}}', /holds no list/],
  ['{"steps":[{"entry":"xy"}]}', /step 0: the entry is not hex/],
  ['{"steps":[{"entry":"00"},{"entry":"0"}]}', /step 1: the entry is not hex/],
  ['{"steps":[{"entry":"00","restoreSlots":"1"}]}', /step 0: restoreSlots is no whole number/],
  ['{"steps":[{"entry":"00","numbersFrom":0.5}]}', /step 0: numbersFrom is no whole number/],
])('a file that holds %s is refused with the reason', (content, reason) => {
  writeFileSync(path, content);
  expect(() => readStepFile(path)).toThrow(reason);
});
