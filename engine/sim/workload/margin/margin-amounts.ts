/** How much the margin of an account lets leave it. */
import { BALANCE_MAX, VENUE_DOLLAR } from '@intelligent-ledger/engine/core';
import { freeMarginOf, freeMarginWithoutProfit } from '../../judge/margin/free-margin.ts';
import { hasAnyRow } from '../../judge/margin/position-rows.ts';
import type { Scene } from '../scene.ts';

/**
 * Often just as many dollars as may leave an account with positions or orders, or one more, or as many as might if
 * profits counted that are not realised; undefined elsewhere.
 */
export function amountAtMargin({ random, profile, state }: Scene, account: number, asset: number): number | undefined {
  if (asset !== VENUE_DOLLAR || state.assets.length === 0 || state.accounts[account] === undefined) return undefined;
  if (!hasAnyRow(state, account) || !random.happens(profile.margin.leavingPerMille)) return undefined;
  const [least, most] = [freeMarginWithoutProfit(state, account), freeMarginOf(state, account)].map(Number);
  const amount = random.pick([least ?? 0, (least ?? 0) + 1, most ?? 0]);
  return amount > 0 && amount <= BALANCE_MAX ? amount : undefined;
}
