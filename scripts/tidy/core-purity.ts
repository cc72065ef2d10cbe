/**
 * What a module of the core may not name, because its result is not the same on every machine and at every time:
 * clocks, timers, the world outside, text that depends on a locale, collection of garbage, and code made from text.
 * Tests beside the core are free of this. Arithmetic has a module of its own.
 */
import ts from 'typescript';
import type { Finding } from '../tree/finding.ts';
import { accessedName, findingAt, isReference, isTest, nodesOf, type Rule, type Source } from './source.ts';

const CLOCK = 'The core never asks for the time: take it from the head of the log entry.';
const TIMER = 'The core does not wait: let the host send a command when it is time.';
const WORLD = 'The core reads nothing but the log entry: pass what it needs in a command.';
const GARBAGE = 'When memory is collected differs from run to run: keep a table with a capacity.';
const CODE = 'Code made from text cannot be checked: write the function.';
const LOCALE = 'The result depends on the locale or on the version of its tables: compare numbers or bytes.';
const SHARED = 'Memory that another thread can change is an input outside the log: the host copies in and out.';

/** Names that the core may not use, and what to do instead. */
const REFUSED_NAMES: ReadonlyMap<string, string> = new Map([
  ['Date', CLOCK],
  ['Temporal', CLOCK],
  ['performance', CLOCK],
  ['setTimeout', TIMER],
  ['setInterval', TIMER],
  ['setImmediate', TIMER],
  ['clearTimeout', TIMER],
  ['clearInterval', TIMER],
  ['clearImmediate', TIMER],
  ['queueMicrotask', TIMER],
  ['globalThis', WORLD],
  ['global', WORLD],
  ['process', WORLD],
  ['crypto', WORLD],
  ['require', WORLD],
  ['Intl', LOCALE],
  ['WeakRef', GARBAGE],
  ['FinalizationRegistry', GARBAGE],
  ['eval', CODE],
  ['Function', CODE],
  ['Atomics', SHARED],
  ['SharedArrayBuffer', SHARED],
]);

const REFUSED_MEMBERS: ReadonlyMap<string, string> = new Map([
  ['localeCompare', LOCALE],
  ['normalize', LOCALE],
  ['constructor', `${CODE} The constructor of a function makes one from text.`],
]);

/** Refuses, in `engine/core` but for its tests, whatever is not a function of the log alone. */
export const corePurity: Rule = (source) => {
  if (!isOfCore(source)) return [];
  const findings: Finding[] = [];
  for (const node of nodesOf(source)) {
    const reason = refusedName(node) ?? refusedMember(node) ?? refusedForm(node);
    if (reason !== undefined) findings.push(findingAt(source, node, 'core purity', reason));
  }
  return findings;
};

/** Whether the rules of the core bind this module: it lies in the core and is no test. */
export function isOfCore(source: Source): boolean {
  return source.path.startsWith('engine/core/') && !isTest(source);
}

function refusedName(node: ts.Node): string | undefined {
  if (!ts.isIdentifier(node) || !isReference(node)) return undefined;
  const reason = REFUSED_NAMES.get(node.text);
  return reason === undefined ? undefined : `The core does not use ${node.text}. ${reason}`;
}

function refusedMember(node: ts.Node): string | undefined {
  const name = accessedName(node);
  if (name === undefined) return undefined;
  const reason = name.startsWith('toLocale') ? LOCALE : REFUSED_MEMBERS.get(name);
  return reason === undefined ? undefined : `The core does not use .${name}. ${reason}`;
}

function refusedForm(node: ts.Node): string | undefined {
  if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
    return `The core does not use import.meta. ${WORLD}`;
  }
  if (node.kind === ts.SyntaxKind.ImportKeyword && ts.isCallExpression(node.parent)) {
    return 'The core does not import while it runs. Import at the head of the file.';
  }
  if (ts.canHaveModifiers(node) && isAmbient(node) && !isUniqueSymbol(node)) {
    return 'The core does not declare what others define: the compiler could no longer refuse it. Import it instead.';
  }
  return undefined;
}

function isAmbient(node: ts.HasModifiers): boolean {
  const isStatement = ts.isStatement(node);
  return isStatement && (node.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
}

/** `declare const unit: unique symbol`, which types of units are made with and which exists in no program. */
function isUniqueSymbol(node: ts.Node): boolean {
  if (!ts.isVariableStatement(node)) return false;
  return node.declarationList.declarations.every(
    ({ type }) => type !== undefined && ts.isTypeOperatorNode(type) && type.operator === ts.SyntaxKind.UniqueKeyword,
  );
}
