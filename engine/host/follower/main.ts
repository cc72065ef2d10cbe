/**
 * `npm run follow`: a second process that applies the journal of an exchange as its host writes it, stops loudly at the
 * first difference, and takes the snapshots. A parent process may ask it questions by messages.
 */
import { setPriority } from 'node:os';
import { parsedArguments, runProgram, UsageFault, wholeNumber } from '../console/program.ts';
import { grouped } from '../console/progress.ts';
import { systemDisk } from '../disk/disk.ts';
import type { Question } from '../engine/thread-messages.ts';
import { isStarted, tuneCompiler } from '../engine-process.ts';
import { dataDirectories, makeDirectories } from '../replay/data-directories.ts';
import { ArchiveFault } from './archive.ts';
import { SourceFault } from './block-source.ts';
import { Divergence, Follower, type FollowerEvent } from './follower.ts';

const USAGE = `Usage: npm run follow -- --exchange DIR [--archive DIR] [--snapshot-commands N] [--snapshot-seconds N]
                         [--only-compare] [--quiet]

  --exchange DIR         where the exchange keeps its data, which \`npm start\` says
  --archive DIR          where segments that are done go; by default archive below it
  --snapshot-commands N  a snapshot after so many commands; by default 5,000,000
  --snapshot-seconds N   a snapshot after so long if there is something new; by default 60
  --only-compare         takes no snapshots and archives nothing: for a second follower of a journal
  --quiet                says nothing but what is wrong
`;
const SNAPSHOT_COMMANDS = 5_000_000;
const SNAPSHOT_SECONDS = 60;
/** Others have the processor first: a follower that is behind harms nobody. */
const PRIORITY = 10;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const OPTIONS = {
  ...{ exchange: text, archive: text, 'snapshot-commands': text, 'snapshot-seconds': text },
  ...{ 'only-compare': flag, quiet: flag, help: { ...flag, short: 'h' } },
} as const;

async function main(): Promise<number> {
  const { values } = parsedArguments(OPTIONS);
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  setPriority(PRIORITY);
  if (values.exchange === undefined) throw new UsageFault('which exchange?');
  const directories = dataDirectories(values.exchange, values.archive);
  makeDirectories(directories);
  const say = (line: string) => {
    if (!values.quiet) process.stdout.write(`${line}\n`);
  };
  const follower = await Follower.start({
    ...{ disk: systemDisk, directories, isKeeper: !values['only-compare'] },
    snapshotCommands: wholeNumber('snapshot-commands', values['snapshot-commands'], SNAPSHOT_COMMANDS),
    snapshotMillis: 1_000 * wholeNumber('snapshot-seconds', values['snapshot-seconds'], SNAPSHOT_SECONDS),
    millis: () => performance.now(),
    onEvent: (event) => say(eventWords(event)),
  });
  listen(follower);
  try {
    await follower.run();
    await follower.stop();
  } catch (error) {
    if (!(error instanceof Divergence)) throw error;
    process.stderr.write(`DIVERGENCE: ${error.message}. Do not trade on until it is known who is right.\n`);
    return 1;
  } finally {
    if (process.connected) process.disconnect();
  }
  const { machine, hashesCompared, blocksCompared } = follower;
  say(`followed up to ${grouped(machine.sequence)}: ${blocksCompared} blocks and ${hashesCompared} state hashes agree`);
  return 0;
}

/** Stops by a signal, and answers what a parent process asks. */
function listen(follower: Follower): void {
  // Why it could not be stopped in order, whoever runs it says.
  const stop = () => void follower.stop().catch(() => undefined);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  // Whoever started it is gone.
  process.on('disconnect', stop);
  process.on('message', async ({ id, name, ask, from }: Question & { readonly from?: number }) => {
    // A question may be as of some sequence at the earliest.
    await follower.whenAt(from ?? 0).catch(() => undefined);
    if (process.connected) process.send?.({ id, answer: follower.ask(name, ask), released: follower.released });
  });
}

function eventWords(event: FollowerEvent): string {
  if (event.kind === 'notKept') return `no snapshot was taken: ${event.why}`;
  if (event.kind === 'archived') return `archived ${event.copied} segments, took ${event.removed} off the local disk`;
  if (event.kind === 'snapshot') {
    return `snapshot at ${grouped(event.sequence)} in ${Math.round(event.millis)} ms, state ${event.stateHash}`;
  }
  const passed = event.passedOver.map((why) => `, passed over ${why}`).join('');
  return `following from ${grouped(event.sequence)}${passed}`;
}

if (isStarted(import.meta.filename)) {
  tuneCompiler();
  await runProgram(USAGE, main, [SourceFault, ArchiveFault]);
}
