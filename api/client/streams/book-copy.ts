/** A copy of a book, made of the frames of its stream, that knows whether it is right. */
import type { BookFrame } from '../wire/index.ts';
import { crc32 } from './crc32.ts';

/** A level in ticks and lots, so that the copy can be compared; prices and sizes in text are for the reader. */
export interface CopiedLevel {
  readonly price: string;
  readonly size: string;
  readonly orders: number;
}

interface Decimals {
  readonly price_decimals: number;
  readonly size_decimals: number;
}

const CHECKSUM_LEVELS = 25;
const LEVEL_BYTES = 16;

export class BookCopy {
  private readonly decimals: Decimals;
  private readonly sides = { bids: new Map<bigint, CopiedLevel>(), asks: new Map<bigint, CopiedLevel>() };

  /** Of a market with these decimals. */
  constructor(decimals: Decimals) {
    this.decimals = decimals;
  }

  /** Takes a frame; answers whether the copy has the checksum that the frame says. */
  take(frame: BookFrame): boolean {
    for (const name of ['bids', 'asks'] as const) {
      const side = this.sides[name];
      if (frame.prev_seq === undefined) side.clear();
      for (const [price, size, orders] of frame[name]) {
        const ticks = integerOf(price, this.decimals.price_decimals);
        if (integerOf(size, this.decimals.size_decimals) === 0n) side.delete(ticks);
        else side.set(ticks, { price, size, orders });
      }
    }
    return this.checksum() === frame.checksum;
  }

  /** Best first. */
  bids(levels = Number.POSITIVE_INFINITY): CopiedLevel[] {
    return this.best('bids', levels);
  }

  /** Best first. */
  asks(levels = Number.POSITIVE_INFINITY): CopiedLevel[] {
    return this.best('asks', levels);
  }

  private best(name: 'bids' | 'asks', levels: number): CopiedLevel[] {
    const sign = name === 'bids' ? -1 : 1;
    const sorted = [...this.sides[name]].sort(([one], [other]) => sign * (one < other ? -1 : 1));
    return sorted.slice(0, levels).map(([, level]) => level);
  }

  /** As docs/concepts/book-views.md says: 25 levels of each side, 16 bytes each, zeros where there are fewer. */
  private checksum(): number {
    const bytes = new Uint8Array(2 * CHECKSUM_LEVELS * LEVEL_BYTES);
    const view = new DataView(bytes.buffer);
    for (const [at, name] of (['bids', 'asks'] as const).entries()) {
      for (const [index, { price, size, orders }] of this.best(name, CHECKSUM_LEVELS).entries()) {
        const from = (at * CHECKSUM_LEVELS + index) * LEVEL_BYTES;
        view.setUint32(from, Number(integerOf(price, this.decimals.price_decimals)), true);
        view.setUint32(from + 4, orders, true);
        view.setBigUint64(from + 8, integerOf(size, this.decimals.size_decimals), true);
      }
    }
    return crc32(bytes);
  }
}

function integerOf(text: string, decimals: number): bigint {
  const [whole = '0', places = ''] = text.split('.');
  return BigInt(whole + places.padEnd(decimals, '0'));
}
