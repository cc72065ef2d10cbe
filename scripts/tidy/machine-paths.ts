/**
 * Paths that exist on one machine only. They are looked for in the text of every kind of file, in strings and comments
 * too, since a path in prose misleads as much as one in code.
 */
import type { Finding } from '../tree/finding.ts';

const FOLDERS = ['home', 'root', 'Users', 'work', 'tmp', 'mnt', 'opt', 'private', 'workspace', 'workspaces'];

/** A slash that begins a path and not a part of one, then one of the folders; or a drive letter. */
const MACHINE_PATH = new RegExp(`(?<![\\w.~@/*}$)-])/(?:${FOLDERS.join('|')})/|(?<!\\w)[A-Z]:\\\\\\w`, 'g');

/** Every path in `text` that begins at the root of a machine. */
export function machinePaths(path: string, text: string): Finding[] {
  return [...text.matchAll(MACHINE_PATH)].map((match) => ({
    path,
    line: text.slice(0, match.index).split('\n').length,
    rule: 'no machine path',
    message: `${match[0]} is a path of one machine. Write it relative to the repository, or use os.tmpdir().`,
  }));
}
