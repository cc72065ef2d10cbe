/**
 * Runs lists of commands through the twins: one list that a profile and a seed make, one list of
 * given steps, or a whole campaign over all profiles. Each finished list is also applied to fresh
 * machines of other physical sizes, which must end with the same two hashes.
 */
import { Machine, RecordChain } from '@intelligent-ledger/engine/core';
import type { Coverage } from './goals/coverage.ts';
import { type Difference, type TwinOptions, Twins } from './twins.ts';
import type { Profile } from './workload/profile.ts';
import { PROFILES } from './workload/profile-list.ts';
import { derivedSeed } from './workload/random.ts';
import type { Step } from './workload/step.ts';
import { Workload } from './workload/workload.ts';

const STEPS_PER_LIST = 3_500;
const STATE_EVERY = 1_000;
const SPARE_SLOTS = 33;

/** A list that was run, up to and with the step that differs if one does. */
export interface ListRun {
  readonly profile: Profile;
  readonly seed: number;
  readonly steps: readonly Step[];
  readonly difference: Difference | undefined;
}

/** What is counted, told and exchanged in a campaign. */
export interface CampaignOptions {
  readonly coverage: Coverage;
  readonly makeJudge?: TwinOptions['makeJudge'];
  /** Called after each list with the number of commands so far. */
  readonly onList?: (commands: number, profile: Profile) => void;
}

/** Runs lists over every profile until there were so many commands or one list differs; answers that list. */
export function runCampaign(seed: number, commands: number, options: CampaignOptions): ListRun | undefined {
  const { coverage, makeJudge, onList } = options;
  const length = Math.min(STEPS_PER_LIST, Math.ceil(commands / PROFILES.length));
  for (let done = 0, list = 0; done < commands; list += 1) {
    const profile = PROFILES[list % PROFILES.length];
    if (profile === undefined) throw new Error('there are no profiles');
    const count = Math.min(length, commands - done);
    const twinOptions = { ...optionsFor(profile), coverage, ...(makeJudge && { makeJudge }) };
    const run = runList(profile, derivedSeed(seed, list), count, twinOptions);
    if (run.difference !== undefined) return run;
    done += count;
    onList?.(done, profile);
  }
  return undefined;
}

/** How the twins run a list of a profile. */
export function optionsFor(profile: Profile): TwinOptions {
  return { stateEvery: STATE_EVERY, recordBytesMax: profile.recordBytesMax };
}

/** Makes and runs one list of `count` steps. */
export function runList(profile: Profile, seed: number, count: number, options: TwinOptions): ListRun {
  const twins = new Twins(options);
  const workload = new Workload(seed, profile);
  const steps: Step[] = [];
  let difference: Difference | undefined;
  while (steps.length < count && difference === undefined) {
    const step = workload.next(twins.judge.state);
    steps.push(step);
    difference = twins.apply(step);
  }
  difference ??= twins.finish() ?? replayDifference(steps, twins.machine);
  return { profile, seed, steps, difference };
}

/** Runs given steps. */
export function runSteps(steps: readonly Step[], options: TwinOptions): Difference | undefined {
  const twins = new Twins(options);
  for (const step of steps) {
    const difference = twins.apply(step);
    if (difference !== undefined) return difference;
  }
  return twins.finish() ?? replayDifference(steps, twins.machine);
}

/** A list whose numbers were moved cannot be applied from its entries alone. */
function replayDifference(steps: readonly Step[], machine: Machine): Difference | undefined {
  if (steps.some(({ numbersFrom }) => numbersFrom !== undefined)) return undefined;
  const entries = steps.map(({ entry }) => entry);
  const plain = replayed(entries, new Machine());
  const spacious = replayed(entries, new Machine({ spareSlots: SPARE_SLOTS }));
  const isOneHash = plain.stateHash === machine.stateHash() && spacious.stateHash === plain.stateHash;
  if (isOneHash && plain.chainHead === spacious.chainHead) return undefined;
  const text = isOneHash ? 'the same log gave another record chain' : 'the same log gave another state hash';
  return { step: steps.length, what: 'replay', text };
}

function replayed(entries: readonly Uint8Array[], machine: Machine): { stateHash: string; chainHead: string } {
  const chain = new RecordChain();
  for (const entry of entries) {
    const { sequence } = machine;
    machine.applyBytes(entry);
    if (machine.sequence !== sequence) chain.update(machine.takeRecords(), machine.sequence);
  }
  return { stateHash: machine.stateHash(), chainHead: chain.head };
}
