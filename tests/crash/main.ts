/**
 * `npm run crash`: kills hosts under load, and damages what they leave. It exits with 1 when anything that was
 * acknowledged is not there, and with 2 when it cannot be run as asked.
 */
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import {
  dataDirectories,
  findingsOf,
  holds,
  Progress,
  parsedArguments,
  printed,
  type Report,
  runProgram,
  wholeNumber,
} from '@intelligent-ledger/engine/host';
import { randomFrom } from '../host/traffic.ts';
import { damages } from './damages.ts';
import { HostProcess } from './host-process.ts';
import { killRounds } from './kill-rounds.ts';

const USAGE = `Usage: npm run crash -- [--rounds N] [--seed N] [--json]

  --rounds N  how often a host is killed; by default 12, in full 200
  --seed N    from which the moments are drawn; by default another one each time
`;
const ROUNDS_DEFAULT = 12;
/** A host whose journal is damaged lives so long, in milliseconds. */
const DAMAGED_LIFE = 300;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const OPTIONS = { rounds: text, seed: text, json: flag, help: { ...flag, short: 'h' } } as const;

async function main(): Promise<number> {
  const { values } = parsedArguments(OPTIONS);
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const rounds = wholeNumber('rounds', values.rounds, ROUNDS_DEFAULT);
  const seed = wholeNumber('seed', values.seed, randomInt(2 ** 31));
  const directory = mkdtempSync(join(tmpdir(), 'crash-'));
  let areAllSound = true;
  try {
    const tell = (report: Report) => {
      process.stdout.write(printed(report, values.json));
      areAllSound &&= holds(report);
    };
    tell(await kills(directory, rounds, seed));
    tell(await damaged(directory, seed, 'SIGKILL'));
    tell(await damaged(directory, seed, 'SIGTERM'));
  } finally {
    if (areAllSound) rmSync(directory, { recursive: true });
    else process.stderr.write(`What was found lies in ${directory}\n`);
  }
  return areAllSound ? 0 : 1;
}

async function kills(directory: string, rounds: number, seed: number): Promise<Report> {
  const data = join(directory, 'killed');
  const progress = new Progress('kills', rounds);
  const totals = await killRounds(data, dataDirectories(data), rounds, randomFrom(seed), () => progress.tell());
  const { faults, killedEarly: killed_early, fromSnapshots: from_snapshots, acknowledged, ...rest } = totals;
  const facts = {
    seed,
    ...rest,
    killed_early,
    from_snapshots,
    acknowledged,
    seconds: Math.round(progress.end()) / 1_000,
  };
  return {
    name: 'kills',
    facts,
    findings: findingsOf(`${acknowledged} acknowledged commands are there as answered`, faults),
  };
}

/** After a kill the last block is not known to have been released, after a stop it is. */
async function damaged(directory: string, seed: number, signal: 'SIGKILL' | 'SIGTERM'): Promise<Report> {
  const data = join(directory, `damaged-${signal}`);
  const host = new HostProcess(data, seed);
  await host.begun;
  await after(DAMAGED_LIFE);
  await host.signal(signal);
  const name = `damages after ${signal}`;
  const progress = new Progress(name, 0);
  const { faults, ...facts } = await damages(data, join(directory, 'scratch'), () => progress.tell());
  const seconds = Math.round(progress.end()) / 1_000;
  const what = `each of ${facts.trials} damages is refused, or cut where nothing was released`;
  return { name, facts: { seed, ...facts, seconds }, findings: findingsOf(what, faults) };
}

await runProgram(USAGE, main);
