/** A log that a desk's commands are put into, which gives them their place and time; others may put some between. */
import type { ResultCode } from '@intelligent-ledger/engine/core';

/** A command as it stands in the log. */
export interface LoggedCommand {
  /** Entries that others put into the log since the last command, which come first. */
  readonly before: readonly Uint8Array[];
  /** The entry of the command, with its sequence and time. */
  readonly entry: Uint8Array;
  /** Holds what a machine answers to what the log knows was answered; throws when that is something else. */
  check(code: ResultCode, records: Uint8Array): void;
}

export interface CommandLog {
  /** The time that commands are sent at, in microseconds. */
  now(): number;
  /** Puts the command of an entry into the log, whatever sequence and time the entry says. */
  put(entry: Uint8Array): LoggedCommand;
}
