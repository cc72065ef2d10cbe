/** The shape of a module: a header that says what it is, and lengths that a reader can hold. */
import ts from 'typescript';
import type { Finding } from '../tree/finding.ts';
import { LONG_FILES, type LongFile } from './long-files.ts';
import { findingAt, nodesOf, type Rule, type Source } from './source.ts';

const FILE_LINES_MAX = 500;
const FUNCTION_LINES_MAX = 70;
const LINE_COLUMNS_MAX = 120;

/** Refuses a module that does not open with a comment of at least one whole sentence. */
export const fileHeader: Rule = (source) => {
  const opening = source.text.replace(/^#!.*\n/, '').trimStart();
  const comment = /^\/\*\*([\s\S]*?)\*\//
    .exec(opening)?.[1]
    ?.replace(/^\s*\*/gm, '')
    .trim();
  if (comment?.endsWith('.')) return [];
  const message = 'Open the file with a comment /** ... */ of one to five sentences: what it is, assumes and refuses.';
  return [{ path: source.path, line: 1, rule: 'file header', message }];
};

/** Refuses lines that do not fit the width. */
export const lineLength: Rule = (source) => {
  const findings: Finding[] = [];
  for (const [index, line] of source.text.split('\n').entries()) {
    const columns = [...line].length;
    if (columns <= LINE_COLUMNS_MAX) continue;
    const message = `${columns} columns; at most ${LINE_COLUMNS_MAX}. Break the line; a string breaks with +.`;
    findings.push({ path: source.path, line: index + 1, rule: 'line length', message });
  }
  return findings;
};

/**
 * Refuses functions that do not fit a screen. Functions that are declared within one have a length of their own and do
 * not count towards it, so that a factory may hold many. The callback of a `describe` is a heading, not a function.
 */
export const functionLength: Rule = (source) => {
  const findings: Finding[] = [];
  for (const node of nodesOf(source)) {
    if (!ts.isFunctionLike(node) || isDescription(node)) continue;
    const lines = ownLinesOf(source, node);
    if (lines <= FUNCTION_LINES_MAX) continue;
    const message = `${lines} lines; at most ${FUNCTION_LINES_MAX}. Give a part of it a name of its own.`;
    findings.push(findingAt(source, node, 'function length', message));
  }
  return findings;
};

/** Refuses a long file, unless it is listed with a reason; and a listed one that is no longer long. */
export function fileLength(source: Source, longFiles: readonly LongFile[] = LONG_FILES): Finding[] {
  const lines = source.text.trimEnd().split('\n').length;
  const listed = longFiles.find(({ path }) => path === source.path);
  const complain = (message: string) => [{ path: source.path, line: 0, rule: 'file length', message }];
  if (listed === undefined) {
    if (lines <= FILE_LINES_MAX) return [];
    return complain(`${lines} lines; at most ${FILE_LINES_MAX}. Move one idea to a file of its own.`);
  }
  if (lines > listed.linesMax) return complain(`${lines} lines; its exception reaches to ${listed.linesMax}.`);
  if (lines <= FILE_LINES_MAX) return complain('It is no longer long: take it off scripts/tidy/long-files.ts.');
  return [];
}

function isDescription(node: ts.Node): boolean {
  const call = node.parent;
  return ts.isCallExpression(call) && /^describe\b/.test(call.expression.getText());
}

function ownLinesOf(source: Source, node: ts.SignatureDeclaration): number {
  const lineAt = (position: number) => source.tree.getLineAndCharacterOfPosition(position).line;
  let lines = lineAt(node.getEnd()) - lineAt(node.getStart(source.tree)) + 1;
  const body = 'body' in node ? node.body : undefined;
  if (body === undefined || !ts.isBlock(body)) return lines;
  // A declaration takes with it the comment and the empty line above.
  for (const declaration of body.statements.filter(ts.isFunctionDeclaration)) {
    lines -= lineAt(declaration.getEnd()) - lineAt(declaration.getFullStart());
  }
  return lines;
}
