/** The layouts of the records of keys. */
import { KEY_SCOPE_NAMES, MARKETS_OF_KEY_MAX, OWNER_KIND_NAMES } from './command.ts';
import { defineLayout } from './layout.ts';
import { head } from './record-head.ts';

export const keyApproved = defineLayout({
  name: 'keyApproved',
  number: 49,
  version: 1,
  byteLength: 136,
  doc: 'An owner said what a key may do.',
  fields: {
    ...head,
    expiresAt: { kind: 'u64', doc: 'Time in microseconds from which the key is dead; 0 is never.' },
    orderValueMax: {
      kind: 'u64',
      doc: 'Most that one order of the key may be worth, in micro-dollars; 0 is no bound.',
    },
    key: { kind: 'u32', doc: 'Number of the key.' },
    owner: { kind: 'u32', doc: 'Number of the owner.' },
    epoch: { kind: 'u32', doc: 'Epoch of the owner under which it lives.' },
    scope: { kind: 'u32', names: KEY_SCOPE_NAMES, doc: 'What the key may do.' },
    ofAccount: { kind: 'u32', doc: 'Account to which the key is confined, plus one; 0 is none.' },
    commandsPerSecond: { kind: 'u32', doc: 'Commands but cancels in one second of engine time; 0 is no bound.' },
    marketCount: { kind: 'u32', doc: 'To how many markets it is confined; 0 is to none.' },
    keyKind: { kind: 'u32', names: OWNER_KIND_NAMES, doc: 'What the identity is.' },
    identity: { kind: 'bytes', length: 32, doc: 'The identity.' },
    markets: { kind: 'bytes', length: 4 * MARKETS_OF_KEY_MAX, doc: 'Numbers of those markets, then zeros.' },
  },
});

export const keysRevoked = defineLayout({
  name: 'keysRevoked',
  number: 50,
  version: 1,
  byteLength: 40,
  doc: 'Keys of an owner are dead.',
  fields: {
    ...head,
    owner: { kind: 'u32', doc: 'Number of the owner.' },
    ofKey: { kind: 'u32', doc: 'Number of the key; 0 is all.' },
    epoch: { kind: 'u32', doc: 'Epoch of the owner from now on.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});
