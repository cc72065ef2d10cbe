/** Books and trades as JSON. */
import type { Book, BookOrders, Trade } from '@intelligent-ledger/client/wire';
import type { Depth, Orders } from '@intelligent-ledger/engine/client-port';
import { decimalOf, Side } from '@intelligent-ledger/engine/core';
import type { Decimals } from '../exchange/market-list.ts';
import type { PublicTrade } from '../exchange/recent-trades.ts';

export function bookJson(depth: Depth, { priceDecimals, sizeDecimals }: Decimals): Book {
  const rows = (levels: Depth['bids']): Book['bids'] =>
    levels.map(({ price, size, orders }) => [decimalOf(price, priceDecimals), decimalOf(size, sizeDecimals), orders]);
  const { market, sequence, bids, asks, isWhole, checksum } = depth;
  return { market, as_of_seq: sequence, bids: rows(bids), asks: rows(asks), is_whole: isWhole, checksum };
}

export function bookOrdersJson(orders: Orders, { priceDecimals, sizeDecimals }: Decimals): BookOrders {
  const rows = (side: Orders['bids']): BookOrders['bids'] =>
    side.map(({ order, price, size }) => [order, decimalOf(price, priceDecimals), decimalOf(size, sizeDecimals)]);
  const { market, sequence, bids, asks, isWhole, checksum } = orders;
  return { market, as_of_seq: sequence, bids: rows(bids), asks: rows(asks), is_whole: isWhole, checksum };
}

export function tradeJson(trade: PublicTrade, { priceDecimals, sizeDecimals }: Decimals): Trade {
  const { fill, market, price, size, takerSide, sequence, time } = trade;
  const taker_side = takerSide === Side.buy ? 'buy' : 'sell';
  const terms = { price: decimalOf(price, priceDecimals), size: decimalOf(size, sizeDecimals) };
  return { fill, market, ...terms, taker_side, seq: sequence, time };
}
