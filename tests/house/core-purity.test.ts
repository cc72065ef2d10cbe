/** The rules that keep the core a function of its log: each fires on a small bad module and on no good one. */
import { describe, expect, test } from 'vitest';
import { tidyModule } from '../../scripts/tidy/rule-set.ts';

const HEADER = '/** A module made for this test. */\n';

/** The rules that fire on a module of the core with this code. */
function rulesOn(code: string, path = 'engine/core/sample.ts'): string[] {
  return tidyModule(path, `${HEADER}${code}\n`).map(({ rule }) => rule);
}

describe('core purity', () => {
  test.each([
    ['the clock', 'export const now = Date.now();'],
    ['the clock as a type', 'export type When = Date;'],
    ['the clock as a shorthand property', 'export const clocks = { Date };'],
    ['the monotonic clock', 'export const now = performance.now();'],
    ['a timer', 'setTimeout(() => undefined, 1);'],
    ['a microtask', 'queueMicrotask(() => undefined);'],
    ['the global object', "export const now = globalThis['Da' + 'te'];"],
    ['the process', 'export const name = process.platform;'],
    ['formatting by locale', 'export const text = new Intl.NumberFormat();'],
    ['a number written by locale', 'export const text = (1).toLocaleString();'],
    ['a member that is looked up by a string', "export const text = (1)['toLocaleString']();"],
    ['comparison by locale', "export const order = 'a'.localeCompare('b');"],
    ['chance', 'export const chance = crypto.getRandomValues(new Uint8Array(1));'],
    ['a weak reference', 'export const held = new WeakRef({});'],
    ['a finalizer', 'export const held = new FinalizationRegistry(() => undefined);'],
    ['eval', "export const one = eval('1');"],
    ['a function made from text', "export const one = new Function('return 1');"],
    ['the constructor of a function', "export const one = (() => 1).constructor('return 1');"],
    ['memory shared between threads', 'export const memory = new SharedArrayBuffer(8);'],
    ['the place of the module', 'export const place = import.meta.url;'],
    ['an import that runs', "export const bug = import('./bug.ts');"],
    ['an ambient declaration', 'declare const clock: { now(): number };'],
    ['an ambient function', 'declare function fetch(): number;'],
  ])('the core does not use %s', (_, code) => {
    expect(rulesOn(code)).toContain('core purity');
  });

  test.each([
    ['a property that is called like the clock', 'export const view = { Date: 1 }.Date;'],
    ['a field of a type', 'export interface View {\n  readonly performance: number;\n}'],
    ['the word in a string', "export const word = 'Date';"],
    ['the word in a comment', '// Date is not used here.\nexport const one = 1;'],
    ['a unit of a type', 'declare const unit: unique symbol;\nexport type Ticks = number & { readonly [unit]: 1 };'],
    ['a constructor of its own', 'export class Book {\n  constructor(readonly size = 1) {}\n}'],
  ])('the core may use %s', (_, code) => {
    expect(rulesOn(code)).toEqual([]);
  });

  test('tests beside the core, and other rooms, may use a clock', () => {
    expect(rulesOn('export const now = Date.now();', 'engine/core/sample.test.ts')).toEqual([]);
    expect(rulesOn('export const now = Date.now();', 'engine/host/sample.ts')).toEqual([]);
  });
});

describe('core arithmetic', () => {
  const REFUSED = ['sin', 'pow', 'exp', 'log', 'log2', 'cbrt', 'hypot', 'atan2', 'expm1', 'random', 'PI', 'sumPrecise'];
  const EXACT = ['abs', 'ceil', 'clz32', 'floor', 'fround', 'imul', 'max', 'min', 'round', 'sign', 'sqrt', 'trunc'];

  test.each(REFUSED)('the core does not use Math.%s', (name) => {
    expect(rulesOn(`export const value = Math.${name};`)).toEqual(['core arithmetic']);
  });

  test.each(EXACT)('the core may use Math.%s', (name) => {
    expect(rulesOn(`export const value = Math.${name}(4);`)).toEqual([]);
  });

  test.each([
    ['under another name', 'const M = Math;\nexport const value = M;'],
    ['taken apart', 'const { sin } = Math;\nexport const value = sin(1);'],
    ['indexed by a literal', "export const value = Math['sin'](1);"],
    ['indexed by a computed name', "export const value = Math['s' + 'in'];"],
    ['passed on', 'export const value = Reflect.get(Math, 1);'],
    ['spread', 'export const value = { ...Math };'],
    ['behind parentheses', 'export const value = (Math).sin(1);'],
  ])('the core does not use Math %s', (_, code) => {
    expect(rulesOn(code)).toEqual(['core arithmetic']);
  });

  test.each([
    ['of a variable', 'export function square(value: number) {\n  return value ** 2;\n}'],
    ['in place', 'export function square(value: number) {\n  value **= 2;\n  return value;\n}'],
    ['of literals in a function', 'export function big() {\n  return 2 ** 40;\n}'],
    ['that no double holds', 'export const BIG = 3 ** 40;'],
    ['with a fraction', 'export const ROOT = 2 ** 0.5;'],
    ['with a negative exponent', 'export const PART = 10 ** -3;'],
    ['in a variable', 'export let big = 2 ** 40;'],
  ])('the core does not use a power %s', (_, code) => {
    expect(rulesOn(code)).toEqual(['core arithmetic']);
  });

  test.each([
    ['that a double holds', 'export const BIG = 2 ** 53;'],
    ['within an expression', 'export const BIG = 2 ** 53 + 16;'],
    ['of big integers', 'export const BIG = 2n ** 106n;'],
  ])('the core may declare a constant power %s', (_, code) => {
    expect(rulesOn(code)).toEqual([]);
  });
});
