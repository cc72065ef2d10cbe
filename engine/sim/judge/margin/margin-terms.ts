/** The margin terms of a market: how large positions may be, and what they need by up to three tiers. */
import { MarketKind, marginTermsSet, type setMarginTerms, type ValuesOf } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import type { Market } from '../orders/naive-book.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { NO_ASSET } from '../spot/base-asset.ts';
import type { MarginTerms } from './held-margin.ts';

/** No position in a market may ever be worth as much. */
const WORTH_LIMIT = 2n ** 51n;

export function changeMarginTerms(
  state: NaiveState,
  command: ValuesOf<typeof setMarginTerms.specs>,
): Refusal | undefined {
  const market = state.markets[command.market];
  if (market === undefined) return refuse('marketUnknown', 'market');
  if (market.marketKind !== MarketKind.perpetual) return refuse('marketKindWrong', 'market');
  const { positionMax, openInterestMax, leverage, secondLeverage, thirdLeverage, secondFrom, thirdFrom } = command;
  if (isTooLarge(positionMax, market.largestPrice)) return refuse('marketTooLarge', 'positionMax');
  const tiers = { leverage, secondLeverage, thirdLeverage, secondFrom, thirdFrom };
  const terms: MarginTerms = { positionMax, openInterestMax, ...tiers };
  const fault = faultyTierField(terms);
  if (fault !== undefined) return refuse('marginTiersInvalid', fault);
  market.margin = terms;
  market.largestPositionMax = Math.max(market.largestPositionMax, positionMax);
  state.emit(marginTermsSet, { market: market.number, ...terms });
  return undefined;
}

/** Why a market with margin terms or a mark may not have a step table that ends at this price. */
export function largestPriceRefusal(market: Market, maxPrice: number): Refusal | undefined {
  if (isTooLarge(market.largestPositionMax, maxPrice)) return refuse('marketTooLarge', 'maxPrice');
  return maxPrice < market.markPrice ? refuse('fieldOutOfRange', 'maxPrice') : undefined;
}

/** Whether a market takes orders where there is money. */
export function isPriced({ marketKind, margin, markPrice, baseAsset }: Market): boolean {
  if (marketKind === MarketKind.spot) return baseAsset !== NO_ASSET;
  return marketKind === MarketKind.perpetual && margin !== undefined && markPrice !== 0;
}

function isTooLarge(lots: number, price: number): boolean {
  return BigInt(lots) * BigInt(price) >= WORTH_LIMIT;
}

/** The first field that does not go on from the tier before it. */
function faultyTierField(terms: MarginTerms): string | undefined {
  const { leverage, secondLeverage, thirdLeverage, secondFrom, thirdFrom } = terms;
  if (secondLeverage !== 0 && secondLeverage >= leverage) return 'secondLeverage';
  if (thirdLeverage !== 0 && thirdLeverage >= secondLeverage) return 'thirdLeverage';
  if ((secondFrom === 0) !== (secondLeverage === 0)) return 'secondFrom';
  if ((thirdFrom === 0) !== (thirdLeverage === 0)) return 'thirdFrom';
  return thirdFrom !== 0 && thirdFrom <= secondFrom ? 'thirdFrom' : undefined;
}
