/**
 * The command `npm run sim`: holds the fast machine to the judge over random lists of commands, runs a
 * kept list again, or fuzzes `apply`. It exits with 1 when something differs and with 2 when it was
 * asked for something that it does not know.
 */

import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  adversarialBooks,
  Coverage,
  type Difference,
  type FuzzFailure,
  type ListRun,
  optionsFor,
  runCampaign,
  runFuzz,
  runSteps,
  type Step,
  shrunk,
  type TwinOptions,
} from '@intelligent-ledger/engine/sim';
import { differenceInWords, startProgress, tellSteps } from './reporting.ts';
import { readStepFile, type StepList, writeStepFile } from './step-file.ts';

const USAGE = `npm run sim -- [--seed N] [--commands N] [--json]    random lists of commands against the judge
npm run sim -- --replay FILE                         a kept list again
npm run sim -- fuzz [--seed N] [--records N] [--json]  byte records of every sort against apply`;

/** Goals that a run of a fresh seed may miss, as a share of all. */
const MISSING_SHARE_MAX = 0.04;
const COUNT_USUAL = 200_000;
const ADVERSARIAL_ORDERS = 1_000;
const STATE_EVERY = 1_000;
/** In a list as short as this the whole states are compared after every step. */
const SHORT_LIST = 400;

process.exitCode = main(process.argv.slice(2));

function main(args: string[]): number {
  const asked = parsed(args);
  if (typeof asked === 'string') {
    console.error(`${asked}\n${USAGE}`);
    return 2;
  }
  const { seed, commands, records, file, isFuzz, isJson } = asked;
  if (file !== undefined) return replay(file, isJson);
  return isFuzz ? fuzz(seed, records, isJson) : campaign(seed, commands, isJson);
}

/** What was asked for, or what is wrong with how it was asked. */
function parsed(args: string[]) {
  const text = { type: 'string' } as const;
  const options = { seed: text, commands: text, records: text, replay: text, json: { type: 'boolean' } } as const;
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const isFuzz = positionals[0] === 'fuzz';
    if (positionals.length > (isFuzz ? 1 : 0)) return `no such simulation: ${positionals.join(' ')}`;
    const count = (value: string | undefined) => (value === undefined ? COUNT_USUAL : Number(value));
    const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
    const [commands, records] = [count(values.commands), count(values.records)];
    const isWhole = [seed, commands, records].every((number) => Number.isSafeInteger(number) && number >= 0);
    if (!isWhole) return 'a seed or a count is no whole number';
    return { seed, commands, records, file: values.replay, isFuzz, isJson: values.json === true };
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

function campaign(seed: number, commands: number, isJson: boolean): number {
  console.error(`simulation seed ${seed}`);
  const progress = startProgress('commands', isJson);
  const coverage = new Coverage();
  const failed = runCampaign(seed, commands, { coverage, onList: progress.tell });
  const seconds = progress.seconds();
  const missing = coverage.missing();
  const difference = failed?.difference;
  if (failed !== undefined && difference !== undefined) tellFailure(seed, failed, difference);
  const differences = difference === undefined ? 0 : 1;
  if (isJson) {
    const reached = Object.fromEntries(coverage.counts);
    console.log(JSON.stringify({ seed, commands, differences, seconds, missing, reached }));
  } else {
    const goals = coverage.counts.size;
    if (missing.length > 0) console.log(`not reached: ${missing.join('; ')}`);
    const parts = [`${commands} commands`, `${differences} differences`, `${goals - missing.length} of ${goals} goals`];
    console.log(`simulation: ${parts.join(', ')}, seed ${seed}, ${seconds} s`);
  }
  // The committed seeds reach every goal, which a test asks. Of the rarest some other seed misses a few at the usual
  // length; one that misses more has looked past something.
  const isMissing = missing.length > MISSING_SHARE_MAX * coverage.counts.size && commands >= COUNT_USUAL;
  return differences > 0 || isMissing ? 1 : 0;
}

/** Says what differs, cuts the list down to what shows it, keeps that and says where. */
function tellFailure(seed: number, { profile, steps }: ListRun, difference: Difference): void {
  console.error(`seed ${seed}, profile ${profile.name}, ${differenceInWords(difference)}`);
  console.error(`cutting ${steps.length} steps down`);
  const { recordBytesMax } = optionsFor(profile);
  const small = shrunk(steps, difference, (some) => runSteps(some, carefulOptions(some, recordBytesMax)));
  tellSteps(small.steps);
  console.error(differenceInWords(small.difference));
  keep(`simulation-${seed}.json`, { recordBytesMax, steps: small.steps });
}

function keep(name: string, list: StepList): void {
  const path = join(tmpdir(), name);
  writeStepFile(path, list);
  console.error(`${list.steps.length} steps kept; again with: npm run sim -- --replay ${path}`);
}

function replay(path: string, isJson: boolean): number {
  const list = listIn(path);
  if (typeof list === 'string') {
    console.error(list);
    return 2;
  }
  const { steps, recordBytesMax } = list;
  if (!isJson) tellSteps(steps);
  const difference = runSteps(steps, carefulOptions(steps, recordBytesMax));
  if (isJson) console.log(JSON.stringify({ steps: steps.length, difference: difference ?? null }));
  const count = `${steps.length} steps`;
  if (!isJson)
    console.log(difference === undefined ? `${count}, no difference` : `${count}, ${differenceInWords(difference)}`);
  return difference === undefined ? 0 : 1;
}

/** The list in a file, or why it cannot be read. */
function listIn(path: string): StepList | string {
  try {
    return readStepFile(path);
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

function carefulOptions(steps: readonly Step[], recordBytesMax: number): TwinOptions {
  return { stateEvery: steps.length <= SHORT_LIST ? 1 : STATE_EVERY, recordBytesMax };
}

function fuzz(seed: number, records: number, isJson: boolean): number {
  console.error(`fuzz seed ${seed}`);
  for (const [name, entries] of adversarialBooks(ADVERSARIAL_ORDERS)) {
    const steps = entries.map((entry) => ({ entry }));
    const difference = runSteps(steps, carefulOptions(steps, 0));
    if (difference === undefined) continue;
    console.error(`${name}: ${differenceInWords(difference)}`);
    if (isJson) console.log(JSON.stringify({ seed, book: name, failures: 1, difference }));
    return 1;
  }
  const progress = startProgress('records', isJson);
  const { failure, codes, hashesCompared, records: done } = runFuzz(seed, records, progress.tell);
  if (failure !== undefined) tellFuzzFailure(failure);
  const seconds = progress.seconds();
  const failures = failure === undefined ? 0 : 1;
  if (isJson) {
    const answered = Object.fromEntries(codes);
    console.log(JSON.stringify({ seed, records: done, failures, hashesCompared, seconds, codes: answered }));
  } else {
    const parts = [
      `${done} records`,
      `${failures} failures`,
      `${codes.size} codes`,
      `${hashesCompared} states compared`,
    ];
    console.log(`fuzz: ${parts.join(', ')}, seed ${seed}, ${seconds} s`);
  }
  return failures;
}

function tellFuzzFailure({ seed, profile, records, text }: FuzzFailure): void {
  console.error(`list seed ${seed}, profile ${profile.name}, record ${records.length - 1}: ${text}`);
  keep(`fuzz-${seed}.json`, { recordBytesMax: 0, steps: records.map((entry) => ({ entry })) });
}
