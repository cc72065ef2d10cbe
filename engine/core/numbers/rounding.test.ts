/** The table of roundings against the sources of the core: none is missing from it, and none in it is gone. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OTHER_ROUNDINGS, ROUNDINGS } from './rounding.ts';

const ROOT = join(import.meta.dirname, '../../..');

const ROUNDING_CALL = /\b(?:mulDivFloor|mulDivCeil|divCeil|Math\s*\.\s*(?:floor|ceil|trunc|round|fround))\s*\(/g;
/** A quotient cut to 32 bits rounds as well; the formatter puts parentheses around it. */
const CUT = /\) (?:\| 0|>>>? \d+)|~~/g;

/** They are what everybody else rounds with, and the table itself. */
const HELPERS = ['wide', 'rounding', 'two-limb', 'units', 'sha256'].map((name) => `engine/core/numbers/${name}.ts`);

/** The text of every rounding in a source, comments left out and as if each call stood on one line. */
function roundingsIn(source: string): string[] {
  const code = source
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')
    .replace(/\s+/g, ' ')
    .replace(/\( /g, '(')
    .replace(/,? \)/g, ')');
  const calls = [...code.matchAll(ROUNDING_CALL)].map((match) => code.slice(match.index, endOfCall(code, match.index)));
  const cuts = [...code.matchAll(CUT)].map((match) => {
    return code.slice(startOfParentheses(code, match.index), match.index + match[0].length);
  });
  return [...calls, ...cuts.filter((cut) => cut === '~~' || cut.includes(' / '))];
}

/** Just after the parenthesis that closes the call starting at `start`. */
function endOfCall(code: string, start: number): number {
  let depth = 0;
  for (let at = code.indexOf('(', start); at < code.length; at += 1) {
    if (code[at] === '(') depth += 1;
    if (code[at] === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return code.length;
}

/** Where the parenthesis opens that closes at `end`; `end` itself when none closes there. */
function startOfParentheses(code: string, end: number): number {
  let depth = 0;
  for (let at = end; at >= 0; at -= 1) {
    if (code[at] === ')') depth += 1;
    if (code[at] === '(') depth -= 1;
    if (depth === 0) return at;
  }
  return 0;
}

function roundingsInCore(): string[] {
  const files = globSync('engine/core/**/*.ts', { cwd: ROOT })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !HELPERS.includes(file) && !file.endsWith('.test.ts'));
  expect(files.length).toBeGreaterThan(15);
  return files.flatMap((file) => roundingsIn(readFileSync(join(ROOT, file), 'utf8')).map((call) => `${file}: ${call}`));
}

const rowsThatRound = ROUNDINGS.filter(({ direction }) => direction === 'down' || direction === 'up');
const listed = [
  ...rowsThatRound.map(({ where, formula }) => `${where}: ${formula}`),
  ...OTHER_ROUNDINGS.map(({ where, call }) => `${where}: ${call}`),
];

test('every rounding in the sources of the core is listed', () => {
  expect(roundingsInCore().filter((rounding) => !listed.includes(rounding))).toEqual([]);
});

test('every rounding that is listed is in the sources, and listed once', () => {
  const found = roundingsInCore();
  expect(listed.filter((rounding) => !found.includes(rounding))).toEqual([]);
  expect(new Set(listed).size).toBe(listed.length);
});

test('money is rounded by the wide helpers alone, and each rounding names who gets the dust', () => {
  for (const { formula, direction, dust } of rowsThatRound) {
    expect(formula).toMatch(direction === 'down' ? /^mulDivFloor\(/ : /^(mulDivCeil|divCeil)\(/);
    expect(['', 'none']).not.toContain(dust);
  }
  for (const { call } of OTHER_ROUNDINGS) expect(call).not.toMatch(/mulDiv/);
});

test('every row says what, how, with what dust and in which file', () => {
  for (const { quantity, formula, dust, where } of ROUNDINGS) {
    expect([quantity, formula, dust].every((text) => text.length > 0)).toBe(true);
    expect(existsSync(join(ROOT, where)), where).toBe(true);
  }
  for (const { reason } of OTHER_ROUNDINGS) expect(reason).toMatch(/^[A-Z].*\.$/);
});

test('the search for roundings sees calls over several lines and nested ones, and no comments', () => {
  const source = `
    /** Math.floor(a) is not a call here. */
    const fee = mulDivCeil(
      value, // Math.round(value)
      rate(market),
      1e8,
    ) + Math.trunc(1);
    const half = (value / (2)) | 0; const sixth = (value / 3) >>> 1; const same = ~~value; const none = (value * 3) | 0;
    export { mulDivFloor } from './wide.ts';
    const largest = Math.max(Math.ceil(first), second);
  `;
  expect(roundingsIn(source)).toEqual([
    'mulDivCeil(value, rate(market), 1e8)',
    'Math.trunc(1)',
    'Math.ceil(first)',
    '(value / (2)) | 0',
    '(value / 3) >>> 1',
    '~~',
  ]);
});
