/**
 * Cuts a list that fails down to a small one that still fails: ever smaller chunks are left out,
 * down to single steps, until nothing more can go or the allowance of commands is spent.
 */
import { type LinkedStep, linked, relinked } from './relinking.ts';
import type { Difference } from './twins.ts';
import type { Step } from './workload/step.ts';

/** Runs steps and says whether and where they fail. */
export type Trial = (steps: readonly Step[]) => Difference | undefined;

const COMMANDS_MAX = 3_000_000;

/** A list that fails and is as short as the allowance permitted, with its difference. */
export interface Shrunk {
  readonly steps: readonly Step[];
  readonly difference: Difference;
}

/** Shrinks a list that differs at `difference`. */
export function shrunk(steps: readonly Step[], difference: Difference, trial: Trial): Shrunk {
  let links = linked(steps.slice(0, difference.step + 1));
  let best: Shrunk = { steps: steps.slice(0, difference.step + 1), difference };
  let allowance = COMMANDS_MAX;
  let chunk = Math.ceil(links.length / 2);
  while (chunk >= 1 && allowance > 0) {
    let hasCut = false;
    for (let end = links.length; end > 0 && allowance > 0; end -= chunk) {
      const rest = [...links.slice(0, Math.max(0, end - chunk)), ...links.slice(end)];
      allowance -= rest.length;
      const found = tried(rest, trial);
      if (found === undefined) continue;
      best = found;
      links = rest.slice(0, found.difference.step + 1);
      end = Math.min(end, links.length + chunk);
      hasCut = true;
    }
    if (!hasCut || chunk > 1) chunk = Math.floor(chunk / 2);
  }
  return best;
}

function tried(links: readonly LinkedStep[], trial: Trial): Shrunk | undefined {
  const steps = relinked(links);
  const difference = trial(steps);
  return difference && { steps: steps.slice(0, difference.step + 1), difference };
}
