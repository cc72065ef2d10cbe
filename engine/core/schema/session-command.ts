/** The layouts of the commands by which keys open sessions, sessions sign what they sent, and both close them. */
import { SESSION_KEY_BYTES } from './command-terms.ts';
import { defineLayout } from './layout.ts';
import { userHead } from './user-command.ts';

export const openSession = defineLayout({
  name: 'openSession',
  number: 47,
  version: 1,
  byteLength: 128,
  doc:
    'Opens a session of the key that signs this. Its commands need no signature each: the session key vouches for ' +
    'all of them.',
  fields: {
    ...userHead,
    sessionKey: { kind: 'bytes', length: SESSION_KEY_BYTES, doc: 'Ed25519 public key by which the session signs.' },
    expiresAt: { kind: 'u64', doc: 'Time in microseconds from which the session is dead; at most a day ahead.' },
  },
});

export const signSession = defineLayout({
  name: 'signSession',
  number: 48,
  version: 1,
  byteLength: 128,
  doc: 'The session signs the chain over its commands as they were acknowledged, up to a sequence.',
  fields: {
    ...userHead,
    counter: { kind: 'u64', min: 1, doc: 'Number of the last message of the session that the chain covers.' },
    ofSequence: { kind: 'u64', min: 1, doc: 'Sequence up to which every command of the session is covered.' },
    chain: { kind: 'bytes', length: 32, doc: 'The chain, a SHA-256 hash. It is carried and not looked at.' },
  },
});

export const closeSession = defineLayout({
  name: 'closeSession',
  number: 49,
  version: 1,
  byteLength: 64,
  doc: 'Closes a session of the owner. Its orders stay.',
  fields: {
    ...userHead,
    ofSession: { kind: 'u32', doc: 'Number of the session.' },
  },
});
