/** The markets with their terms, as records tell them, ready to be shown. */
import type { Market } from '@intelligent-ledger/client/wire';
import {
  type DecodedRecord,
  decimalOf,
  decodeBands,
  jsonWord,
  type LogicalState,
  MARKET_KIND_NAMES,
  MARKET_STATE_NAMES,
  MarketKind,
  type marginTermsSet,
  type marketCreated,
  type marketLimitsSet,
  type marketStateSet,
  type markPriceSet,
  type referencePriceSet,
  type StepBand,
  type stepTableSet,
  type ValuesOf,
  VENUE_DOLLAR_DECIMALS,
} from '@intelligent-ledger/engine/core';
import type { FeedReader } from './record-feed.ts';

const RATE_DECIMALS = 6;
const BAND_BYTES = 8;

/** How prices and sizes of a market are written. */
export type Decimals = Pick<MarketTerms, 'priceDecimals' | 'sizeDecimals'>;

const NO_DECIMALS: Decimals = { priceDecimals: 0, sizeDecimals: 0 };

/** What is known of a market, in ticks, lots and micro-dollars. */
export interface MarketTerms {
  readonly kind: number;
  readonly sizeDecimals: number;
  readonly priceDecimals: number;
  readonly baseAsset: number;
  state: number;
  maxPrice: number;
  maxSize: number;
  minSize: number;
  minNotional: number;
  collarRate: number;
  referencePrice: number;
  markPrice: number;
  bands: readonly StepBand[];
  tiers: readonly { readonly from: number; readonly leverage: number }[];
}

export class MarketList implements FeedReader {
  private readonly markets: MarketTerms[] = [];
  private readonly symbols: readonly string[];

  /** `symbols`: what the markets are called here, by number. */
  constructor(symbols: readonly string[]) {
    this.symbols = symbols;
  }

  get count(): number {
    return this.markets.length;
  }

  termsOf(market: number): MarketTerms | undefined {
    return this.markets[market];
  }

  /** The decimals of a market; none of one that is not known. */
  decimalsOf(market: number): Decimals {
    return this.markets[market] ?? NO_DECIMALS;
  }

  load(state: LogicalState): void {
    for (const row of state.markets) {
      const decimals = { sizeDecimals: row.sizeDecimals, priceDecimals: VENUE_DOLLAR_DECIMALS - row.sizeDecimals };
      // Not the orders, which would be kept as they were at the start.
      const { marketKind: kind, bids, asks, ...terms } = row;
      this.markets.push({ ...terms, kind, ...decimals, tiers: tiersOf(row) });
    }
  }

  take(records: readonly DecodedRecord[]): void {
    for (const { name, values } of records) this.takeOne(name, values as never);
  }

  /** A market as it is shown. */
  show(market: number): Market | undefined {
    const terms = this.markets[market];
    if (terms === undefined) return undefined;
    const price = (ticks: number) => decimalOf(ticks, terms.priceDecimals);
    const size = (lots: number) => decimalOf(lots, terms.sizeDecimals);
    const dollars = (micros: number) => decimalOf(micros, VENUE_DOLLAR_DECIMALS);
    return {
      market,
      symbol: this.symbols[market] ?? `market-${market}`,
      kind: wordOf(MARKET_KIND_NAMES, terms.kind) as Market['kind'],
      state: wordOf(MARKET_STATE_NAMES, terms.state) as Market['state'],
      price_decimals: terms.priceDecimals,
      size_decimals: terms.sizeDecimals,
      price_steps: terms.bands.map(({ from, step }) => ({ from: price(from), step: price(step) })),
      max_price: price(terms.maxPrice),
      min_size: size(Math.max(1, terms.minSize)),
      max_size: size(terms.maxSize),
      min_value: dollars(terms.minNotional),
      collar: decimalOf(terms.collarRate, RATE_DECIMALS),
      leverage: terms.tiers.map(({ from, leverage }) => ({ from: dollars(from), leverage })),
      reference_price: terms.referencePrice === 0 ? null : price(terms.referencePrice),
      mark_price: terms.markPrice === 0 ? null : price(terms.markPrice),
      ...(terms.kind === MarketKind.spot ? { base_asset: terms.baseAsset } : {}),
    };
  }

  private takeOne(name: string, values: never): void {
    switch (name) {
      case 'marketCreated':
        this.create(values);
        break;
      case 'stepTableSet': {
        const { market, maxPrice, bandCount, bands } = values as ValuesOf<typeof stepTableSet.specs>;
        const bytes = Buffer.from(bands, 'hex').subarray(0, BAND_BYTES * bandCount);
        this.change(market, { maxPrice, bands: decodeBands(bytes) });
        break;
      }
      case 'marketStateSet': {
        const { market, state } = values as ValuesOf<typeof marketStateSet.specs>;
        this.change(market, { state });
        break;
      }
      case 'marketLimitsSet': {
        const { market, minSize, collarRate, minNotional } = values as ValuesOf<typeof marketLimitsSet.specs>;
        this.change(market, { minSize, collarRate, minNotional });
        break;
      }
      case 'referencePriceSet': {
        const { market, price } = values as ValuesOf<typeof referencePriceSet.specs>;
        this.change(market, { referencePrice: price });
        break;
      }
      case 'markPriceSet': {
        const { market, price } = values as ValuesOf<typeof markPriceSet.specs>;
        this.change(market, { markPrice: price });
        break;
      }
      case 'marginTermsSet': {
        const terms = values as ValuesOf<typeof marginTermsSet.specs>;
        this.change(terms.market, { tiers: tiersOf(terms) });
        break;
      }
    }
  }

  private create(values: ValuesOf<typeof marketCreated.specs>): void {
    const { market, marketKind: kind, sizeDecimals, state, maxSize, baseAsset } = values;
    const known = {
      kind,
      sizeDecimals,
      priceDecimals: VENUE_DOLLAR_DECIMALS - sizeDecimals,
      state,
      maxSize,
      baseAsset,
    };
    const limits = { maxPrice: 0, minSize: 0, minNotional: 0, collarRate: 0 };
    this.markets[market] = { ...known, ...limits, referencePrice: 0, markPrice: 0, bands: [], tiers: [] };
  }

  private change(market: number, terms: Partial<MarketTerms>): void {
    Object.assign(this.markets[market] ?? {}, terms);
  }
}

/** The word of the wire for a number of a layout. */
export function wordOf(names: Readonly<Record<number, string>>, value: number): string {
  return jsonWord(names[value] ?? String(value));
}

type Leverages = Pick<
  ValuesOf<typeof marginTermsSet.specs>,
  'leverage' | 'secondFrom' | 'secondLeverage' | 'thirdFrom' | 'thirdLeverage'
>;

function tiersOf({ leverage, secondFrom, secondLeverage, thirdFrom, thirdLeverage }: Leverages) {
  const all = [
    { from: 0, leverage },
    { from: secondFrom, leverage: secondLeverage },
    { from: thirdFrom, leverage: thirdLeverage },
  ];
  return all.filter((tier) => tier.leverage > 0);
}
