/** Markets, their books and their trades, as everybody sees them. */
import Type from 'typebox';
import { asOf, count, decimal, micros, number, object, sequence, word } from './values.ts';

const { Array: List, Null, Optional, Tuple, Union, Boolean: Flag, Integer, String: Text } = Type;

export const MARKET_KINDS = ['perpetual', 'event', 'spot'] as const;
export const MARKET_STATES = ['open', 'auction', 'halted', 'post_only', 'cancel_only', 'closed'] as const;

const U32_MAX = 4_294_967_295;
const market = number('Number of the market.');
const checksum = Integer({
  minimum: 0,
  maximum: U32_MAX,
  description: 'Of the best 25 levels of each side; how to compute it is in the description of the streams.',
});

export const Market = object({
  market,
  symbol: Text({ description: 'What it is called here.' }),
  kind: word(MARKET_KINDS, 'What is traded.'),
  state: word(MARKET_STATES, 'Which orders it takes.'),
  price_decimals: count('Decimals of a price; more are refused.'),
  size_decimals: count('Decimals of a size; more are refused.'),
  price_steps: List(object({ from: decimal('From this price on'), step: decimal('prices lie this far apart.') }), {
    description: 'Prices of orders that rest.',
  }),
  max_price: decimal('Largest price.'),
  min_size: decimal('Smallest size.'),
  max_size: decimal('Largest size.'),
  min_value: decimal('Least that an order is worth, in dollars.'),
  collar: decimal('How far from the reference price an order may trade, as a part of it; 0 is no bound.'),
  leverage: List(
    object({ from: decimal('From this value of a position on, in dollars'), leverage: count('at most this.') }),
    { description: 'Largest leverage by value of the position.' },
  ),
  reference_price: Union([decimal('Price that the market opens from.'), Null()]),
  mark_price: Union([decimal('Price by which positions are valued.'), Null()]),
  base_asset: Optional(number('Of a spot market the asset that is traded.')),
});

export const Markets = object({ ...asOf, markets: List(Market) });

const level = Tuple([decimal('Price.'), decimal('Size that is shown.'), count('Orders.')], {
  description: 'A price, the size shown there, and how many orders that is.',
});
const restingOrder = Tuple([count('Order.'), decimal('Price.'), decimal('Size that is shown.')], {
  description: 'An order, its price, and the size that it shows.',
});

/** Levels, best first. */
export const Book = object({
  market,
  ...asOf,
  bids: List(level),
  asks: List(level),
  is_whole: Flag({ description: 'Whether every level is here.' }),
  checksum,
});

/** Orders in the order in which they trade. */
export const BookOrders = object({
  market,
  ...asOf,
  bids: List(restingOrder),
  asks: List(restingOrder),
  is_whole: Flag({ description: 'Whether every order is here.' }),
  checksum,
});

export const Trade = object({
  fill: count('Number of the fill, in order over all markets.'),
  market,
  price: decimal('Price.'),
  size: decimal('Size.'),
  taker_side: word(['buy', 'sell'], 'Side of the order that came and met the other.'),
  seq: sequence('Place in the log.'),
  time: micros('When.'),
});

export const Trades = object({ ...asOf, trades: List(Trade, { description: 'The newest first.' }) });

export type Market = Type.Static<typeof Market>;
export type Book = Type.Static<typeof Book>;
export type BookOrders = Type.Static<typeof BookOrders>;
export type Trade = Type.Static<typeof Trade>;
