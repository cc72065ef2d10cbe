/** The command that sets the price at which the positions of a market are valued. */
import { MarketKind, markPriceSet, type setMarkPrice, type ValuesOf } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import { type Refusal, refuse } from '../refusal.ts';

export function changeMark(state: NaiveState, command: ValuesOf<typeof setMarkPrice.specs>): Refusal | undefined {
  const market = state.markets[command.market];
  if (market === undefined) return refuse('marketUnknown', 'market');
  if (market.marketKind !== MarketKind.perpetual) return refuse('marketKindWrong', 'market');
  const { price } = command;
  if (price > market.maxPrice) return refuse('fieldOutOfRange', 'price');
  market.markPrice = price;
  state.emit(markPriceSet, { market: market.number, price });
  return undefined;
}
