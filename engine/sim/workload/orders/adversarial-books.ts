/**
 * Books that cost as much as a book can: every order at one price, every order at a far price of its
 * own, thousands that expire at one moment, prices that come and go by turns, icebergs that come round
 * again and again, client order ids and nonces where they cost the most. Each is a log that any machine
 * must apply within its bound on work.
 */
import { continueWork, OrderFlag, OrderType, Side, TimeInForce, tick } from '@intelligent-ledger/engine/core';
import { draftOf } from '../draft.ts';
import { LogWriter } from '../log-writer.ts';
import { event, fine } from '../market-template.ts';
import { adversarialQueues } from '../queue/adversarial-queues.ts';

const BOUNDS = { makersPerCommandMax: 64, drainPerCommandMax: 32 };
const MIDDLE = 5_000;
/** An account of the owner of account 0, which buys. */
const SIBLING = 2;

/** The books, each with so many orders, as entries by name. */
export function adversarialBooks(orders: number): ReadonlyMap<string, readonly Uint8Array[]> {
  return new Map<string, readonly Uint8Array[]>([
    ['every order at one price', onePrice(orders)],
    ['every order at a far price of its own', farPrices(orders)],
    ['every order expires at one moment', oneMoment(orders)],
    ['prices come and go by turns', comingAndGoing(orders)],
    ['numbers pass over long runs of open orders', longRuns(orders)],
    ['every order shows a hundredth of itself', hundredths(orders)],
    ['every order is one of the taker itself', ownOrders(orders)],
    ['fill-or-kill goes through all that it may and takes nothing', looksInVain(orders)],
    ['every client order id is let go at one moment', oneSecond(orders)],
    ['every order is replaced again and again', replacedAgain(orders)],
    ['nonces come where the most of a window has to move', nonceGaps(orders)],
    ...adversarialQueues(orders),
  ]);
}

function onePrice(orders: number): Uint8Array[] {
  const log = begun(orders, event);
  for (let left = orders; left > 0; left -= 1) log.place({ side: Side.sell, price: MIDDLE, account: left % 2 });
  for (let order = 3; order < orders / 4; order += 3) log.cancel(order, (orders + 1 - order) % 2);
  sweep(log, orders, MIDDLE);
  return log.entries;
}

function farPrices(orders: number): Uint8Array[] {
  const log = begun(orders, fine);
  const apart = Math.floor(fine.maxPrice / (orders + 2));
  for (let number = 1; number <= orders; number += 1) {
    const away = number * Math.floor(apart / 2);
    log.place(number % 2 === 0 ? { price: away } : { side: Side.sell, price: fine.maxPrice - away });
  }
  sweep(log, orders, fine.maxPrice);
  return log.entries;
}

/** The expired stay in the way of takers and of post-only orders while a few at a time are cleared. */
function oneMoment(orders: number): Uint8Array[] {
  const log = begun(orders, event);
  const expiry = log.time + 10;
  for (let left = orders; left > 0; left -= 1) log.place({ side: Side.sell, price: MIDDLE + (left % 50), expiry });
  log.time = expiry;
  for (let left = orders / BOUNDS.drainPerCommandMax; left > -2; left -= 1) {
    log.add(draftOf(left % 2 < 1 ? tick : continueWork, {}));
    log.place({ price: MIDDLE + 25, size: 3, timeInForce: TimeInForce.immediateOrCancel });
    log.place({ price: MIDDLE + 1, flags: OrderFlag.postOnly });
  }
  return log.entries;
}

function comingAndGoing(orders: number): Uint8Array[] {
  const log = begun(orders, fine);
  for (let turn = 0; turn < orders; turn += 1) {
    const order = turn + 1;
    const price = [1, fine.maxPrice, 2 ** 29, 2 ** 29 - 1, 65_536, 65_535][turn % 6] ?? 1;
    log.place({ side: Side.buy, price });
    log.amend(order, { price: fine.maxPrice - price + 1, size: 2 });
    log.cancel(order);
  }
  return log.entries;
}

/** Half the orders there may be stay open, with few gaps, while the numbers go round the ring more than twice. */
function longRuns(orders: number): Uint8Array[] {
  const log = begun(orders, event);
  for (let left = orders / 2; left > 0; left -= 1) log.place({ price: MIDDLE - (left % 3) });
  for (let order = 37; order < orders / 2; order += 37) log.cancel(order);
  for (let left = 9 * orders; left > 0; left -= 1) {
    log.place({ price: MIDDLE, ...(left % 50 === 0 ? {} : { timeInForce: TimeInForce.immediateOrCancel }) });
  }
  return log.entries;
}

