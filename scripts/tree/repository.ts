/**
 * The files of the repository as they lie on disk, whether committed or not. What is installed, built or cached is no
 * part of it. Paths are relative to the root and written with forward slashes.
 */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of this repository. */
export const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));

const SKIPPED_FOLDERS = new Set(['node_modules', '.git', '.cache', 'coverage', 'target', 'dist']);

/** Every file below `root`, in the order of their paths. */
export function filesBelow(root: string): string[] {
  return within(root, '').sort();
}

/** Whether a path is that of a module of TypeScript. */
export function isTypeScript(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path);
}

function within(root: string, folder: string): string[] {
  const paths: string[] = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!SKIPPED_FOLDERS.has(entry.name)) paths.push(...within(root, path));
    } else if (entry.isFile()) paths.push(path);
  }
  return paths;
}
