/**
 * The golden files of `tests/golden`: the committed form of every layout and of the result codes. They are compared
 * with the schema, and refreshed only by appending; what was committed stays as it is unless it grew.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ResultCode } from '@intelligent-ledger/engine/core';
import { FAMILIES, type Family } from './families.ts';
import { type GoldenLayout, goldenLayout } from './form.ts';
import { type Change, codeChanges, layoutChanges } from './growth.ts';

type Codes = Readonly<Record<string, number>>;

/** The changes of one golden file, and the text that it has once they are taken over. */
export interface GoldenFile {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly changes: readonly Change[];
  readonly refreshed: string;
}

/** Compares the golden files below `root` with the schema. A file that is not there counts as empty. */
export function goldenFiles(
  root: string,
  families: readonly Family[] = FAMILIES,
  codes: Codes = ResultCode,
): GoldenFile[] {
  const files = families.map(({ name, layouts }) => {
    const path = `tests/golden/${name}.json`;
    const committed = read<readonly GoldenLayout[]>(root, path, []);
    const present = layouts.map(goldenLayout);
    return { path, changes: layoutChanges(committed, present), refreshed: layoutText(merged(committed, present)) };
  });
  const path = 'tests/golden/result-codes.json';
  const changes = codeChanges(read<Codes>(root, path, {}), codes);
  return [...files, { path, changes, refreshed: `${JSON.stringify(codes, null, 2)}\n` }];
}

/** Writes the golden files anew, unless one has a change that is no growth: then nothing is written. */
export function refreshGoldenFiles(root: string, files: readonly GoldenFile[]): { isWritten: boolean } {
  if (files.some(({ changes }) => changes.some(({ isGrowth }) => !isGrowth))) return { isWritten: false };
  for (const { path, changes, refreshed } of files) {
    if (changes.length > 0) writeFileSync(join(root, path), refreshed);
  }
  return { isWritten: true };
}

/** The layouts as committed, those that grew in their place, and new layouts and versions behind them. */
function merged(committed: readonly GoldenLayout[], present: readonly GoldenLayout[]): GoldenLayout[] {
  const isSame = (left: GoldenLayout, right: GoldenLayout) =>
    left.name === right.name && left.version === right.version;
  const kept = committed.map((old) => present.find((layout) => isSame(layout, old)) ?? old);
  return [...kept, ...present.filter((layout) => !committed.some((old) => isSame(layout, old)))];
}

/** One field a line, so that a difference between two commits names the field. */
function layoutText(layouts: readonly GoldenLayout[]): string {
  const texts = layouts.map(({ fields, sample, ...rest }) => {
    const lines = fields.map((field) => `      ${JSON.stringify(field)}`);
    const { values, hex } = sample;
    return [
      `  {`,
      `    ${JSON.stringify(rest).slice(1, -1)},`,
      `    "fields": [\n${lines.join(',\n')}\n    ],`,
      `    "sample": {\n      "values": ${JSON.stringify(values)},\n      "hex": ${JSON.stringify(hex)}\n    }`,
      `  }`,
    ].join('\n');
  });
  return `[\n${texts.join(',\n')}\n]\n`;
}

function read<Content>(root: string, path: string, absent: Content): Content {
  const file = join(root, path);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Content) : absent;
}
