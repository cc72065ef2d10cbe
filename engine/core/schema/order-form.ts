/**
 * The checks of form of the order commands on words, for the hot path: that every field is in
 * its range and every reserved byte zero. They say the same as the schema's own check, and a test
 * holds them to it on any bytes.
 */
import { COMMAND_INDEX_MASK } from '../input-buffer.ts';
import { PRICE_TICKS_MAX, RATE_ONE } from './command.ts';

// An index is masked so that the compiled code knows its range.
const INDEX_MASK = COMMAND_INDEX_MASK;
/** A field of eight bytes holds a safe integer when its high word is below 2^21. */
const SAFE_HIGH_BITS = 21;
const PRICE_MAX = PRICE_TICKS_MAX;
const SLIPPAGE_MAX = RATE_ONE;
/** Self-trade modes from this one on do not exist, in the place of the mode in the word of the terms. */
const SELF_TRADE_END = 5 << 24;
/** In that word, one below the time in force that does not exist. */
const NO_TIME_IN_FORCE = 0x030000;

export function isPlaceWellFormed(words: Int32Array, command: number): boolean {
  const at = command & INDEX_MASK;
  const reserved =
    (words[at + 26] as number) |
    (words[at + 27] as number) |
    (words[at + 28] as number) |
    (words[at + 29] as number) |
    (words[at + 30] as number) |
    (words[at + 31] as number);
  return reserved === 0 && isOrderWellFormed(words, at);
}

export function isReplaceWellFormed(words: Int32Array, command: number): boolean {
  const at = command & INDEX_MASK;
  return (words[at + 27] as number) >>> SAFE_HIGH_BITS === 0 && isOrderWellFormed(words, at);
}

/** What placeOrder and replaceOrder have in common: the first 26 words. */
function isOrderWellFormed(words: Int32Array, command: number): boolean {
  const at = command & INDEX_MASK;
  const reserved =
    (words[at + 20] as number) |
    (words[at + 22] as number) |
    (words[at + 23] as number) |
    (words[at + 25] as number) |
    ((words[at + 15] as number) & ~1);
  const highs = (words[at + 3] as number) | (words[at + 5] as number) | (words[at + 13] as number);
  // Side and type 1 or 2, time in force 1 to 3, self-trade 0 to 4: above the ones stand one bit, one, two and three.
  const terms = (words[at + 14] as number) - 0x010101;
  const price = words[at + 9] as number;
  return (
    reserved === 0 &&
    highs >>> SAFE_HIGH_BITS === 0 &&
    (terms & ~0x07030101) === 0 &&
    terms < SELF_TRADE_END &&
    (terms & NO_TIME_IN_FORCE) !== NO_TIME_IN_FORCE &&
    price >= 1 &&
    price <= PRICE_MAX &&
    (words[at + 10] as number) >= 1 &&
    (words[at + 11] as number) >= 0 &&
    (words[at + 24] as number) >>> 0 <= SLIPPAGE_MAX
  );
}

export function isCancelWellFormed(words: Int32Array, command: number): boolean {
  const at = command & INDEX_MASK;
  const reserved =
    (words[at + 10] as number) |
    (words[at + 11] as number) |
    (words[at + 12] as number) |
    (words[at + 13] as number) |
    (words[at + 14] as number) |
    (words[at + 15] as number);
  const highs = (words[at + 3] as number) | (words[at + 5] as number) | (words[at + 9] as number);
  const order = (words[at + 8] as number) | (words[at + 9] as number);
  return reserved === 0 && highs >>> SAFE_HIGH_BITS === 0 && order !== 0;
}

export function isCancelByIdWellFormed(words: Int32Array, command: number): boolean {
  const at = command & INDEX_MASK;
  const reserved =
    (words[at + 12] as number) | (words[at + 13] as number) | (words[at + 14] as number) | (words[at + 15] as number);
  const highs = (words[at + 3] as number) | (words[at + 5] as number);
  return reserved === 0 && highs >>> SAFE_HIGH_BITS === 0;
}

export function isAmendWellFormed(words: Int32Array, command: number): boolean {
  const at = command & INDEX_MASK;
  const highs =
    (words[at + 3] as number) | (words[at + 5] as number) | (words[at + 9] as number) | (words[at + 15] as number);
  const order = (words[at + 8] as number) | (words[at + 9] as number);
  const price = words[at + 10] as number;
  return (
    (words[at + 13] as number) === 0 &&
    highs >>> SAFE_HIGH_BITS === 0 &&
    order !== 0 &&
    price >= 1 &&
    price <= PRICE_MAX &&
    (words[at + 11] as number) >= 1 &&
    (words[at + 12] as number) >= 0
  );
}
