/** Which base asset a market may have, and how it gets one: section 1 of docs/concepts/spot.md. */
import { BALANCE_MAX, MarketKind } from '../schema/command.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';

/** What a market that is to have a base asset says of itself. */
interface BaseTerms {
  readonly marketKind: number;
  readonly sizeDecimals: number;
  readonly maxSize: number;
  readonly baseAsset: number;
}

interface Unfit {
  readonly code: ResultCode;
  readonly field: keyof BaseTerms;
}

/** Why a new market cannot have the base asset that it names; null when it can, or names none. */
export function faultOfBase({ money, margin }: Exchange, terms: BaseTerms): Unfit | null {
  const { marketKind, sizeDecimals, maxSize, baseAsset } = terms;
  if (baseAsset === 0) return null;
  if (!money.isOn || marketKind !== MarketKind.spot) return { code: ResultCode.fieldOutOfRange, field: 'baseAsset' };
  if (!money.assets.isCoin(baseAsset)) return { code: ResultCode.assetUnknown, field: 'baseAsset' };
  const decimals = money.assets.decimalsOf(baseAsset);
  if (decimals < sizeDecimals) return { code: ResultCode.fieldOutOfRange, field: 'sizeDecimals' };
  if (margin.spot.marketOf(baseAsset) !== 0) return { code: ResultCode.assetHasMarket, field: 'baseAsset' };
  const isTooLarge = maxSize * lotAtomsOf(decimals, sizeDecimals) > BALANCE_MAX;
  return isTooLarge ? { code: ResultCode.marketTooLarge, field: 'maxSize' } : null;
}

/** Gives a market that was just made the base asset that it names, which it can have, if it names one. */
export function openSpot({ money, markets, margin }: Exchange, market: number, baseAsset: number): void {
  if (baseAsset === 0) return;
  const decimals = money.assets.decimalsOf(baseAsset);
  margin.spot.open(market, baseAsset, lotAtomsOf(decimals, markets.sizeDecimalsOf(market)));
  markets.setPriced(market, true);
}

/** Atoms of an asset of some decimals that are a lot of some decimals, which are no more. */
function lotAtomsOf(decimals: number, sizeDecimals: number): number {
  return Number(`1e${decimals - sizeDecimals}`);
}
