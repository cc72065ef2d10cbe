/**
 * The arithmetic of the core: only what the language fixes to the last bit. That is the four operations, the functions
 * of `Math` listed here, and powers written out in the source whose value a double holds exactly. `Math` may not be
 * passed on or indexed, or the list could be gone around.
 */
import ts from 'typescript';
import type { Finding } from '../tree/finding.ts';
import { isOfCore } from './core-purity.ts';
import { findingAt, isReference, nodesOf, type Rule } from './source.ts';

const EXACT_FUNCTIONS: ReadonlySet<string> = new Set([
  'abs',
  'ceil',
  'clz32',
  'floor',
  'fround',
  'imul',
  'max',
  'min',
  'round',
  'sign',
  'sqrt',
  'trunc',
]);

/** Refuses, in `engine/core` but for its tests, arithmetic whose result may differ between machines. */
export const coreArithmetic: Rule = (source) => {
  if (!isOfCore(source)) return [];
  const findings: Finding[] = [];
  for (const node of nodesOf(source)) {
    const reason = refusedUseOfMath(node) ?? refusedPower(node);
    if (reason !== undefined) findings.push(findingAt(source, node, 'core arithmetic', reason));
  }
  return findings;
};

function refusedUseOfMath(node: ts.Node): string | undefined {
  if (!ts.isIdentifier(node) || node.text !== 'Math' || !isReference(node)) return undefined;
  const parent = node.parent;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node) {
    return 'Math is only written as Math.floor and the like, never passed on, taken apart, renamed or indexed.';
  }
  const name = parent.name.text;
  if (EXACT_FUNCTIONS.has(name)) return undefined;
  const exact = [...EXACT_FUNCTIONS].join(', ');
  return `The language does not fix Math.${name} to the last bit. Use ${exact}, or a committed table.`;
}

function refusedPower(node: ts.Node): string | undefined {
  if (!ts.isBinaryExpression(node)) return undefined;
  const operator = node.operatorToken.kind;
  const isPower = operator === ts.SyntaxKind.AsteriskAsteriskToken;
  if (!isPower && operator !== ts.SyntaxKind.AsteriskAsteriskEqualsToken) return undefined;
  if (isPower && isConstant(node) && isExactPower(node.left, node.right)) return undefined;
  return (
    'The language does not fix ** to the last bit. Multiply or shift; a constant may be a power of two literals ' +
    'when a double holds it exactly and it is declared at the top of the module.'
  );
}

/** Whether the expression is evaluated once, in a `const` at the top of the module. */
function isConstant(node: ts.Node): boolean {
  for (let within: ts.Node = node; !ts.isSourceFile(within); within = within.parent) {
    if (ts.isFunctionLike(within) || ts.isClassLike(within)) return false;
    if (ts.isVariableDeclarationList(within)) return (within.flags & ts.NodeFlags.Const) !== 0;
  }
  return false;
}

function isExactPower(left: ts.Expression, right: ts.Expression): boolean {
  if (ts.isBigIntLiteral(left) && ts.isBigIntLiteral(right)) return true;
  if (!ts.isNumericLiteral(left) || !ts.isNumericLiteral(right)) return false;
  const base = Number(left.text);
  const exponent = Number(right.text);
  if (!Number.isSafeInteger(base) || !Number.isSafeInteger(exponent) || exponent > 1_023) return false;
  const exact = BigInt(base) ** BigInt(exponent);
  return Number.isFinite(Number(exact)) && BigInt(Number(exact)) === exact;
}
