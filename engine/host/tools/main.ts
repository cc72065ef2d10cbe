/**
 * `npm run journal`: looks into the journal of an exchange, verifies it and who asked for what, or writes its records
 * out.
 */
import { once } from 'node:events';
import { parsedArguments, runProgram, UsageFault, wholeNumber } from '../console/program.ts';
import { grouped } from '../console/progress.ts';
import { holds, printed, type Report } from '../console/report.ts';
import { isStarted, tuneCompiler } from '../engine-process.ts';
import { dataDirectories } from '../replay/data-directories.ts';
import { HistoryFault } from '../replay/journal-history.ts';
import { exportRecords } from './export-records.ts';
import { inspectJournal } from './inspect-journal.ts';
import { JournalFault } from './released-blocks.ts';
import { verifyJournal } from './verify-journal.ts';
import { verifyLog } from './verify-log.ts';

const USAGE = `Usage: npm run journal -- inspect|verify|verify-log|export --exchange DIR [--archive DIR] [options]

  inspect     shows entries as words:            [--from N] [--count N] [--json]
  verify      applies every entry again:         [--snapshot] [--json]
              from the first, or with --snapshot from the newest snapshot
  verify-log  checks who asked for every entry:  [--json]
              signatures, sessions and roles, from the first entry on
  export      writes records as lines of JSON:   [--from N] [--to N]

  --exchange DIR  where the exchange keeps its data, which \`npm start\` says
  --archive DIR   where segments that are done lie; by default archive below it
`;
const COUNT_DEFAULT = 100;
const PROGRESS_MILLIS = 1_000;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const OPTIONS = {
  ...{ exchange: text, archive: text, from: text, to: text, count: text },
  ...{ json: flag, snapshot: flag, help: { ...flag, short: 'h' } },
} as const;

async function main(): Promise<number> {
  const { values, positionals } = parsedArguments(OPTIONS, true);
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (values.exchange === undefined) throw new UsageFault('which exchange?');
  const directories = dataDirectories(values.exchange, values.archive);
  const from = wholeNumber('from', values.from, 1);
  const [job] = positionals;
  if (job === 'inspect') {
    const count = wholeNumber('count', values.count, COUNT_DEFAULT);
    const write = (line: string) => process.stdout.write(`${line}\n`);
    await inspectJournal(directories, { from, count, isJson: values.json, write });
    return 0;
  }
  if (job === 'export') {
    const to = wholeNumber('to', values.to, Number.MAX_SAFE_INTEGER);
    await exportRecords(directories, { from, to, write });
    return 0;
  }
  if (job === 'verify-log') return said(await verifyLog(directories, { onProgress: progress() }), values.json);
  if (job !== 'verify') throw new UsageFault(`there is no job '${job ?? ''}'`);
  return said(
    await verifyJournal(directories, { isFromSnapshot: values.snapshot, onProgress: progress() }),
    values.json,
  );
}

function said(report: Report, isJson: boolean): number {
  process.stdout.write(printed(report, isJson));
  return holds(report) ? 0 : 1;
}

async function write(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}

function progress() {
  const begun = performance.now();
  let lastAt = begun;
  let first = -1;
  return ({ sequence, released }: { sequence: number; released: number }) => {
    if (first === -1) first = sequence;
    const now = performance.now();
    if (now - lastAt < PROGRESS_MILLIS) return;
    lastAt = now;
    const rate = Math.round((1_000 * (sequence - first)) / (now - begun));
    process.stderr.write(`entry ${grouped(sequence)} of ${grouped(released)}, ${grouped(rate)} a second\n`);
  };
}

if (isStarted(import.meta.filename)) {
  tuneCompiler();
  await runProgram(USAGE, main, [JournalFault, HistoryFault]);
}
