/**
 * The only chance in the simulation: xoshiro128**, seeded from one integer through splitmix32. The
 * same seed gives the same numbers on every machine. It is not for secrets.
 */

const TWO_32 = 4294967296;

/** A stream of numbers that a seed determines. Seeds are integers from 0 to 2^53-1. */
export class Random {
  private readonly words = new Uint32Array(4);

  constructor(seed: number) {
    let state = (seed ^ Math.floor(seed / TWO_32)) >>> 0;
    for (let index = 0; index < 4; index += 1) {
      state = (state + 0x9e3779b9) >>> 0;
      this.words[index] = scrambled(state);
    }
  }

  /** A stream of the same numbers that are still to come. */
  copy(): Random {
    const copy = new Random(0);
    copy.words.set(this.words);
    return copy;
  }

  /** The next 32 bits. */
  bits(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.words;
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const third = c ^ a;
    const fourth = d ^ b;
    this.words[0] = a ^ fourth;
    this.words[1] = b ^ third;
    this.words[2] = third ^ (b << 9);
    this.words[3] = rotated(fourth, 11);
    return result;
  }

  /** An integer from 0 to `limit` - 1. */
  below(limit: number): number {
    const fraction = (this.bits() * 2097152 + (this.bits() >>> 11)) / 2 ** 53;
    return Math.floor(fraction * limit);
  }

  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** Whether something that happens `perMille` times in a thousand happens now. */
  happens(perMille: number): boolean {
    return this.below(1000) < perMille;
  }

  /** One of the items, which are not none. */
  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  /** One of the keys, each as often as its weight says. */
  weighted<Key extends string>(weights: Readonly<Record<Key, number>>): Key {
    const entries = Object.entries(weights) as [Key, number][];
    let left = this.below(entries.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [key, weight] of entries) {
      if (left < weight) return key;
      left -= weight;
    }
    throw new Error('no weights to choose by');
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.bits() & 255);
  }
}

/** A seed that a seed and a number determine, for lists that must differ. */
export function derivedSeed(seed: number, number: number): number {
  return scrambled((scrambled((seed ^ Math.floor(seed / TWO_32)) >>> 0) + Math.imul(number + 1, 0x9e3779b9)) >>> 0);
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function scrambled(word: number): number {
  let mixed = word;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
