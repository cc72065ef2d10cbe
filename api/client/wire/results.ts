/** What became of a message, and why a request was not served. */
import Type from 'typebox';
import { asOf, count, decimal, hex, number, object, sequence } from './values.ts';

const { Array: List, Null, Optional, String: Text, Union, Integer } = Type;

/** What one command of a message came to. Its code is 0 when it was accepted. */
export const CommandResult = object({
  type: Text({ description: 'Which command it is.' }),
  seq: sequence('Its place in the log.'),
  code: count('Result code; 0 is accepted. All are in the reference of result codes.'),
  name: Text({ description: 'The name of the code.' }),
  field: Optional(Text({ description: 'Which property is to blame.' })),
  order: Optional(count('Number of the order.')),
  client_order_id: Optional(hex(16, 'Name that the client gave it.')),
  status: Optional(Text({ description: 'How far the order has come by then.' })),
  filled: Optional(decimal('What it filled at once.')),
  average_price: Optional(Union([decimal('For what, on average; for display.'), Null()])),
  remaining: Optional(decimal('What rests.')),
  cancelled: Optional(count('Orders that were cancelled at once.')),
  is_pending: Optional(Type.Boolean({ description: 'Whether some of the work is still to be done.' })),
  key: Optional(number('Number of the key.')),
  session: Optional(number('Number of the session.')),
  secret: Optional(hex(32, 'Of a session that was opened: what its messages are authenticated with.')),
  order_group: Optional(number('Number of the order group.')),
});

/** A message that has a place in the log, which is on the disk by now. */
export const MessageResult = object({
  ...asOf,
  seq: sequence('Place of the message: of its first entry, which is what the chain of a session counts.'),
  results: List(CommandResult),
});

/** A request that was not served, or a message that got no place in the log (RFC 9457). */
export const Problem = object({
  type: Text({ description: 'Address of what is said about this code.' }),
  title: Text({ description: 'What the code means.' }),
  status: Integer({ description: 'Status of HTTP.' }),
  code: count('Number of the problem; it never means anything else.'),
  name: Text({ description: 'The name of the code.' }),
  detail: Optional(Text({ description: 'What of this request.' })),
  field: Optional(Text({ description: 'Which part of it is to blame.' })),
  retry_after_millis: Optional(count('How long to wait before it is asked again.')),
  request_id: Text({ description: 'Under which the request is in the log of the gateway.' }),
});

export type CommandResult = Type.Static<typeof CommandResult>;
export type MessageResult = Type.Static<typeof MessageResult>;
export type Problem = Type.Static<typeof Problem>;
