/** That units are kept apart by the compiler: prices, sizes and values do not stand in for each other. */

import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/tree/repository.ts';
import { compileRooms } from '../../scripts/types/compilation.ts';
import { withTree } from './temporary-tree.ts';

const SOURCES = ['numbers/units.ts', 'schema/command-terms.ts', 'bug.ts', 'tsconfig.json'];

/** The faults of a module of the core that begins with a price and a size and goes on with this code. */
function faultsIn(code: string): Promise<readonly string[]> {
  const head =
    "import { type Lots, type Ticks, notionalOf } from './numbers/units.ts';\n" +
    'declare const price: Ticks;\ndeclare const size: Lots;\nexport { price, size, notionalOf };\n';
  const files: Record<string, string> = {
    'package.json': '{ "type": "module" }\n',
    'tsconfig.base.json': readFileSync(join(ROOT, 'tsconfig.base.json'), 'utf8'),
    'engine/core/sample.ts': `${head}${code}\n`,
  };
  for (const path of SOURCES) files[`engine/core/${path}`] = readFileSync(join(ROOT, 'engine/core', path), 'utf8');
  return withTree(files, (root) => {
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
    return compileRooms(root).findings.map(({ message }) => message);
  });
}

test('a price and a size make a value', async () => {
  expect(await faultsIn('export const value = notionalOf(price, size);')).toEqual([]);
});

test.each([
  ['a size is no price', 'export const value = notionalOf(size, price);'],
  ['a plain number is no price', 'export const value = notionalOf(1, size);'],
  ['the sum of a price and a size is no price', 'export const sum: Ticks = price + size;'],
  ['the sum of a price and a size is no size', 'export const sum: Lots = price + size;'],
  ['a value is no size', 'export const again: Lots = notionalOf(price, size);'],
])('%s', async (_, code) => {
  expect(await faultsIn(code)).toHaveLength(1);
});
