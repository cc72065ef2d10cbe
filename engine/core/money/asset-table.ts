/**
 * Assets in order of number: their decimals, mint, terms and price, and what was converted of each on the day of its
 * last conversion. Asset 0, the venue dollar, is there from the start.
 */
import { assert } from '../bug.ts';
import { createDoubles, createWords } from '../numbers/words.ts';
import { ASSET_PRICE_ONE, VENUE_DOLLAR, VENUE_DOLLAR_DECIMALS } from '../schema/command.ts';

const MINT_BYTES = 32;

export interface AssetTerms {
  readonly depositMax: number;
  readonly dailyConversionMax: number;
  readonly withdrawalMin: number;
  readonly bandRate: number;
  readonly initialWeight: number;
}

export type AssetTable = ReturnType<typeof createAssetTable>;

/** The venue dollar, and room for other assets up to so many in all; nothing at all when that is 0. */
export function createAssetTable(assetsMax: number) {
  const decimals = createWords(assetsMax);
  const mints = new Uint8Array(assetsMax * MINT_BYTES);
  const depositMax = createDoubles(assetsMax);
  const dailyConversionMax = createDoubles(assetsMax);
  const withdrawalMin = createDoubles(assetsMax);
  const bandRates = createWords(assetsMax);
  const initialWeights = createWords(assetsMax);
  const prices = createDoubles(assetsMax);
  const conversionDays = createDoubles(assetsMax);
  // Micro-dollars that coins became on that day, less those that became coins.
  const netConversions = createDoubles(assetsMax);
  let count = 0;
  if (assetsMax > 0) setPrice(create(VENUE_DOLLAR_DECIMALS, new Uint8Array(MINT_BYTES)), ASSET_PRICE_ONE);

  /** Adds an asset of a new mint to a table that is not full; answers its number. */
  function create(assetDecimals: number, mint: Uint8Array): number {
    assert(count < assetsMax, 'the table of assets is full');
    const asset = count;
    decimals[asset] = assetDecimals;
    mints.set(mint, asset * MINT_BYTES);
    count += 1;
    return asset;
  }

  function mintOf(asset: number): Uint8Array {
    return mints.subarray(asset * MINT_BYTES, (asset + 1) * MINT_BYTES);
  }

  /** Whether an asset has this mint. There are few, and they are made rarely. */
  function hasMint(mint: Uint8Array): boolean {
    for (let asset = 0; asset < count; asset += 1) {
      if (mintOf(asset).every((byte, index) => byte === mint[index])) return true;
    }
    return false;
  }

  function setTerms(asset: number, terms: AssetTerms): void {
    depositMax[asset] = terms.depositMax;
    dailyConversionMax[asset] = terms.dailyConversionMax;
    withdrawalMin[asset] = terms.withdrawalMin;
    bandRates[asset] = terms.bandRate;
    initialWeights[asset] = terms.initialWeight;
  }

  function setPrice(asset: number, price: number): void {
    prices[asset] = price;
  }

  /** Micro-dollars that coins became on a day, less those that became coins; no day before the last conversion. */
  function netConversionOn(asset: number, day: number): number {
    return day === conversionDays[asset] ? (netConversions[asset] as number) : 0;
  }

  /** Counts micro-dollars that coins become on a day, or below 0 that become coins. */
  function addConversion(asset: number, day: number, dollars: number): void {
    netConversions[asset] = netConversionOn(asset, day) + dollars;
    conversionDays[asset] = day;
  }

  return {
    count: () => count,
    isFull: () => count >= assetsMax,
    /** Whether a number is that of an asset that is deposited and withdrawn: any but the venue dollar. */
    isCoin: (asset: number) => asset !== VENUE_DOLLAR && asset < count,
    create,
    hasMint,
    decimalsOf: (asset: number) => decimals[asset] as number,
    mintOf,
    termsOf: (asset: number): AssetTerms => ({
      depositMax: depositMax[asset] as number,
      dailyConversionMax: dailyConversionMax[asset] as number,
      withdrawalMin: withdrawalMin[asset] as number,
      bandRate: bandRates[asset] as number,
      initialWeight: initialWeights[asset] as number,
    }),
    setTerms,
    priceOf: (asset: number) => prices[asset] as number,
    /** What of the value of an asset counts as margin, in millionths. */
    weightOf: (asset: number) => initialWeights[asset] as number,
    setPrice,
    conversionDayOf: (asset: number) => conversionDays[asset] as number,
    netConversionOn,
    addConversion,
  };
}
