/** All the rules of `tidy`, applied to one file or to a whole tree. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RESULT_CODE_DOCS, ResultCode } from '@intelligent-ledger/engine/core';
import type { Finding } from '../tree/finding.ts';
import { filesBelow, isTypeScript } from '../tree/repository.ts';
import { coreArithmetic } from './core-arithmetic.ts';
import { corePurity } from './core-purity.ts';
import { faultsOf, LONG_FILES } from './long-files.ts';
import { machinePaths } from './machine-paths.ts';
import { refusedForms, silencingComments } from './refused-forms.ts';
import { resultCodeFaults } from './result-codes.ts';
import { fileHeader, fileLength, functionLength, lineLength } from './shape.ts';
import { type Rule, sourceOf } from './source.ts';

const RULES: readonly Rule[] = [
  fileHeader,
  corePurity,
  coreArithmetic,
  refusedForms,
  silencingComments,
  lineLength,
  functionLength,
  (source) => fileLength(source),
];

const TEXT = /\.(ts|cjs|mjs|js|json|md|toml|yml|yaml|sh|rs)$|(^|\/)(run|\.editorconfig|\.gitignore)$/;
/** The one tool that reads no TypeScript. */
const PLAIN_SCRIPT = '.dependency-cruiser.cjs';
/** Written by others or by a tool. */
const FOREIGN = new Set(['package-lock.json', 'LICENSE']);

/** What the rules find in one module. */
export function tidyModule(path: string, text: string): Finding[] {
  const source = sourceOf(path, text);
  return RULES.flatMap((rule) => rule(source));
}

/** What the rules find in every file below `root`, and how many files that were. */
export function tidyTree(root: string): { findings: Finding[]; files: number } {
  const paths = filesBelow(root).filter((path) => TEXT.test(path) && !FOREIGN.has(path));
  const findings: Finding[] = [];
  for (const path of paths) {
    const text = readFileSync(join(root, path), 'utf8');
    if (isTypeScript(path)) findings.push(...tidyModule(path, text));
    else if (/\.[cm]?jsx?$/.test(path) && path !== PLAIN_SCRIPT) findings.push(plainScript(path));
    findings.push(...machinePaths(path, text));
  }
  return { findings, files: paths.length };
}

/** What is wrong with the tables that the rules of the house rest on. */
export function tidyTables(root: string): Finding[] {
  const path = 'scripts/tidy/long-files.ts';
  const faults = faultsOf(LONG_FILES, new Set(filesBelow(root)));
  return [
    ...resultCodeFaults(ResultCode, RESULT_CODE_DOCS),
    ...faults.map((message) => ({ path, line: 0, rule: 'long files', message })),
  ];
}

/** Neither the compiler nor the rules look into a script without types, so that everything could be in it. */
function plainScript(path: string): Finding {
  return { path, line: 0, rule: 'no plain script', message: 'Write it in TypeScript: nothing checks a plain script.' };
}
