/** The rules that hold in every room: each fires on a small bad module and on no good one. */
import { describe, expect, test } from 'vitest';
import { faultsOf } from '../../scripts/tidy/long-files.ts';
import { machinePaths } from '../../scripts/tidy/machine-paths.ts';
import { resultCodeFaults } from '../../scripts/tidy/result-codes.ts';
import { tidyModule, tidyTree } from '../../scripts/tidy/rule-set.ts';
import { fileLength } from '../../scripts/tidy/shape.ts';
import { sourceOf } from '../../scripts/tidy/source.ts';
import { withTree } from './temporary-tree.ts';

const HEADER = '/** A module made for this test. */\n';

function rulesOn(code: string, path = 'engine/host/sample.ts'): string[] {
  return tidyModule(path, `${HEADER}${code}\n`).map(({ rule }) => rule);
}

describe('forms', () => {
  test.each([
    ['no any', 'export const value = JSON.parse("1") as any;'],
    ['no any', 'export function take(value: any): void {}'],
    ['no any', 'export type Values = readonly any[];'],
    ['no non-null assertion', 'export const first = [1][0]!;'],
    ['no non-null assertion', 'export let late!: number;'],
    ['no chance', 'export const chance = Math.random();'],
    ['no chance', "export const chance = Math['random']();"],
    ['no chance', 'fc.assert(property);'],
    ['no chance', 'fc.assert(property, { numRuns: 9 });'],
    ['no computed import', 'export const load = (name: string) => import(name);'],
    ['no silencing', '// @ts-ignore because\nexport const one: string = 1;'],
    ['no silencing', '// @ts-nocheck\nexport const one = 1;'],
    ['no silencing', '/* @ts-expect-error because */\nexport const one: string = 1;'],
    ['no silencing', '/// <reference types="node" />\nexport const one = 1;'],
  ])('%s: %s', (rule, code) => {
    expect(rulesOn(code)).toContain(rule);
  });

  test.each([
    ['the word any in prose', '// Any of them, as any reader sees.\nexport const one = 1;'],
    ['unknown', 'export function take(value: unknown): unknown {\n  return value;\n}'],
    ['an inequality', 'export const differs = (left: number, right: number) => left !== right;'],
    ['a property with a seed', 'fc.assert(property, { numRuns: 9, seed: 7 });'],
    ['an import of a literal path', "export const load = () => import('./other.ts');"],
  ])('a module may use %s', (_, code) => {
    expect(rulesOn(code)).toEqual([]);
  });

  test('only a fresh seed of a test or a benchmark may be random', () => {
    const seed = 'export const freshSeed = Math.floor(Math.random() * 1_000);';
    const size = 'export const size = Math.floor(Math.random() * 1_000);';
    expect(rulesOn(seed, 'bench/sample.ts')).toEqual([]);
    expect(rulesOn(seed, 'tests/sample.ts')).toEqual([]);
    expect(rulesOn(seed, 'engine/sim/sample.ts')).toEqual(['no chance']);
    expect(rulesOn(size, 'bench/sample.ts')).toEqual(['no chance']);
  });

  test('a test may expect an error of the compiler when it says which', () => {
    const expecting = (reason: string) => `// @ts-expect-error${reason}\nexport const one: string = 1;`;
    expect(rulesOn(expecting(': a number is no text'), 'tests/sample.test.ts')).toEqual([]);
    expect(rulesOn(expecting(''), 'tests/sample.test.ts')).toEqual(['no silencing']);
  });
});

