/**
 * How accounts come to the money with which they trade: a coin that converts, a deposit for each, markets with prices.
 */
import {
  ASSET_PRICE_ONE,
  BALANCE_MAX,
  creditDeposit,
  pinDestination,
  RATE_ONE,
  setAssetPrice,
  setAssetTerms,
  VENUE_DOLLAR,
} from '@intelligent-ledger/engine/core';
import type { Asset } from '../../judge/money/asset.ts';
import { hasDestination } from '../../judge/money/destinations.ts';
import type { NaiveState } from '../../judge/naive-state.ts';
import { type Draft, draftOf, hexOf } from '../draft.ts';
import { hasMoney, unpricedIn } from '../margin/margin-scene.ts';
import type { CommandName, MoneyCommandName, Profile } from '../profile.ts';
import type { Random } from '../random.ts';
import type { Scene } from '../scene.ts';
import { coinsFor } from './money-amounts.ts';
import { coinsIn, ownSender } from './money-scene.ts';

const PRICING_PER_MILLE = 300;
const FUNDING_PER_MILLE = 850;
const BAND_RATE = 20_000;
/** So many deposits for each account are enough to wait for. */
const DEPOSITS_OF_ACCOUNT = 3;

/** What is to be done before orders can come, if anything is. */
export function commandBeforeTrade(random: Random, profile: Profile, state: NaiveState): CommandName | undefined {
  if (!hasMoney(state)) return undefined;
  const [unpriced] = unpricedIn(state);
  if (unpriced !== undefined && random.happens(PRICING_PER_MILLE)) {
    return unpriced.margin === undefined ? 'setMarginTerms' : 'setMarkPrice';
  }
  const account = waitingFor(profile, state);
  const [coin] = coinsIn(state);
  if (account === undefined || coin === undefined || !random.happens(FUNDING_PER_MILLE)) return undefined;
  if (!hasTerms(coin)) return 'setAssetTerms';
  if (coin.price !== ASSET_PRICE_ONE) return 'setAssetPrice';
  return hasDestinationOf(state, account) ? 'creditDeposit' : 'pinDestination';
}

/** The terms, the price, the destination or the deposit that is still to come before orders can; else undefined. */
export function firstFunds(scene: Scene, name: MoneyCommandName): Draft | undefined {
  const { random, profile, state, message } = scene;
  const account = waitingFor(profile, state);
  const [coin] = coinsIn(state);
  if (account === undefined || coin === undefined) return undefined;
  switch (name) {
    case 'setAssetTerms':
      return hasTerms(coin) ? undefined : firstTerms(scene, coin);
    case 'setAssetPrice':
      return coin.price === ASSET_PRICE_ONE
        ? undefined
        : draftOf(setAssetPrice, { asset: coin.number, price: ASSET_PRICE_ONE });
    case 'pinDestination':
      if (hasDestinationOf(state, account) || message !== undefined) return undefined;
      return draftOf(pinDestination, { ...ownSender(scene, account), destination: hexOf(random.bytes(32)) });
    case 'creditDeposit':
      return hasTerms(coin) ? firstDeposit(scene, coin, account) : undefined;
    default:
      return undefined;
  }
}

/** The first account that had no venue dollars yet, unless there were many deposits, which then do not convert. */
function waitingFor({ margin, firstAccounts }: Profile, { accounts, assets, lastDeposit }: NaiveState) {
  if (margin.fundsMax === 0 || lastDeposit >= DEPOSITS_OF_ACCOUNT * firstAccounts) return undefined;
  const dollars = assets[VENUE_DOLLAR]?.books.balances;
  const waiting = [...accounts.keys()].slice(0, firstAccounts).filter((account) => dollars?.get(account) === undefined);
  return waiting[0];
}

function hasDestinationOf({ accounts, owners }: NaiveState, account: number): boolean {
  const owner = owners[accounts[account]?.owner ?? -1];
  return owner === undefined || hasDestination(owner);
}

/** Whether all of the coin that comes would convert at a price of a dollar. */
function hasTerms({ dailyConversionMax, depositMax }: Asset): boolean {
  return dailyConversionMax === BALANCE_MAX && depositMax === 0;
}

function firstTerms({ random, profile }: Scene, { number: asset }: Asset): Draft {
  const initialWeight = random.happens(profile.margin.weightPerMille) ? RATE_ONE : random.below(RATE_ONE);
  return draftOf(setAssetTerms, { asset, dailyConversionMax: BALANCE_MAX, bandRate: BAND_RATE, initialWeight });
}

function firstDeposit({ random, profile, state }: Scene, coin: Asset, number: number): Draft | undefined {
  const { accounts, owners, lastDeposit } = state;
  const account = accounts[number];
  const owner = account === undefined ? undefined : owners[account.owner];
  if (account === undefined || owner === undefined) return undefined;
  const { ownerKind, identity } = owner;
  const own = accounts.flatMap((other, place) => (other.owner === account.owner ? [place] : []));
  const dollars = Math.floor((profile.margin.fundsMax / 100) * random.between(5, 100));
  const amount = Math.min(BALANCE_MAX, Math.max(1, coinsFor(coin.decimals, dollars)));
  const deposit = lastDeposit + 1;
  const accountOfOwner = own.indexOf(number);
  return draftOf(creditDeposit, { ownerKind, identity, accountOfOwner, deposit, asset: coin.number, amount });
}
