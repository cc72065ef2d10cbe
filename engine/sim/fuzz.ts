/**
 * Throws byte records at `apply`. It must never throw, must answer what the judge answers, must change
 * nothing when it refuses a head, and must leave exactly what continueWork leaves when it rejects a
 * command, but for the nonces and the message, which are the judge's to say. The last two compare whole
 * states, which is slow, so they are asked of every kind of refusal at least a few times and of a sample
 * beyond that.
 */
import {
  decodeRecords,
  decodeSnapshot,
  type LogicalState,
  Machine,
  restoreMachine,
  resultCodeName,
} from '@intelligent-ledger/engine/core';
import { totalsDifference } from './book-totals.ts';
import { firstDifference } from './comparison.ts';
import { NaiveExchange } from './judge/naive-exchange.ts';
import { snapshotFinding } from './snapshot-fuzz.ts';
import { continueInstead, mutated } from './workload/mutation.ts';
import type { Profile } from './workload/profile.ts';
import { PROFILES } from './workload/profile-list.ts';
import { derivedSeed, Random } from './workload/random.ts';
import { Workload } from './workload/workload.ts';

const RECORDS_PER_LIST = 10_000;
const ENTRIES_PER_SNAPSHOT = 200;
const CHECKS_PER_KIND = 2;
const SAMPLE_PER_MILLE = 2;
const OLDER_KEPT = 32;
const SNAPSHOTS_PER_LIST = 200;
/** Holds the largest answer that the profiles allow; small, since many machines are made. */
const RECORD_BYTES_MAX = 32_768;
const COMMAND_CODES_FROM = 10;

/** What the fuzzer found, with everything that leads there: the records of the list so far. */
export interface FuzzFailure {
  readonly seed: number;
  readonly profile: Profile;
  readonly records: readonly Uint8Array[];
  readonly text: string;
}

export interface FuzzReport {
  readonly records: number;
  /** How often each code was answered, by name. */
  readonly codes: ReadonlyMap<string, number>;
  /** How many refusals and rejections were held to the state that they should leave. */
  readonly hashesCompared: number;
  readonly failure: FuzzFailure | undefined;
}

/** Applies so many records over all profiles; `onList` hears how many were done. */
export function runFuzz(seed: number, records: number, onList?: (done: number) => void): FuzzReport {
  const codes = new Map<string, number>();
  let hashesCompared = 0;
  for (let done = 0, list = 0; done < records; list += 1) {
    const profile = PROFILES[list % PROFILES.length];
    if (profile === undefined) throw new Error('there are no profiles');
    const length = Math.min(RECORDS_PER_LIST, records - done, Math.ceil(records / PROFILES.length));
    const run = new FuzzList(derivedSeed(seed, list), profile, codes);
    const text = run.run(length);
    hashesCompared += run.hashesCompared;
    done += run.applied.length;
    onList?.(done);
    if (text === undefined) continue;
    const failure = { seed: derivedSeed(seed, list), profile, records: run.applied, text };
    return { records: done, codes, hashesCompared, failure };
  }
  return { records, codes, hashesCompared, failure: undefined };
}

/** One log that records of every sort are thrown at. */
class FuzzList {
  readonly applied: Uint8Array[] = [];
  hashesCompared = 0;
  private readonly random: Random;
  private readonly workload: Workload;
  private readonly codes: Map<string, number>;
  private readonly machine = new Machine({ recordBytesMax: RECORD_BYTES_MAX });
  private readonly judge = new NaiveExchange();
  private readonly checks = new Map<string, number>();
  /** A snapshot, and the records since: how the machine of a moment ago is made again. */
  private snapshot = this.machine.snapshot();
  private since: Uint8Array[] = [];

  constructor(seed: number, profile: Profile, codes: Map<string, number>) {
    this.random = new Random(derivedSeed(seed, 1));
    this.workload = new Workload(seed, profile);
    this.codes = codes;
  }

  /** Applies so many records, and says what is wrong with the last one if something is. */
  run(count: number): string | undefined {
    for (let left = count; left > 0; left -= 1) {
      const record = this.nextRecord();
      this.applied.push(record);
      const text = guarded(() => this.findingOf(record));
      if (text !== undefined) return text;
    }
    return guarded(() => snapshotFinding(this.random, this.machine.snapshot(), SNAPSHOTS_PER_LIST, RECORD_BYTES_MAX));
  }

