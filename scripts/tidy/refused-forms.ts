/**
 * Forms that no room uses: types that switch the compiler off, comments that do so, chance without a seed, and imports
 * whose target is computed, which the doors cannot see.
 */
import ts from 'typescript';
import type { Finding } from '../tree/finding.ts';
import { isOfCore } from './core-purity.ts';
import { accessedName, commentsOf, findingAt, isTest, nodesOf, type Rule, type Source } from './source.ts';

/** What of fast-check takes a seed. */
const SEEDED = new Set(['assert', 'check', 'sample', 'statistics']);

/** Refuses `any`, non-null assertions, unseeded chance and imports of a computed name. */
export const refusedForms: Rule = (source) => {
  const findings: Finding[] = [];
  for (const node of nodesOf(source)) {
    for (const [rule, message] of refusals(source, node)) findings.push(findingAt(source, node, rule, message));
  }
  return findings;
};

/** Refuses comments that silence the compiler, and references to types from the outside. */
export const silencingComments: Rule = (source) => {
  const findings: Finding[] = [];
  for (const { position, text } of commentsOf(source)) {
    const message = silenced(source, text);
    if (message !== undefined) findings.push(findingAt(source, position, 'no silencing', message));
  }
  return findings;
};

function* refusals(source: Source, node: ts.Node): Generator<[rule: string, message: string]> {
  if (node.kind === ts.SyntaxKind.AnyKeyword) {
    yield ['no any', 'Write the type, or `unknown` and narrow it.'];
  }
  if (ts.isNonNullExpression(node) || isDefinitelyAssigned(node)) {
    yield ['no non-null assertion', 'Handle the missing case, assert it, or write `as T` with the reason beside it.'];
  }
  if (isChance(node) && !isOfCore(source) && !isSeed(source, node)) {
    yield ['no chance', 'Take a seeded generator, so that a run can be repeated. Only a fresh seed may be random.'];
  }
  if (isUnseededProperty(node)) {
    yield ['no chance', 'Give the property a seed, so that a run can be repeated: `fc.assert(property, { seed: 1 })`.'];
  }
  if (isComputedImport(node)) {
    yield ['no computed import', 'Import a literal path, so that the doors can see it.'];
  }
}

function isDefinitelyAssigned(node: ts.Node): boolean {
  const canBe = ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node);
  return canBe && node.exclamationToken !== undefined;
}

function isChance(node: ts.Node): boolean {
  if (accessedName(node) !== 'random') return false;
  const target = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) ? node.expression : node;
  return ts.isIdentifier(target) && target.text === 'Math';
}

/** Whether a node of a test or a benchmark makes the value of a variable that is named a seed. */
function isSeed(source: Source, node: ts.Node): boolean {
  if (!/^(tests|bench)\//.test(source.path)) return false;
  for (let within: ts.Node = node; !ts.isSourceFile(within); within = within.parent) {
    if (ts.isVariableDeclaration(within)) return /seed$/i.test(within.name.getText(source.tree));
  }
  return false;
}

/** Whether a node lets fast-check choose where it looks. */
function isUnseededProperty(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { expression, name } = node.expression;
  if (!ts.isIdentifier(expression) || expression.text !== 'fc' || !SEEDED.has(name.text)) return false;
  const options = node.arguments[1];
  if (options === undefined || !ts.isObjectLiteralExpression(options)) return true;
  return !options.properties.some((property) => property.name?.getText() === 'seed');
}

function isComputedImport(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return false;
  const [target] = node.arguments;
  return target === undefined || !ts.isStringLiteralLike(target);
}

function silenced(source: Source, comment: string): string | undefined {
  if (/^\/\/\/\s*<reference/.test(comment)) return 'Name types and libraries in tsconfig.json.';
  if (/^\/[/*]\s*@ts-(ignore|nocheck)/.test(comment)) return 'Correct the types; the compiler is not switched off.';
  if (!/^\/[/*]\s*@ts-expect-error/.test(comment)) return undefined;
  if (!isTest(source)) return 'Correct the types; only a test may expect an error of the compiler.';
  const hasReason = /@ts-expect-error\W+\w+/.test(comment);
  return hasReason ? undefined : 'Say behind @ts-expect-error what the compiler is expected to refuse.';
}
