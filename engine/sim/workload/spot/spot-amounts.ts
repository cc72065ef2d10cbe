/** Prices and amounts of assets that have a spot market: about what the market says, and what its orders leave. */
import { ASSET_PRICE_ONE, BALANCE_MAX, creditDeposit, RATE_ONE, setAssetPrice } from '@intelligent-ledger/engine/core';
import { copyOf } from '../../judge/margin/exposure.ts';
import { freeMarginOf } from '../../judge/margin/free-margin.ts';
import type { Asset } from '../../judge/money/asset.ts';
import { leavableOf, soldOf } from '../../judge/spot/sold.ts';
import { type Draft, draftOf } from '../draft.ts';
import { balanceIn } from '../money/money-scene.ts';
import type { Scene } from '../scene.ts';
import { middleOf, type Spot, spotsIn } from './spot-scene.ts';

/** So many of the usual orders are most deposits at the most. */
const ORDERS_IN_DEPOSIT = 6;
const DUST_PER_MILLE = 400;
/** One in so many of what leaves an account leaves one that sells. */
const SELLERS_PART = 3;

/** Often a price at which lots are worth about what they trade for, or at which an account is just short. */
export function spotPriceSetting(scene: Scene): Draft | undefined {
  const { random, profile, state } = scene;
  const { pricedPerMille, pinchedPerMille } = profile.spot;
  if (!random.happens(pricedPerMille)) return undefined;
  const spots = spotsIn(state);
  if (spots.length === 0) return undefined;
  const spot = random.pick(spots);
  const pinched = random.happens(pinchedPerMille) ? priceThatPinches(scene, spot) : undefined;
  const price = pinched ?? usualPrice(scene, spot);
  return draftOf(setAssetPrice, { asset: spot.asset.number, price: Math.min(BALANCE_MAX, Math.max(0, price)) });
}

/** Not a whole tick, so that what atoms count for is rounded; seldom none. */
function usualPrice({ random }: Scene, spot: Spot): number {
  if (random.happens(150))
    return random.pick([0, 0, 0, 1, BALANCE_MAX, ASSET_PRICE_ONE, ASSET_PRICE_ONE, ASSET_PRICE_ONE]);
  const tick = 10 ** (spot.asset.decimals + 3) / spot.lot;
  const ticks = (middleOf(spot) * random.pick([100, 100, random.between(10, 200)])) / 100;
  return Math.floor(ticks * tick) + random.pick([0, random.below(tick), -1]);
}

/** The least price at which an account that has the asset is not short, or the one below. */
function priceThatPinches({ random, state }: Scene, { asset }: Spot): number | undefined {
  const having = [...asset.books.balances].flatMap(([account, balance]) => (balance > 0n ? [account] : []));
  const idle = having.filter((account) => soldOf(state, account, asset.number) === 0n);
  const holders = idle.length > 0 && random.happens(600) ? idle : having;
  const priced = holders.length > 0 && asset.price > 0;
  if (!priced) return undefined;
  const account = random.pick(holders);
  const copy = copyOf(state);
  const changed = copy.assets[asset.number];
  if (changed === undefined) return undefined;
  const isShortAt = (price: number) => {
    changed.price = price;
    return freeMarginOf(copy, account) < 0n;
  };
  let [short, enough] = [0, 4 * asset.price];
  if (!isShortAt(short) || isShortAt(enough)) return undefined;
  while (enough - short > 1) {
    const middle = Math.floor((enough + short) / 2);
    if (isShortAt(middle)) short = middle;
    else enough = middle;
  }
  return random.pick([enough, short, short]);
}

/** Often a number of lots of an asset that has a market, and then now and then some atoms more; else undefined. */
export function lotsToDeposit({ random, profile, state }: Scene, { number }: Asset): number | undefined {
  const spot = spotsIn(state).find(({ asset }) => asset.number === number);
  if (spot === undefined || !random.happens(profile.spot.depositsPerMille)) return undefined;
  const lots = random.between(1, ORDERS_IN_DEPOSIT * profile.sizeMax);
  const dust = random.happens(DUST_PER_MILLE) ? random.below(spot.lot) : 0;
  return Math.min(BALANCE_MAX, lots * spot.lot + dust);
}

/** By which an account that buys has next to no room any more, or none; undefined where none buys. */
export function depositThatFills({ random, profile, state }: Scene): Draft | undefined {
  if (!random.happens(profile.largestPerMille)) return undefined;
  const buying = spotsIn(state).flatMap((spot) => spot.market.book.bids.map(({ account }) => ({ spot, account })));
  if (buying.length === 0) return undefined;
  const { spot, account } = random.pick(buying);
  const { asset, lot } = spot;
  const known = state.accounts[account];
  const owner = state.owners[known?.owner ?? -1];
  const room = BALANCE_MAX - balanceIn(state, account, asset.number);
  const amount = room - random.pick([0, 0, lot * random.between(1, 9)]);
  if (known === undefined || owner === undefined || amount < 1) return undefined;
  const { ownerKind, identity } = owner;
  const siblings = [...state.accounts.keys()].filter((other) => state.accounts[other]?.owner === known.owner);
  const whose = { ownerKind, identity, accountOfOwner: siblings.indexOf(account) };
  return draftOf(creditDeposit, { ...whose, deposit: state.lastDeposit + 1, asset: asset.number, amount });
}

/** An asset that most deposits are of, where it has a market; else undefined. */
export function assetToDeposit({ random, profile, state }: Scene): Asset | undefined {
  const spots = random.happens(profile.spot.depositsPerMille) ? spotsIn(state) : [];
  return spots.length > 0 ? random.pick(spots).asset : undefined;
}

/** Often just what the orders of an account do not sell, an atom more, or all there is; undefined where none sells. */
export function amountAtSold({ random, profile, state }: Scene, account: number, asset: number): number | undefined {
  const sold = soldOf(state, account, asset);
  if (sold === 0n || !random.happens(profile.spot.leavingPerMille)) return undefined;
  const leavable = Number(leavableOf(state, account, asset));
  return random.pick([leavable, leavable, leavable + 1, leavable + 1, leavable + Number(sold)]);
}

/** Often an account whose orders sell a part of what it has, mostly of an asset that may convert; else undefined. */
export function holdingOfSeller(scene: Scene): { account: number; asset: number } | undefined {
  const { random, profile, message } = scene;
  if (!random.happens(profile.spot.leavingPerMille / SELLERS_PART)) return undefined;
  const sellers = sellersIn(scene).filter(({ account }) => message === undefined || account === message.account);
  const converting = sellers.filter(({ asset }) => mayConvert(scene.state.assets[asset]));
  const wanted = converting.length > 0 && random.happens(700) ? converting : sellers;
  return wanted.length > 0 ? random.pick(wanted) : undefined;
}

function mayConvert(coin: Asset | undefined): boolean {
  if (coin === undefined || coin.dailyConversionMax === 0) return false;
  return Math.abs(coin.price - ASSET_PRICE_ONE) <= (coin.bandRate * ASSET_PRICE_ONE) / RATE_ONE;
}

function sellersIn({ state }: Scene): { account: number; asset: number }[] {
  return spotsIn(state).flatMap(({ market, asset: { number: asset } }) => {
    const accounts = [...new Set(market.book.asks.map(({ account }) => account))];
    const able = accounts.filter((account) => leavableOf(state, account, asset) > 0n);
    return able.map((account) => ({ account, asset }));
  });
}
