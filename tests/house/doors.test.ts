/** The doors between the rooms, held to small trees: what they refuse, what they allow, and a checker gone blind. */
import { describe, expect, test } from 'vitest';
import { inspectDoors, unseen } from '../../scripts/doors/inspection.ts';
import { ROOT } from '../../scripts/tree/repository.ts';
import { withTree } from './temporary-tree.ts';

/** The rules that a tree breaks, with the module that breaks each. Each file holds one import, and exports a number. */
async function brokenBy(imports: Readonly<Record<string, string>>): Promise<string[]> {
  const files: Record<string, string> = {
    'package.json': '{ "name": "sample", "type": "module" }\n',
    'engine/core/index.ts': 'export const one = 1;\n',
    'engine/core/schema/layout.ts': 'export const one = 1;\n',
    'engine/core/book/book.ts': 'export const one = 1;\n',
    'engine/host/index.ts': 'export const one = 1;\n',
    'engine/host/client-port.ts': 'export const one = 1;\n',
    'engine/sim/index.ts': 'export const one = 1;\n',
    'api/client/index.ts': 'export const one = 1;\n',
    'api/server/index.ts': 'export const one = 1;\n',
    'tests/index.ts': 'export const one = 1;\n',
    'tests/a.test.ts': 'export const one = 1;\n',
  };
  for (const [path, target] of Object.entries(imports)) {
    files[path] = `import * as other from '${target}';\nexport const two = other;\n`;
  }
  const { findings } = await withTree(files, inspectDoors);
  return findings.map(({ path, rule }) => `${path}: ${rule}`);
}

describe('doors', () => {
  test.each([
    ['engine/core/a.ts', '../host/index.ts', 'doors of engine/core'],
    ['engine/core/a.ts', 'node:fs', 'doors of engine/core'],
    ['engine/core/a.test.ts', '../sim/index.ts', 'doors of the tests in engine/core'],
    ['engine/host/a.ts', '../sim/index.ts', 'doors of engine/host'],
    ['engine/host/a.ts', '../../api/server/index.ts', 'doors of engine/host'],
    ['engine/sim/a.ts', '../../tests/index.ts', 'doors of engine/sim'],
    ['engine/sim/a.ts', 'node:fs', 'doors of engine/sim'],
    ['settlement/a.ts', '../engine/core/book/book.ts', 'doors of settlement'],
    ['settlement/a.ts', '../engine/host/index.ts', 'doors of settlement'],
    ['api/server/a.ts', '../../engine/host/index.ts', 'doors of api/server'],
    ['api/client/a.ts', '../../engine/core/index.ts', 'doors of api/client'],
    ['api/client/a.ts', 'node:fs', 'doors of api/client'],
    ['agents/a.ts', '../engine/core/index.ts', 'doors of agents'],
    ['agents/a.ts', '../api/server/index.ts', 'doors of agents'],
    ['web/a.ts', '../engine/core/index.ts', 'doors of web'],
    ['programs/a.ts', '../engine/core/index.ts', 'doors of programs'],
    ['scripts/a.ts', '../engine/host/session/session.ts', 'doors of scripts'],
    ['engine/other/a.ts', '../core/index.ts', 'no module outside the rooms'],
    ['tests/a.ts', './a.test.ts', 'no imports of tests'],
    ['tests/a.ts', './missing.ts', 'no dead ends'],
  ])('%s does not import %s', async (path, target, rule) => {
    expect(await brokenBy({ [path]: target })).toContain(`${path}: ${rule}`);
  });

  test.each([
    ['engine/core/a.ts', './book/book.ts'],
    ['engine/core/a.test.ts', 'node:fs'],
    ['engine/host/a.ts', '../core/index.ts'],
    ['engine/host/a.ts', 'node:fs'],
    ['engine/sim/a.ts', '../host/index.ts'],
    ['engine/sim/a.test.ts', 'node:fs'],
    ['settlement/a.ts', '../engine/core/schema/layout.ts'],
    ['api/server/a.ts', '../../engine/host/client-port.ts'],
    ['api/server/a.ts', '../client/index.ts'],
    ['agents/a.ts', '../api/client/index.ts'],
    ['web/a.ts', '../api/client/index.ts'],
    ['tests/a.ts', '../engine/sim/index.ts'],
    ['bench/a.ts', '../engine/core/book/book.ts'],
    ['scripts/a.ts', '../engine/core/book/book.ts'],
    ['scripts/a.ts', '../engine/host/index.ts'],
  ])('%s may import %s', async (path, target) => {
    expect(await brokenBy({ [path]: target })).toEqual([]);
  });

  test('an import of a type goes through a door like any other', async () => {
    const files = {
      'engine/host/index.ts': 'export type One = 1;\n',
      'engine/core/a.ts': "import type { One } from '../host/index.ts';\nexport const one: One = 1;\n",
    };
    expect((await withTree(files, inspectDoors)).findings).toMatchObject([{ rule: 'doors of engine/core' }]);
  });

  test('there are no circles, not even of three or of types', async () => {
    expect(await brokenBy({ 'bench/a.ts': './b.ts', 'bench/b.ts': './c.ts', 'bench/c.ts': './a.ts' })).toContain(
      'bench/a.ts: no circles',
    );
    const files = {
      'bench/a.ts': "import type { B } from './b.ts';\nexport type A = B | 1;\n",
      'bench/b.ts': "import type { A } from './a.ts';\nexport type B = A | 2;\n",
    };
    const { findings } = await withTree(files, inspectDoors);
    expect(new Set(findings.map(({ rule }) => rule))).toEqual(new Set(['no circles']));
  });

  test('a module lies in a room, also when it imports nothing', async () => {
    const files = { 'elsewhere/a.ts': 'export const one = 1;\n' };
    const { findings } = await withTree(files, inspectDoors);
    expect(findings).toMatchObject([{ path: 'elsewhere/a.ts', rule: 'no orphan outside the rooms' }]);
  });
});

describe('modules seen', () => {
  test('a tree without a module fails, rather than hold for want of imports', async () => {
    const { findings } = await withTree({ 'readme.md': 'Nothing here.\n' }, inspectDoors);
    expect(findings).toMatchObject([{ rule: 'modules seen' }]);
  });

  test('each module on disk that the checker did not see is a finding', () => {
    expect(unseen(['a.ts', 'b.ts'], new Set(['a.ts']))).toMatchObject([{ path: 'b.ts', rule: 'modules seen' }]);
    expect(unseen(['a.ts', 'b.ts'], new Set())).toHaveLength(2);
    expect(unseen(['a.ts'], new Set(['a.ts']))).toEqual([]);
  });

  test('in this repository the checker sees the core, and imports between its modules', async () => {
    const { seen, imports } = await inspectDoors(ROOT);
    expect(seen).toBeGreaterThan(50);
    expect(imports).toBeGreaterThan(100);
  });
});
