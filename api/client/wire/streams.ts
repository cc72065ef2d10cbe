/**
 * What goes over the WebSocket. A client subscribes to streams by name; every frame of a stream says the place in the
 * log up to which it speaks (`seq`) and the place of the frame before it (`prev_seq`). A client that has come to
 * `as_of` takes a frame with `prev_seq` at most `as_of`; one with more means that something is missing. Frames with
 * `seq` up to `as_of` were there already.
 */
import Type from 'typebox';
import { SIDES } from './commands.ts';
import { Trade } from './markets.ts';
import { MessageResult, Problem } from './results.ts';
import { count, decimal, hex, micros, number, object, sequence, word } from './values.ts';

const { Array: List, Boolean: Flag, Literal, Null, Optional, String: Text, Tuple, Union, Integer } = Type;

const id = Optional(count('Chosen by the client; the answer has it too.'));
const stream = Text({
  pattern: '^(book|book_orders|trades|orders):(0|[1-9][0-9]{0,9})$',
  description: 'A kind of stream, and the number of its market or account.',
});

export const Subscribe = object({
  op: Literal('subscribe'),
  id,
  stream,
  after_seq: Optional(
    sequence('Go on behind this place, where the client was before; else it begins with a snapshot.'),
  ),
});
export const Unsubscribe = object({ op: Literal('unsubscribe'), id, stream });
export const Logon = object({ op: Literal('logon'), id, token: Text({ description: 'A token for reading.' }) });
/** A message, as the text that was signed behind the two lines of its head. */
export const Send = object({
  op: Literal('send'),
  id,
  message: Text({ description: 'The body of a message.' }),
  signature: Optional(Text({ description: 'Its signature.' })),
  code: Optional(Text({ description: 'Or its code, of a session.' })),
  exchange: Optional(hex(32, 'For which exchange it was made.')),
});
/** A message that cancels, to be taken when the line breaks; valid for a minute at most, so it is stated anew. */
export const CancelOnDisconnect = object({ ...Send.properties, op: Literal('cancel_on_disconnect') });
export const Ping = object({ op: Literal('ping'), id });

export const StreamRequest = Union([Subscribe, Unsubscribe, Logon, Send, CancelOnDisconnect, Ping]);

const levelRow = Tuple([
  decimal('Price.'),
  decimal('Size that is shown there now; 0 when it is gone.'),
  count('Orders.'),
]);
const orderRow = Tuple([
  count('Order.'),
  decimal('Price.'),
  decimal('Size that it shows now; 0 when it is gone.'),
  Flag({ description: 'Whether it is put at the back of its level.' }),
]);
const place = {
  stream,
  prev_seq: Optional(sequence('Of the frame before this one; not there in a snapshot.')),
  seq: sequence('Everything up to here is said.'),
};
const checksum = Integer({ description: 'Of the best 25 levels of each side, as the book is then.' });

export const BookFrame = object({ ...place, bids: List(levelRow), asks: List(levelRow), checksum });
export const BookOrdersFrame = object({ ...place, bids: List(orderRow), asks: List(orderRow), checksum });
export const TradesFrame = object({ ...place, trades: List(Trade) });

/** What became of an order. */
export const OrderEvent = object({
  event: word(['waiting', 'placed', 'filled', 'amended', 'reduced', 'cancelled', 'refused'], 'What happened.'),
  seq: sequence('Where in the log.'),
  time: micros('When.'),
  order: count('The order.'),
  market: Optional(number('Its market.')),
  client_order_id: Optional(Union([hex(16, 'Name that the client gave it.'), Null()])),
  side: Optional(word(SIDES, 'Its side.')),
  price: Optional(decimal('Its limit; of a fill, the price.')),
  size: Optional(decimal('Its total size; of a fill, what filled.')),
  remaining: Optional(decimal('What is left of it, or was.')),
  code: Optional(count('Why, as a result code.')),
  fill: Optional(count('Number of the fill.')),
  is_taker: Optional(Flag({ description: 'Whether the order came and met the other.' })),
  fee: Optional(decimal('What the fill cost, in dollars.')),
  realised: Optional(decimal('What the fill realised, in dollars.')),
  key: Optional(number('Key that placed it.')),
  session: Optional(number('Session that sent it.')),
});
export const OrdersFrame = object({ ...place, events: List(OrderEvent) });

/** The answer to a request. */
export const StreamAnswer = object({
  id,
  op: Text({ description: 'What was asked.' }),
  ok: Flag({ description: 'Whether it was done.' }),
  stream: Optional(stream),
  as_of_seq: Optional(sequence('Where the stream begins.')),
  result: Optional(MessageResult),
  problem: Optional(Problem),
});

/** Says why a stream ends. The client goes on behind `seq` when it subscribes again. */
export const StreamEnd = object({ stream, seq: sequence('What was sent reaches up to here.'), problem: Problem });

export type StreamRequest = Type.Static<typeof StreamRequest>;
export type BookFrame = Type.Static<typeof BookFrame>;
export type BookOrdersFrame = Type.Static<typeof BookOrdersFrame>;
export type TradesFrame = Type.Static<typeof TradesFrame>;
export type OrderEvent = Type.Static<typeof OrderEvent>;
export type OrdersFrame = Type.Static<typeof OrdersFrame>;
export type StreamAnswer = Type.Static<typeof StreamAnswer>;
