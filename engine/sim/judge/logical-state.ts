/** The logical state of the judge as plain values, in the shape in which a snapshot is decoded. */
import type { Order } from './naive-book.ts';
import type { NaiveState } from './naive-state.ts';

/** Copies the state out: everything that counts, and nothing else. */
export function logicalStateOf(state: NaiveState) {
  const { sequence, time, genesis = null, roleKeys, lastOrder, lastFill, owners, accounts } = state;
  const markets = state.markets.map(({ number, book, ...market }) => ({
    ...market,
    bids: book.bids.map(withoutMarket),
    asks: book.asks.map(withoutMarket),
  }));
  return structuredClone({ sequence, time, genesis, roleKeys, lastOrder, lastFill, owners, accounts, markets });
}

function withoutMarket(order: Order): Omit<Order, 'market'> {
  const { market, ...rest } = order;
  return rest;
}
