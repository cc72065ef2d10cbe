/**
 * Verifies who asked for what is in a log: applies every entry since Genesis again and checks the authorization of
 * each. The first that is wrong is said, and ends it.
 */
import { decodeEntry, decodeRecords, ROLES, SESSION_UNSIGNED_MICROS_MAX } from '@intelligent-ledger/engine/core';
import type { Fact, Report } from '../console/report.ts';
import { systemDisk } from '../disk/disk.ts';
import { AuthorizationCheck, type LogEntry } from '../identity/authorization-check.ts';
import { Registry } from '../identity/registry.ts';
import type { UnsignedTail } from '../identity/session-chains.ts';
import type { Block } from '../journal/journal-reader.ts';
import type { Answered } from '../replay/block-runner.ts';
import type { DataDirectories } from '../replay/data-directories.ts';
import { openJournal } from '../replay/open-journal.ts';
import { entryOffsets, type Replayer } from '../replay/replayer.ts';
import { takeReleased } from './released-blocks.ts';

export interface VerifyLogOptions {
  /** Is told after every block where it is. */
  readonly onProgress: (progress: { readonly sequence: number; readonly released: number }) => void;
}

export async function verifyLog(directories: DataDirectories, { onProgress }: VerifyLogOptions): Promise<Report> {
  const { reader, replayer } = await openJournal(systemDisk, directories, { before: 0 });
  const checker = new LogChecker();
  const begun = performance.now();
  const wrong = await takeReleased(directories, reader, (block, released) => {
    const differs = checker.take(block, replayer);
    if (differs === null) onProgress({ sequence: replayer.machine.sequence, released });
    return differs;
  });
  const fault = wrong ?? checker.check.end();
  return reportOf(checker, replayer.machine.sequence, performance.now() - begun, fault);
}

class LogChecker {
  readonly registry = new Registry();
  readonly check = new AuthorizationCheck(this.registry);
  private fault: string | null = null;

  take(block: Block, replayer: Replayer): string | null {
    const entries = entryOffsets(block.entries).map((at) => {
      const { head, command, frame } = decodeEntry(block.entries, at);
      return { sequence: head.sequence, time: head.time, command, frame };
    });
    let next = 0;
    const differs = replayer.take(block, (answered) => {
      this.takeAnswered(entries.slice(next, next + answered.count), answered);
      next += answered.count;
    });
    return differs ?? this.fault;
  }

  private takeAnswered(entries: readonly LogEntry[], { answers, records }: Answered): void {
    let from = 0;
    for (const [index, entry] of entries.entries()) {
      const end = (answers[2 * index + 1] as number) * 4;
      const fault = this.check.check(entry) ?? this.check.take(decodeRecords(records.subarray(from, end)));
      if (fault !== null) this.fault ??= `entry ${entry.sequence}: ${fault}`;
      from = end;
    }
  }
}

function reportOf(checker: LogChecker, sequence: number, millis: number, fault: string | null): Report {
  const { counts, tails } = checker.check;
  const facts: Record<string, Fact> = {
    exchange: checker.registry.domain,
    ...Object.fromEntries(ROLES.map((role) => [`key_of_${role}`, checker.registry.roleKeyOf(role)])),
    entries: sequence,
    by_sequencer: counts.sequencer,
    by_role: counts.role,
    by_signature: counts.signature,
    by_session: counts.session,
    by_logon: counts.logon,
    unsigned_tails: tails.length,
    disputed_sessions: checker.check.disputed.length,
    unsigned_messages: tails.reduce((sum, { messages }) => sum + messages, 0),
    seconds: Math.round(millis) / 1_000,
    entries_per_second: Math.round((1_000 * sequence) / Math.max(millis, 1e-3)),
  };
  for (const { session, fromSequence, toSequence, messages, micros, isDisputed } of tails) {
    const words = `${messages} messages, ${fromSequence} to ${toSequence}, ${micros / 1e6} s`;
    facts[`tail_of_session_${session}_from_${fromSequence}`] = isDisputed ? `${words}, disputed` : words;
  }
  const isAuthorized = fault ?? 'every command was asked for by somebody who may';
  return {
    name: 'verify log',
    facts,
    findings: [
      { what: isAuthorized, holds: fault === null },
      { what: 'no session left more than ten seconds unsigned', holds: tails.every(isShort) },
    ],
  };
}

/** What a session that is in dispute signed is not known, and so not how long it left anything unsigned. */
function isShort({ micros, isDisputed }: UnsignedTail): boolean {
  return isDisputed || micros <= SESSION_UNSIGNED_MICROS_MAX;
}
