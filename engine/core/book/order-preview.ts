/**
 * What an order would do now, changing nothing: what it would get and at what cost, whether what remains might rest,
 * and what its account would then have free. It works with the plan of fill-or-kill orders, and with the same questions
 * as placing does, on the same tables, which are put back. Not the hot path.
 */
import type { Lots, Ticks } from '../numbers/units.ts';
import { MarketKind, type SelfTrade, type Side } from '../schema/command.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';
import { marketLimitStepOf } from './market-order-limit.ts';
import { limitStepOf, plannedFills } from './reader.ts';
import type { PlannedFill } from './view.ts';

/** An order that is thought of. */
export interface PreviewedOrder {
  readonly account: number;
  readonly market: number;
  readonly side: Side;
  /** Its limit; of an order that stays on the step table. */
  readonly price: Ticks;
  readonly size: Lots;
  /** Whether what it does not get at once would rest. */
  readonly stays: boolean;
  /** Of a market order, which does not stay: how far beyond the best price it goes, in 1e-6; 0 is as far as it may. */
  readonly slippage: number;
  /** Whether it is a market order, whose price is the worst that it takes. */
  readonly isMarketOrder: boolean;
  readonly isReduceOnly: boolean;
  /** 0 is the default of its account. */
  readonly selfTrade: SelfTrade;
  /** The rate of its builder, in 1e-8; 0 without one. */
  readonly builderRate: number;
}

export interface OrderPreview {
  readonly fills: readonly PlannedFill[];
  /** Lots that would find nobody. */
  readonly remaining: Lots;
  /** Why it would be refused, or not get more: a result code; `accepted` when nothing but the book limits it. */
  readonly code: ResultCode;
  /** Whether the remaining lots of an order that stays might rest: `accepted`, or why not. */
  readonly restCode: ResultCode;
  /** For display: value over lots of what it would get, in ticks; null when it would get nothing. */
  readonly averagePrice: number | null;
  /** Micro-dollars: value of what it would get, what that costs, and what it realises. */
  readonly value: bigint;
  readonly fee: number;
  readonly realised: number;
  /**
   * What the account would have free afterwards, with what remains reserved for if it may rest. It has more where coins
   * then pay a debt that count for less than they bring.
   */
  readonly freeMarginAfter: bigint;
}

/** The preview of an order; null where there is no money, no such account, or no market that takes such an order. */
export function previewOf(exchange: Exchange, order: PreviewedOrder): OrderPreview | null {
  const { accounts, book, margin, markets, planner } = exchange;
  const { account, market, side, price, size, stays, isReduceOnly, builderRate } = order;
  const isKnown = account >>> 0 < accounts.count() && market >>> 0 < markets.count();
  if (!margin.isOn || !isKnown || !markets.takesOrders(market)) return null;
  if (isReduceOnly && markets.kindOf(market) === MarketKind.spot) return null;
  if (size > markets.maxSizeOf(market) || (stays && markets.stepOf(market, price) < 0)) return null;
  const { reserves, fills } = margin;
  const seat = book.seats.find(accounts.ownerOf(account), market);
  const row = reserves.obtainRow(seat, account, market);
  if (row === 0) return nothingFor(exchange, order, reserves.whyNot(seat, account));
  const refusal = refusalOf(exchange, order, row);
  if (refusal !== ResultCode.accepted) {
    reserves.letRowGo(row);
    return nothingFor(exchange, order, refusal);
  }
  // A plan pays nobody, so that it does not matter who the builder is.
  fills.beginTaker(row, account, isReduceOnly, 0, builderRate);
  const limitStep = order.isMarketOrder
    ? marketLimitStepOf(exchange, market, side, price, order.slippage)
    : limitStepOf(exchange, market, side, price);
  const selfTrade = order.selfTrade || (accounts.selfTradeOf(account) as SelfTrade);
  let restCode: ResultCode = ResultCode.accepted;
  let freeMarginAfter = 0n;
  planner.plan(account, margin.table.seatOf(row), selfTrade, market, side, limitStep, size, () => {
    const isLeft = stays && planner.remaining() > 0 && planner.code() === ResultCode.accepted;
    if (isLeft) restCode = restCodeOf(exchange, order, row, planner.remaining());
    freeMarginAfter = margin.account.freeOf(account);
  });
  const planned = plannedFills(exchange);
  reserves.letRowGo(row);
  const value = planned.reduce((sum, fill) => sum + BigInt(fill.price) * BigInt(fill.size), 0n);
  const lots = planned.reduce((sum, fill) => sum + fill.size, 0);
  return {
    fills: planned,
    remaining: planner.remaining() as Lots,
    code: planner.code(),
    restCode,
    averagePrice: lots === 0 ? null : Number(value) / lots,
    value,
    fee: planner.fee(),
    realised: planner.realised(),
    freeMarginAfter,
  };
}

/** Why placing it would be refused whatever it met: an order that stays must be able to rest as a whole. */
function refusalOf({ margin }: Exchange, order: PreviewedOrder, row: number): ResultCode {
  const { account, market, side, price, size, stays, isReduceOnly } = order;
  const { reserves, fills, table } = margin;
  if (isReduceOnly) return reserves.canReduce(row, side) ? ResultCode.accepted : ResultCode.nothingToReduce;
  if (!stays) return ResultCode.accepted;
  fills.trial.begin(market);
  try {
    margin.account.refresh(account);
    fills.trial.save(row, account);
    return reserves.tryReserve(row, table.seatOf(row), account, market, side, 0, 0, price, size);
  } finally {
    fills.trial.end();
  }
}

/** Whether what remains may rest; if so it is reserved for until the plan is put back. */
function restCodeOf({ margin }: Exchange, order: PreviewedOrder, row: number, remaining: number): ResultCode {
  const { account, market, side, price, isReduceOnly } = order;
  const { reserves, fills } = margin;
  if (isReduceOnly) return reserves.canReduce(row, side) ? ResultCode.accepted : ResultCode.nothingToReduce;
  margin.account.refresh(account);
  fills.trial.save(row, account);
  return reserves.tryReserve(row, margin.table.seatOf(row), account, market, side, 0, 0, price, remaining);
}

function nothingFor({ margin }: Exchange, { account, size }: PreviewedOrder, code: ResultCode): OrderPreview {
  const freeMarginAfter = margin.account.freeOf(account);
  const nothing = { averagePrice: null, value: 0n, fee: 0, realised: 0 };
  return { fills: [], remaining: size, code, restCode: code, ...nothing, freeMarginAfter };
}
