/**
 * The step table of a market: which prices an order may have. Up to sixteen bands of {from, step}, both
 * in ticks, divide the prices from the first band's start to the largest price; the prices on the grid
 * are numbered from 0 upwards, and that number is the step number. A price off the grid has none: it is
 * refused, never rounded.
 */
import { assert } from '../bug.ts';
import { STEP_BAND_BYTES, STEP_BANDS_MAX } from '../schema/command.ts';
import { isTicks, type Ticks } from './units.ts';

const U32_MAX = 4_294_967_295;
const I32_MAX = 2_147_483_647;

/** One band: from the price `from` on, up to the start of the next band, prices lie `step` ticks apart. */
export interface StepBand {
  readonly from: Ticks;
  readonly step: Ticks;
}

/** The bands as a command's blob carries them: {u32 from, u32 step} each, little-endian. */
export function encodeBands(bands: readonly StepBand[]): Uint8Array {
  const bytes = new Uint8Array(bands.length * STEP_BAND_BYTES);
  const view = new DataView(bytes.buffer);
  bands.forEach((band, index) => {
    view.setUint32(index * STEP_BAND_BYTES, band.from, true);
    view.setUint32(index * STEP_BAND_BYTES + 4, band.step, true);
  });
  return bytes;
}

/** The bands in a blob, valid or not; none, which no table accepts, when the blob is not whole bands. */
export function decodeBands(bytes: Uint8Array): StepBand[] {
  const bands: StepBand[] = [];
  if (bytes.length % STEP_BAND_BYTES !== 0) return bands;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length; at += STEP_BAND_BYTES) {
    bands.push({ from: view.getUint32(at, true) as Ticks, step: view.getUint32(at + 4, true) as Ticks });
  }
  return bands;
}

/** The table of these bands up to `maxPrice`, or null when they break the rules for a step table. */
export function stepTableFrom(bands: readonly StepBand[], maxPrice: number): StepTable | null {
  return isValid(bands, maxPrice) ? new StepTable(bands, maxPrice) : null;
}

/** A valid step table. It never changes; a market that gets another table gets another of these. */
export class StepTable {
  readonly bands: readonly StepBand[];
  /** The largest price, in ticks; it has the last step number. */
  readonly maxPrice: Ticks;
  /** How many prices there are. Step numbers go from 0 to one below. */
  readonly stepCount: number;
  private readonly minPrice: number;
  /** Whether every price from the first to the largest is on the table: one band with step 1. */
  private readonly isPlain: boolean;
  /** By band: its start, its step, and the step number of its start. */
  private readonly starts: Int32Array;
  private readonly steps: Int32Array;
  private readonly stepNumbers: Int32Array;

  /** Takes valid bands only: `stepTableFrom` is for bands that may not be. */
  constructor(bands: readonly StepBand[], maxPrice: number) {
    assert(isValid(bands, maxPrice), 'a step table is made of valid bands');
    this.bands = bands.map(({ from, step }) => ({ from, step }));
    this.maxPrice = maxPrice as Ticks;
    this.starts = Int32Array.from(bands, (band) => band.from);
    // A step past the 32 bits can only be in a last band of one price, where any step that large does as well.
    this.steps = Int32Array.from(bands, (band) => Math.min(band.step, I32_MAX));
    this.stepNumbers = new Int32Array(bands.length);
    let count = 0;
    for (let band = 0; band < bands.length; band += 1) {
      this.stepNumbers[band] = count;
      const width = (this.starts[band + 1] ?? maxPrice) - (this.starts[band] as number);
      count += width / (this.steps[band] as number);
    }
    this.stepCount = count + 1;
    this.minPrice = this.starts[0] as number;
    this.isPlain = bands.length === 1 && this.steps[0] === 1;
  }

  /** The step number of a price in ticks, from 0; -1 when the price is not on the table, whatever number it is. */
  stepOf(price: number): number {
    const ticks = price | 0;
    if (ticks !== price || ticks < this.minPrice || ticks > this.maxPrice) return -1;
    if (this.isPlain) return ticks - this.minPrice;
    let band = this.starts.length - 1;
    while (ticks < (this.starts[band] as number)) band -= 1;
    const above = ticks - (this.starts[band] as number);
    const step = this.steps[band] as number;
    if (above % step !== 0) return -1;
    return (this.stepNumbers[band] as number) + above / step;
  }

  /** The step number of the largest price at or below any integer of ticks; -1 when every price is above it. */
  stepAtOrBelow(price: number): number {
    if (price < this.minPrice) return -1;
    if (price >= this.maxPrice) return this.stepCount - 1;
    let band = this.starts.length - 1;
    while (price < (this.starts[band] as number)) band -= 1;
    const above = price - (this.starts[band] as number);
    const step = this.steps[band] as number;
    return (this.stepNumbers[band] as number) + Math.floor(above / step);
  }

  /** The step number of the smallest price at or above any integer of ticks; `stepCount` when there is none. */
  stepAtOrAbove(price: number): number {
    return this.stepAtOrBelow(price - 1) + 1;
  }

  /** The price in ticks that has a step number; -1 when none has it. */
  priceOf(step: number): number {
    const number = step | 0;
    if (number !== step || number < 0 || number >= this.stepCount) return -1;
    if (this.isPlain) return this.minPrice + number;
    let band = this.starts.length - 1;
    while (number < (this.stepNumbers[band] as number)) band -= 1;
    const above = number - (this.stepNumbers[band] as number);
    return (this.starts[band] as number) + above * (this.steps[band] as number);
  }
}

function isValid(bands: readonly StepBand[], maxPrice: number): boolean {
  if (!isTicks(maxPrice)) return false;
  if (bands.length < 1 || bands.length > STEP_BANDS_MAX) return false;
  for (let index = 0; index < bands.length; index += 1) {
    const { from, step } = bands[index] as StepBand;
    if (!isIntegerWithin(from, 1, maxPrice) || !isIntegerWithin(step, 1, U32_MAX)) return false;
    // The last band ends at the largest price, which is on its grid as the start of a next band would be.
    const next = bands[index + 1];
    if (next !== undefined && next.from <= from) return false;
    if (((next?.from ?? maxPrice) - from) % step !== 0) return false;
  }
  return true;
}

function isIntegerWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
