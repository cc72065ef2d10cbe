/** Lists of steps as JSON, so that a list which failed can be kept and run again. */

import { readFileSync, writeFileSync } from 'node:fs';
import type { Step } from '@intelligent-ledger/engine/sim';

/** A list with the option that it must be run with. */
export interface StepList {
  /** Size of the record buffer as in `TwinOptions`. */
  readonly recordBytesMax: number;
  readonly steps: readonly Step[];
}

/** Writes a list to a file; the entries are hex. */
export function writeStepFile(path: string, { recordBytesMax, steps }: StepList): void {
  const lines = steps.map((step) => JSON.stringify({ ...step, entry: Buffer.from(step.entry).toString('hex') }));
  writeFileSync(path, `{"recordBytesMax":${recordBytesMax},"steps":[\n${lines.join(',\n')}\n]}\n`);
}

/** Reads a list from a file and throws an error that says what is wrong with it. */
export function readStepFile(path: string): StepList {
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof content !== 'object' || content === null) throw new Error(`${path} holds no list of steps`);
  const { recordBytesMax = 0, steps } = content as { recordBytesMax?: unknown; steps?: unknown };
  if (!Array.isArray(steps) || typeof recordBytesMax !== 'number') throw new Error(`${path} holds no list of steps`);
  return { recordBytesMax, steps: steps.map((step, index) => stepFrom(step, `${path}, step ${index}`)) };
}

function stepFrom(step: unknown, where: string): Step {
  const { entry, restoreSlots, numbersFrom } = (step ?? {}) as Record<keyof Step, unknown>;
  if (typeof entry !== 'string' || !/^([0-9a-f]{2})*$/.test(entry)) throw new Error(`${where}: the entry is not hex`);
  return {
    entry: Uint8Array.from(Buffer.from(entry, 'hex')),
    ...(restoreSlots !== undefined && { restoreSlots: numberIn(restoreSlots, `${where}: restoreSlots`) }),
    ...(numbersFrom !== undefined && { numbersFrom: numberIn(numbersFrom, `${where}: numbersFrom`) }),
  };
}

function numberIn(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Error(`${what} is no whole number`);
  return value;
}
