/**
 * Kills a host under load at random moments, again and again, on one journal. Goal: whatever the moment, the next start
 * has all that was acknowledged and the state of a replay. Method: each start is judged while it is already under load.
 */
import { setTimeout as after } from 'node:timers/promises';
import { type DataDirectories, JournalReader, recover, systemDisk } from '@intelligent-ledger/engine/host';
import { HostProcess } from './host-process.ts';
import { Judge } from './judge.ts';
import { KilledFollower } from './killed-follower.ts';
import type { Line } from './loaded-host.ts';

/** The longest that a host lives, in milliseconds. */
const LIFE_MAX = 400;
/** So many of a hundred hosts are killed while they start. */
const EARLY_PERCENT = 20;
const START_MAX = 250;
/** After so many of the kills the follower is killed too. */
const FOLLOWER_KILLS = 0.4;

export interface KillTotals {
  readonly kills: number;
  /** Of hosts that had not said yet that they started. */
  readonly killedEarly: number;
  readonly starts: number;
  readonly acknowledged: number;
  readonly messages: number;
  readonly entries: number;
  readonly epochs: number;
  /** Starts that began with a snapshot of the follower. */
  readonly fromSnapshots: number;
  readonly faults: readonly string[];
}

export async function killRounds(
  data: string,
  directories: DataDirectories,
  rounds: number,
  random: () => number,
  onRound: () => void,
): Promise<KillTotals> {
  const judge = new Judge(directories);
  const follower = new KilledFollower(data);
  let killedEarly = 0;
  let starts = 0;
  let fromSnapshots = 0;
  for (let round = 0; round <= rounds; round += 1) {
    const host = new HostProcess(data, Math.floor(random() * 2 ** 31));
    const isLast = round === rounds;
    const isEarly = !isLast && random() * 100 < EARLY_PERCENT;
    if (isEarly) await after(random() * START_MAX);
    else {
      await host.begun;
      const started = startOf(host.lines);
      if (started === undefined) judge.faults.push(`round ${round}: a host did not start`);
      else {
        starts += 1;
        if (started.snapshot > 0) fromSnapshots += 1;
        await judge.judge(started);
        if (!isLast) await after(random() * LIFE_MAX);
      }
    }
    await host.signal('SIGKILL');
    // It follows through restarts of the host, or is killed with it, or in the middle of the next start.
    if (random() < FOLLOWER_KILLS) await follower.kill();
    follower.start();
    judge.faults.push(...follower.faults.splice(0));
    if (isEarly && startOf(host.lines) === undefined) killedEarly += 1;
    judge.hear(host.lines);
    onRound();
    if (judge.faults.length > 0) break;
  }
  await follower.kill();
  judge.faults.push(...follower.faults.splice(0));
  await judgeEnd(judge, directories);
  await judge.close();
  const { acknowledged, messages, faults, machine } = judge;
  const totals = { acknowledged, messages, faults, entries: machine.sequence };
  return { kills: rounds, killedEarly, starts, fromSnapshots, epochs: await epochsOf(directories), ...totals };
}

/** What the last host left is judged by a recovery, as the next start would make it. */
async function judgeEnd(judge: Judge, directories: DataDirectories): Promise<void> {
  if (judge.faults.length > 0) return;
  const { machine } = await recover({ disk: systemDisk, directories, machine: {}, onProgress: () => undefined });
  await judge.judge({ sequence: machine.sequence, stateHash: machine.stateHash() });
}

function startOf(lines: readonly Line[]) {
  return lines.find((line) => line.kind === 'started');
}

async function epochsOf({ journal, archive }: DataDirectories): Promise<number> {
  const reader = await JournalReader.open(systemDisk, [journal, archive]);
  await reader.close();
  return reader.epoch;
}
