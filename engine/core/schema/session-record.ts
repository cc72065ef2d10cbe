/** The layouts of the records of sessions. */
import { SESSION_KEY_BYTES } from './command.ts';
import { defineLayout } from './layout.ts';
import { head } from './record-head.ts';

export const sessionOpened = defineLayout({
  name: 'sessionOpened',
  number: 57,
  version: 1,
  byteLength: 80,
  doc: 'A key opened a session.',
  fields: {
    ...head,
    session: { kind: 'u32', doc: 'Number of the session.' },
    owner: { kind: 'u32', doc: 'Number of the owner.' },
    key: { kind: 'u32', doc: 'Its key; 0 is the owner itself.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
    expiresAt: { kind: 'u64', doc: 'Time in microseconds from which it is dead.' },
    sessionKey: { kind: 'bytes', length: SESSION_KEY_BYTES, doc: 'Ed25519 public key by which it signs.' },
  },
});

export const sessionSigned = defineLayout({
  name: 'sessionSigned',
  number: 58,
  version: 1,
  byteLength: 88,
  doc: 'A session signed for what it sent.',
  fields: {
    ...head,
    session: { kind: 'u32', doc: 'Number of the session.' },
    owner: { kind: 'u32', doc: 'Number of the owner.' },
    counter: { kind: 'u64', doc: 'Number of its last message that is covered.' },
    ofSequence: { kind: 'u64', doc: 'Sequence up to which its commands are covered.' },
    unsignedSince: { kind: 'u64', doc: 'Time since when something else may be unsigned; 0 when nothing is.' },
    chain: { kind: 'bytes', length: 32, doc: 'The chain that it signed.' },
  },
});

export const sessionClosed = defineLayout({
  name: 'sessionClosed',
  number: 59,
  version: 1,
  byteLength: 56,
  doc: 'A session is closed. The code says why: by a command, since it expired, or since its key was revoked.',
  fields: {
    ...head,
    session: { kind: 'u32', doc: 'Number of the session.' },
    owner: { kind: 'u32', doc: 'Number of the owner.' },
    key: { kind: 'u32', doc: 'Its key; 0 is the owner itself.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
    lastSequence: { kind: 'u64', doc: 'Sequence of its last command; 0: it sent none.' },
    signedSequence: { kind: 'u64', doc: 'Sequence up to which it signed; 0: it signed nothing.' },
  },
});
