/** The commands that say what positions need and are worth. They are rare, so they go through the codec. */
import { ACCEPTED, type Answer, blaming, refusal } from '../answer.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { decode } from '../schema/codec.ts';
import { MarketKind, setMarginTerms, setMarkPrice } from '../schema/command.ts';
import { marginTermsSet, markPriceSet } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';
import { unfitTier } from './margin-terms.ts';

const NO_MONEY = refusal(ResultCode.assetUnknown);

export function applySetMarginTerms(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { money, margin } = exchange;
  const { kind, version, blobBytes, market, reserved, ...terms } = decode(setMarginTerms, bytes);
  if (!money.isOn) return NO_MONEY;
  const fault = faultOfMarket(exchange, market);
  if (fault !== ResultCode.accepted) return blaming(setMarginTerms, 'market', fault);
  if (!margin.terms.isExactWith(market, terms.positionMax, 0)) {
    return blaming(setMarginTerms, 'positionMax', ResultCode.marketTooLarge);
  }
  const unfit = unfitTier(terms);
  if (unfit !== null) return blaming(setMarginTerms, unfit, ResultCode.marginTiersInvalid);
  margin.terms.set(market, terms);
  reprice(exchange, market);
  records.append(marginTermsSet, ResultCode.accepted, { market, ...terms });
  return ACCEPTED;
}

export function applySetMarkPrice(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { money, markets, margin } = exchange;
  const { market, price } = decode(setMarkPrice, bytes);
  if (!money.isOn) return NO_MONEY;
  const fault = faultOfMarket(exchange, market);
  if (fault !== ResultCode.accepted) return blaming(setMarkPrice, 'market', fault);
  if (price > markets.tableOf(market).maxPrice) return blaming(setMarkPrice, 'price', ResultCode.fieldOutOfRange);
  margin.terms.setMark(market, price);
  reprice(exchange, market);
  records.append(markPriceSet, ResultCode.accepted, { market, price });
  return ACCEPTED;
}

/** Why a market cannot have positions, accepted when it can. */
function faultOfMarket({ markets }: Exchange, market: number): ResultCode {
  if (market >= markets.count()) return ResultCode.marketUnknown;
  return markets.kindOf(market) === MarketKind.perpetual ? ResultCode.accepted : ResultCode.marketKindWrong;
}

/** What positions in a market are worth or need has changed, so that no kept sum holds any more. */
function reprice({ money, markets, margin }: Exchange, market: number): void {
  money.marginSums.countPrice();
  markets.setPriced(market, margin.terms.isPriced(market));
}
