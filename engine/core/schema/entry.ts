/**
 * The head of a log entry: what the sequencer puts before a command. The command with its blob
 * follows, padded to a multiple of eight bytes, and then the authorization frame, padded likewise.
 * The core reads the head and the command; it never reads the frame.
 */
import { defineLayout } from './layout.ts';

/** The longest command is 128 bytes and the longest blob 128. */
export const COMMAND_BYTES_MAX = 256;

export const entryHead = defineLayout({
  name: 'entryHead',
  number: 1,
  version: 1,
  byteLength: 24,
  doc: 'Sequence and time of an entry, and the lengths of its two parts.',
  fields: {
    kind: { kind: 'u8', min: 1, max: 1, doc: 'Always 1.' },
    version: { kind: 'u8', min: 1, max: 1, doc: 'Version of the entry.' },
    commandBytes: { kind: 'u16', min: 8, max: COMMAND_BYTES_MAX, doc: 'Length of command and blob, before padding.' },
    frameBytes: { kind: 'u32', max: 65_535, doc: 'Length of the authorization frame, before padding.' },
    sequence: { kind: 'u64', min: 1, doc: 'Number of the entry; the first is 1.' },
    time: { kind: 'u64', doc: 'Engine time in microseconds; never less than that of the entry before.' },
  },
});
