/** Reads the authorization frame of an entry, and the bytes behind it that were signed. */
import {
  decode,
  FRAMES,
  firstFault,
  type logonFrame,
  type memberFrame,
  type sequencerFrame,
  type sessionFrame,
  type signatureFrame,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';

interface FrameValues {
  sequencerFrame: ValuesOf<typeof sequencerFrame.specs>;
  signatureFrame: ValuesOf<typeof signatureFrame.specs>;
  memberFrame: ValuesOf<typeof memberFrame.specs>;
  sessionFrame: ValuesOf<typeof sessionFrame.specs>;
  logonFrame: ValuesOf<typeof logonFrame.specs>;
}

export type Frame = {
  [Name in keyof FrameValues]: { readonly name: Name; readonly values: FrameValues[Name]; readonly signed: Uint8Array };
}[keyof FrameValues];

/** The frame that bytes are; null when they are none. */
export function readFrame(bytes: Uint8Array): Frame | null {
  const layout = FRAMES.find(({ number }) => number === bytes[0]);
  if (layout === undefined || bytes.length < layout.byteLength || firstFault(layout, bytes) !== -1) return null;
  const values = decode(layout, bytes);
  const signed = bytes.subarray(layout.byteLength);
  if (signed.length !== (values['signedBytes'] ?? 0)) return null;
  return { name: layout.name, values, signed } as unknown as Frame;
}
