/**
 * What records say of the orders of accounts, as events of their streams. It depends on the records alone, so that a
 * stream that is gone on with gives the same events from the journal as it gave live.
 */
import type { OrderEvent } from '@intelligent-ledger/client/wire';
import {
  amendOrder,
  type DecodedRecord,
  decimalOf,
  type fillSettled,
  type orderAmended,
  type orderCancelled,
  type orderDecremented,
  type orderDeferred,
  type orderFilled,
  type orderPlaced,
  type queuedDone,
  ResultCode,
  Side,
  type ValuesOf,
  VENUE_DOLLAR_DECIMALS,
} from '@intelligent-ledger/engine/core';
import type { MarketList } from '../exchange/market-list.ts';

/** An event, and whose. */
export interface AccountEvent {
  readonly account: number;
  readonly event: OrderEvent;
}

type Draft = { -readonly [Name in keyof OrderEvent]: OrderEvent[Name] };

const NO_ID = '0'.repeat(32);

/** The events of records that follow each other; a record of what a fill cost stands behind its fill. */
export function orderEventsOf(records: readonly DecodedRecord[], markets: MarketList): AccountEvent[] {
  const events: AccountEvent[] = [];
  let taker: Draft | null = null;
  let maker: Draft | null = null;
  for (const { name, values } of records) {
    switch (name) {
      case 'orderPlaced':
        events.push(placed(values as ValuesOf<typeof orderPlaced.specs>, markets));
        break;
      case 'orderFilled': {
        const fill = values as ValuesOf<typeof orderFilled.specs>;
        taker = filled(fill, true, markets);
        maker = filled(fill, false, markets);
        events.push({ account: fill.makerAccount, event: maker }, { account: fill.takerAccount, event: taker });
        break;
      }
      case 'fillSettled':
      case 'spotSettled':
        addCosts(values as ValuesOf<typeof fillSettled.specs>, taker, maker);
        break;
      case 'orderAmended':
        events.push(amended(values as ValuesOf<typeof orderAmended.specs>, markets));
        break;
      case 'orderDecremented':
        events.push(...reduced(values as ValuesOf<typeof orderDecremented.specs>, markets));
        break;
      case 'orderCancelled':
        events.push(cancelled(values as ValuesOf<typeof orderCancelled.specs>, markets));
        break;
      case 'orderDeferred':
        events.push(...deferred(values as ValuesOf<typeof orderDeferred.specs>));
        break;
      case 'queuedDone':
        events.push(...done(values as ValuesOf<typeof queuedDone.specs>));
        break;
    }
  }
  return events;
}

function placed(values: ValuesOf<typeof orderPlaced.specs>, markets: MarketList): AccountEvent {
  const { account, order, market, clientOrderId, side, key, session } = values;
  const { price, size } = shown(values, market, markets);
  const event: OrderEvent = {
    ...moment('placed', values),
    ...{ order, market, side: side === Side.buy ? 'buy' : 'sell', price, size, key, session },
    client_order_id: clientOrderId === NO_ID ? null : clientOrderId,
  };
  return { account, event };
}

function filled(values: ValuesOf<typeof orderFilled.specs>, isTaker: boolean, markets: MarketList): Draft {
  const { maker, taker, market, fill, takerSide, makerRemaining } = values;
  const { price, size } = shown(values, market, markets);
  const isBuy = (takerSide === Side.buy) === isTaker;
  return {
    ...moment('filled', values),
    ...{ order: isTaker ? taker : maker, market, side: isBuy ? 'buy' : 'sell', price, size, fill, is_taker: isTaker },
    ...(isTaker ? {} : { remaining: decimalOf(makerRemaining, markets.decimalsOf(market).sizeDecimals) }),
  };
}

function addCosts(costs: Partial<ValuesOf<typeof fillSettled.specs>>, taker: Draft | null, maker: Draft | null): void {
  const dollars = (micros = 0) => decimalOf(micros, VENUE_DOLLAR_DECIMALS);
  const { takerFee, makerFee, takerRealised, makerRealised } = costs;
  if (taker !== null) Object.assign(taker, { fee: dollars(takerFee), realised: dollars(takerRealised) });
  if (maker !== null) Object.assign(maker, { fee: dollars(makerFee), realised: dollars(makerRealised) });
}

function amended(values: ValuesOf<typeof orderAmended.specs>, markets: MarketList): AccountEvent {
  const { account, order, market, remaining } = values;
  const left = decimalOf(remaining, markets.decimalsOf(market).sizeDecimals);
  const terms = { order, market, ...shown(values, market, markets), remaining: left };
  return { account, event: { ...moment('amended', values), ...terms } };
}

function reduced(values: ValuesOf<typeof orderDecremented.specs>, markets: MarketList): AccountEvent[] {
  const { maker, taker, market, size, makerAccount, takerAccount, makerRemaining, takerRemaining } = values;
  const lots = (value: number) => decimalOf(value, markets.decimalsOf(market).sizeDecimals);
  const of = (order: number, remaining: number) => {
    return { ...moment('reduced', values), order, market, size: lots(size), remaining: lots(remaining) };
  };
  return [
    { account: makerAccount, event: of(maker, makerRemaining) },
    { account: takerAccount, event: of(taker, takerRemaining) },
  ];
}

function cancelled(values: ValuesOf<typeof orderCancelled.specs>, markets: MarketList): AccountEvent {
  const { account, order, market, remaining, code } = values;
  const left = decimalOf(remaining, markets.decimalsOf(market).sizeDecimals);
  return { account, event: { ...moment('cancelled', values), order, market, remaining: left, code } };
}

/** An amend that waits leaves its order as it is. */
function deferred(values: ValuesOf<typeof orderDeferred.specs>): AccountEvent[] {
  const { account, order, clientOrderId, commandKind } = values;
  if (commandKind === amendOrder.number) return [];
  const client_order_id = clientOrderId === NO_ID ? null : clientOrderId;
  return [{ account, event: { ...moment('waiting', values), order, client_order_id } }];
}

/** What waited and was not accepted at its turn. What was, has records of its own. */
function done(values: ValuesOf<typeof queuedDone.specs>): AccountEvent[] {
  const { account, order, code, commandKind } = values;
  const isOrder = order !== 0 && commandKind !== amendOrder.number && code !== ResultCode.accepted;
  return isOrder ? [{ account, event: { ...moment('refused', values), order, code } }] : [];
}

function moment(event: OrderEvent['event'], { sequence, time }: { readonly sequence: number; readonly time: number }) {
  return { event, seq: sequence, time };
}

function shown(values: { readonly price: number; readonly size: number }, market: number, markets: MarketList) {
  const { priceDecimals, sizeDecimals } = markets.decimalsOf(market);
  return { price: decimalOf(values.price, priceDecimals), size: decimalOf(values.size, sizeDecimals) };
}
