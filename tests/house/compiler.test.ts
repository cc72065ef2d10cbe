/** What the compiler itself knows in each room: in the core, neither the process nor a timer nor a console. */

import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/tree/repository.ts';
import { compileRooms } from '../../scripts/types/compilation.ts';
import { withTree } from './temporary-tree.ts';

/** The faults of one module with this code in a room, under the room's own configuration. */
function faultsIn(room: string, code: string): Promise<readonly string[]> {
  const configuration = readFileSync(join(ROOT, room, 'tsconfig.json'), 'utf8');
  const files = {
    'package.json': '{ "type": "module" }\n',
    'tsconfig.base.json': readFileSync(join(ROOT, 'tsconfig.base.json'), 'utf8'),
    [`${room}/tsconfig.json`]: configuration,
    [`${room}/sample.ts`]: `${code}\n`,
  };
  return withTree(files, (root) => {
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
    return compileRooms(root).findings.map(({ message }) => message);
  });
}

test.each(['process', 'setTimeout', 'console', 'performance', 'require', 'Buffer', 'fetch'])(
  'in the core the compiler does not know %s',
  async (name) => {
    expect(await faultsIn('engine/core', `export const value = ${name};`)).toEqual([
      expect.stringContaining(`Cannot find name '${name}'`),
    ]);
  },
);

test('in the host the compiler knows the process', async () => {
  expect(await faultsIn('engine/host', 'export const value = process.pid;')).toEqual([]);
});

test('a module that no room includes is a finding', async () => {
  const { findings } = await withTree({ 'elsewhere/a.ts': 'export const one = 1;\n' }, compileRooms);
  expect(findings).toMatchObject([{ path: 'elsewhere/a.ts', rule: 'types' }]);
});
