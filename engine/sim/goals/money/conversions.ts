/** Which situations of conversion a command shows, be it asked for or done to a deposit. */
import { ASSET_PRICE_ONE, ConversionDirection, RATE_ONE, ResultCode } from '@intelligent-ledger/engine/core';
import { dayOf } from '../../judge/fees/days.ts';
import type { Asset } from '../../judge/money/asset.ts';
import { dollarsOf } from '../../judge/money/par.ts';
import {
  assetBefore,
  balanceBefore,
  DAY_MICROS,
  LARGEST_BALANCE,
  leastOf,
  type MoneyScene,
  recordOf,
  type Values,
} from './money-scene.ts';

const DIRECTIONS = ['to-dollar', 'to-coin'];
export const DECIMALS = ['below 6', 'of 6', 'above 6'];
export const CLOSED = ['no cap', 'no price', 'a price below the band', 'a price above the band', 'the cap of the day'];
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
    `conversion ${way} of more than the cap, with what the other way made room for`,
    `conversion ${way} once the cap was reached and the other way made room`,
    `conversion ${way} by which the net changes its side`,
    `conversion ${way} while more than a new cap was converted the other way`,
    `conversion ${way} refused at the largest balance`,
  ]),
  'conversion refused just below the band',
  'conversion refused just above the band',
  'conversion under a key of the owner',
  'conversion of all coins of the inventory',
  'auto-conversion of all',
  'auto-conversion that leaves a rest',
  'auto-conversion that reaches the cap of the day',
  'auto-conversion once the cap was reached and the other way made room',
  'auto-conversion not done, since it is not wished',
  'auto-conversion not done of a rest',
  ...CLOSED.map((reason) => `auto-conversion not done, closed by ${reason}`),
  'auto-conversion not done at the largest balance',
];

/** Looks at conversions, and remembers which came to the cap of their day, until the day or the cap is another. */
export class ConversionCoverage {
  /** By asset and direction, on which day and at which cap it was full. */
  private readonly full = new Map<string, string>();

  clear(): void {
    this.full.clear();
  }

  /** What was asked for. */
  situations(scene: MoneyScene): string[] {
    const way = `conversion ${wayOf(Number(scene.values['direction']))}`;
    return [...conversionSituations(scene), ...this.reopened(scene, way)];
  }

  /** What became of coins that were credited to a balance. */
  creditedSituations(scene: MoneyScene): string[] {
    const credited = recordOf(scene, 'depositCredited');
    if (credited === undefined || credited['isSuspended'] === 1) return [];
    return [...creditedSituations(scene, credited), ...this.reopened(scene, 'auto-conversion')];
  }

  /** Nothing but the other way makes room at the same cap on the same day. */
  private reopened(scene: MoneyScene, way: string): string[] {
    const { state } = scene;
    const done = recordOf(scene, 'converted');
    const coin = state.assets[Number(done?.['asset'])];
    if (done === undefined || coin === undefined) return [];
    const direction = Number(done['direction']);
    const today = dayOf(state.time);
    const [name, limits] = [`${coin.number} ${direction}`, `${today} ${coin.dailyConversionMax}`];
    const isReopened = this.full.get(name) === limits;
    const isFull = netOn(coin, direction, today) === BigInt(coin.dailyConversionMax);
    if (isFull) this.full.set(name, limits);
    else this.full.delete(name);
    return isReopened ? [`${way} once the cap was reached and the other way made room`] : [];
  }
}

function conversionSituations(scene: MoneyScene): string[] {
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
  const today = dayOf(state.time);
  const cap = BigInt(coin.dailyConversionMax);
  const last = netOn(coin, direction, coin.conversionDay);
  const net = netOn(coin, direction, today);
  const isNewDay = today !== coin.conversionDay;
  const isToCoin = direction !== TO_DOLLAR;
  const isEmptied = isToCoin && state.assets[coin.number]?.books.inventory === 0n;
  return [
    `${way} with decimals ${decimals}`,
    ...(coin.price === ASSET_PRICE_ONE - width ? [`${way} with a price at the lower edge of the band`] : []),
    ...(coin.price === ASSET_PRICE_ONE + width ? [`${way} with a price at the upper edge of the band`] : []),
    ...(net + dollars === cap ? [`${way} that reaches the cap of the day`] : []),
    ...(dollars > cap ? [`${way} of more than the cap, with what the other way made room for`] : []),
    ...(net < 0n && net + dollars > 0n ? [`${way} by which the net changes its side`] : []),
    ...(-net > cap ? [`${way} while more than a new cap was converted the other way`] : []),
    ...(microsOfDay >= DAY_MICROS - NEAR_MIDNIGHT ? [`${way} just before midnight`] : []),
    ...(today > 0 && microsOfDay < NEAR_MIDNIGHT ? [`${way} just after midnight`] : []),
    ...(isNewDay && last + dollars > cap ? [`${way} that the cap left no room for the day before`] : []),
    ...(isNewDay && last < 0n ? [`${way} that ends the day of the other way`] : []),
    ...(values['key'] === 0 ? [] : ['conversion under a key of the owner']),
    ...(isEmptied ? ['conversion of all coins of the inventory'] : []),
  ];
}

function closedSituations({ values, state }: MoneyScene, coin: Asset, direction: number, way: string): string[] {
  const amount = BigInt(values['amount'] ?? 0);
  const dollars = direction === TO_DOLLAR ? dollarsOf(amount, coin.decimals) : amount;
  const reason = closedBy(coin, direction, dollars, state.time);
  const width = PRICE_PER_RATE * coin.bandRate;
  const above = netOn(coin, direction, dayOf(state.time)) + dollars - BigInt(coin.dailyConversionMax);
  const isJustAbove = reason === 'the cap of the day' && above <= leastOf(coin.decimals, 2);
  return [
    `${way} closed by ${reason}`,
    ...(isJustAbove ? [`${way} refused just above the cap of the day`] : []),
    ...(coin.price > 0 && coin.price === ASSET_PRICE_ONE - width - 1 ? ['conversion refused just below the band'] : []),
    ...(coin.price === ASSET_PRICE_ONE + width + 1 ? ['conversion refused just above the band'] : []),
  ];
}

function creditedSituations(scene: MoneyScene, credited: Values): string[] {
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
    const net = netOn(coin, TO_DOLLAR, dayOf(state.time));
    const isAtCap = net + dollars === BigInt(coin.dailyConversionMax);
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
export function closedBy(coin: Asset, direction: number, dollars: bigint, time: number): string | undefined {
  const { dailyConversionMax, price, bandRate } = coin;
  const width = PRICE_PER_RATE * bandRate;
  if (dailyConversionMax === 0) return 'no cap';
  if (price === 0) return 'no price';
  if (price < ASSET_PRICE_ONE - width) return 'a price below the band';
  if (price > ASSET_PRICE_ONE + width) return 'a price above the band';
  const net = netOn(coin, direction, dayOf(time));
  return net + dollars > BigInt(dailyConversionMax) ? 'the cap of the day' : undefined;
}

/** What was converted in a direction on a day, less what was in the other. */
function netOn({ conversionDay, netConversion }: Asset, direction: number, day: number): bigint {
  if (day !== conversionDay) return 0n;
  return direction === TO_DOLLAR ? netConversion : -netConversion;
}

function wayOf(direction: number): string {
  return DIRECTIONS[direction === TO_DOLLAR ? 0 : 1] ?? '';
}
