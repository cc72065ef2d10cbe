/**
 * A Node of another major version than the one that runs this, from the same package that brings the
 * scripts' own: installed once into a cache below node_modules, never into the project itself.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
/** The last lines of Node 22 and 26; whichever is another major than this one is taken. */
const VERSIONS = ['22.23.3', '26.10.0'];

export interface OtherNode {
  readonly version: string;
  readonly path: string;
}

/** The other Node, or a sentence that says why there is none here. */
export function otherNode(): OtherNode | string {
  if (process.platform !== 'linux') return 'other versions of Node come as packages for Linux alone';
  const version = VERSIONS.find((candidate) => candidate.split('.')[0] !== process.versions.node.split('.')[0]);
  if (version === undefined) return 'no other version is known';
  const name = `node-linux-${process.arch}`;
  const home = join(ROOT, 'node_modules', '.cache', 'nodes', version);
  const path = join(home, 'node_modules', name, 'bin', 'node');
  if (!existsSync(path)) {
    mkdirSync(home, { recursive: true });
    const options = ['install', '--prefix', home, '--no-save', '--no-audit', '--no-fund', `${name}@${version}`];
    const { status, stderr } = spawnSync('npm', options, { encoding: 'utf8' });
    if (status !== 0) return `npm could not install ${name}@${version}: ${stderr.trim().split('\n').at(-1)}`;
  }
  return { version, path };
}
