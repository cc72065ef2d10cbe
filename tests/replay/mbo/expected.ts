/**
 * Reads the known results of an order flow file: checkpoints, the best levels at its end, and how many takers find
 * exactly their makers. Any of the three may be missing, but not all; what is there must have the right shape.
 */
import { readFile } from 'node:fs/promises';
import { FlowFault } from '@intelligent-ledger/engine/host';
import { CHECKPOINT_FIELDS, type Checkpoint } from './checkpoint.ts';

export type PriceAndSize = readonly [price: number, size: number];

export interface Expected {
  readonly checkpoints: readonly Checkpoint[];
  /** The best levels after the last row, the best first; null when the file does not state them. */
  readonly finalLevels: { readonly bids: readonly PriceAndSize[]; readonly asks: readonly PriceAndSize[] } | null;
  readonly parity: { readonly takers: number; readonly exact: number } | null;
}

/** The known results at `path`. Throws a FlowFault when they cannot be read. */
export async function readExpected(path: string): Promise<Expected> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new FlowFault(path, 0, `cannot be read: ${error instanceof Error ? error.message : 'unknown'}`);
  }
  const root = objectIn(path, json, 'the file');
  const list = root['checkpoints'] ?? [];
  if (!Array.isArray(list)) throw new FlowFault(path, 0, 'checkpoints is no list');
  const checkpoints = list.map((item) => checkpointFrom(path, item));
  const levels = root['final_top10'];
  const finalLevels = levels === undefined ? null : levelsFrom(path, objectIn(path, levels, 'final_top10'));
  const match = root['matching_parity'];
  const parity = match === undefined ? null : parityFrom(path, objectIn(path, match, 'matching_parity'));
  if (checkpoints.length === 0 && finalLevels === null && parity === null) {
    throw new FlowFault(path, 0, 'has none of checkpoints, final_top10 and matching_parity');
  }
  return { checkpoints, finalLevels, parity };
}

type Json = Readonly<Record<string, unknown>>;

function objectIn(path: string, json: unknown, what: string): Json {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Json;
  throw new FlowFault(path, 0, `${what} is no object`);
}

function wholeIn(path: string, object: Json, field: string): number {
  // An empty side has no best price.
  const value = object[field] ?? (field.startsWith('best_') ? 0 : undefined);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new FlowFault(path, 0, `${field} is ${JSON.stringify(value)}, no whole number`);
}

function checkpointFrom(path: string, json: unknown): Checkpoint {
  const object = objectIn(path, json, 'a checkpoint');
  const entries = CHECKPOINT_FIELDS.map((field) => [field, wholeIn(path, object, field)] as const);
  return Object.fromEntries(entries) as unknown as Checkpoint;
}

function levelsFrom(path: string, object: Json): NonNullable<Expected['finalLevels']> {
  const side = (name: string): PriceAndSize[] => {
    const list = object[name];
    const isWhole = (item: unknown): item is PriceAndSize =>
      Array.isArray(item) && item.length === 2 && item.every((value) => Number.isSafeInteger(value));
    if (Array.isArray(list) && list.every(isWhole)) return list;
    throw new FlowFault(path, 0, `final_top10.${name} is no list of [price, size]`);
  };
  return { bids: side('B'), asks: side('A') };
}

function parityFrom(path: string, object: Json): NonNullable<Expected['parity']> {
  return { takers: wholeIn(path, object, 't_groups'), exact: wholeIn(path, object, 'exact') };
}
