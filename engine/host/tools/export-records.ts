/** Writes the records of a journal as lines of JSON, from any sequence on, as far as they were released. */
import { decodeRecords, resultCodeName } from '@intelligent-ledger/engine/core';
import { systemDisk } from '../disk/disk.ts';
import { JournalReader } from '../journal/journal-reader.ts';
import type { DataDirectories } from '../replay/data-directories.ts';
import { JournalHistory } from '../replay/journal-history.ts';
import { releasedOf } from './released-blocks.ts';

export interface ExportOptions {
  readonly from: number;
  /** The last sequence that is wanted. */
  readonly to: number;
  /** Comes back when the next line may be written. */
  readonly write: (line: string) => Promise<void> | void;
}

/** Answers how many records were written. */
export async function exportRecords(directories: DataDirectories, { from, to, write }: ExportOptions): Promise<number> {
  const reader = await JournalReader.open(systemDisk, [directories.journal, directories.archive]);
  const released = await releasedOf(directories, reader).finally(() => reader.close());
  const history = await JournalHistory.open(systemDisk, directories, Math.max(1, from), () => released);
  let written = 0;
  try {
    for (let frame = await history.next(); frame !== null; frame = await history.next()) {
      if (frame.firstSequence > to) break;
      for (let index = 0; index < frame.count; index += 1) {
        const sequence = frame.firstSequence + index;
        if (sequence < from || sequence > to) continue;
        for (const line of linesOf(frame.recordsOf(index))) {
          await write(line);
          written += 1;
        }
      }
    }
  } finally {
    await history.close();
  }
  return written;
}

function linesOf(records: Uint8Array): string[] {
  return decodeRecords(records).map(({ name, values }) => {
    const { kind: _kind, version: _version, code, sequence, time, index, ...rest } = values;
    return JSON.stringify({ sequence, time, index, record: name, code: resultCodeName(Number(code)), ...rest });
  });
}
