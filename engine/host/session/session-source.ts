/**
 * Where a session's order flow comes from: a recorded one in a directory of data if it has any, else one made from a
 * seed.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type MboRow, mboRows } from '../flow/mbo.ts';
import { generatedFlow } from './generated-flow.ts';

const GENERATED_ROWS = 60_000;
const SEED_DEFAULT = 1;

export interface SessionSource {
  /** A sentence that says what the rows are. */
  readonly words: string;
  /** Where they come from: a path, or `seed` and its number. */
  readonly name: string;
  readonly rows: readonly MboRow[];
  /** From which our makers and traders are made, and the rows where none were recorded. */
  readonly seed: number;
}

/**
 * The first recorded flow in the directory or its `orderflow`; generated when there is none, or when a seed is given.
 */
export async function sessionSource(directory: string, seed: number | null): Promise<SessionSource> {
  const path = seed === null ? recordedIn(directory) : null;
  if (path !== null) {
    const rows: MboRow[] = [];
    for await (const row of mboRows(path)) rows.push(row);
    return { words: `Recorded futures order flow: ${path}`, name: path, rows, seed: SEED_DEFAULT };
  }
  const number = seed ?? SEED_DEFAULT;
  const why = seed === null ? `There is no recorded order flow in ${directory}; this session is` : 'This session is';
  const words = `${why} generated from seed ${number}.`;
  return { words, name: `seed ${number}`, rows: generatedFlow(number, GENERATED_ROWS), seed: number };
}

function recordedIn(directory: string): string | null {
  for (const place of [join(directory, 'orderflow'), directory]) {
    if (!existsSync(place)) continue;
    const name = readdirSync(place)
      .filter((file) => /mbo.*\.csv(\.gz)?$/.test(file))
      .sort()[0];
    if (name !== undefined) return join(place, name);
  }
  return null;
}
