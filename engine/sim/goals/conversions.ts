/** Which situations of conversion a command shows, be it asked for or done to a deposit. */
import { ASSET_PRICE_ONE, ConversionDirection, RATE_ONE, ResultCode } from '@intelligent-ledger/engine/core';
import type { Asset } from '../judge/asset.ts';
import { dollarsOf } from '../judge/par.ts';
import {
  assetBefore,
  balanceBefore,
  DAY_MICROS,
  LARGEST_BALANCE,
  leastOf,
  type MoneyScene,
  recordOf,
} from './money-scene.ts';

const DIRECTIONS = ['to-dollar', 'to-coin'];
const DECIMALS = ['below 6', 'of 6', 'above 6'];
const CLOSED = ['no cap', 'no price', 'a price below the band', 'a price above the band', 'the cap of the day'];
const EDGES = ['the lower edge', 'the upper edge'];
/** How near to midnight is just before and just after it, in microseconds. */
const NEAR_MIDNIGHT = 1_000;
const PRICE_PER_RATE = ASSET_PRICE_ONE / RATE_ONE;
const { toDollar: TO_DOLLAR } = ConversionDirection;

export const CONVERSION_SITUATIONS = [
  ...DIRECTIONS.flatMap((way) => [
    ...DECIMALS.map((decimals) => `conversion ${way} with decimals ${decimals}`),
    ...CLOSED.map((reason) => `conversion ${way} closed by ${reason}`),
    ...EDGES.map((edge) => `conversion ${way} with a price at ${edge} of the band`),
    `conversion ${way} refused that is not whole`,
    `conversion ${way} that reaches the cap of the day`,
    `conversion ${way} refused just above the cap of the day`,
    `conversion ${way} just before midnight`,
    `conversion ${way} just after midnight`,
    `conversion ${way} that the cap left no room for the day before`,
    `conversion ${way} that ends the day of the other way`,
    `conversion ${way} refused at the largest balance`,
  ]),
  'conversion refused just below the band',
  'conversion refused just above the band',
  'conversion under a key of the owner',
  'conversion of all coins of the inventory',
  'auto-conversion of all',
  'auto-conversion that leaves a rest',
  'auto-conversion that reaches the cap of the day',
  'auto-conversion not done, since it is not wished',
  'auto-conversion not done of a rest',
  ...CLOSED.map((reason) => `auto-conversion not done, closed by ${reason}`),
  'auto-conversion not done at the largest balance',
];

export function conversionSituations(scene: MoneyScene): string[] {
  const { values, code } = scene;
  const coin = assetBefore(scene);
  if (coin === undefined || coin.number === 0) return [];
  const direction = Number(values['direction']);
  const way = `conversion ${wayOf(direction)}`;
  switch (code) {
    case ResultCode.accepted:
      return doneSituations(scene, coin, direction, way);
    case ResultCode.amountNotWhole:
      return [`${way} refused that is not whole`];
    case ResultCode.balanceTooLarge:
      return [`${way} refused at the largest balance`];
    case ResultCode.conversionClosed:
      return closedSituations(scene, coin, direction, way);
    default:
      return [];
  }
}

function doneSituations(scene: MoneyScene, coin: Asset, direction: number, way: string): string[] {
  const { values, state } = scene;
  const dollars = BigInt(recordOf(scene, 'converted')?.['dollars'] ?? 0);
  const width = PRICE_PER_RATE * coin.bandRate;
  const decimals = DECIMALS[Math.sign(coin.decimals - 6) + 1];
  const microsOfDay = state.time % DAY_MICROS;
  const today = Math.floor(state.time / DAY_MICROS);
  const cap = BigInt(coin.dailyConversionMax);
  const spent = convertedOn(coin, direction, coin.conversionDay);
  const other = convertedOn(coin, direction === TO_DOLLAR ? 2 : TO_DOLLAR, coin.conversionDay);
  const isNewDay = today !== coin.conversionDay;
  const isToCoin = direction !== TO_DOLLAR;
  const isEmptied = isToCoin && state.assets[coin.number]?.books.inventory === 0n;
  return [
    `${way} with decimals ${decimals}`,
    ...(coin.price === ASSET_PRICE_ONE - width ? [`${way} with a price at the lower edge of the band`] : []),
    ...(coin.price === ASSET_PRICE_ONE + width ? [`${way} with a price at the upper edge of the band`] : []),
    ...((isNewDay ? 0n : spent) + dollars === cap ? [`${way} that reaches the cap of the day`] : []),
    ...(microsOfDay >= DAY_MICROS - NEAR_MIDNIGHT ? [`${way} just before midnight`] : []),
    ...(today > 0 && microsOfDay < NEAR_MIDNIGHT ? [`${way} just after midnight`] : []),
    ...(isNewDay && spent + dollars > cap ? [`${way} that the cap left no room for the day before`] : []),
    ...(isNewDay && spent === 0n && other > 0n ? [`${way} that ends the day of the other way`] : []),
    ...(values['key'] === 0 ? [] : ['conversion under a key of the owner']),
    ...(isEmptied ? ['conversion of all coins of the inventory'] : []),
  ];
}

