/** An asset, with its terms and its books, and the venue dollar, which is there from Genesis on. */
import { type Books, emptyBooks } from './books.ts';

export interface Asset {
  readonly number: number;
  /** A whole unit is 10^decimals atoms. */
  readonly decimals: number;
  /** As hex. */
  readonly mint: string;
  /** Most that balances and inventory hold after a deposit, in atoms; 0 is no bound. */
  depositMax: number;
  /** Least that is withdrawn, in atoms, but for all of a balance. */
  withdrawalMin: number;
  /** How far from a dollar the price may lie, in millionths. */
  bandRate: number;
  /** Micro-dollars in a direction, net of the other; 0: it does not convert. */
  dailyConversionMax: number;
  /** What of its value counts as free margin, in millionths. */
  initialWeight: number;
  /** In 1e-9 dollars per whole unit; 0 is none. */
  price: number;
  /** Day of the last conversion, and the micro-dollars that coins became on it less those that became coins. */
  conversionDay: number;
  netConversion: bigint;
  readonly books: Books;
}

/** The number of the venue dollar, and its decimals. */
export const DOLLAR = 0;
const DOLLAR_DECIMALS = 6;
/** A dollar, as prices count. */
export const PRICE_ONE = 1_000_000_000;

/** An asset that was just made: without a price and without terms. */
export function newAsset(number: number, decimals: number, mint: string): Asset {
  const terms = { depositMax: 0, withdrawalMin: 0, bandRate: 0, dailyConversionMax: 0, initialWeight: 0 };
  const converted = { conversionDay: 0, netConversion: 0n };
  return { number, decimals, mint, ...terms, price: 0, ...converted, books: emptyBooks() };
}

/** The venue dollar, whose price is always one and whose mint is zeros. */
export function newDollar(): Asset {
  return { ...newAsset(DOLLAR, DOLLAR_DECIMALS, '00'.repeat(32)), price: PRICE_ONE };
}
