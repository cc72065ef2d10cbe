/**
 * The 32-bit words that tables and counters are made of. A typed array of up to 64 bytes lies within V8's own heap,
 * which moves it, so that compiled code has to look up its address, length and buffer at every use. One made over
 * a buffer stays where it is, and the compiled code then holds its address and length as constants.
 */

/** So many words of zeros, at an address that does not change. */
export function createWords(count: number): Int32Array {
  return new Int32Array(new ArrayBuffer(count * 4));
}

/**
 * The same memory as pairs of words, to copy two at a time. Compiled code moves such a pair through one register and
 * makes no number of it, so that nothing is allocated. A pair begins at an even word.
 */
export function pairsOf(words: Int32Array): BigInt64Array {
  return new BigInt64Array(words.buffer);
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
