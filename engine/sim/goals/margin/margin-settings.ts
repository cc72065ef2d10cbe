/**
 * Which situations a command shows that says what positions need, at what price they are valued, or what prices are.
 */
import { ResultCode, setMarginTerms, setMarkPrice, setStepTable } from '@intelligent-ledger/engine/core';
import { freeMarginOf } from '../../judge/margin/free-margin.ts';
import { openSizeOfOwner } from '../../judge/margin/needs.ts';
import { openInterestOf } from '../../judge/margin/position.ts';
import type { Market } from '../../judge/orders/naive-book.ts';
import { type MarginScene, marketBefore, restingIn, type Values } from './margin-scene.ts';

const WORTH_LIMIT = 2n ** 51n;
const NOTIONAL_LIMIT = 2n ** 52n;

export const SETTING_SITUATIONS = [
  'margin terms of one tier',
  'margin terms of two tiers',
  'margin terms of three tiers',
  'margin terms whose second tier deducts nothing',
  'margin terms whose third tier deducts no more',
  'margin terms with the largest bound of positions',
  'margin terms refused one lot beyond the largest bound of positions',
  'margin terms refused for a largest price of before',
  'margin terms set below an open size',
  'margin terms set below the open interest',
  'margin terms set while orders rest',
  'margin terms that leave an account short',
  'mark at the largest price',
  'mark refused one tick beyond the largest price',
  'mark off the step table',
  'mark that leaves an account short',
  'mark by which an account is short no more',
  'mark by which a profit becomes a loss',
  'step table refused that ends below the mark',
  'step table that ends at the mark',
  'step table refused for the positions there may be',
  'step table refused for the positions there once might be',
];

export function settingSituations(scene: MarginScene): string[] {
  switch (scene.layout) {
    case setMarginTerms:
      return termsSituations(scene);
    case setMarkPrice:
      return markSituations(scene);
    case setStepTable:
      return tableSituations(scene);
    default:
      return [];
  }
}

function termsSituations(scene: MarginScene): string[] {
  const { values, code, state } = scene;
  const market = marketBefore(scene);
  if (market === undefined) return [];
  const positionMax = BigInt(values['positionMax'] ?? 0);
  const isTooLarge = (lots: bigint, price: number) => lots * BigInt(price) >= WORTH_LIMIT;
  const { number, largestPrice, maxPrice } = market;
  if (code === ResultCode.marketTooLarge) {
    return [
      ...(isTooLarge(positionMax - 1n, largestPrice)
        ? []
        : ['margin terms refused one lot beyond the largest bound of positions']),
      ...(isTooLarge(positionMax, maxPrice) ? [] : ['margin terms refused for a largest price of before']),
    ];
  }
  if (code !== ResultCode.accepted) return [];
  const { secondLeverage, thirdLeverage, openInterestMax } = values;
  const count = thirdLeverage === 0 ? (secondLeverage === 0 ? 'one tier' : 'two tiers') : 'three tiers';
  const sizes = state.accounts.map((_, account) => openSizeOfOwner(state, account, number));
  const isResting = restingIn(scene.before).some((order) => order.market === number);
  return [
    `margin terms of ${count}`,
    ...deductionSituations(values),
    ...(isTooLarge(positionMax + 1n, largestPrice) ? ['margin terms with the largest bound of positions'] : []),
    ...(sizes.some((size) => size > positionMax) ? ['margin terms set below an open size'] : []),
    ...(openInterestOf(state, number) > BigInt(openInterestMax ?? 0)
      ? ['margin terms set below the open interest']
      : []),
    ...(isResting ? ['margin terms set while orders rest'] : []),
    ...(shortened(scene).length > 0 ? ['margin terms that leave an account short'] : []),
  ];
}

function deductionSituations(values: Values): string[] {
  const [first = 0, second = 0, third = 0] = ['leverage', 'secondLeverage', 'thirdLeverage'].map((name) => {
    return Number(values[name]);
  });
  const [secondFrom = 0, thirdFrom = 0] = ['secondFrom', 'thirdFrom'].map((name) => Number(values[name]));
  const isNothing = (from: number, before: number, after: number) => {
    return after > 0 && Math.floor(from / after) < Math.ceil(from / before);
  };
  return [
    ...(isNothing(secondFrom, first, second) ? ['margin terms whose second tier deducts nothing'] : []),
    ...(isNothing(thirdFrom, second, third) ? ['margin terms whose third tier deducts no more'] : []),
  ];
}

/** The accounts that became short with the command. */
function shortened({ before, state }: MarginScene): number[] {
  return [...before.accounts.keys()].filter((account) => {
    return freeMarginOf(before, account) >= 0n && freeMarginOf(state, account) < 0n;
  });
}

function markSituations(scene: MarginScene): string[] {
  const { values, code, before, state } = scene;
  const market = marketBefore(scene);
  const price = Number(values['price']);
  if (market === undefined) return [];
  if (code === ResultCode.fieldOutOfRange) {
    return price === market.maxPrice + 1 ? ['mark refused one tick beyond the largest price'] : [];
  }
  if (code !== ResultCode.accepted) return [];
  const healed = [...before.accounts.keys()].filter((account) => {
    return freeMarginOf(before, account) < 0n && freeMarginOf(state, account) >= 0n;
  });
  const isTurned = before.positions.some(({ market: held, size, cash }) => {
    const worth = (mark: number) => cash + size * BigInt(mark);
    return held === market.number && worth(market.markPrice) > 0n && worth(price) < 0n;
  });
  return [
    ...(price === market.maxPrice ? ['mark at the largest price'] : []),
    ...(isOnTable(market, price) ? [] : ['mark off the step table']),
    ...(shortened(scene).length > 0 ? ['mark that leaves an account short'] : []),
    ...(healed.length > 0 ? ['mark by which an account is short no more'] : []),
    ...(isTurned ? ['mark by which a profit becomes a loss'] : []),
  ];
}

function isOnTable({ bands }: Market, price: number): boolean {
  const band = bands.findLast(({ from }) => from <= price);
  return band !== undefined && (price - band.from) % band.step === 0;
}

function tableSituations(scene: MarginScene): string[] {
  const { values, code } = scene;
  const market = marketBefore(scene);
  if (market === undefined) return [];
  const maxPrice = Number(values['maxPrice']);
  const { markPrice, maxSize, largestPositionMax, margin } = market;
  const isBelowMark = maxPrice < markPrice;
  if (code === ResultCode.fieldOutOfRange && isBelowMark) return ['step table refused that ends below the mark'];
  if (code === ResultCode.accepted) {
    return maxPrice === markPrice && margin !== undefined ? ['step table that ends at the mark'] : [];
  }
  const isOfSize = BigInt(maxPrice) * BigInt(maxSize) >= NOTIONAL_LIMIT;
  if (code !== ResultCode.marketTooLarge || isOfSize) return [];
  const isOfBefore = BigInt(maxPrice) * BigInt(margin?.positionMax ?? 0) < WORTH_LIMIT && largestPositionMax > 0;
  return [`step table refused for the positions there ${isOfBefore ? 'once might' : 'may'} be`];
}
