/** With what every record begins: which it is, its place, and the sequence and time of the command. */
import type { FieldSpecs } from './layout.ts';

export const head = {
  kind: { kind: 'u8', doc: 'Which record this is.' },
  version: { kind: 'u8', doc: 'Version of the layout.' },
  code: { kind: 'u16', doc: 'Result code: of the command, or the reason of a cancellation.' },
  index: { kind: 'u32', doc: 'Place among the records of the command, from 0.' },
  sequence: { kind: 'u64', doc: 'Sequence number of the command.' },
  time: { kind: 'u64', doc: 'Time of the command, in microseconds.' },
} as const satisfies FieldSpecs;
