/** The layouts of the commands by which an owner says what its keys may do. */
import { BALANCE_MAX, KEY_SCOPE_NAMES, KEY_SCOPES, MARKETS_OF_KEY_MAX, OWNER_KIND_NAMES } from './command-terms.ts';
import { defineLayout } from './layout.ts';
import { userHead } from './user-command.ts';

export const approveKey = defineLayout({
  name: 'approveKey',
  number: 41,
  version: 1,
  byteLength: 128,
  blobBytesMax: 4 * MARKETS_OF_KEY_MAX,
  doc:
    'Adds an agent key to the owner of the account, or sets anew what one of its keys may do. The blob is up to ' +
    'eight numbers of markets, ascending, 4 bytes each, to which the key is confined; without one it trades in all.',
  fields: {
    ...userHead,
    identity: {
      kind: 'bytes',
      length: 32,
      doc: 'Ed25519 public key, program address, or secp256k1 address followed by twelve zeros.',
    },
    expiresAt: { kind: 'u64', doc: 'Time in microseconds from which the key is dead; 0 is never.' },
    orderValueMax: {
      kind: 'u64',
      max: BALANCE_MAX,
      doc: 'Most that one order of the key may be worth, in micro-dollars; 0 is no bound.',
    },
    keyKind: { kind: 'u32', min: 1, max: 3, names: OWNER_KIND_NAMES, doc: 'What the identity is.' },
    scope: {
      kind: 'u32',
      mask: KEY_SCOPES,
      names: KEY_SCOPE_NAMES,
      doc: 'What the key may do. Trade includes cancel; read is for whoever serves reads.',
    },
    ofAccount: { kind: 'u32', doc: 'Account of the owner to which the key is confined, plus one; 0 is none.' },
    commandsPerSecond: { kind: 'u32', doc: 'Commands but cancels in one second of engine time; 0 is no bound.' },
  },
});

export const revokeKeys = defineLayout({
  name: 'revokeKeys',
  number: 42,
  version: 1,
  byteLength: 64,
  doc: 'Makes a key of the owner dead, or all of them. Their orders stay.',
  fields: {
    ...userHead,
    ofKey: { kind: 'u32', doc: 'Number of the key; 0 is all.' },
  },
});
