/** What an order would do. */
import Type from 'typebox';
import { PlaceOrder } from './commands.ts';
import { asOf, count, decimal, number, object } from './values.ts';

const { Array: List, Null, String: Text, Union } = Type;

export const PreviewRequest = object({ account: number('Account that would place it.'), order: PlaceOrder });

export const PreviewFill = object({
  order: count('Number of the order that it would meet.'),
  price: decimal('Price.'),
  size: decimal('Size.'),
});

/**
 * What an order would do as of a place in the log. Nothing is placed, and nothing promised. The state of the market,
 * its smallest size and value and its collar, an expiry and a builder are asked only when it is placed.
 */
export const Preview = object({
  ...asOf,
  code: count('What limits what it gets: a result code; 0 when nothing but the book does.'),
  name: Text({ description: 'Its name.' }),
  fills: List(PreviewFill, { description: 'What it would get, in order.' }),
  filled: decimal('Size of that together.'),
  remaining: decimal('Size that would find nobody.'),
  rests: Type.Boolean({ description: 'Whether what remains would stay in the book.' }),
  rest_code: count('Why what remains would not stay, as a result code; 0 where it would, or would not anyway.'),
  rest_name: Text({ description: 'Its name.' }),
  average_price: Union([decimal('For what, on average; for display.'), Null()]),
  value: decimal('Value of what it would get, in dollars.'),
  fee: decimal('What that would cost, in dollars; below 0 when it is paid.'),
  realised: decimal('Profit that it would realise, in dollars.'),
  free_margin_after: decimal('Free margin afterwards, at the least.'),
});

export type Preview = Type.Static<typeof Preview>;
