/** Conversion between a coin and the venue dollar, at par: when it is open, and what it moves. */
import {
  autoConversionSet,
  ConversionDirection,
  type convert,
  converted,
  type setAutoConversion,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { dayOf } from '../fees/days.ts';
import type { Exposure } from '../margin/exposure.ts';
import { exchangeRefusal } from '../margin/leaving-question.ts';
import type { NaiveState } from '../naive-state.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { leavableOf } from '../spot/sold.ts';
import { type Asset, DOLLAR, PRICE_ONE } from './asset.ts';
import { BALANCE_LIMIT, balanceAccount, balanceOf, INVENTORY, ISSUED, post } from './books.ts';
import { assetIn, coinNumbered, dollarIn } from './known-assets.ts';
import { coinsOf, dollarsOf, wholeCoins, wholeDollars } from './par.ts';

/** What a millionth of a dollar is, as prices count. */
const PRICE_MILLIONTH = 1_000;

/** What an account gives and gets, whichever way. */
interface Conversion {
  readonly account: number;
  readonly direction: ConversionDirection;
  /** Atoms, and the micro-dollars that they are worth. */
  readonly coins: bigint;
  readonly dollars: bigint;
}

export function convertAtPar(state: NaiveState, command: ValuesOf<typeof convert.specs>): Refusal | undefined {
  const coin = coinNumbered(state, command.asset);
  if (coin === undefined) return refuse('assetUnknown', 'asset');
  const { decimals, books } = coin;
  const { account } = command;
  const amount = BigInt(command.amount);
  const isToDollar = command.direction === ConversionDirection.toDollar;
  const whole = isToDollar ? wholeCoins(amount, decimals) : wholeDollars(amount, decimals);
  if (whole !== amount) return refuse('amountNotWhole', 'amount');
  const dollar = dollarIn(state);
  const [given, got] = isToDollar ? [coin.number, dollar.books] : [DOLLAR, books];
  if (leavableOf(state, account, given) < amount) return refuse('balanceTooSmall', 'amount');
  const conversion: Conversion = isToDollar
    ? { account, direction: ConversionDirection.toDollar, coins: amount, dollars: dollarsOf(amount, decimals) }
    : { account, direction: ConversionDirection.toCoin, coins: coinsOf(amount, decimals), dollars: amount };
  if (!isOpen(state, coin, conversion)) return refuse('conversionClosed', 'asset');
  const gain = isToDollar ? conversion.dollars : conversion.coins;
  if (balanceOf(got, account) + gain >= BALANCE_LIMIT) return refuse('balanceTooLarge', 'amount');
  if (!isToDollar && books.inventory < conversion.coins) return refuse('inventoryTooSmall', 'amount');
  const refusal = exchangeRefusal(state, account, (copy) => exchange(copy, coin.number, conversion));
  if (refusal !== undefined) return refusal;
  carryOut(state, coin, conversion);
  return undefined;
}

/** Converts what can be of coins that were just credited to an account, which may be nothing. */
export function convertCredited(state: NaiveState, coin: Asset, account: number, amount: bigint): void {
  const coins = wholeCoins(amount, coin.decimals);
  const dollars = dollarsOf(coins, coin.decimals);
  const conversion: Conversion = { account, direction: ConversionDirection.toDollar, coins, dollars };
  const isWished = state.accounts[account]?.converts === true;
  if (!isWished || coins === 0n || !isOpen(state, coin, conversion)) return;
  if (balanceOf(dollarIn(state).books, account) + dollars >= BALANCE_LIMIT) return;
  carryOut(state, coin, conversion);
}

export function chooseAutoConversion(
  state: NaiveState,
  command: ValuesOf<typeof setAutoConversion.specs>,
): Refusal | undefined {
  const { account: number, key, converts } = command;
  if (key !== 0) return refuse('keyMovesNoFunds', 'key');
  const account = state.accounts[number];
  if (account === undefined) throw new Error(`the judge has no account ${number}`);
  account.converts = converts === 1;
  state.emit(autoConversionSet, { account: number, converts });
  return undefined;
}

/** Whether so much of an asset converts now. */
function isOpen(state: NaiveState, coin: Asset, { direction, dollars }: Conversion): boolean {
  return dollars <= roomFor(state, coin, direction);
}

/** How many micro-dollars convert now, with what was converted today in this direction less what was in the other. */
export function roomFor(state: NaiveState, coin: Asset, direction: ConversionDirection): bigint {
  const { dailyConversionMax, price, bandRate } = coin;
  if (dailyConversionMax === 0 || price === 0) return 0n;
  const width = PRICE_MILLIONTH * bandRate;
  if (price < PRICE_ONE - width || price > PRICE_ONE + width) return 0n;
  const toDollar = netToday(state, coin);
  const before = direction === ConversionDirection.toDollar ? toDollar : -toDollar;
  const room = BigInt(dailyConversionMax) - before;
  return room > 0n ? room : 0n;
}

/** What was converted to dollars on the day of now, less what was converted to coins on it. */
function netToday({ time }: NaiveState, { conversionDay, netConversion }: Asset): bigint {
  return dayOf(time) === conversionDay ? netConversion : 0n;
}

/** Converts what it was asked whether it may. */
export function carryOut(state: NaiveState, coin: Asset, conversion: Conversion): void {
  const { account, direction, coins, dollars } = conversion;
  coin.netConversion = netToday(state, coin) + (direction === ConversionDirection.toDollar ? dollars : -dollars);
  coin.conversionDay = dayOf(state.time);
  exchange(state, coin.number, conversion);
  const amounts = { coins: Number(coins), dollars: Number(dollars) };
  state.emit(converted, { account, asset: coin.number, direction, ...amounts });
}

/** Moves what a conversion gives and gets, in the books or in a copy of them. */
function exchange(of: Pick<Exposure, 'assets'>, coin: number, conversion: Conversion): void {
  const { account, direction, coins, dollars } = conversion;
  const balance = balanceAccount(account);
  const { books } = assetIn(of, coin);
  if (direction === ConversionDirection.toDollar) {
    post(books, balance, INVENTORY, coins);
    post(dollarIn(of).books, ISSUED, balance, dollars);
  } else {
    post(books, INVENTORY, balance, coins);
    post(dollarIn(of).books, balance, ISSUED, dollars);
  }
}
