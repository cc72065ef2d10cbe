/** What an account has, its orders and its fills, for whoever may read it. */
import Type from 'typebox';
import { ORDER_TYPES, SIDES, TIMES_IN_FORCE } from './commands.ts';
import { asOf, count, decimal, hex, micros, number, object, sequence, word } from './values.ts';

const { Array: List, Boolean: Flag, Null, Optional, String: Text, Union } = Type;

export const ORDER_STATES = ['waiting', 'open', 'filled', 'cancelled', 'refused'] as const;

export const Balance = object({
  asset: number('Number of the asset; 0 is the venue dollar.'),
  amount: decimal('Amount, in whole units.'),
  weighted_value: decimal('Dollars that count as collateral.'),
  held: decimal('Amount that is for sale in the spot market.'),
});

export const Position = object({
  market: number('Number of the market.'),
  size: decimal('Above 0 when long; 0 where only orders rest.'),
  entry_price: Union([decimal('What it was bought or sold for on average; for display.'), Null()]),
  mark_price: decimal('Price by which it is valued.'),
  unrealised: decimal('Profit that is not realised, in dollars.'),
  buy_size: decimal('Size of open orders to buy that margin is reserved for.'),
  sell_size: decimal('The same of orders to sell.'),
  margin: decimal('Margin that the position and its orders need, in dollars.'),
});

/** An account with every term of its margin. Free margin is equity less margin; equity is collateral and unrealised. */
export const Account = object({
  account: number('Number of the account.'),
  owner: number('Number of its owner.'),
  ...asOf,
  balances: List(Balance),
  positions: List(Position),
  collateral: decimal('Dollars that its balances count for.'),
  unrealised: decimal('Profit of its positions that is not realised.'),
  equity: decimal('Both together.'),
  margin: decimal('What its positions and orders need.'),
  free_margin: decimal('What is left.'),
  taker_rate: decimal('What the next fill as a taker costs, as a part of its value.'),
  maker_rate: decimal('The same as a maker; below 0 when it is paid.'),
  spot_taker_rate: decimal('The same in spot markets.'),
  spot_maker_rate: decimal('The same in spot markets.'),
  volume: decimal('Dollars that the owner traded in the fourteen days before today.'),
  rewards: decimal('Dollars that the owner has earned by fees of others, and may claim.'),
});

export const Order = object({
  order: count('Number of the order.'),
  account: number('Its account.'),
  client_order_id: Union([hex(16, 'Name that the client gave it.'), Null()]),
  status: word(ORDER_STATES, 'How far it has come.'),
  code: count('Why it closed, as a result code; 0 while it is open or when it filled.'),
  market: Union([number('Its market; not known while it waits.'), Null()]),
  side: Union([word(SIDES, 'Its side.'), Null()]),
  order_type: Union([word(ORDER_TYPES, 'Its type.'), Null()]),
  time_in_force: Union([word(TIMES_IN_FORCE, 'What becomes of what does not match.'), Null()]),
  price: Union([decimal('Its limit.'), Null()]),
  size: Union([decimal('Its total size.'), Null()]),
  filled: decimal('What has filled.'),
  average_price: Union([decimal('For what, on average; for display.'), Null()]),
  post_only: Flag({ description: 'Whether it never takes.' }),
  reduce_only: Flag({ description: 'Whether it never makes a position larger.' }),
  key: number('Key that placed it.'),
  session: number('Session that sent it.'),
  placed_seq: sequence('Place in the log of the command that placed it.'),
  placed_at: micros('When.'),
  closed_seq: Union([sequence('Where it closed.'), Null()]),
  closed_at: Union([micros('When.'), Null()]),
});

export const Orders = object({
  ...asOf,
  orders: List(Order),
  next: Optional(Text({ description: 'Cursor of the next page.' })),
});

export const Fill = object({
  fill: count('Number of the fill.'),
  order: count('Order of the account.'),
  account: number('The account.'),
  market: number('The market.'),
  side: word(SIDES, 'What the account did.'),
  price: decimal('Price.'),
  size: decimal('Size.'),
  is_taker: Flag({ description: 'Whether its order came and met the other.' }),
  fee: decimal('What it paid, in dollars; below 0 when it was paid.'),
  builder_fee: decimal('What of it the builder earned.'),
  realised: decimal('Profit that it realised, in dollars.'),
  position_before: decimal('The position before it.'),
  seq: sequence('Place in the log.'),
  time: micros('When.'),
});

export const Fills = object({
  ...asOf,
  fills: List(Fill, { description: 'The newest first.' }),
  next: Optional(Text({ description: 'Cursor of the next page.' })),
});

export type Account = Type.Static<typeof Account>;
export type Order = Type.Static<typeof Order>;
export type Orders = Type.Static<typeof Orders>;
export type Fill = Type.Static<typeof Fill>;
export type Fills = Type.Static<typeof Fills>;
