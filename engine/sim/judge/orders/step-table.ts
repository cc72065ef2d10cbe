/** Which prices a market takes, read straight from its bands: {from price, step}, in ticks. */

/** Prices from `from` on, up to the next band, are `step` apart. */
export interface Band {
  readonly from: number;
  readonly step: number;
}

const BAND_BYTES = 8;
const BANDS_MAX = 16;

/** The bands of a blob, or undefined when they make no valid table that ends at `maxPrice`. */
export function readBands(blob: Uint8Array, maxPrice: number): Band[] | undefined {
  const count = blob.length / BAND_BYTES;
  if (!Number.isInteger(count) || count < 1 || count > BANDS_MAX) return undefined;
  const view = new DataView(blob.buffer, blob.byteOffset, blob.length);
  const bands: Band[] = [];
  for (let at = 0; at < blob.length; at += BAND_BYTES) {
    bands.push({ from: view.getUint32(at, true), step: view.getUint32(at + 4, true) });
  }
  return bands.every((band, index) => isSound(band, bands[index + 1], maxPrice)) ? bands : undefined;
}

/** Whether a price is one of the table's. */
export function isOnTable(bands: readonly Band[], maxPrice: number, price: number): boolean {
  const band = bands.findLast((candidate) => candidate.from <= price);
  return band !== undefined && price <= maxPrice && (price - band.from) % band.step === 0;
}

function isSound(band: Band, next: Band | undefined, maxPrice: number): boolean {
  if (band.from < 1 || band.step < 1) return false;
  if (next === undefined) return maxPrice >= band.from && (maxPrice - band.from) % band.step === 0;
  return next.from > band.from && (next.from - band.from) % band.step === 0;
}
