/** Log entries and records in words, for whoever reads a failure. */
import {
  COMMANDS,
  decode,
  decodeEntry,
  entryHead,
  type Layout,
  print,
  RECORDS,
  resultCodeName,
} from '@intelligent-ledger/engine/core';
import { entryRefusal } from './judge/entry-refusal.ts';
import type { JudgeRecord } from './judge/naive-state.ts';

/** One line: sequence, time and command, or the plain bytes of what is no whole entry. */
export function entryInWords(entry: Uint8Array): string {
  const layout = commandLayout(entry);
  if (layout === undefined) return `bytes ${Buffer.from(entry).toString('hex')}`;
  const { head, command } = decodeEntry(entry);
  return `#${head.sequence} at ${head.time}: ${print(layout, decode(layout, command))}`;
}

/** One line for a record, with its code in words. */
export function recordInWords(record: JudgeRecord | undefined): string {
  if (record === undefined) return 'no record';
  const layout = RECORDS.find((candidate) => candidate.name === record.name);
  if (layout === undefined) return `${record.name} ${JSON.stringify(record.values)}`;
  const values = record.values as ReturnType<typeof decode>;
  return `${print(layout, values)} (${resultCodeName(Number(record.values['code']))})`;
}

/** The layout of the command in an entry whose lengths are right, whatever its sequence and fields. */
export function commandLayout(entry: Uint8Array): Layout | undefined {
  if (entry.length < entryHead.byteLength) return undefined;
  const head = decode(entryHead, entry);
  if (entryRefusal(entry, head.sequence - 1, 0) !== 0) return undefined;
  const { command } = decodeEntry(entry);
  const layout = COMMANDS.find((candidate) => candidate.number === command[0]);
  return layout !== undefined && command.length >= layout.byteLength ? layout : undefined;
}
