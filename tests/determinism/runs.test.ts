/** Entries applied as runs give the same records and state as entries applied one by one, also across a resize. */
import { decode, entryHead, HOST_INDEX_MAX, Machine, padded, resize, sha256Hex } from '@intelligent-ledger/engine/core';
import { NaiveExchange, PROFILES, Workload } from '@intelligent-ledger/engine/sim';
import { expect, test } from 'vitest';

const COMMANDS = 3_000;
const RUN_MAX = 40;

/** The entries of a workload that a log takes over, Genesis first. */
function logOf(name: string): Uint8Array[] {
  const profile = PROFILES.find((candidate) => candidate.name === name);
  if (profile === undefined) throw new Error(`there is no profile ${name}`);
  const judge = new NaiveExchange();
  const workload = new Workload(5, profile);
  const entries: Uint8Array[] = [];
  for (let step = 0; step < COMMANDS; step += 1) {
    const { entry } = workload.next(judge.state);
    const before = judge.state.sequence;
    judge.apply(entry);
    if (judge.state.sequence > before) entries.push(wholeEntry(entry));
  }
  return entries;
}

/** An entry without the bytes behind it, which nobody looks at and which a run has no place for. */
function wholeEntry(entry: Uint8Array): Uint8Array {
  const { commandBytes, frameBytes } = decode(entryHead, entry);
  return entry.subarray(0, entryHead.byteLength + padded(commandBytes) + padded(frameBytes));
}

test.each(['tight', 'swept', 'brimming'])('runs of entries (%s)', (name) => {
  const entries = logOf(name);
  const [single, inRuns] = [new Machine(), new Machine()];
  const hashes: [string, string] = ['', ''];
  let resizes = 0;
  for (let start = 0; start < entries.length; start += RUN_MAX) {
    const run = entries.slice(start, start + RUN_MAX);
    let end = 0;
    const answers: number[] = [];
    for (const entry of run) {
      if (entry[entryHead.byteLength] === resize.number) resizes += 1;
      new Uint8Array(inRuns.input.buffer).set(entry, end * 4);
      end += entry.length / 4;
      answers.push(single.applyBytes(entry), single.recordLength);
    }
    expect(end).toBeLessThan(HOST_INDEX_MAX - entryHead.byteLength);
    expect(inRuns.applyRun(end)).toBe(end);
    expect([...inRuns.answers.subarray(0, 2 * inRuns.answerCount)]).toEqual(answers);
    hashes[0] = sha256Hex(single.takeRecords());
    hashes[1] = sha256Hex(inRuns.takeRecords());
    expect(hashes[1]).toBe(hashes[0]);
  }
  expect(inRuns.stateHash()).toBe(single.stateHash());
  expect(resizes).toBeGreaterThan(0);
});
