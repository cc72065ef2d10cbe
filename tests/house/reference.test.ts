/** The generated reference: complete, and stale as soon as one page differs from the source. */
import { FRAMES, RECORDS, ResultCode } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { stalePages, writePages } from '../../scripts/reference/freshness.ts';
import { referencePages } from '../../scripts/reference/pages.ts';
import { withTree } from './temporary-tree.ts';

const pages = referencePages();

test('there is a page for each family of layouts, for the codes and for the roundings', () => {
  const names = ['commands', 'entry', 'frames', 'journal', 'records', 'result-codes', 'roundings', 'snapshot'];
  expect([...pages.keys()].sort()).toEqual(names.map((name) => `docs/reference/${name}.md`));
});

test('every record, frame and code has its place in the reference', () => {
  for (const { name } of RECORDS) expect(pages.get('docs/reference/records.md')).toContain(`\n## ${name}\n`);
  for (const { name } of FRAMES) expect(pages.get('docs/reference/frames.md')).toContain(`\n## ${name}\n`);
  for (const name of Object.keys(ResultCode))
    expect(pages.get('docs/reference/result-codes.md')).toContain(`\`${name}\``);
});

test('new pages are fresh; a changed, missing or left-over one is named with its command', async () => {
  await withTree({}, (root) => {
    expect(stalePages(root, pages)).toHaveLength(pages.size);
    writePages(root, pages);
    expect(stalePages(root, pages)).toEqual([]);
    const changed = new Map(pages).set('docs/reference/records.md', '# Other\n');
    expect(stalePages(root, changed)).toMatchObject([
      { path: 'docs/reference/records.md', message: expect.stringContaining('npm run reference') },
    ]);
    const fewer = new Map([...pages].slice(1));
    expect(stalePages(root, fewer)).toMatchObject([{ path: 'docs/reference/commands.md', rule: 'reference' }]);
  });
});
