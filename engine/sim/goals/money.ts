/**
 * Which situations of money a command shows. It looks at the judge before and after the command; what is about one sort
 * of command is in a file of its own.
 */
import {
  ASSET_DECIMALS_MAX,
  claimSuspense,
  convert,
  createAsset,
  creditDeposit,
  decode,
  type Layout,
  moveWithdrawal,
  pinDestination,
  requestWithdrawal,
  setAssetPrice,
  setAssetTerms,
  setAutoConversion,
  transfer,
} from '@intelligent-ledger/engine/core';
import { usersOf } from '../judge/books.ts';
import type { Answer } from '../judge/naive-exchange.ts';
import type { NaiveState } from '../judge/naive-state.ts';
import { CONVERSION_SITUATIONS, conversionSituations } from './conversions.ts';
import { claimSituations, DEPOSIT_SITUATIONS, DepositCoverage } from './deposits.ts';
import { assetBefore, type MoneyBefore, type MoneyScene, moneyBefore, type Values } from './money-scene.ts';
import { ownRecords } from './records.ts';
import { TRANSFER_SITUATIONS, transferSituations } from './transfers.ts';
import { WITHDRAWAL_SITUATIONS, WithdrawalCoverage } from './withdrawals.ts';

const ALL_DECIMALS = Array.from({ length: ASSET_DECIMALS_MAX + 1 }, (_, decimals) => decimals);
/** Nonces up to this one are places in a message. */
const LAST_PLACE = 63;

export const MONEY_SITUATIONS = [
  ...DEPOSIT_SITUATIONS,
  ...CONVERSION_SITUATIONS,
  ...TRANSFER_SITUATIONS,
  ...WITHDRAWAL_SITUATIONS,
  ...ALL_DECIMALS.map((decimals) => `asset of ${decimals} decimals`),
  'asset refused with the mint of the venue dollar',
  'price set that is none',
  'terms set below what balances hold',
  'terms set below what was converted',
  'account that converts no more',
  'account that converts again',
  'money moved within a message',
  'money moved under version 1',
];

const LAYOUTS: readonly Layout[] = [
  pinDestination,
  setAutoConversion,
  convert,
  transfer,
  claimSuspense,
  requestWithdrawal,
  createAsset,
  setAssetTerms,
  setAssetPrice,
  creditDeposit,
  moveWithdrawal,
];
const MOVING: readonly Layout[] = [convert, transfer, claimSuspense, requestWithdrawal];

/** A command of money, and what is known before it is applied. */
interface Before {
  readonly layout: Layout;
  readonly values: Values;
  readonly money: MoneyBefore;
  readonly converting: readonly boolean[];
}

export class MoneyCoverage {
  private readonly reach: (key: string) => void;
  private before: Before | undefined;
  private readonly deposits = new DepositCoverage();
  private readonly withdrawals = new WithdrawalCoverage();

  constructor(reach: (key: string) => void) {
    this.reach = reach;
  }

  /** Takes note of what a command will find. */
  foresee(layout: Layout | undefined, command: Uint8Array, state: NaiveState): void {
    const isOfMoney = layout !== undefined && LAYOUTS.includes(layout) && state.assets.length > 0;
    const converting = state.accounts.map(({ converts }) => converts);
    this.before = isOfMoney
      ? { layout, values: decode(layout, command), money: moneyBefore(state), converting }
      : undefined;
  }

  observe(answer: Answer, state: NaiveState): void {
    const { before, deposits, withdrawals } = this;
    if (answer.records.some(({ name }) => name === 'started')) {
      deposits.clear();
      withdrawals.clear();
    }
    if (before === undefined) return;
    const { layout, values, money } = before;
    const own = ownRecords(layout, answer);
    const scene: MoneyScene = { values, code: answer.code, own, before: money, state };
    for (const key of this.situations(scene, before)) this.reach(key);
  }

  private situations(scene: MoneyScene, before: Before): string[] {
    const { code } = scene;
    switch (before.layout) {
      case creditDeposit:
        return this.deposits.situations(scene);
      case moveWithdrawal:
        return this.withdrawals.moveSituations(scene);
      case createAsset:
      case setAssetTerms:
      case setAssetPrice:
        return assetSituations(scene, before.layout);
      case setAutoConversion:
        return code === 0 ? choiceSituations(scene, before) : [];
      default:
        return [...this.ofUser(scene, before.layout), ...(code === 0 ? senderSituations(scene, before.layout) : [])];
    }
  }

  private ofUser(scene: MoneyScene, layout: Layout): string[] {
    switch (layout) {
      case convert:
        return conversionSituations(scene);
      case transfer:
        return transferSituations(scene);
      case claimSuspense:
        return claimSituations(scene);
      case requestWithdrawal:
        return this.withdrawals.requestSituations(scene);
      default:
        return [];
    }
  }
}

function assetSituations(scene: MoneyScene, layout: Layout): string[] {
  const { values, code, before } = scene;
  if (layout === createAsset) {
    const isOfDollar = code !== 0 && values['mint'] === before.assets[0]?.mint && before.assets.length > 0;
    if (code === 0) return [`asset of ${values['decimals']} decimals`];
    return isOfDollar ? ['asset refused with the mint of the venue dollar'] : [];
  }
  const coin = assetBefore(scene);
  if (code !== 0 || coin === undefined) return [];
  if (layout === setAssetPrice) return values['price'] === 0 ? ['price set that is none'] : [];
  const { depositMax, dailyConversionMax } = values;
  const isBelowUsers = depositMax !== 0 && BigInt(depositMax ?? 0) < usersOf(coin.books);
  const converted = coin.convertedToDollar + coin.convertedToCoin;
  return [
    ...(isBelowUsers ? ['terms set below what balances hold'] : []),
    ...(BigInt(dailyConversionMax ?? 0) < converted ? ['terms set below what was converted'] : []),
  ];
}

function choiceSituations({ values, state }: MoneyScene, { converting }: Before): string[] {
  const account = Number(values['account']);
  const [was, is] = [converting[account], state.accounts[account]?.converts];
  return was === is ? [] : [`account that converts ${is ? 'again' : 'no more'}`];
}

function senderSituations({ values, state }: MoneyScene, layout: Layout): string[] {
  if (!MOVING.includes(layout)) return [];
  if (state.ruleVersion === 1) return ['money moved under version 1'];
  return Number(values['nonce']) <= LAST_PLACE ? ['money moved within a message'] : [];
}
