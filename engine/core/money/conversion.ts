/**
 * Conversion between coins and the venue dollar, at par and without rounding: only amounts that are whole on both sides
 * convert. The rules are sections 2, 3 and 6 of docs/concepts/money.md.
 */
import { type Clock, dayOf, timeOf } from '../clock.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { ASSET_PRICE_ONE, ConversionDirection, RATE_ONE, VENUE_DOLLAR_DECIMALS } from '../schema/command.ts';
import { converted } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { AssetTable } from './asset-table.ts';
import type { Ledger } from './ledger.ts';

const { toDollar: TO_DOLLAR } = ConversionDirection;
/** What a millionth of a dollar is in a price. */
const PRICE_PER_RATE = ASSET_PRICE_ONE / RATE_ONE;
const POWERS_OF_TEN = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] as const;

export type Conversion = ReturnType<typeof createConversion>;

/** Over the assets and the books of an exchange. */
export function createConversion(assets: AssetTable, ledger: Ledger, clock: Clock) {
  /** Atoms of a coin that one micro-dollar is, 1 when it is less than an atom. */
  function atomsPerMicro(asset: number): number {
    return POWERS_OF_TEN[assets.decimalsOf(asset) - VENUE_DOLLAR_DECIMALS] ?? 1;
  }

  /** Micro-dollars that one atom of a coin is, 1 when it is less than one. */
  function microsPerAtom(asset: number): number {
    return POWERS_OF_TEN[VENUE_DOLLAR_DECIMALS - assets.decimalsOf(asset)] ?? 1;
  }

  /** How many atoms of what is given the least amount has that converts. */
  function unitOf(asset: number, direction: number): number {
    return direction === TO_DOLLAR ? atomsPerMicro(asset) : microsPerAtom(asset);
  }

  /** What a whole amount becomes; beyond the safe integers it is only known to be so. */
  function worth(asset: number, direction: number, amount: number): number {
    if (direction === TO_DOLLAR) return (amount / atomsPerMicro(asset)) * microsPerAtom(asset);
    return (amount / microsPerAtom(asset)) * atomsPerMicro(asset);
  }

  /** How many micro-dollars may be converted now in a direction; none when it is closed. */
  function roomFor(asset: number, direction: number): number {
    const { dailyConversionMax, bandRate } = assets.termsOf(asset);
    const price = assets.priceOf(asset);
    if (price === 0 || Math.abs(price - ASSET_PRICE_ONE) > bandRate * PRICE_PER_RATE) return 0;
    // What goes back takes nothing of the cap from others. Where a cap was lowered, more may be converted than it is.
    const net = assets.netConversionOn(asset, today());
    return dailyConversionMax === 0 ? 0 : Math.max(0, dailyConversionMax - (direction === TO_DOLLAR ? net : -net));
  }

  /** Whether so many micro-dollars, above 0, may be converted now in a direction. */
  function isOpen(asset: number, direction: number, dollars: number): boolean {
    return dollars <= roomFor(asset, direction);
  }

  /** Converts for an account amounts of equal worth, and says so; it has been asked whether that is possible. */
  function convert(
    records: RecordBuffer,
    asset: number,
    direction: number,
    account: number,
    coins: number,
    dollars: number,
  ): void {
    assets.addConversion(asset, today(), direction === TO_DOLLAR ? dollars : -dollars);
    if (direction === TO_DOLLAR) ledger.convertToDollar(asset, account, coins, dollars);
    else ledger.convertToCoin(asset, account, coins, dollars);
    records.append(converted, ResultCode.accepted, { coins, dollars, account, asset, direction });
  }

  function today(): number {
    return dayOf(timeOf(clock));
  }

  return { unitOf, worth, roomFor, isOpen, convert };
}
