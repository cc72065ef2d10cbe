/**
 * Applies a seeded log to a machine and prints what came of it: one line a profile with the record
 * chain and the state hash. Run by every Node that is to agree. Arguments: seed, commands, and how
 * often of a thousand entries the machine is replaced by one restored from its own snapshot, into
 * other physical sizes.
 */
import { Machine, RecordChain, restoreMachine } from '@intelligent-ledger/engine/core';
import { NaiveExchange, PROFILES, Random, Workload } from '@intelligent-ledger/engine/sim';

export interface RunOutcome {
  readonly profile: string;
  readonly sequence: number;
  readonly chain: string;
  readonly stateHash: string;
}

/** The profiles that are a plain list of entries for a machine as it comes. */
const PLAIN_PROFILES = PROFILES.filter(({ numbersFrom, recordBytesMax }) => numbersFrom === 0 && recordBytesMax === 0);

/** Runs each profile's list. The judge only says what the workload may speak of; it checks nothing here. */
export function runLogs(seed: number, commands: number, restoresPerMille: number): RunOutcome[] {
  return PLAIN_PROFILES.map((profile) => {
    const judge = new NaiveExchange();
    const workload = new Workload(seed, profile);
    const random = new Random(seed);
    const chain = new RecordChain();
    let machine = new Machine();
    for (let step = 0; step < commands; step += 1) {
      const { entry } = workload.next(judge.state);
      judge.apply(entry);
      const before = machine.sequence;
      machine.applyBytes(entry);
      if (machine.sequence !== before) chain.update(machine.takeRecords(), machine.sequence);
      if (random.happens(restoresPerMille)) machine = again(machine, random.below(100));
    }
    return { profile: profile.name, sequence: machine.sequence, chain: chain.tip(), stateHash: machine.stateHash() };
  });
}

function again(machine: Machine, spareSlots: number): Machine {
  const restored = restoreMachine(machine.snapshot(), { spareSlots });
  if ('refused' in restored) throw new Error(restored.refused);
  return restored.machine;
}

if (import.meta.main) {
  const [seed, commands, restoresPerMille] = process.argv.slice(2).map(Number);
  const outcomes = runLogs(seed ?? 1, commands ?? 1_000, restoresPerMille ?? 0);
  process.stdout.write(`${JSON.stringify({ node: process.version, outcomes })}\n`);
}
