/**
 * One module as the rules of `tidy` see it: its path, its text, its syntax tree and its comments. A rule is a function
 * from a module to findings. Rules read the tree and never match code by its text, so that a word in a string or in a
 * comment is not taken for code.
 */
import ts from 'typescript';
import type { Finding } from '../tree/finding.ts';

export interface Source {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

/** Looks at one module and says what it found. */
export type Rule = (source: Source) => Finding[];

/** Reads `text` as the module at `path`. Text that does not parse is a finding of the compiler, not of a rule. */
export function sourceOf(path: string, text: string): Source {
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2024, true) };
}

/** Whether the module is a test beside the code that it tests, or anywhere else. */
export function isTest(source: Source): boolean {
  return source.path.endsWith('.test.ts');
}

/** Every node of the tree, each before those within it. */
export function* nodesOf(source: Source): Generator<ts.Node> {
  const open: ts.Node[] = [source.tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    const within: ts.Node[] = [];
    ts.forEachChild(node, (child) => {
      within.push(child);
    });
    open.push(...within.reverse());
  }
}

/** A finding at a node, or at a position in the text. */
export function findingAt(source: Source, place: ts.Node | number, rule: string, message: string): Finding {
  const position = typeof place === 'number' ? place : place.getStart(source.tree);
  const line = source.tree.getLineAndCharacterOfPosition(position).line + 1;
  return { path: source.path, line, rule, message };
}

/** Where each comment of the module begins, and its text. */
export function commentsOf(source: Source): { position: number; text: string }[] {
  const starts = new Map<number, string>();
  const remember = (ranges: readonly ts.CommentRange[] | undefined) => {
    for (const { pos, end } of ranges ?? []) starts.set(pos, source.text.slice(pos, end));
  };
  for (const node of [...nodesOf(source), source.tree.endOfFileToken]) {
    remember(ts.getLeadingCommentRanges(source.text, node.getFullStart()));
    remember(ts.getTrailingCommentRanges(source.text, node.getEnd()));
  }
  return [...starts].map(([position, text]) => ({ position, text }));
}

/**
 * Whether an identifier stands for a value, type or declaration of that name, and is not merely the name of a
 * property, as `clock` is in `view.clock` and in `{ clock: 1 }`.
 */
export function isReference(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent) || ts.isMetaProperty(parent)) return parent.name !== node;
  if (ts.isQualifiedName(parent)) return parent.right !== node;
  if (ts.isBindingElement(parent) || ts.isImportSpecifier(parent)) return parent.propertyName !== node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  const isMember = ts.isPropertyAssignment(parent) || ts.isClassElement(parent) || ts.isTypeElement(parent);
  return !(isMember && parent.name === node);
}

/** The name that an access `a.b` or `a['b']` asks for; undefined when it is computed or when this is no access. */
export function accessedName(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return node.argumentExpression.text;
  }
  return undefined;
}
