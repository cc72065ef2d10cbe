/** The commands that make assets and set their terms and prices. They are rare, so they go through the codec. */
import { ACCEPTED, type Answer, blaming, refusal } from '../answer.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { decode } from '../schema/codec.ts';
import { createAsset, setAssetPrice, setAssetTerms } from '../schema/command.ts';
import { offsetOf } from '../schema/layout.ts';
import { assetCreated, assetPriceSet, assetTermsSet } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';
import type { Money } from './money.ts';

const NO_MONEY = refusal(ResultCode.assetUnknown);

export function applyCreateAsset({ isOn, assets }: Money, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { decimals, mint } = decode(createAsset, bytes);
  const at = offsetOf(createAsset, 'mint');
  const mintBytes = bytes.subarray(at, at + 32);
  if (!isOn) return NO_MONEY;
  if (assets.isFull()) return refusal(ResultCode.assetsFull);
  if (assets.hasMint(mintBytes)) return { code: ResultCode.assetAlreadyExists, field: at };
  const asset = assets.create(decimals, mintBytes);
  records.append(assetCreated, ResultCode.accepted, { asset, decimals, mint });
  return ACCEPTED;
}

export function applySetAssetTerms(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { isOn, assets, marginSums } = exchange.money;
  const { kind, version, blobBytes, asset, ...terms } = decode(setAssetTerms, bytes);
  if (!isOn) return NO_MONEY;
  if (!assets.isCoin(asset)) return blaming(setAssetTerms, 'asset', ResultCode.assetUnknown);
  assets.setTerms(asset, terms);
  // No kept sum holds any more, nor what is needed to trade the asset.
  marginSums.countPrice();
  records.append(assetTermsSet, ResultCode.accepted, { asset, ...terms });
  return ACCEPTED;
}

export function applySetAssetPrice(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { isOn, assets, marginSums } = exchange.money;
  const { asset, price } = decode(setAssetPrice, bytes);
  if (!isOn) return NO_MONEY;
  if (!assets.isCoin(asset)) return blaming(setAssetPrice, 'asset', ResultCode.assetUnknown);
  assets.setPrice(asset, price);
  marginSums.countPrice();
  records.append(assetPriceSet, ResultCode.accepted, { asset, price });
  return ACCEPTED;
}
