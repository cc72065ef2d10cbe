/** Which situations a command shows that makes a market, as far as it says what is traded there. */
import { createMarket, MarketKind, ResultCode, setAssetPrice, setAssetTerms } from '@intelligent-ledger/engine/core';
import { freeMarginOf } from '../../judge/margin/free-margin.ts';
import { BALANCE_LIMIT } from '../../judge/money/books.ts';
import type { MarginScene } from '../margin/margin-scene.ts';
import { needsOfKind, spotAt } from './spot-scene.ts';

const KINDS = new Map<number, string>([
  [MarketKind.perpetual, 'a perpetual market'],
  [MarketKind.event, 'an event market'],
]);

export const SPOT_SETTING_SITUATIONS = [
  ...[...KINDS.values()].map((kind) => `base asset refused of ${kind}`),
  'base asset refused that does not exist',
  'base asset refused whose atoms are larger than the lots',
  'base asset refused that has a market',
  'base asset refused of which an order may be more than a balance',
  'spot market without a base asset',
  'spot market whose lots are atoms',
  'spot market whose lots are of many atoms',
  'spot market whose largest order is just less than the largest balance',
  ...[0, 9].map((decimals) => `spot market of an asset of ${decimals} decimals`),
  'price of an asset by which an account with spot orders becomes short',
  'price of an asset by which an account with spot orders is short no more',
  'weight of an asset by which an account with spot orders becomes short',
];

export function spotSettingSituations(scene: MarginScene): string[] {
  switch (scene.layout) {
    case createMarket:
      return scene.code === ResultCode.accepted ? madeSituations(scene) : refusedSituations(scene);
    case setAssetPrice:
      return changeSituations(scene, 'price');
    case setAssetTerms:
      return changeSituations(scene, 'weight');
    default:
      return [];
  }
}

function refusedSituations({ values, code, own, before }: MarginScene): string[] {
  const { baseAsset, marketKind, maxPrice = 0, maxSize = 0 } = values;
  const kind = KINDS.get(Number(marketKind));
  const isOfBase = own.length > 0 && baseAsset !== 0;
  if (!isOfBase) return [];
  switch (code) {
    case ResultCode.fieldOutOfRange: {
      const isCoarse = kind === undefined && Number(values['sizeDecimals']) > decimalsOf(before, Number(baseAsset));
      if (isCoarse) return ['base asset refused whose atoms are larger than the lots'];
      return kind === undefined ? [] : [`base asset refused of ${kind}`];
    }
    case ResultCode.assetUnknown:
      return ['base asset refused that does not exist'];
    case ResultCode.assetHasMarket:
      return ['base asset refused that has a market'];
    case ResultCode.marketTooLarge: {
      const isForPrice = BigInt(maxPrice) * BigInt(maxSize) >= BALANCE_LIMIT;
      return isForPrice ? [] : ['base asset refused of which an order may be more than a balance'];
    }
    default:
      return [];
  }
}

function decimalsOf({ assets }: MarginScene['before'], asset: number): number {
  return assets[asset]?.decimals ?? 0;
}

function madeSituations({ state }: MarginScene): string[] {
  const made = state.markets.at(-1);
  if (made?.marketKind !== MarketKind.spot) return [];
  const spot = spotAt(state, made.number);
  if (spot === undefined) return ['spot market without a base asset'];
  const { lot, asset } = spot.base;
  return [
    `spot market whose lots are ${lot === 1n ? 'atoms' : 'of many atoms'}`,
    `spot market of an asset of ${asset.decimals} decimals`,
    ...(BigInt(made.maxSize + 1) * lot >= BALANCE_LIMIT
      ? ['spot market whose largest order is just less than the largest balance']
      : []),
  ];
}

/** Of an account that needs something for its orders in spot markets, before or after. */
function changeSituations({ before, state, code }: MarginScene, what: 'price' | 'weight'): string[] {
  if (code !== ResultCode.accepted) return [];
  const sellers = new Set(
    state.restingOrders().flatMap(({ market, account }) => (spotAt(state, market) ? [account] : [])),
  );
  return [...sellers].flatMap((account) => {
    if (needsOfKind(before, account, true) === needsOfKind(state, account, true)) return [];
    const [was, is] = [freeMarginOf(before, account) < 0n, freeMarginOf(state, account) < 0n];
    if (was === is) return [];
    return [`${what} of an asset by which an account with spot orders ${is ? 'becomes short' : 'is short no more'}`];
  });
}
