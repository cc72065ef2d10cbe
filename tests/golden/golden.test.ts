/**
 * Holds every layout and every result code to its committed form: the bytes that old logs and clients hold. A failure
 * here is a change of the wire; `npm run golden` takes over growth, and anything else needs a new version.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { decode, ResultCode } from '@intelligent-ledger/engine/core';
import { describe, expect, test } from 'vitest';
import { FAMILIES } from '../../scripts/golden/families.ts';
import { goldenFiles } from '../../scripts/golden/files.ts';
import { type GoldenLayout, goldenLayout, hexOf } from '../../scripts/golden/form.ts';
import { ROOT } from '../../scripts/tree/repository.ts';

function committed(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'));
}

describe.each(FAMILIES)('$name', ({ name, layouts }) => {
  const golden = committed(name) as readonly GoldenLayout[];

  test.each(layouts)('$name lies in its bytes as committed', (layout) => {
    const form = golden.find((candidate) => candidate.name === layout.name && candidate.version === layout.version);
    expect(goldenLayout(layout)).toEqual(form);
  });

  test.each(layouts)('the sample of $name is encoded and decoded as committed', (layout) => {
    const form = golden.find((candidate) => candidate.name === layout.name && candidate.version === layout.version);
    expect(hexOf(layout, form?.sample.values ?? {})).toBe(form?.sample.hex);
    expect(decode(layout, Buffer.from(form?.sample.hex ?? '', 'hex'))).toEqual(form?.sample.values);
  });

  test.each(layouts)('the sample of $name gives every field a value of its own that is not zero', (layout) => {
    const { values } = goldenLayout(layout).sample;
    const own = layout.fields.filter(({ name: field }) => field !== 'kind' && field !== 'version');
    const seen = own.map((field) => values[field.name]);
    expect(new Set([...seen, 0, layout.number, layout.version]).size).toBe(
      seen.length + new Set([0, layout.number, layout.version]).size,
    );
  });
});

test('every result code has its committed number', () => {
  expect(ResultCode).toEqual(committed('result-codes'));
});

test('the golden files are these and no others, and nothing waits to be taken over', () => {
  const names = [...FAMILIES.map(({ name }) => `${name}.json`), 'result-codes.json'].sort();
  expect(readdirSync(new URL('.', import.meta.url)).filter((name) => name.endsWith('.json')).sort()).toEqual(names);
  expect(goldenFiles(ROOT).flatMap(({ changes }) => changes)).toEqual([]);
});