/** Icebergs at one price come round again and again, for takers of the whole bound and for ones of a single slice. */
function hundredths(orders: number): Uint8Array[] {
  const log = begun(orders, event);
  for (let left = orders; left > 0; left -= 1) {
    log.place({ side: Side.sell, price: MIDDLE + (left % 2), size: 100, displaySize: 1 });
  }
  for (let order = 1; order < orders / 4; order += 3)
    log.amend(order, { account: 1, price: MIDDLE, size: 90, displaySize: 1 });
  sweep(log, 8 * orders, MIDDLE + 1);
  for (let left = orders; left > 0; left -= 1) {
    log.place({
      price: MIDDLE + 1,
      size: left % 3 === 0 ? 1 : BOUNDS.makersPerCommandMax,
      timeInForce: TimeInForce.fillOrKill,
    });
  }
  return log.entries;
}

/** Every mode of self-trade prevention by turns; the makers are of the taker's owner, most of them icebergs. */
function ownOrders(orders: number): Uint8Array[] {
  const log = begun(orders, event);
  for (let left = orders; left > 0; left -= 1) {
    log.place({ side: Side.sell, price: MIDDLE, size: 50, displaySize: left % 3, account: SIBLING });
  }
  for (let turn = 0; turn < orders; turn += 1) {
    const selfTrade = 1 + (turn % 4);
    const timeInForce = 1 + (turn % 3);
    log.place({ price: MIDDLE - (turn % 7 === 0 ? 1 : 0), size: 120, selfTrade, timeInForce });
  }
  return log.entries;
}

/** Each has one lot more than it could get, by the bound or by what is there. */
function looksInVain(orders: number): Uint8Array[] {
  const log = begun(orders, event);
  const { makersPerCommandMax } = BOUNDS;
  for (let left = orders; left > 0; left -= 1)
    log.place({ side: Side.sell, price: MIDDLE + (left % 40), size: 2, displaySize: 1 });
  for (let left = 2 * orders; left > 0; left -= 1) {
    const isMarketOrder = left % 2 === 0;
    const terms = isMarketOrder ? { orderType: OrderType.market, slippage: 200 } : { orderType: OrderType.limit };
    const size = makersPerCommandMax + (left % 5 === 0 ? 0 : 1);
    log.place({ ...terms, price: MIDDLE + 40, size, timeInForce: TimeInForce.fillOrKill });
  }
  return log.entries;
}

/** Orders open and closed whose ids are let go a few at a time, while repeats look for them. */
function oneSecond(orders: number): Uint8Array[] {
  const log = begun(orders, event);
  const name = (order: number) => order.toString(16).padStart(32, '0');
  const place = (order: number) => log.place({ price: MIDDLE - (order % 50), clientOrderId: name(order) });
  for (let order = 1; order <= orders; order += 1) place(order);
  for (let order = 2; order <= orders; order += 2) log.cancelById(name(order));
  log.time = 2_100_000;
  for (let order = 1; order <= orders; order += 1) {
    if (order % 5 === 0) log.add(draftOf(continueWork, {}));
    else place(order);
  }
  for (let order = 1; order <= orders; order += 1) log.cancelById(name(order));
  return log.entries;
}

/** By number and by id, at its own price, across the book and out of a level that is alone. */
function replacedAgain(orders: number): Uint8Array[] {
  const log = begun(orders, fine);
  for (let order = 1; order <= orders; order += 1) log.place({ price: MIDDLE - order, size: 2 });
  for (let order = 1; order <= 4 * orders; order += 1) {
    const price = order % 3 === 0 ? fine.maxPrice - order : MIDDLE - (order % orders);
    const side = order % 6 === 0 ? Side.sell : Side.buy;
    log.replace({ price, side, replaced: order, flags: order % 5 === 0 ? OrderFlag.postOnly : 0 });
  }
  return log.entries;
}

/** Each nonce fits in just above the lowest that is kept, or below all while there is room. */
function nonceGaps(orders: number): Uint8Array[] {
  const log = begun(orders, event);
  const top = Number.MAX_SAFE_INTEGER;
  for (let turn = 0; turn < orders; turn += 1) log.place({ price: MIDDLE, nonce: top - 2 * turn });
  for (let turn = 0; turn < orders; turn += 1) log.cancel(1 + turn, 0, { nonce: top - 127 + 2 * (turn % 64) });
  return log.entries;
}

/** Takers of both kinds until nothing is left to take. */
function sweep(log: LogWriter, orders: number, price: number): void {
  for (let left = orders / BOUNDS.makersPerCommandMax; left > -1; left -= 1) {
    const timeInForce = left % 2 < 1 ? TimeInForce.immediateOrCancel : TimeInForce.goodTillCancelled;
    log.place({ side: Side.buy, price, size: 1_000, timeInForce });
  }
}

function begun(orders: number, market: typeof event): LogWriter {
  const log = new LogWriter();
  log.begin({ ordersMax: orders, levelsMax: orders, clientOrderIdsMax: orders, ...BOUNDS }, market);
  return log;
}
