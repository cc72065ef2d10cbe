/** What an order would do, as JSON. */
import type { Preview } from '@intelligent-ledger/client/wire';
import {
  decimalOf,
  type OrderPreview,
  type PreviewedOrder,
  ResultCode,
  resultCodeName,
  VENUE_DOLLAR_DECIMALS,
} from '@intelligent-ledger/engine/core';
import { wireName } from '../accept/problems.ts';
import type { MarketList } from '../exchange/market-list.ts';
import { displayedPrice, dollars } from './account-json.ts';

/** What an order is beside what is previewed. */
export interface OrderKind {
  /** It is refused where it would match at once. */
  readonly isPostOnly: boolean;
  /** It fills whole or not at all. */
  readonly isWhole: boolean;
}

export function previewJson(
  preview: OrderPreview,
  { market, size, stays }: PreviewedOrder,
  kind: OrderKind,
  asOf: number,
  markets: MarketList,
): Preview {
  const { priceDecimals, sizeDecimals } = markets.decimalsOf(market);
  const refusal = refusalOf(preview, kind);
  const isTaken = refusal === null;
  const code = refusal ?? preview.code;
  const rests = isTaken && stays && preview.remaining > 0 && code === 0 && preview.restCode === 0;
  const restCode = isTaken && stays && preview.remaining > 0 && code === 0 ? preview.restCode : 0;
  const remaining = isTaken ? preview.remaining : size;
  return {
    as_of_seq: asOf,
    ...{ code, name: wireName(resultCodeName(code)) },
    fills: (isTaken ? preview.fills : []).map((fill) => {
      const [price, lots] = [decimalOf(fill.price, priceDecimals), decimalOf(fill.size, sizeDecimals)];
      return { order: fill.order, price, size: lots };
    }),
    filled: decimalOf(size - remaining, sizeDecimals),
    remaining: decimalOf(remaining, sizeDecimals),
    ...{ rests, rest_code: restCode, rest_name: wireName(resultCodeName(restCode)) },
    average_price:
      isTaken && preview.averagePrice !== null ? displayedPrice(preview.averagePrice, priceDecimals) : null,
    value: dollars(isTaken ? preview.value : 0n),
    fee: decimalOf(isTaken ? preview.fee : 0, VENUE_DOLLAR_DECIMALS),
    realised: decimalOf(isTaken ? preview.realised : 0, VENUE_DOLLAR_DECIMALS),
    free_margin_after: dollars(preview.freeMarginAfter),
  };
}

/** The result code with which the order would be refused as a whole; null when it would be taken. */
function refusalOf({ fills, remaining, code }: OrderPreview, { isPostOnly, isWhole }: OrderKind): number | null {
  if (isPostOnly && fills.length > 0) return ResultCode.postOnlyWouldCross;
  if (isWhole && remaining > 0) return code === 0 ? ResultCode.fillOrKillUnfilled : code;
  return null;
}
