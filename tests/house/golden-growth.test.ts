/** That a change of a layout or of a code is caught, and that the refresh takes over growth and nothing else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineLayout, type FieldSpecs, type Layout } from '@intelligent-ledger/engine/core';
import { describe, expect, test } from 'vitest';
import type { Family } from '../../scripts/golden/families.ts';
import { goldenFiles, refreshGoldenFiles } from '../../scripts/golden/files.ts';
import { goldenLayout } from '../../scripts/golden/form.ts';
import { codeChanges, layoutChanges } from '../../scripts/golden/growth.ts';
import { withTree } from './temporary-tree.ts';

const FIELDS = {
  kind: { kind: 'u8', doc: 'Which.' },
  version: { kind: 'u8', doc: 'Version.' },
  side: { kind: 'u16', min: 1, max: 2, names: { 1: 'buy', 2: 'sell' }, doc: 'Side.' },
  flags: { kind: 'u32', mask: 1, names: { 1: 'post-only' }, doc: 'Flags.' },
  price: { kind: 'u32', min: 1, max: 1_000, doc: 'Price.' },
  size: { kind: 'u32', doc: 'Size.' },
} as const satisfies FieldSpecs;

/** A layout for these tests, with what a test changes about it. */
function sample(change: Partial<Parameters<typeof defineLayout>[0]> = {}): Layout {
  return defineLayout({
    name: 'place',
    number: 16,
    version: 1,
    byteLength: 32,
    blobBytesMax: 8,
    doc: 'A layout.',
    fields: FIELDS as FieldSpecs,
    ...change,
  });
}

function changesTo(...present: readonly Layout[]) {
  return layoutChanges([goldenLayout(sample())], present.map(goldenLayout));
}

describe('a layout', () => {
  const { kind, version, side, flags, price, size } = FIELDS;

  test.each<[string, Partial<Parameters<typeof defineLayout>[0]>]>([
    ['two fields change places', { fields: { kind, version, side, flags, size, price } }],
    ['a field is renamed', { fields: { kind, version, side, flags, price, lots: size } }],
    ['a field goes', { fields: { kind, version, side, flags, price } }],
    [
      'a field becomes wider',
      { fields: { kind, version, side, flags, price, size: { kind: 'bytes', length: 8, doc: 'Size.' } } },
    ],
    ['a field comes in between', { fields: { kind, version, side, flags, price, extra: size, size } }],
    ['a field comes that may not be zero', { fields: { ...FIELDS, extra: { ...size, min: 1 } } }],
    ['a range becomes narrower', { fields: { ...FIELDS, price: { ...price, max: 999 } } }],
    ['a range starts later', { fields: { ...FIELDS, price: { ...price, min: 2 } } }],
    ['a flag goes', { fields: { ...FIELDS, flags: { ...flags, mask: 0 } } }],
    ['a word gets another number', { fields: { ...FIELDS, side: { ...side, names: { 1: 'sell', 2: 'buy' } } } }],
    ['a word goes', { fields: { ...FIELDS, side: { ...side, names: { 1: 'buy' } } } }],
    ['it becomes longer', { byteLength: 40 }],
    ['it becomes shorter', { byteLength: 24 }],
    ['its blob becomes shorter', { blobBytesMax: 0 }],
    ['it gets another number', { number: 17 }],
    ['its version goes down', { version: 0 }],
  ])('is broken when %s', (_, change) => {
    const changes = changesTo(sample(change));
    expect(changes.some(({ isGrowth }) => !isGrowth)).toBe(true);
  });

  test.each<[string, Partial<Parameters<typeof defineLayout>[0]>]>([
    ['a field comes into reserved bytes', { fields: { ...FIELDS, extra: size } }],
    ['a range becomes wider', { fields: { ...FIELDS, price: { ...price, max: 2_000 } } }],
    ['a flag comes', { fields: { ...FIELDS, flags: { ...flags, mask: 3, names: { 1: 'post-only', 2: 'new' } } } }],
    ['a word comes', { fields: { ...FIELDS, side: { ...side, max: 3, names: { 1: 'buy', 2: 'sell', 3: 'new' } } } }],
    ['its blob becomes longer', { blobBytesMax: 16 }],
    ['its version goes up, whatever changes', { version: 2, byteLength: 64, fields: { kind, version, side, size } }],
  ])('grows when %s', (_, change) => {
    expect(changesTo(sample(change))).toMatchObject([{ isGrowth: true }]);
  });

  test('is unchanged when it is the same', () => {
    expect(changesTo(sample())).toEqual([]);
  });

  test('may come, with a number of its own, and may not go', () => {
    expect(changesTo(sample(), sample({ name: 'other', number: 17 }))).toMatchObject([{ isGrowth: true }]);
    expect(changesTo(sample(), sample({ name: 'other' }))).toMatchObject([{ isGrowth: false }]);
    expect(changesTo()).toMatchObject([{ isGrowth: false }]);
  });

  test('is broken when the same fields are encoded otherwise', () => {
    const golden = goldenLayout(sample());
    const swapped = { ...golden, sample: { ...golden.sample, hex: golden.sample.hex.replace('48', '84') } };
    expect(layoutChanges([golden], [swapped])).toMatchObject([{ isGrowth: false }]);
  });
});

