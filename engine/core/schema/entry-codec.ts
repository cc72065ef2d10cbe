/** Puts log entries together from their parts and takes them apart; the reference path, not the fast one. */
import { decode, encode } from './codec.ts';
import { entryHead } from './entry.ts';

export interface EntryParts {
  readonly sequence: number;
  /** Engine time in microseconds. */
  readonly time: number;
  /** The command as its layout's bytes, the blob excluded. */
  readonly command: Uint8Array;
  readonly blob?: Uint8Array;
  readonly frame?: Uint8Array;
}

/** Rounds a length up to the multiple of eight bytes at which the next part begins. */
export function padded(byteLength: number): number {
  return (byteLength + 7) & ~7;
}

/** The bytes of an entry. The command's `blobBytes` field is the caller's to set. */
export function encodeEntry(parts: EntryParts): Uint8Array {
  const { sequence, time, command, blob, frame } = parts;
  const commandBytes = command.length + (blob?.length ?? 0);
  const frameBytes = frame?.length ?? 0;
  const frameAt = entryHead.byteLength + padded(commandBytes);
  const bytes = new Uint8Array(frameAt + padded(frameBytes));
  encode(entryHead, { sequence, time, commandBytes, frameBytes }, bytes);
  bytes.set(command, entryHead.byteLength);
  if (blob) bytes.set(blob, entryHead.byteLength + command.length);
  if (frame) bytes.set(frame, frameAt);
  return bytes;
}

/** The head, command (blob included) and frame of an entry that is known to be whole. */
export function decodeEntry(bytes: Uint8Array, offset = 0) {
  const head = decode(entryHead, bytes, offset);
  const commandAt = offset + entryHead.byteLength;
  const frameAt = commandAt + padded(head.commandBytes);
  return {
    head,
    command: bytes.subarray(commandAt, commandAt + head.commandBytes),
    frame: bytes.subarray(frameAt, frameAt + head.frameBytes),
    byteLength: frameAt + padded(head.frameBytes) - offset,
  };
}
