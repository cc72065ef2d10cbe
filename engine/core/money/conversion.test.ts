/** What converts is worth the same on both sides, exactly, for all decimals; what is not whole is known as such. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createClock } from '../clock.ts';
import { createMarginSums } from '../margin/margin-sums.ts';
import { ASSET_DECIMALS_MAX, BALANCE_MAX, ConversionDirection } from '../schema/command.ts';
import { createAccountLines } from '../state/hot-lines.ts';
import { createAssetTable } from './asset-table.ts';
import { createConversion } from './conversion.ts';
import { createLedger } from './ledger.ts';

const { toDollar, toCoin } = ConversionDirection;

/** One coin of each number of decimals, asset d + 1 having d. */
function conversionOfAll() {
  const assets = createAssetTable(ASSET_DECIMALS_MAX + 2);
  for (let decimals = 0; decimals <= ASSET_DECIMALS_MAX; decimals += 1) {
    assets.create(decimals, new Uint8Array(32).fill(decimals + 1));
  }
  return createConversion(
    assets,
    createLedger(1, 1, ASSET_DECIMALS_MAX + 2, createMarginSums(createAccountLines(1))),
    createClock(),
  );
}

test('a whole amount is worth at par what it becomes, and back', () => {
  const conversion = conversionOfAll();
  const anyCase = [fc.nat({ max: ASSET_DECIMALS_MAX }), fc.constantFrom(toDollar, toCoin), fc.maxSafeNat()] as const;
  const property = fc.property(...anyCase, (decimals, direction, amount) => {
    const asset = decimals + 1;
    const given = direction === toDollar ? 10n ** BigInt(decimals) : 1_000_000n;
    const got = direction === toDollar ? 1_000_000n : 10n ** BigInt(decimals);
    const isWhole = (BigInt(amount) * got) % given === 0n;
    expect(amount % conversion.unitOf(asset, direction) === 0).toBe(isWhole);
    const whole = amount - (amount % conversion.unitOf(asset, direction));
    const exact = (BigInt(whole) * got) / given;
    const worth = conversion.worth(asset, direction, whole);
    if (exact > BigInt(BALANCE_MAX)) expect(worth).toBeGreaterThan(BALANCE_MAX);
    else expect(BigInt(worth)).toBe(exact);
    const back = direction === toDollar ? toCoin : toDollar;
    if (exact <= BigInt(BALANCE_MAX)) expect(conversion.worth(asset, back, worth)).toBe(whole);
  });
  fc.assert(property, { numRuns: 20_000, seed: 3 });
});
