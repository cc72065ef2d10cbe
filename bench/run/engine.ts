/**
 * The engines that are compared. The Java peer is built on first use, into the cache; where Java or Maven is missing
 * it is left out and the run says so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Feature } from '../peers/feature.ts';
import type { EngineReport } from '../peers/program.ts';
import { cacheDirectory, loadHead } from '../workload/workload-file.ts';
import { type Command, nodeProgram, runForReport } from './engine-process.ts';

export interface Engine {
  readonly name: string;
  /** The arguments for a workload, so many warm passes, and the least CPU time to measure. */
  readonly command: (file: string, warmPasses: number, cpuSeconds: number) => Promise<Command>;
}

export const OURS: Engine = nodeEngine('ours', 'peers/ours.ts');
export const NODEJS_ORDER_BOOK: Engine = nodeEngine('nodejs-order-book', 'peers/nodejs-order-book.ts');
/** The same peer with ids of digits alone, which it handles far more slowly. */
export const NODEJS_ORDER_BOOK_DIGITS: Engine = nodeEngine(
  'nodejs-order-book, ids of digits',
  'peers/nodejs-order-book.ts',
  ['--id-prefix', ''],
);

function nodeEngine(name: string, path: string, more: readonly string[] = []): Engine {
  return {
    name,
    command: async (file, warmPasses, cpuSeconds) => [
      ...(await nodeProgram(path)),
      ...['--file', file, '--warm', String(warmPasses), '--seconds', String(cpuSeconds), ...more],
    ],
  };
}

/** Ours with a feature in use. */
export function oursWith(feature: Feature): Engine {
  return nodeEngine(`ours, ${feature.name}`, 'peers/ours.ts', ['--with', feature.name]);
}

let javaPeer: Engine | string | undefined;

/** The direct order book of exchange-core 0.5.3, or why it cannot run here; built once in a run. */
export function exchangeCore(): Engine | string {
  javaPeer ??= buildExchangeCore();
  return javaPeer;
}

function buildExchangeCore(): Engine | string {
  const missing = ['java', 'javac', 'mvn'].filter((program) => spawnSync(program, ['-version']).status !== 0);
  if (missing.length > 0) return `exchange-core is left out: ${missing.join(', ')} not found`;
  const directory = `${cacheDirectory()}exchange-core`;
  const libraries = `${directory}/lib`;
  const classes = `${directory}/classes`;
  const source = (name: string): string => fileURLToPath(new URL(`../peers/exchange-core/${name}`, import.meta.url));
  const build: Command[] = [
    ['javac', '-proc:none', '-cp', `${libraries}/*`, '-d', classes, source('ExchangeCorePeer.java')],
  ];
  if (!existsSync(libraries)) {
    const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${libraries}`];
    build.unshift(['mvn', '-q', '-B', '-f', source('pom.xml'), ...copy]);
  }
  for (const [program, ...rest] of build) {
    const { status, stdout, stderr } = spawnSync(program, rest, { encoding: 'utf8' });
    if (status !== 0)
      return `exchange-core is left out: ${program} failed: ${`${stdout}${stderr}`.trim().slice(0, 500)}`;
  }
  return {
    name: 'exchange-core',
    // The heap is fixed and the collector has no thread of its own, so that neither takes part in what is compared. The
    // heap is in ordinary pages: with huge ones mix A takes this peer over half as long again.
    command: async (file, warmPasses, cpuSeconds) => [
      ...(['java', '-Xms4g', '-Xmx4g', '-XX:+UseSerialGC', '-cp', `${classes}:${libraries}/*`] as const),
      ...['ExchangeCorePeer', file, String(warmPasses), String(cpuSeconds)],
    ],
  };
}

/** One run of an engine, and in what it differs from the workload's model: nothing, or the run is void. */
export interface EngineRun {
  readonly report: EngineReport;
  readonly cpuNsPerCommand: number;
  readonly faults: readonly string[];
}

/** Runs an engine on a workload file. */
export async function runEngine(
  engine: Engine,
  file: string,
  warmPasses: number,
  cpuSeconds: number,
): Promise<EngineRun> {
  const report = await runForReport<EngineReport>(await engine.command(file, warmPasses, cpuSeconds));
  const { expected } = loadHead(file);
  const faults = (['fills', 'lots', 'resting', 'tradeHash'] as const)
    .filter((name) => report[name] !== expected[name])
    .map((name) => `${engine.name}: ${name} ${report[name]} is not ${expected[name]}`);
  if (report.refused !== 0) faults.push(`${engine.name} refused ${report.refused} commands`);
  return { report, cpuNsPerCommand: report.cpuNs / report.commands, faults };
}
