/** What the spot markets of a restored machine show. */
import { MarketKind, Side } from '@intelligent-ledger/engine/core';
import { freeMarginOf } from '../../judge/margin/free-margin.ts';
import type { NaiveState } from '../../judge/naive-state.ts';
import { waitingOrders } from '../../workload/queue/queued-work.ts';
import { spotAt } from './spot-scene.ts';

export const SPOT_RESTORE_SITUATIONS = [
  'restored with a spot market',
  'restored with a spot market without a base asset',
  'restored with a spot market of lots of many atoms',
  'restored with an order that buys in a spot market',
  'restored with an order that sells in a spot market',
  'restored with an account that is short and sells in a spot market',
  'restored with an order in a spot market that waits',
  'restored with several fee tiers of spot markets',
];

/** The goals of spot markets that a machine reached that was restored in this state. */
export function spotRestoreSituations(state: NaiveState): string[] {
  if (state.assets.length === 0) return [];
  const spots = state.markets.filter(({ marketKind }) => marketKind === MarketKind.spot);
  const resting = state.restingOrders().filter(({ market }) => spotAt(state, market) !== undefined);
  const selling = resting.filter(({ side }) => side === Side.sell);
  const found: Readonly<Record<string, boolean>> = {
    'a spot market': spots.some(({ number }) => spotAt(state, number) !== undefined),
    'a spot market without a base asset': spots.some(({ number }) => spotAt(state, number) === undefined),
    'a spot market of lots of many atoms': spots.some(({ number }) => (spotAt(state, number)?.base.lot ?? 1n) > 1n),
    'an order that buys in a spot market': resting.some(({ side }) => side === Side.buy),
    'an order that sells in a spot market': selling.length > 0,
    'an account that is short and sells in a spot market': selling.some(
      ({ account }) => freeMarginOf(state, account) < 0n,
    ),
    'an order in a spot market that waits': waitingOrders(state).some(
      ({ market }) => spotAt(state, market) !== undefined,
    ),
    'several fee tiers of spot markets': state.spotFeeTiers.length > 1,
  };
  return Object.keys(found).flatMap((what) => (found[what] ? [`restored with ${what}`] : []));
}
