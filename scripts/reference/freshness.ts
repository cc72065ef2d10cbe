/** Compares the reference pages on disk with the source that they are made from. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding } from '../tree/finding.ts';
import { filesBelow } from '../tree/repository.ts';

const FIX = 'Run: npm run reference';

/** Pages that are missing, stale, or no longer made from anything. */
export function stalePages(root: string, pages: ReadonlyMap<string, string>): Finding[] {
  const findings: Finding[] = [];
  const complain = (path: string, what: string) =>
    findings.push({ path, line: 0, rule: 'reference', message: `${what} ${FIX}` });
  for (const [path, text] of pages) {
    const file = join(root, path);
    if (!existsSync(file)) complain(path, 'The page is missing.');
    else if (readFileSync(file, 'utf8') !== text) complain(path, 'The page is not what the source says.');
  }
  for (const path of filesBelow(root).filter((candidate) => candidate.startsWith('docs/reference/'))) {
    if (pages.has(path)) continue;
    const message = 'Nothing generates this page: remove it, or move it to another folder of docs.';
    findings.push({ path, line: 0, rule: 'reference', message });
  }
  return findings;
}

/** Writes every page. */
export function writePages(root: string, pages: ReadonlyMap<string, string>): void {
  for (const [path, text] of pages) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
