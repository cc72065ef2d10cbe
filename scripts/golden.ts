/**
 * Compares the schema with the golden files and exits with 1 when they differ. With `--refresh` it writes them anew,
 * but only where they grew: a change that would make old logs unreadable is refused, and nothing is written.
 */
import { parseArgs } from 'node:util';
import { goldenFiles, refreshGoldenFiles } from './golden/files.ts';
import { reportFindings } from './tree/finding.ts';
import { ROOT } from './tree/repository.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, refresh: { type: 'boolean', default: false } },
});
const files = goldenFiles(ROOT);
const isWritten = values.refresh && refreshGoldenFiles(ROOT, files).isWritten;
const findings = files.flatMap(({ path, changes }) =>
  changes.map(({ what, isGrowth }) => ({
    path,
    line: 0,
    rule: isGrowth ? 'golden growth' : 'golden breach',
    message: isGrowth
      ? `${what} If that is meant, run: npm run golden`
      : `${what} Undo it, or give the layout a new version and number what is new behind what is there.`,
  })),
);
const seen = `${files.length} golden files`;
if (isWritten) reportFindings([], `${seen}, ${findings.length} changes taken over`, { asJson: values.json });
else reportFindings(findings, seen, { asJson: values.json });
