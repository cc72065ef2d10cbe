/**
 * `npm run fuzz:api`: anything at every endpoint and on every line. Exits with 1 when the exchange answers with a fault
 * of its own, breaks, or changes for what nobody signed, and with 2 when it cannot be run as asked.
 */
import { randomInt } from 'node:crypto';
import {
  findingsOf,
  holds,
  Progress,
  parsedArguments,
  printed,
  type Report,
  runProgram,
  wholeNumber,
} from '@intelligent-ledger/engine/host';
import { runFuzz } from './run-fuzz.ts';

const USAGE = `Usage: npm run fuzz:api -- [--rounds N] [--seed N] [--json]

  --rounds N  how often every endpoint is asked; by default 100
  --seed N    from which everything is drawn; by default another one each time
`;
const ROUNDS_DEFAULT = 100;

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
  const progress = new Progress('rounds', rounds);
  const { requests, answers, faults } = await runFuzz(seed, rounds, () => progress.tell());
  const what = 'nothing is answered with a fault of the exchange, and nothing changes that nobody signed';
  const facts = { seed, rounds, requests, ...Object.fromEntries([...answers].sort()), seconds: progress.end() / 1_000 };
  const report: Report = { name: 'fuzz of the API', facts, findings: findingsOf(what, faults) };
  process.stdout.write(printed(report, values.json));
  return holds(report) ? 0 : 1;
}

await runProgram(USAGE, main);
