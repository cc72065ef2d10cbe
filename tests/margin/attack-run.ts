/** Many random attacks one after another, each on an exchange of its own, in every other one of which prices move. */
import { derivedSeed, Random } from '@intelligent-ledger/engine/sim';
import { AttackSearch } from './attack-search.ts';
import { addTally, newTally, type Tally } from './attack-tally.ts';

const STEPS_OF_ATTACK = 2_500;

/** The attack that broke an invariant: again by its own seed. */
export interface AttackFailure {
  readonly number: number;
  readonly seed: number;
  readonly text: string;
}

/** Attacks for so many commands in all, until one breaks an invariant. */
export function runAttacks(
  seed: number,
  steps: number,
  onAttack: (done: number) => void = () => undefined,
): { readonly tally: Tally; readonly failure: AttackFailure | undefined } {
  const tally = newTally();
  for (let number = 0; tally.steps < steps; number += 1) {
    const attackSeed = derivedSeed(seed, number);
    const search = new AttackSearch(new Random(attackSeed), number % 2 === 1);
    try {
      addTally(tally, search.run(Math.min(STEPS_OF_ATTACK, steps - tally.steps)));
    } catch (thrown) {
      const text = thrown instanceof Error ? thrown.message : String(thrown);
      return { tally, failure: { number, seed: attackSeed, text } };
    }
    onAttack(tally.steps);
  }
  return { tally, failure: undefined };
}
