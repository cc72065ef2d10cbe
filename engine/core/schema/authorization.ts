/**
 * The authorization frame of a log entry: the proof that whoever a command names asked for it. The
 * frame keeps the bytes that were signed as they were received, so that anyone who re-reads the log
 * can check each command against them. The core hashes and forgets them; verifying is the gateway's
 * work before sequencing and the verifier's work after.
 */
import { defineLayout, type Layout } from './layout.ts';

export const SIGNED_BYTES_MAX = 8_192;

const head = {
  kind: { kind: 'u8', doc: 'Which frame this is.' },
  version: { kind: 'u8', doc: 'Version of the layout.' },
} as const;

export const sequencerFrame = defineLayout({
  name: 'sequencerFrame',
  number: 1,
  version: 1,
  byteLength: 8,
  doc: 'The sequencer made the entry itself: continueWork, and Genesis.',
  fields: { ...head },
});

export const signatureFrame = defineLayout({
  name: 'signatureFrame',
  number: 2,
  version: 1,
  byteLength: 112,
  blobBytesMax: SIGNED_BYTES_MAX,
  doc: 'A signature over a message of one or more commands. The signed bytes follow, as received.',
  fields: {
    ...head,
    signedBytes: { kind: 'u16', max: SIGNED_BYTES_MAX, doc: 'Length of the signed bytes that follow.' },
    scheme: { kind: 'u8', min: 1, max: 2, names: { 1: 'ed25519', 2: 'secp256k1' }, doc: 'Signature scheme.' },
    payloadFormat: { kind: 'u8', min: 1, doc: 'How the signed bytes are read into commands.' },
    commandCount: { kind: 'u16', min: 1, doc: 'Commands in the message; all but the first carry a member frame.' },
    signer: { kind: 'bytes', length: 32, doc: 'Public key, or secp256k1 address followed by zeros.' },
    signature: { kind: 'bytes', length: 64, doc: 'The signature; for secp256k1, r then s.' },
    recovery: { kind: 'u8', max: 3, doc: 'Recovery number of a secp256k1 signature.' },
  },
});

export const memberFrame = defineLayout({
  name: 'memberFrame',
  number: 3,
  version: 1,
  byteLength: 16,
  doc: 'The entry is a later command of a message whose first entry carries the signature.',
  fields: {
    ...head,
    index: { kind: 'u16', min: 1, doc: 'Place in the message, from 0.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
    firstSequence: { kind: 'u64', min: 1, doc: 'Sequence number of the first entry of the message.' },
  },
});

export const sessionFrame = defineLayout({
  name: 'sessionFrame',
  number: 4,
  version: 1,
  byteLength: 56,
  blobBytesMax: SIGNED_BYTES_MAX,
  doc: 'A session authenticated the request by HMAC-SHA256. The authenticated bytes follow, as received.',
  fields: {
    ...head,
    signedBytes: { kind: 'u16', max: SIGNED_BYTES_MAX, doc: 'Length of the authenticated bytes that follow.' },
    session: { kind: 'u32', min: 1, doc: 'The session.' },
    counter: { kind: 'u64', min: 1, doc: 'Number of the message in its session.' },
    mac: { kind: 'bytes', length: 32, doc: 'HMAC-SHA256 over the authenticated bytes.' },
    payloadFormat: { kind: 'u8', min: 1, doc: 'How the authenticated bytes are read into commands.' },
  },
});

export const logonFrame = defineLayout({
  name: 'logonFrame',
  number: 5,
  version: 1,
  byteLength: 16,
  doc: 'A session authenticated at logon sent the command in its own layout; the chain it signs vouches for it.',
  fields: {
    ...head,
    reserved: { kind: 'u16', max: 0, doc: 'Zero.' },
    session: { kind: 'u32', min: 1, doc: 'The session.' },
    counter: { kind: 'u64', min: 1, doc: 'Number of the message in its session.' },
  },
});

/** Every authorization frame there is, in the order of their numbers. */
export const FRAMES: readonly Layout[] = [sequencerFrame, signatureFrame, memberFrame, sessionFrame, logonFrame];