  private nextRecord(): Uint8Array {
    const { state } = this.judge;
    const { entry } = this.workload.next(state);
    if (state.genesis === undefined) return entry;
    const older = this.applied.slice(-OLDER_KEPT);
    return mutated(this.random, { entry, older, sequence: state.sequence, time: state.time });
  }

  private findingOf(record: Uint8Array): string | undefined {
    const { machine, judge } = this;
    const { sequence } = machine;
    const code = machine.applyBytes(record);
    const name = resultCodeName(code);
    this.codes.set(name, (this.codes.get(name) ?? 0) + 1);
    const answer = judge.apply(record);
    if (code !== answer.code) return `machine ${name}, judge ${resultCodeName(answer.code)}`;
    const records = decodeRecords(machine.takeRecords()).map(({ name: kind, values }) => ({ name: kind, values }));
    const text = firstDifference(records, answer.records, 'records');
    if (text !== undefined) return text;
    const totals = totalsDifference(machine, judge.state);
    if (totals !== undefined) return totals;
    const isStarted = judge.state.genesis !== undefined;
    if (isStarted && machine.lastWork > machine.workMax) return `${machine.lastWork} steps of work`;

    const isRefused = code !== 0 && code < COMMAND_CODES_FROM;
    const used = machine.sequence - sequence;
    if (used !== (isRefused ? 0 : 1)) return `${name} used up ${used} sequence numbers`;
    const leftOver = code === 0 ? undefined : this.stateFinding(isRefused ? name : `${record[24]} ${name}`, isRefused);
    this.remember(record);
    return leftOver;
  }

  /** Whether a refusal changed nothing, or a rejection changed what continueWork changes. */
  private stateFinding(kind: string, isRefused: boolean): string | undefined {
    const count = this.checks.get(kind) ?? 0;
    if (count >= CHECKS_PER_KIND && !this.random.happens(SAMPLE_PER_MILLE)) return undefined;
    this.checks.set(kind, count + 1);
    this.hashesCompared += 1;
    const { machine } = this;
    const restored = restoreMachine(this.snapshot, {
      spareSlots: this.random.below(9),
      recordBytesMax: RECORD_BYTES_MAX,
    });
    if ('refused' in restored) return `the snapshot of the machine was refused: ${restored.refused}`;
    const twin = restored.machine;
    for (const earlier of this.since) this.applyTo(twin, earlier);
    if (isRefused) return twin.stateHash() === machine.stateHash() ? undefined : `${kind} should have changed nothing`;
    this.applyTo(twin, continueInstead(machine.sequence, machine.time));
    const { nonces, message, keys, sessions } = this.judge.logicalState();
    const continued = decodeSnapshot(twin.snapshot()) as LogicalState;
    // A rejection spends a nonce, counts in the second of its key, and is what its session sent last.
    const noted = continued.sessions.map((row, index) => {
      const { lastSequence = row.lastSequence, unsignedSince = row.unsignedSince } = sessions[index] ?? {};
      return { ...row, lastSequence, unsignedSince };
    });
    const counted = continued.keys.map((row, index) => {
      const { second = row.second, commands = row.commands } = keys[index] ?? {};
      return { ...row, second, commands };
    });
    const should = { ...continued, nonces, message, keys: counted, sessions: noted };
    const text = firstDifference(decodeSnapshot(machine.snapshot()), should);
    return text && `${kind} should have changed only what continueWork changes: ${text}`;
  }

  private applyTo(machine: Machine, record: Uint8Array): void {
    machine.applyBytes(record);
    machine.clearRecords();
  }

  private remember(record: Uint8Array): void {
    this.since.push(record);
    if (this.since.length < ENTRIES_PER_SNAPSHOT) return;
    this.snapshot = this.machine.snapshot();
    this.since = [];
  }
}

function guarded(act: () => string | undefined): string | undefined {
  try {
    return act();
  } catch (thrown) {
    return `threw ${thrown instanceof Error ? thrown.stack : String(thrown)}`;
  }
}
