/** Shows the entries of a journal as words: sequence, time, who authorized it how, and what the command says. */
import {
  COMMANDS,
  decode,
  decodeEntry,
  FRAMES,
  fieldNameAt,
  firstFault,
  type Layout,
  print,
} from '@intelligent-ledger/engine/core';
import type { Block } from '../journal/journal-reader.ts';
import { NO_HASH } from '../journal/sealing.ts';
import type { DataDirectories } from '../replay/data-directories.ts';
import { entryOffsets } from '../replay/replayer.ts';
import { releasedBlocks } from './released-blocks.ts';

export interface InspectOptions {
  readonly from: number;
  readonly count: number;
  readonly isJson: boolean;
  readonly write: (line: string) => void;
}

/** Shows so many entries from a sequence on; answers how many there were. */
export async function inspectJournal(directories: DataDirectories, options: InspectOptions): Promise<number> {
  let shown = 0;
  for await (const block of releasedBlocks(directories, options.from)) {
    shown += showBlock(block, options, shown);
    if (shown >= options.count) break;
  }
  return shown;
}

function showBlock(block: Block, { from, count, isJson, write }: InspectOptions, shown: number): number {
  const { head, entries, place } = block;
  let more = 0;
  if (!isJson) write(blockWords(block));
  for (const at of entryOffsets(entries)) {
    const entry = decodeEntry(entries, at);
    const { sequence, time } = entry.head;
    if (sequence < from || shown + more >= count) continue;
    more += 1;
    const command = described(COMMANDS, entry.command);
    const frame = entry.frame.length === 0 ? null : described(FRAMES, entry.frame);
    const when = new Date(Math.floor(time / 1_000)).toISOString();
    if (isJson) write(JSON.stringify({ sequence, time, epoch: head.epoch, command, frame, segment: place.path }));
    else write(`  ${sequence}  ${when}  ${words(command)}${frame === null ? '' : `  by ${words(frame)}`}`);
  }
  return more;
}

function blockWords({ head, place }: Block): string {
  const { firstSequence, count, epoch, released, stateHash } = head;
  const hash = stateHash === NO_HASH ? '' : `, state before it ${stateHash}`;
  const entries = `${firstSequence} to ${firstSequence + count - 1}`;
  return `entries ${entries}, epoch ${epoch}, released before ${released}${hash}, ${place.path} at byte ${place.at}`;
}

/** What bytes say that begin with the kind of one of these layouts. What is none is given as it is. */
function described(layouts: readonly Layout[], bytes: Uint8Array) {
  const layout = layouts.find(({ number }) => number === bytes[0]);
  const hex = Buffer.from(bytes).toString('hex');
  if (layout === undefined || bytes.length < layout.byteLength) return { name: 'unknown', bytes: hex };
  const fault = firstFault(layout, bytes);
  if (fault !== -1) return { name: layout.name, malformed: fieldNameAt(layout, fault), bytes: hex };
  const rest = hex.slice(2 * layout.byteLength);
  const values = decode(layout, bytes);
  return { name: layout.name, ...values, text: print(layout, values), ...(rest === '' ? {} : { blob: rest }) };
}

function words(described: { name: string; text?: string; malformed?: string }): string {
  return described.text ?? `${described.name}${described.malformed ? `, malformed at ${described.malformed}` : ''}`;
}
