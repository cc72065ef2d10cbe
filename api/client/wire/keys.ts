/** The agent keys and sessions of an owner. */
import Type from 'typebox';
import { KEY_KINDS, SCOPES } from './commands.ts';
import { asOf, decimal, hex, micros, number, object, sequence, word } from './values.ts';

const { Array: List, Null, Union } = Type;

export const KEY_STATES = ['good', 'expired', 'revoked'] as const;

export const AgentKey = object({
  key: number('Number of the key.'),
  identity: hex(32, 'An Ed25519 key, or a secp256k1 address followed by zeros.'),
  key_kind: word(KEY_KINDS, 'What the identity is.'),
  state: word(KEY_STATES, 'Whether it is taken.'),
  scope: List(word(SCOPES, 'Something that it may do.')),
  expires_at: Union([micros('Time from which it is dead.'), Null()]),
  only_account: Union([number('The one account that it acts for.'), Null()]),
  only_markets: Union([List(number('A market.'), { description: 'The markets that it trades in.' }), Null()]),
  order_value_max: Union([decimal('Most that one order may be worth, in dollars.'), Null()]),
  commands_per_second: Union([number('Commands but cancels in one second.'), Null()]),
});

export const OpenSessionEntry = object({
  session: number('Number of the session.'),
  key: number('Key that opened it; 0 is the owner itself.'),
  session_key: hex(32, 'Ed25519 key that signs its chain.'),
  expires_at: micros('Time from which it is dead.'),
  opened_seq: sequence('Where it was opened; 0 where that is not known any more.'),
});

/** An owner reads all of its keys and sessions, a key only itself and its own. */
export const Keys = object({
  ...asOf,
  owner: number('Number of the owner.'),
  keys: List(AgentKey),
  sessions: List(OpenSessionEntry, { description: 'Those that are open.' }),
});

export type Keys = Type.Static<typeof Keys>;
