/** The exchange as a whole, and the requests that are no messages. */
import Type from 'typebox';
import { asOf, count, hex, micros, number, object, word } from './values.ts';

const { Array: List, Boolean: Flag, Optional, String: Text } = Type;

export const Exchange = object({
  exchange: hex(32, 'Which exchange this is; every signature is for one.'),
  ...asOf,
  time: micros('Time of the exchange.'),
  rule_version: count('Version of the rules.'),
  binary_port: Type.Union([number('TCP port of the binary door.'), Type.Null()]),
  is_demo: Flag({ description: 'Whether it gives demo money away.' }),
});

export const TokenRequest = object({
  identity: hex(32, 'Who signs: an Ed25519 key, or a secp256k1 address followed by zeros.'),
  kind: word(['ed25519', 'secp256k1'], 'What the identity is.'),
  valid_until: micros('Time from which the token is dead, at most a day ahead.'),
  signature: Text({ description: 'Over the text of the token, as hex.' }),
});

/** A token by which an owner or a key reads what it may, and nothing else. */
export const Token = object({
  token: Text({ description: 'To be sent as `authorization: Bearer <token>`.' }),
  valid_until: micros('Time from which it is dead.'),
  owner: number('Number of the owner.'),
  key: number('Number of the key; 0 is the owner itself.'),
  accounts: List(number('An account.'), { description: 'What it may read.' }),
});

export const FaucetRequest = object({
  identity: hex(32, 'Who gets demo money.'),
  kind: word(['ed25519', 'secp256k1'], 'What the identity is.'),
});

export const FaucetAnswer = object({
  owner: number('Number of the owner.'),
  account: number('Account that was credited.'),
  ...asOf,
});

export const VerifyAnswer = object({
  is_good: Flag({ description: 'Whether the message would be taken.' }),
  text: Text({ description: 'What has to be signed or authenticated, as the gateway sees it.' }),
  sha256: hex(32, 'Hash of that text.'),
  signer: Optional(Text({ description: 'Whose signature it needs.' })),
  code: Optional(count('The problem, if there is one.')),
  name: Optional(Text({ description: 'Its name.' })),
  field: Optional(Text({ description: 'Which part of the message is to blame.' })),
  detail: Optional(Text({ description: 'What is wrong.' })),
});

export type Exchange = Type.Static<typeof Exchange>;
export type TokenRequest = Type.Static<typeof TokenRequest>;
export type Token = Type.Static<typeof Token>;
export type FaucetAnswer = Type.Static<typeof FaucetAnswer>;
export type VerifyAnswer = Type.Static<typeof VerifyAnswer>;
