/** With what every command begins, as the edge reads it before it knows the rest. */
import type { FieldSpecs } from './layout.ts';

export const head = {
  kind: { kind: 'u8', doc: 'Which command this is.' },
  version: { kind: 'u8', doc: 'Version of the layout.' },
  blobBytes: { kind: 'u16', doc: 'Length of the blob that follows the command, in bytes.' },
} as const satisfies FieldSpecs;
