/**
 * The checks of form of the order commands on words, for the hot path: that every field is in
 * its range and every reserved byte zero. They say the same as the schema's own check, and a test
 * holds them to it on any bytes.
 */
import { fieldView, pairView } from '../input-buffer.ts';
import { pairsToCompare } from '../numbers/words.ts';
import { BUILDER_RATE_MAX, PRICE_TICKS_MAX, RATE_ONE } from './command.ts';

/** A field of eight bytes holds a safe integer when its high word is below 2^21. */
const SAFE_HIGH_BITS = 21;
const PRICE_MAX = PRICE_TICKS_MAX;
const SLIPPAGE_MAX = RATE_ONE;
const BUILDER_MAX = BUILDER_RATE_MAX;
/** Self-trade modes from this one on do not exist, in the place of the mode in the word of the terms. */
const SELF_TRADE_END = 5 << 24;
/** In that word, one below the time in force that does not exist. */
const NO_TIME_IN_FORCE = 0x030000;

/** The checks of commands in `input`, each of which takes the masked index of a command. */
export function createOrderForm(input: Int32Array) {
  // The words of a command by their number, and pairs of them by that of their first.
  const word = (number: number): Int32Array => fieldView(input, number);
  const pair = (number: number): BigInt64Array => pairView(input, number / 2);
  const word3 = word(3);
  const word5 = word(5);
  const word9 = word(9);
  const word10 = word(10);
  const word11 = word(11);
  const word12 = word(12);
  const word13 = word(13);
  const word14 = word(14);
  const word15 = word(15);
  const word20 = word(20);
  const word23 = word(23);
  const word24 = word(24);
  const word25 = word(25);
  const word27 = word(27);
  const pair8 = pair(8);
  const pair10 = pair(10);
  const pair12 = pair(12);
  const pair14 = pair(14);
  const pair20 = pair(20);
  const pair22 = pair(22);
  const pair24 = pair(24);
  const pair26 = pair(26);
  const pair28 = pair(28);
  const pair30 = pair(30);
  const zero = pairsToCompare(0n);

  /**
   * Whether the words of a placeOrder that most orders leave at zero are zero, reserved ones included: it then has no
   * expiry, flags, group, builder, slippage or display size.
   */
  function isBare(at: number): boolean {
    const i = at >>> 1;
    const pairs =
      (pair12[i] as bigint) |
      (pair20[i] as bigint) |
      (pair22[i] as bigint) |
      (pair24[i] as bigint) |
      (pair26[i] as bigint) |
      (pair28[i] as bigint) |
      (pair30[i] as bigint);
    return BigInt.asIntN(64, pairs) === zero[0] && ((word11[at] as number) | (word15[at] as number)) === 0;
  }

  /** `bare`: what `isBare` answers for it. */
  function isPlaceWellFormed(at: number, bare: boolean): boolean {
    if (bare) return isBasisWellFormed(at);
    const i = at >>> 1;
    const reserved = (pair26[i] as bigint) | (pair28[i] as bigint) | (pair30[i] as bigint);
    return BigInt.asIntN(64, reserved) === zero[0] && areTermsWellFormed(at) && isBasisWellFormed(at);
  }

  function isReplaceWellFormed(at: number): boolean {
    return (word27[at] as number) >>> SAFE_HIGH_BITS === 0 && areTermsWellFormed(at) && isBasisWellFormed(at);
  }

  /** What every placeOrder and replaceOrder states: valid-until, nonce, side, type, time in force, price and size. */
  function isBasisWellFormed(at: number): boolean {
    const highs = (word3[at] as number) | (word5[at] as number);
    // Side and type 1 or 2, time in force 1 to 3, self-trade 0 to 4: above the ones stand one bit, one, two and three.
    const terms = ((word14[at] as number) - 0x010101) | 0;
    const price = word9[at] as number;
    return (
      highs >>> SAFE_HIGH_BITS === 0 &&
      (terms & ~0x07030101) === 0 &&
      terms < SELF_TRADE_END &&
      (terms & NO_TIME_IN_FORCE) !== NO_TIME_IN_FORCE &&
      price >= 1 &&
      price <= PRICE_MAX &&
      (word10[at] as number) >= 1
    );
  }

  /**
   * Display size, expiry, flags, builder fee, slippage and the reserved words among them, which replaceOrder has too.
   */
  function areTermsWellFormed(at: number): boolean {
    const reserved = (word20[at] as number) | (word25[at] as number) | ((word15[at] as number) & ~3);
    return (
      reserved === 0 &&
      (word23[at] as number) >>> 0 <= BUILDER_MAX &&
      (word13[at] as number) >>> SAFE_HIGH_BITS === 0 &&
      (word11[at] as number) >= 0 &&
      (word24[at] as number) >>> 0 <= SLIPPAGE_MAX
    );
  }

  function isCancelWellFormed(at: number): boolean {
    const i = at >>> 1;
    const reserved = BigInt.asIntN(64, (pair10[i] as bigint) | (pair12[i] as bigint) | (pair14[i] as bigint));
    const highs = (word3[at] as number) | (word5[at] as number) | (word9[at] as number);
    return reserved === zero[0] && highs >>> SAFE_HIGH_BITS === 0 && pair8[i] !== zero[0];
  }

  function isCancelByIdWellFormed(at: number): boolean {
    const i = at >>> 1;
    const reserved = BigInt.asIntN(64, (pair12[i] as bigint) | (pair14[i] as bigint));
    const highs = (word3[at] as number) | (word5[at] as number);
    return reserved === zero[0] && highs >>> SAFE_HIGH_BITS === 0;
  }

  function isAmendWellFormed(at: number): boolean {
    const highs = (word3[at] as number) | (word5[at] as number) | (word9[at] as number) | (word15[at] as number);
    const price = word10[at] as number;
    return (
      (word13[at] as number) === 0 &&
      highs >>> SAFE_HIGH_BITS === 0 &&
      pair8[at >>> 1] !== zero[0] &&
      price >= 1 &&
      price <= PRICE_MAX &&
      (word11[at] as number) >= 1 &&
      (word12[at] as number) >= 0
    );
  }

  return {
    isBare,
    isPlaceWellFormed,
    isReplaceWellFormed,
    isCancelWellFormed,
    isCancelByIdWellFormed,
    isAmendWellFormed,
  };
}