describe('shape', () => {
  const lines = (count: number) => 'void 0;\n'.repeat(count);

  test.each([
    ['no comment', 'export const one = 1;\n'],
    ['a line comment', '// A module.\nexport const one = 1;\n'],
    ['an empty comment', '/** */\nexport const one = 1;\n'],
    ['no whole sentence', '/** the module */\nexport const one = 1;\n'],
    ['a comment further down', 'export const one = 1;\n/** A module. */\n'],
  ])('a file does not open with %s', (_, text) => {
    expect(tidyModule('scripts/sample.ts', text).map(({ rule }) => rule)).toEqual(['file header']);
  });

  test('a file opens with a sentence, behind the line that names its interpreter', () => {
    const text = '#!/usr/bin/env node\n/**\n * A module.\n */\nexport const one = 1;\n';
    expect(tidyModule('scripts/sample.ts', text)).toEqual([]);
  });

  test('a line has at most 120 columns', () => {
    expect(rulesOn(`// ${'x'.repeat(117)}`)).toEqual([]);
    expect(rulesOn(`// ${'x'.repeat(118)}`)).toEqual(['line length']);
  });

  test('a function has at most 70 lines, be it a declaration, a method or an arrow', () => {
    expect(rulesOn(`export function f() {\n${lines(68)}}`)).toEqual([]);
    expect(rulesOn(`export function f() {\n${lines(69)}}`)).toEqual(['function length']);
    expect(rulesOn(`export const f = () => {\n${lines(69)}};`)).toEqual(['function length']);
    expect(rulesOn(`export class C {\n  m() {\n${lines(69)}}\n}`)).toEqual(['function length']);
  });

  test('a function that holds others is as long as what is its own, and each of them is held to the bound', () => {
    const within = (count: number) =>
      `/** One. */\nfunction one() {\n${lines(count)}}\n\nfunction two() {\n${lines(60)}}\n`;
    const factory = (own: number, inner: number) =>
      `export function f() {\n${lines(own)}${within(inner)}return two;\n}`;
    expect(rulesOn(factory(60, 60))).toEqual([]);
    expect(rulesOn(factory(68, 60))).toEqual(['function length']);
    expect(rulesOn(factory(60, 69))).toEqual(['function length']);
  });

  test('the callback of a describe is a heading and may be longer', () => {
    expect(rulesOn(`describe('a', () => {\n${lines(200)}});`)).toEqual([]);
    expect(rulesOn(`test('a', () => {\n${lines(200)}});`)).toEqual(['function length']);
  });

  test('a file has at most 500 lines', () => {
    expect(rulesOn(lines(499))).toEqual([]);
    expect(rulesOn(lines(500))).toEqual(['file length']);
  });

  test('a listed file has a bound of its own, and leaves the list when it is no longer long', () => {
    const listed = [{ path: 'a.ts', linesMax: 600, reason: 'One table that is read from top to bottom.' }];
    const faults = (count: number) => fileLength(sourceOf('a.ts', lines(count)), listed).length;
    expect([faults(500), faults(501), faults(600), faults(601)]).toEqual([1, 0, 0, 1]);
  });

  test('a listed file exists and has a written reason', () => {
    const entry = (reason: string) => [{ path: 'a.ts', linesMax: 600, reason }];
    const reason = 'One table that is read from top to bottom.';
    expect(faultsOf(entry(reason), new Set(['a.ts']))).toEqual([]);
    expect(faultsOf(entry(reason), new Set(['b.ts']))).toHaveLength(1);
    expect(faultsOf(entry('Long.'), new Set(['a.ts']))).toHaveLength(1);
  });
});

describe('machine paths', () => {
  // Put together here, so that this file itself holds none.
  const at = (folder: string) => `/${folder}/someone/file.txt`;

  test.each(['home', 'root', 'Users', 'tmp', 'work', 'mnt'])('no text names a path below %s', (folder) => {
    for (const text of [`'${at(folder)}'`, `(${at(folder)})`, `see ${at(folder)}`]) {
      expect(machinePaths('docs/a.md', `one\n${text}\n`)).toMatchObject([{ line: 2, rule: 'no machine path' }]);
    }
  });

  test('no text names a drive', () => {
    expect(machinePaths('docs/a.md', `C:${'\\'}Users`)).toHaveLength(1);
  });

  test('relative paths, addresses and the usual interpreter are no paths of one machine', () => {
    const text = ['../home/a', 'docs/home/a', 'https://example.org/home/a', '#!/usr/bin/env bash', './tmp/a'].join(
      '\n',
    );
    expect(machinePaths('docs/a.md', text)).toEqual([]);
  });
});

describe('result codes', () => {
  const codes = { accepted: 0, refused: 1 };
  const docs = { accepted: 'The command took effect.', refused: 'The command was refused.' };

  test('a code has a number of its own and a sentence', () => {
    expect(resultCodeFaults(codes, docs)).toEqual([]);
  });

  test.each([
    ['two codes share a number', { accepted: 0, refused: 0 }, docs],
    ['a code is not described', codes, { accepted: docs.accepted }],
    ['a description is no sentence', codes, { ...docs, refused: 'refused' }],
    ['a description is of no code', codes, { ...docs, gone: 'The command is gone.' }],
    ['a code does not fit two bytes', { accepted: 0, refused: 65_536 }, docs],
  ])('it is a fault when %s', (_, badCodes, badDocs) => {
    expect(resultCodeFaults(badCodes, badDocs)).toHaveLength(1);
  });
});

describe('the tree', () => {
  const good = `${HEADER}export const one = 1;\n`;

  test('every file is looked at, and what is installed is none of the tree', async () => {
    const files = {
      'engine/host/a.ts': good,
      'docs/a.md': 'Text.\n',
      'node_modules/a/index.js': 'module.exports = 1;\n',
    };
    expect(await withTree(files, tidyTree)).toEqual({ findings: [], files: 2 });
  });

  test('a script without types is in no room', async () => {
    const { findings } = await withTree({ 'engine/core/a.js': good, 'bench/b.mjs': good }, tidyTree);
    expect(findings.map(({ path, rule }) => `${path}: ${rule}`)).toEqual([
      'bench/b.mjs: no plain script',
      'engine/core/a.js: no plain script',
    ]);
  });
});
