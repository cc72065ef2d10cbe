/** What the command `npm run sim` tells whoever watches it, on the error stream: progress, steps, differences. */
import { type Difference, entryInWords, type Step } from '@intelligent-ledger/engine/sim';

const PROGRESS_EVERY_MS = 5_000;
const STEPS_SHOWN_MAX = 40;

/** The last steps of a list, one line each. */
export function tellSteps(steps: readonly Step[]): void {
  for (const { entry, restoreSlots } of steps.slice(-STEPS_SHOWN_MAX)) {
    console.error(`  ${entryInWords(entry)}`);
    if (restoreSlots !== undefined) console.error(`  restored with ${restoreSlots} spare slots`);
  }
}

/** A difference as one sentence, with the records that it is about below. */
export function differenceInWords({ step, what, text }: Difference): string {
  return what === 'throw' ? `step ${step} threw ${text}` : `step ${step}, ${what}: ${text}`;
}

/** A clock that tells how far a run is and how fast, every few seconds unless it is quiet. */
export interface Progress {
  readonly tell: (done: number) => void;
  /** Seconds since the start, in tenths. */
  readonly seconds: () => number;
}

/** Starts the clock; `what` is the plural of what is counted. */
export function startProgress(what: string, isQuiet: boolean): Progress {
  const start = performance.now();
  let told = start;
  return {
    seconds: () => Math.round((performance.now() - start) / 100) / 10,
    tell: (done) => {
      const now = performance.now();
      if (isQuiet || now - told < PROGRESS_EVERY_MS) return;
      told = now;
      console.error(`${done} ${what}, ${Math.round((1000 * done) / (now - start))} a second`);
    },
  };
}
