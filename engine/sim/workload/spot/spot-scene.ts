/** What drafts of spot markets ask of a scene: which markets trade, what they trade, and who has how many lots. */
import { MarketState } from '@intelligent-ledger/engine/core';
import type { Asset } from '../../judge/money/asset.ts';
import type { NaiveState } from '../../judge/naive-state.ts';
import type { Market } from '../../judge/orders/naive-book.ts';
import { baseOf } from '../../judge/spot/base-asset.ts';
import { leavableOf } from '../../judge/spot/sold.ts';
import { tradingIn } from '../margin/margin-scene.ts';
import { middleStep, priceAtStep } from '../market-template.ts';
import type { Scene } from '../scene.ts';

/** A market with what it trades. */
export interface Spot {
  readonly market: Market;
  readonly asset: Asset;
  /** Atoms of a lot. */
  readonly lot: number;
}

/** An account with the lots that it has and no order of it sells. */
export interface Holder {
  readonly spot: Spot;
  readonly account: number;
  readonly lots: number;
}

/** The spot markets that have a base asset. */
export function spotsIn(state: NaiveState): Spot[] {
  return spotsOf(state, state.markets);
}

/** Those of them in which an order can match at once. */
export function tradingSpotsIn(state: NaiveState): Spot[] {
  return spotsOf(state, tradingIn(state));
}

/** Those that are open, also where work is queued. */
export function openSpotsIn(state: NaiveState): Spot[] {
  return spotsOf(
    state,
    state.markets.filter(({ state: now }) => now === MarketState.open),
  );
}

function spotsOf(state: NaiveState, markets: readonly Market[]): Spot[] {
  return markets.flatMap((market) => {
    const base = baseOf(state, market);
    return base === undefined ? [] : [{ market, asset: base.asset, lot: Number(base.lot) }];
  });
}

/** Who has at least a lot to sell, mostly the account of the message where the command is part of one. */
export function holdersIn({ state, message }: Scene, spots: readonly Spot[]): Holder[] {
  const holders = spots.flatMap((spot) => {
    const { number, books } = spot.asset;
    return [...books.balances.keys()].map((account) => {
      return { spot, account, lots: Math.floor(Number(leavableOf(state, account, number)) / spot.lot) };
    });
  });
  return holders.filter(({ account, lots }) => lots > 0 && (message === undefined || account === message.account));
}

/** What a lot is worth by the price of the asset, in ticks of its market. */
export function worthOf({ asset, lot }: Spot): number {
  return (asset.price * lot) / 10 ** (asset.decimals + 3);
}

/** The price in the middle of a market, about which most orders are. */
export function middleOf({ market }: Spot): number {
  return priceAtStep(market.bands, market.maxPrice, middleStep(market));
}