function closedSituations({ values, state }: MoneyScene, coin: Asset, direction: number, way: string): string[] {
  const amount = BigInt(values['amount'] ?? 0);
  const dollars = direction === TO_DOLLAR ? dollarsOf(amount, coin.decimals) : amount;
  const reason = closedBy(coin, direction, dollars, state.time);
  const width = PRICE_PER_RATE * coin.bandRate;
  const today = Math.floor(state.time / DAY_MICROS);
  const above = convertedOn(coin, direction, today) + dollars - BigInt(coin.dailyConversionMax);
  const isJustAbove = reason === 'the cap of the day' && above <= leastOf(coin.decimals, 2);
  return [
    `${way} closed by ${reason}`,
    ...(isJustAbove ? [`${way} refused just above the cap of the day`] : []),
    ...(coin.price > 0 && coin.price === ASSET_PRICE_ONE - width - 1 ? ['conversion refused just below the band'] : []),
    ...(coin.price === ASSET_PRICE_ONE + width + 1 ? ['conversion refused just above the band'] : []),
  ];
}

/** What became of coins that were credited to a balance. */
export function creditedSituations(scene: MoneyScene, credited: Readonly<Record<string, number | string>>): string[] {
  const { state } = scene;
  const coin = assetBefore(scene);
  if (coin === undefined) return [];
  const { decimals } = coin;
  const account = Number(credited['account']);
  const amount = BigInt(credited['amount'] ?? 0);
  const dollars = dollarsOf(amount - (amount % leastOf(decimals, TO_DOLLAR)), decimals);
  const done = recordOf(scene, 'converted');
  if (done !== undefined) {
    const isAll = BigInt(done['coins'] ?? 0) === amount;
    const today = Math.floor(state.time / DAY_MICROS);
    const isAtCap = convertedOn(coin, TO_DOLLAR, today) + dollars === BigInt(coin.dailyConversionMax);
    return [
      `auto-conversion ${isAll ? 'of all' : 'that leaves a rest'}`,
      ...(isAtCap ? ['auto-conversion that reaches the cap of the day'] : []),
    ];
  }
  if (state.accounts[account]?.converts === false) return ['auto-conversion not done, since it is not wished'];
  if (dollars === 0n) return ['auto-conversion not done of a rest'];
  const reason = closedBy(coin, TO_DOLLAR, dollars, state.time);
  if (reason !== undefined) return [`auto-conversion not done, closed by ${reason}`];
  const isTooLarge = balanceBefore(scene, account, 0) + dollars > LARGEST_BALANCE;
  return isTooLarge ? ['auto-conversion not done at the largest balance'] : [];
}

/** Why a coin does not convert, if it does not. */
function closedBy(coin: Asset, direction: number, dollars: bigint, time: number): string | undefined {
  const { dailyConversionMax, price, bandRate } = coin;
  const width = PRICE_PER_RATE * bandRate;
  if (dailyConversionMax === 0) return 'no cap';
  if (price === 0) return 'no price';
  if (price < ASSET_PRICE_ONE - width) return 'a price below the band';
  if (price > ASSET_PRICE_ONE + width) return 'a price above the band';
  const converted = convertedOn(coin, direction, Math.floor(time / DAY_MICROS));
  return converted + dollars > BigInt(dailyConversionMax) ? 'the cap of the day' : undefined;
}

function convertedOn({ conversionDay, convertedToDollar, convertedToCoin }: Asset, direction: number, day: number) {
  if (day !== conversionDay) return 0n;
  return direction === TO_DOLLAR ? convertedToDollar : convertedToCoin;
}

function wayOf(direction: number): string {
  return DIRECTIONS[direction === TO_DOLLAR ? 0 : 1] ?? '';
}
