/** Tests of the market that an input file needs. */
import { expect, test } from 'vitest';
import { openDesk } from './desk.ts';
import { marketTermsFor } from './market-terms.ts';

const EXTENT = { rows: 1, sizeDecimals: 3, step: 100, priceMax: 61_800_200, sizeMax: 20_004, ordersMax: 10 };

test('the largest price is on the step table and leaves room for the largest size', () => {
  const terms = marketTermsFor('a file', EXTENT);
  expect(terms).toMatchObject({ maxPrice: 61_800_200, bands: [{ from: 100, step: 100 }], sizeDecimals: 3 });
  expect(terms.maxPrice * terms.maxSize).toBeLessThan(2 ** 52);
  expect(() => openDesk(terms)).not.toThrow();
});

test('a file that no market can hold is refused with the number that does not fit', () => {
  const refusal = (extent: Partial<typeof EXTENT>) => () => marketTermsFor('a file', { ...EXTENT, ...extent });
  expect(refusal({ priceMax: 1_000_000_000 })).toThrow('a file: its largest price is 1000000000 ticks');
  expect(refusal({ priceMax: 999_999_900, sizeMax: 5_000_000 })).toThrow('its largest size is 5000000 lots');
  expect(refusal({ ordersMax: 16_777_217 })).toThrow('16777217 of its orders are open at once');
  expect(refusal({ sizeMax: 0 })).toThrow('no row has a price and a size');
});
