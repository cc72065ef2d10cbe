/**
 * The 32-bit words that tables and counters are made of. A typed array of up to 64 bytes lies within V8's own heap,
 * which moves it, so that compiled code has to look up its address, length and buffer at every use. One made over
 * a buffer stays where it is, and the compiled code then holds its address and length as constants.
 */

/** So many words of zeros, at an address that does not change. */
export function createWords(count: number): Int32Array {
  return new Int32Array(new ArrayBuffer(count * 4));
}

/** So many doubles of zero, at an address that does not change either. */
export function createDoubles(count: number): Float64Array {
  return new Float64Array(new ArrayBuffer(count * 8));
}

/**
 * Large memory begins 16 bytes behind a page, as the C library of Linux gives it. From 48 bytes further on a row of 64
 * bytes is one line of the processor's cache and not the ends of two. Where memory lies otherwise it is only slower.
 */
const FIRST_LINE = 48;
const LINE_BYTES = 64;

/** Words for a table whose rows are 64 bytes, or a multiple or part of that. */
export function createWordRows(count: number): Int32Array {
  return new Int32Array(new ArrayBuffer(count * 4 + LINE_BYTES), FIRST_LINE, count);
}

/** The same of doubles. */
export function createDoubleRows(count: number): Float64Array {
  return new Float64Array(new ArrayBuffer(count * 8 + LINE_BYTES), FIRST_LINE, count);
}

/**
 * The same memory as pairs of words, to copy two at a time. Compiled code moves such a pair through one register and
 * makes no number of it, so that nothing is allocated. A pair begins at an even word.
 */
export function pairsOf(words: Int32Array): BigInt64Array {
  return new BigInt64Array(words.buffer, words.byteOffset, words.length >> 1);
}

/**
 * Numbers of eight bytes to compare with, in the order given. Compiled code takes a literal to pieces each time that it
 * compares with one, and an entry of an array not.
 */
export function pairsToCompare(...numbers: bigint[]): BigInt64Array {
  const pairs = pairsOf(createWords(2 * numbers.length));
  pairs.set(numbers);
  return pairs;
}

/**
 * One column of a table whose rows lie one after another in an array, each of so many elements: what stands at a place
 * of the first row, to be indexed with the first element of any other row. All columns of a table have one length, so
 * that compiled code that has checked an index for one of them does not check it again for the others. The array has
 * a row more at its end than the table.
 */
export function doubleColumn(rows: Float64Array, place: number, rowLength: number): Float64Array {
  return new Float64Array(rows.buffer, rows.byteOffset + place * 8, rows.length - rowLength);
}

/** The same of a table of words. */
export function wordColumn(rows: Int32Array, place: number, rowLength: number): Int32Array {
  return new Int32Array(rows.buffer, rows.byteOffset + place * 4, rows.length - rowLength);
}