describe('a result code', () => {
  const committed = { accepted: 0, refused: 1 };

  test.each([
    ['is renumbered', { accepted: 0, refused: 2 }],
    ['is removed', { accepted: 0 }],
    ['takes the number of another', { accepted: 0, refused: 1, late: 1 }],
  ])('is broken when it %s', (_, present) => {
    expect(codeChanges(committed, present)).toMatchObject([{ isGrowth: false }]);
  });

  test('is broken twice when it is renamed: the old name is gone and its number is not free', () => {
    const changes = codeChanges(committed, { accepted: 0, denied: 1 });
    expect(changes.map(({ isGrowth }) => isGrowth)).toEqual([false, false]);
  });

  test('may come', () => {
    expect(codeChanges(committed, { ...committed, late: 2 })).toMatchObject([{ isGrowth: true }]);
  });
});

describe('the refresh', () => {
  const family = (...layouts: Layout[]): Family[] => [{ name: 'sample', title: 'Sample', about: 'A sample.', layouts }];
  const PATH = 'tests/golden/sample.json';
  const EMPTY = { [PATH]: '[]\n', 'tests/golden/result-codes.json': '{}\n' };
  const read = (root: string) => readFileSync(join(root, PATH), 'utf8');
  const refresh = (root: string, layout: Layout) => refreshGoldenFiles(root, goldenFiles(root, family(layout), {}));

  test('writes what grew, and then nothing is left to take over', async () => {
    await withTree(EMPTY, (root) => {
      expect(refresh(root, sample())).toEqual({ isWritten: true });
      expect(JSON.parse(read(root))).toEqual([goldenLayout(sample())]);
      expect(goldenFiles(root, family(sample()), {}).flatMap(({ changes }) => changes)).toEqual([]);
    });
  });

  test('refuses a change that is no growth, and writes no file at all', async () => {
    await withTree(EMPTY, (root) => {
      refresh(root, sample());
      const before = read(root);
      expect(refresh(root, sample({ byteLength: 64 }))).toEqual({ isWritten: false });
      const both = goldenFiles(root, family(sample({ byteLength: 64 })), { accepted: 0 });
      expect(refreshGoldenFiles(root, both)).toEqual({ isWritten: false });
      expect(read(root)).toBe(before);
      expect(readFileSync(join(root, 'tests/golden/result-codes.json'), 'utf8')).toBe('{}\n');
    });
  });

  test('keeps the old version of a layout beside the new one', async () => {
    await withTree(EMPTY, (root) => {
      const next = sample({ version: 2, byteLength: 64 });
      refresh(root, sample());
      expect(refresh(root, next)).toEqual({ isWritten: true });
      expect(JSON.parse(read(root))).toEqual([goldenLayout(sample()), goldenLayout(next)]);
    });
  });
});
