/** Applies a command of administration to a machine that is being set up, at the time at which all workloads begin. */
import {
  encode,
  encodeEntry,
  type FieldSpecs,
  type Layout,
  type Machine,
  ResultCode,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';

/** Engine time at the start, in microseconds: a time of day, so that both words of every time are in use. */
export const START_TIME_MICROS = 1_800_000_000_000_000;

/** Throws when the machine refuses it. */
export function administer<Specs extends FieldSpecs>(
  machine: Machine,
  layout: Layout<Specs>,
  values: Partial<ValuesOf<Specs>>,
  blob?: Uint8Array,
): void {
  const command = encode(layout, values);
  const entry = { sequence: machine.sequence + 1, time: START_TIME_MICROS, command };
  const code = machine.applyBytes(encodeEntry(blob ? { ...entry, blob } : entry));
  machine.clearRecords();
  if (code !== ResultCode.accepted) throw new Error(`${layout.name} was refused with code ${code}`);
}
