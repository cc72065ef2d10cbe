/**
 * The command `npm run attack`: the random attack at any length, by itself or with a seed and a count of steps. It
 * exits with 1 where an invariant was broken, and says by which seed, and with 2 when it was asked for something that
 * it does not know.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runAttacks } from './attack-run.ts';
import { tallyInWords } from './attack-tally.ts';

export const USAGE = 'npm run attack -- [--seed N] [--steps N]';

const STEPS_USUAL = 60_000;
const TELL_EVERY = 20;

if (process.argv[1] === import.meta.filename) process.exitCode = main(process.argv.slice(2));

function main(args: string[]): number {
  const asked = parsed(args);
  if (typeof asked === 'string') {
    console.error(`${asked}\n${USAGE}`);
    return 2;
  }
  const { seed, steps } = asked;
  console.error(`attack seed ${seed}`);
  const start = performance.now();
  let runs = 0;
  const { tally, failure } = runAttacks(seed, steps, (done) => {
    runs += 1;
    if (runs % TELL_EVERY === 0) console.error(`${done} steps`);
  });
  const seconds = Math.round((performance.now() - start) / 100) / 10;
  console.log(`attack: ${tallyInWords(tally)}; seed ${seed}, ${seconds} s`);
  if (failure === undefined) return 0;
  console.error(`attack ${failure.number} of seed ${failure.seed}: ${failure.text}`);
  return 1;
}

/** What was asked for, or what is wrong with how it was asked. */
function parsed(args: string[]): { readonly seed: number; readonly steps: number } | string {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({ args, options: { seed: text, steps: text } });
    const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
    const steps = values.steps === undefined ? STEPS_USUAL : Number(values.steps);
    const isWhole = [seed, steps].every((number) => Number.isSafeInteger(number) && number >= 0);
    return isWhole ? { seed, steps } : 'a seed or a count is no whole number';
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}
