/** The checksum of a book as docs/concepts/book-views.md words it, byte by byte, and shared with nothing it judges. */

export interface PlainLevel {
  readonly price: number;
  readonly size: number;
  readonly orders: number;
}

const LEVELS = 25;

/** Of the levels of both sides, best first. */
export function plainChecksum(bids: readonly PlainLevel[], asks: readonly PlainLevel[]): number {
  return crc32(plainForm(bids, asks));
}

/** The bytes that the checksum is taken of. */
export function plainForm(bids: readonly PlainLevel[], asks: readonly PlainLevel[]): number[] {
  return [bids, asks].flatMap((side) =>
    Array.from({ length: LEVELS }, (_, position) => side[position] ?? { price: 0, size: 0, orders: 0 }).flatMap(
      ({ price, size, orders }) => [...littleEndian(price, 4), ...littleEndian(orders, 4), ...littleEndian(size, 8)],
    ),
  );
}

/** What eight steps make of each byte, with the reversed polynomial edb88320. */
const STEPS = Array.from({ length: 256 }, (_, byte) => {
  let register = byte;
  for (let bit = 0; bit < 8; bit += 1) register = register & 1 ? (register >>> 1) ^ 0xedb88320 : register >>> 1;
  return register >>> 0;
});

/** CRC-32, beginning with and finished by the inversion of all bits. */
export function crc32(bytes: readonly number[]): number {
  let register = 0xffffffff;
  for (const byte of bytes) register = (register >>> 8) ^ (STEPS[(register ^ byte) & 0xff] as number);
  return ~register >>> 0;
}

function littleEndian(value: number, bytes: number): number[] {
  const digits: number[] = [];
  for (let rest = value; digits.length < bytes; rest = Math.floor(rest / 256)) digits.push(rest % 256);
  return digits;
}
