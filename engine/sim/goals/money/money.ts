/**
 * Which situations of money a command shows. It looks at the judge before and after the command; what is about one sort
 * of command is in a file of its own.
 */
import {
  ASSET_DECIMALS_MAX,
  ASSETS_MAX,
  claimSuspense,
  convert,
  createAsset,
  creditDeposit,
  decode,
  genesis,
  type Layout,
  moveWithdrawal,
  offsetOf,
  pinDestination,
  ResultCode,
  requestWithdrawal,
  setAssetPrice,
  setAssetTerms,
  setAutoConversion,
  skipDeposit,
  transfer,
} from '@intelligent-ledger/engine/core';
import { usersOf } from '../../judge/money/books.ts';
import { distanceOf } from '../../judge/money/rounding.ts';
import type { Answer } from '../../judge/naive-exchange.ts';
import type { NaiveState } from '../../judge/naive-state.ts';
import { ownRecords } from '../records.ts';
import { CONVERSION_SITUATIONS, ConversionCoverage } from './conversions.ts';
import { DEPOSIT_SITUATIONS, DepositCoverage } from './deposits.ts';
import { assetBefore, type MoneyBefore, type MoneyScene, moneyBefore, type Values } from './money-scene.ts';
import { TRANSFER_SITUATIONS, transferSituations } from './transfers.ts';
import { WITHDRAWAL_SITUATIONS, WithdrawalCoverage } from './withdrawals.ts';

const ALL_DECIMALS = Array.from({ length: ASSET_DECIMALS_MAX + 1 }, (_, decimals) => decimals);
/** Nonces up to this one are places in a message. */
const LAST_PLACE = 63;

const GENESIS_SITUATIONS = [
  'Genesis with money refused under version 1',
  'Genesis with money refused without room for withdrawals',
  'Genesis with money refused under version 1 before it lacks room for withdrawals',
];

export const MONEY_SITUATIONS = [
  ...DEPOSIT_SITUATIONS,
  ...CONVERSION_SITUATIONS,
  ...TRANSFER_SITUATIONS,
  ...WITHDRAWAL_SITUATIONS,
  ...ALL_DECIMALS.map((decimals) => `asset of ${decimals} decimals`),
  'asset refused with the mint of the venue dollar',
  'price set that is none',
  'terms set below what balances and inventory hold',
  'terms set below what was converted',
  'account that converts no more',
  'account that converts again',
  'money moved within a message',
  ...GENESIS_SITUATIONS,
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
  skipDeposit,
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
  private readonly conversions = new ConversionCoverage();
  private readonly withdrawals = new WithdrawalCoverage();

  constructor(reach: (key: string) => void) {
    this.reach = reach;
  }

  /** Takes note of what a command will find. */
  foresee(layout: Layout | undefined, command: Uint8Array, state: NaiveState): void {
    const isStarting = layout === genesis && state.genesis === undefined;
    const isOfMoney = layout !== undefined && LAYOUTS.includes(layout) && state.assets.length > 0;
    const converting = state.accounts.map(({ converts }) => converts);
    this.before =
      isOfMoney || isStarting
        ? { layout, values: decode(layout, command), money: moneyBefore(state), converting }
        : undefined;
  }

  observe(answer: Answer, state: NaiveState): void {
    const { before, deposits, conversions, withdrawals } = this;
    if (answer.records.some(({ name }) => name === 'started')) {
      deposits.clear();
      conversions.clear();
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
      case genesis:
        return genesisSituations(scene);
      case creditDeposit:
        return [...this.deposits.situations(scene), ...this.conversions.creditedSituations(scene)];
      case skipDeposit:
        return this.deposits.skipSituations(scene);
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
        return this.conversions.situations(scene);
      case transfer:
        return transferSituations(scene);
      case claimSuspense:
        return this.deposits.claimSituations(scene);
      case requestWithdrawal:
        return this.withdrawals.requestSituations(scene);
      default:
        return [];
    }
  }
}

/** A Genesis whose fields are in their ranges, which with money need not be enough. */
function genesisSituations({ values, code, own }: MoneyScene): string[] {
  const { ruleVersion, withdrawalsMax } = values;
  const field = own.at(-1)?.values['field'];
  const isOfMoney = Number(values['assetsMax']) > 0 && Number(values['assetsMax']) <= ASSETS_MAX;
  if (code !== ResultCode.fieldOutOfRange || !isOfMoney) return [];
  if (ruleVersion === 1 && field === offsetOf(genesis, 'ruleVersion')) {
    const isWithoutRoom = withdrawalsMax === 0;
    const how = 'Genesis with money refused under version 1';
    return [isWithoutRoom ? `${how} before it lacks room for withdrawals` : how];
  }
  const isWithoutRoom = withdrawalsMax === 0 && field === offsetOf(genesis, 'withdrawalsMax');
  return isWithoutRoom ? ['Genesis with money refused without room for withdrawals'] : [];
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
  const held = usersOf(coin.books) + coin.books.inventory;
  const isBelowHeld = depositMax !== 0 && BigInt(depositMax ?? 0) < held;
  const converted = distanceOf(coin.netConversion);
  return [
    ...(isBelowHeld ? ['terms set below what balances and inventory hold'] : []),
    ...(BigInt(dailyConversionMax ?? 0) < converted ? ['terms set below what was converted'] : []),
  ];
}

function choiceSituations({ values, state }: MoneyScene, { converting }: Before): string[] {
  const account = Number(values['account']);
  const [was, is] = [converting[account], state.accounts[account]?.converts];
  return was === is ? [] : [`account that converts ${is ? 'again' : 'no more'}`];
}

function senderSituations({ values }: MoneyScene, layout: Layout): string[] {
  const isMember = MOVING.includes(layout) && Number(values['nonce']) <= LAST_PLACE;
  return isMember ? ['money moved within a message'] : [];
}
