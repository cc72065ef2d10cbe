/**
 * Holds every file to the rules of the house that the compiler and the linter do not know. It prints each finding with
 * what to do instead, and exits with 1 when there is one.
 */
import { parseArgs } from 'node:util';
import { LONG_FILES } from './tidy/long-files.ts';
import { tidyTables, tidyTree } from './tidy/rule-set.ts';
import { reportFindings } from './tree/finding.ts';
import { ROOT } from './tree/repository.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const { findings, files } = tidyTree(ROOT);
if (!values.json) {
  for (const { path, linesMax, reason } of LONG_FILES) {
    process.stdout.write(`${path}  may have ${linesMax} lines. ${reason}\n`);
  }
}
reportFindings([...findings, ...tidyTables(ROOT)], `${files} files`, { asJson: values.json });
