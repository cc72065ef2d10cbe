/**
 * Writes the pages of `docs/reference` from the source. With `--check` it writes nothing, names the pages that are not
 * what the source says, and exits with 1 when there is one.
 */
import { parseArgs } from 'node:util';
import { stalePages, writePages } from './reference/freshness.ts';
import { referencePages } from './reference/pages.ts';
import { reportFindings } from './tree/finding.ts';
import { ROOT } from './tree/repository.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, check: { type: 'boolean', default: false } },
});
const pages = referencePages();
if (!values.check) writePages(ROOT, pages);
reportFindings(stalePages(ROOT, pages), `${pages.size} pages`, { asJson: values.json });
