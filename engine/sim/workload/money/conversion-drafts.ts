/** Conversions, often up to what the day or the inventory has left, and transfers between accounts of one owner. */
import { BALANCE_MAX, ConversionDirection, convert, transfer, VENUE_DOLLAR } from '@intelligent-ledger/engine/core';
import { dayOf } from '../../judge/fees/days.ts';
import type { Asset } from '../../judge/money/asset.ts';
import { type Draft, draftOf } from '../draft.ts';
import { amountAtMargin } from '../margin/margin-amounts.ts';
import type { Scene } from '../scene.ts';
import { senderFor } from '../senders/sender.ts';
import { amountAtSold, holdingOfSeller } from '../spot/spot-amounts.ts';
import { amountOutOf, bounded, coinsFor, dollarsFor, leastOf } from './money-amounts.ts';
import { balanceIn, coinNumber, coinsIn, coinsThatFill, holding, ownSender } from './money-scene.ts';

const { toDollar: TO_DOLLAR, toCoin: TO_COIN } = ConversionDirection;
const U32_MAX = 4_294_967_295;
const CAPPED_PER_MILLE = 250;
const BACK_PER_MILLE = 400;
const AT_INVENTORY_PER_MILLE = 150;
const TO_LARGEST_PER_MILLE = 500;
const FILLING_PER_MILLE = 300;

/** Either way, of something that the account has, often back once the cap of the day was reached; by any key. */
export function conversion(scene: Scene): Draft {
  const { random, state } = scene;
  const back = random.happens(BACK_PER_MILLE) ? wayBack(scene) : undefined;
  if (back !== undefined) return back;
  const direction = random.pick([TO_DOLLAR, TO_COIN]);
  const seller = direction === TO_DOLLAR ? holdingOfSeller(scene) : undefined;
  const { account, asset: held } = seller ?? holding(scene, direction === TO_DOLLAR);
  const coin = direction === TO_DOLLAR ? state.assets[held] : undefined;
  const asset = coinNumber(scene, held === VENUE_DOLLAR ? undefined : coin);
  const known = asset === VENUE_DOLLAR ? undefined : state.assets[asset];
  const amount = known === undefined ? random.between(1, 9) : amountToConvert(scene, known, direction, account);
  return draftOf(convert, { ...senderFor(scene, account), asset, direction, amount });
}

/** A little of a coin whose cap is reached, the other way, which makes as much room again. */
function wayBack(scene: Scene): Draft | undefined {
  const { random, state } = scene;
  const converting = coinsIn(state).filter(({ dailyConversionMax }) => dailyConversionMax > 0);
  const full = converting.flatMap((coin) => {
    const directions = [TO_DOLLAR, TO_COIN].filter((direction) => leftToday(scene, coin, direction) === 0);
    return directions.map((direction) => ({ coin, direction: direction === TO_DOLLAR ? TO_COIN : TO_DOLLAR }));
  });
  if (full.length === 0 || scene.message !== undefined) return undefined;
  const { coin, direction } = random.pick(full);
  const amount = leastOf(coin.decimals, direction) * random.between(1, 3);
  const given = direction === TO_DOLLAR ? coin.number : VENUE_DOLLAR;
  const holders = [...state.accounts.keys()].filter((account) => balanceIn(state, account, given) >= amount);
  if (holders.length === 0) return undefined;
  return draftOf(convert, { ...senderFor(scene, random.pick(holders)), asset: coin.number, direction, amount });
}

function amountToConvert(scene: Scene, coin: Asset, direction: number, account: number): number {
  const { random, state } = scene;
  const { decimals, number, books } = coin;
  const least = leastOf(decimals, direction);
  const balance = balanceIn(state, account, direction === TO_DOLLAR ? number : VENUE_DOLLAR);
  const atSold = direction === TO_DOLLAR ? amountAtSold(scene, account, number) : undefined;
  if (atSold !== undefined && atSold >= least) return atSold - (atSold % least);
  const atMargin = direction === TO_COIN ? amountAtMargin(scene, account, VENUE_DOLLAR) : undefined;
  if (atMargin !== undefined && atMargin >= least) return atMargin - (atMargin % least);
  const filling = direction === TO_DOLLAR ? coinsThatFill(scene, coin, account) : undefined;
  if (filling !== undefined && filling > 0 && filling <= balance && random.happens(FILLING_PER_MILLE)) return filling;
  const left = leftToday(scene, coin, direction);
  const capped = direction === TO_DOLLAR ? coinsFor(decimals, left) : left - (left % least);
  if (capped > 0 && capped <= balance && random.happens(CAPPED_PER_MILLE)) {
    return bounded(random, capped + random.pick([0, 0, least]));
  }
  if (direction === TO_COIN && random.happens(AT_INVENTORY_PER_MILLE)) {
    return bounded(random, dollarsFor(decimals, Number(books.inventory)) + random.pick([0, least]));
  }
  return amountOutOf(random, balance, least);
}

/** Micro-dollars that may still be converted on the day of the command. */
function leftToday({ time }: Scene, coin: Asset, direction: number): number {
  const { conversionDay, netConversion, dailyConversionMax } = coin;
  const net = conversionDay === dayOf(time) ? Number(netConversion) : 0;
  return direction === TO_DOLLAR ? dailyConversionMax - net : dailyConversionMax + net;
}

/** Mostly to another account of the same owner; else to itself, to a stranger, or to nobody. */
export function transfers(scene: Scene): Draft {
  const { random, state } = scene;
  const { accounts } = state;
  const { account, asset } = holdingOfSeller(scene) ?? holding(scene, false);
  const owner = accounts[account]?.owner;
  const others = accounts.flatMap((other, number) => (number === account ? [] : [{ number, owner: other.owner }]));
  const own = others.filter((other) => other.owner === owner).map(({ number }) => number);
  const strangers = others.filter((other) => other.owner !== owner).map(({ number }) => number);
  const to = random.weighted({ own: 20, self: 1, stranger: 1, nobody: 1 });
  const lists = { own, self: [account], stranger: strangers, nobody: [accounts.length, U32_MAX] };
  const [first, ...rest] = lists[to];
  const toAccount = first === undefined ? account : random.pick([first, ...rest]);
  const balance = balanceIn(state, account, asset);
  const room = BALANCE_MAX - balanceIn(state, toAccount, asset);
  const atMargin = amountAtSold(scene, account, asset) ?? amountAtMargin(scene, account, asset);
  const isToLargest = room > 0 && room < balance && random.happens(TO_LARGEST_PER_MILLE);
  const usual = isToLargest ? room + random.pick([0, 1]) : amountOutOf(random, balance, 1);
  const amount = atMargin ?? usual;
  return draftOf(transfer, { ...ownSender(scene, account), amount: bounded(random, amount), asset, toAccount });
}
