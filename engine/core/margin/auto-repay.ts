/**
 * Coins before a loan: what an account owes after a fill is paid with its coins as far as those convert, section 4 of
 * docs/concepts/margin.md. It is done when an order is done with, so that matching and its plans know nothing of it.
 */
import { assert } from '../bug.ts';
import type { AssetTable } from '../money/asset-table.ts';
import type { Conversion } from '../money/conversion.ts';
import type { Ledger } from '../money/ledger.ts';
import { divCeil, mulDivFloor } from '../numbers/wide.ts';
import { createWords } from '../numbers/words.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { ConversionDirection, VENUE_DOLLAR } from '../schema/command.ts';
import type { SpotReserves } from '../spot/spot-reserves.ts';
import type { Collateral } from './collateral.ts';

const { toDollar: TO_DOLLAR } = ConversionDirection;
/** How many coins one visit to an account takes at most, so that its work and its records are bounded. */
export const COINS_PER_VISIT_MAX = 4;

export type AutoRepay = ReturnType<typeof createAutoRepay>;

/** Over the tables of an exchange, for so many accounts and for orders that meet at most so many makers. */
export function createAutoRepay(
  assets: AssetTable,
  ledger: Ledger,
  conversion: Conversion,
  collateral: Collateral,
  spotReserves: SpotReserves,
  records: RecordBuffer,
  accountsMax: number,
  makersMax: number,
) {
  const debtors = createWords(2 * makersMax);
  // 1 of each account that is among them.
  const isNoted = createWords(accountsMax);
  const count = createWords(1);

  /** Makes known that an account owes dollars after a fill. */
  function note(account: number): void {
    if (isNoted[account] === 1) return;
    const at = count[0] as number;
    assert(at < debtors.length, 'a fill has two sides');
    isNoted[account] = 1;
    debtors[at] = account;
    count[0] = at + 1;
  }

  /** Pays what those who were noted still owe, in their order. */
  function settle(): void {
    // Apart, so that what most orders come to is small enough to become a part of its caller.
    if (count[0] !== 0) settleNoted();
  }

  function settleNoted(): void {
    const noted = count[0] as number;
    count[0] = 0;
    for (let at = 0; at < noted; at += 1) {
      const account = debtors[at] as number;
      isNoted[account] = 0;
      visit(account);
    }
  }

  function visit(account: number): void {
    let taken = 0;
    for (let asset = VENUE_DOLLAR + 1; asset < assets.count(); asset += 1) {
      const owed = 0 - ledger.balanceOf(account, VENUE_DOLLAR);
      if (owed <= 0 || taken === COINS_PER_VISIT_MAX) return;
      if (payWith(asset, account, owed)) taken += 1;
    }
  }

  /** Converts what it takes, or what there is, of a coin; answers whether that was anything. */
  function payWith(asset: number, account: number, owed: number): boolean {
    const atomsOfStep = conversion.unitOf(asset, TO_DOLLAR);
    const dollarsOfStep = conversion.worth(asset, TO_DOLLAR, atomsOfStep);
    const room = mulDivFloor(conversion.roomFor(asset, TO_DOLLAR), 1, dollarsOfStep);
    if (room === 0) return false;
    const held = mulDivFloor(spotReserves.leavableOf(account, asset), 1, atomsOfStep);
    const steps = Math.min(divCeil(owed, dollarsOfStep), held, room);
    if (steps === 0) return false;
    const coins = steps * atomsOfStep;
    const dollars = steps * dollarsOfStep;
    // What counts for more than it brings would leave the account with less free margin.
    if (collateral.weightedValueUp(asset, coins) > dollars) return false;
    conversion.convert(records, asset, TO_DOLLAR, account, coins, dollars);
    return true;
  }

  return { note, settle };
}
