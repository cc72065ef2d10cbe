/**
 * A session on an exchange that outlives its process: the engine in its thread with a journal, a follower in a process
 * beside it, and the session as their client. Played again, it goes on where it stopped.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { encode, tick } from '@intelligent-ledger/engine/core';
import { grouped } from '../console/progress.ts';
import type { Report } from '../console/report.ts';
import type { Desk } from '../desk/desk.ts';
import { systemDisk } from '../disk/disk.ts';
import type { MboRow } from '../flow/mbo.ts';
import { JournalReader } from '../journal/journal-reader.ts';
import type { SyncPolicy } from '../journal/journal-writer.ts';
import type { EnginePort } from '../port/engine-port.ts';
import { type EngineHost, startEngine } from '../port/start-engine.ts';
import { type DataDirectories, dataDirectories } from '../replay/data-directories.ts';
import { entryOffsets } from '../replay/replayer.ts';
import { DurableLog } from './durable-log.ts';
import { FollowerProcess } from './follower-process.ts';
import { runSession } from './session.ts';
import type { SessionSource } from './session-source.ts';

const NAME_DIGITS = 8;

/** The session was asked to stop before it was at its end; it can be gone on with. */
export class SessionStopped extends Error {}

export interface KeptOptions {
  /** Where the exchange keeps its data. */
  readonly exchange: string;
  readonly policy: SyncPolicy;
  /** Says something to whoever watches. */
  readonly say: (line: string) => void;
  /** Whether the session is to stop. */
  readonly isStopping: () => boolean;
}

/** What the exchange of a source is called: where its rows come from, and some digits of what they are. */
export function exchangeName({ name, rows }: SessionSource): string {
  const hash = createHash('sha256');
  for (const row of rows) hash.update(textOf(row));
  const stem = basename(name).replace(/\.csv(\.gz)?$/, '');
  return `${stem.replace(/[^A-Za-z0-9_-]+/g, '-')}-${hash.digest('hex').slice(0, NAME_DIGITS)}`;
}

/** Plays a session from where it stopped to its end. */
export async function runKeptSession(source: SessionSource, options: KeptOptions): Promise<Report> {
  const directories = dataDirectories(options.exchange);
  const host = await startEngine({ directories, policy: options.policy, onProgress: progressOf(options) });
  // Before anything else, so that it sees every record from here on.
  const port = host.openPort();
  sayStart(host, options);
  const follower = new FollowerProcess(options.exchange);
  try {
    const report = await play(source, host, port, follower, directories, options);
    await host.stop();
    return report;
  } catch (error) {
    // Where the engine has ended by itself, that is not what is to be said.
    await host.stop().catch(() => undefined);
    throw error;
  } finally {
    await follower.stop();
  }
}

async function play(
  source: SessionSource,
  host: EngineHost,
  port: EnginePort,
  follower: FollowerProcess,
  directories: DataDirectories,
  { isStopping, say }: KeptOptions,
): Promise<Report> {
  const sequence = host.status.get('engine_durable_sequence');
  const log = new DurableLog(port, await entriesUpTo(directories, sequence));
  const pause = async (row: number) => {
    await new Promise(setImmediate);
    if (isStopping()) throw new SessionStopped(`stopped at row ${grouped(row)} of ${grouped(source.rows.length)}`);
  };
  if (sequence > 0)
    say(`The session is played again from the journal up to entry ${grouped(sequence)}, and then goes on.`);
  return runSession(source, { log, pause, closing: (desk) => closing(desk, host, port, follower, log) });
}

/** Holds the engine and the follower to the session's own machine, all three at the same entry. */
async function closing(desk: Desk, host: EngineHost, port: EnginePort, follower: FollowerProcess, log: DurableLog) {
  let own = await port.query('stateHash', {});
  do {
    // The machine of the session takes over what the sequencer put in since the last command.
    desk.send(encode(tick, {}));
    own = await port.query('stateHash', {});
  } while (own.asOf !== desk.machine.sequence);
  const hash = desk.machine.stateHash();
  const theirs = await follower.stateHash(own.asOf);
  const isOwn = 'answer' in own && own.answer === hash;
  const isTheirs = theirs !== null && 'answer' in theirs && theirs.asOf >= own.asOf && theirs.answer === hash;
  const { recoveryMillis, snapshot } = host.started;
  return {
    facts: {
      resumed_commands: log.resumed,
      recovery_milliseconds: Math.round(recoveryMillis),
      recovery_snapshot: snapshot,
      journal_commits: host.status.get('journal_commits_total'),
      journal_bytes: host.status.get('journal_bytes_total'),
    },
    findings: [
      { what: `the durable engine has the same state hash at entry ${own.asOf}`, holds: isOwn },
      { what: 'a follower in another process, reading the journal, has it too', holds: isTheirs },
    ],
  };
}

/** The entries of a journal up to a sequence, each as bytes of its own. */
async function entriesUpTo({ journal, archive }: DataDirectories, sequence: number): Promise<Uint8Array[]> {
  const reader = await JournalReader.open(systemDisk, [journal, archive]);
  const entries: Uint8Array[] = [];
  try {
    while (entries.length < sequence) {
      const block = await reader.next();
      if (block === null) throw new Error('the journal ends before the engine did');
      const offsets = [...entryOffsets(block.entries), block.entries.length];
      for (let index = 0; index + 1 < offsets.length; index += 1) {
        entries.push(block.entries.slice(offsets[index], offsets[index + 1]));
      }
    }
  } finally {
    await reader.close();
  }
  return entries;
}

function progressOf({ say }: KeptOptions) {
  return ({ from, sequence }: { from: number; sequence: number }) =>
    say(`recovering: entry ${grouped(sequence)}, from the snapshot at ${grouped(from)}`);
}

/** What each policy promises. */
const PROMISES: Readonly<Record<SyncPolicy, string>> = {
  sync: 'nothing is acknowledged before the disk has it',
  interval: 'what is acknowledged survives the end of the process, and the last tenth of a second no power cut',
  none: 'what is acknowledged survives the end of the process, and no power cut',
};

function sayStart({ started }: EngineHost, { exchange, policy, say }: KeptOptions): void {
  const { sequence, snapshot, recoveryMillis, cut, passedOver, stateHash } = started;
  const took = `${Math.round(recoveryMillis)} ms`;
  say(`Exchange in ${exchange}. Policy of the journal: ${policy}; ${PROMISES[policy]}.`);
  if (sequence === 0) say(`It is new; it was ready in ${took}.`);
  else {
    const from = snapshot === 0 ? 'from the first entry' : `from the snapshot at ${grouped(snapshot)}`;
    say(`Recovered ${grouped(sequence)} entries in ${took}, ${from}; state ${stateHash}.`);
  }
  if (cut !== null) say(`An entry that was not acknowledged was cut off: ${cut}.`);
  for (const why of passedOver) say(`A snapshot was passed over: ${why}.`);
}

function textOf({ timeNanos, action, side, price, size, orderId, isSnapshot }: MboRow): string {
  return `${timeNanos} ${action} ${side} ${price} ${size} ${orderId} ${isSnapshot}\n`;
}
