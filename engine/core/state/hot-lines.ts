/**
 * What almost every command touches of its account, and of its sender, each side by side: with many accounts each line
 * of memory that is touched is a wait. The tables whose words these are keep them as columns, at these places, and say
 * what they mean. What is rarely touched lies elsewhere, since what lies here shares the processor's cache.
 */
import { createDoubleRows, createWordRows } from '../numbers/words.ts';

/** An account has so many words, as a shift, and half as many doubles, in 32 bytes. */
export const ACCOUNT_WORDS_SHIFT = 3;
export const ACCOUNT_DOUBLES_SHIFT = ACCOUNT_WORDS_SHIFT - 1;

/** Its words: of the table of accounts. */
export const AccountWord = { owner: 0, selfTrade: 1, lastSeat: 2 } as const;

/** Its doubles, behind the words: of the sums of margin. */
export const AccountDouble = { free: 2, prices: 3 } as const;

/** A sender, which is an owner or, behind all owners, a key, has so many words, as a shift, in 32 bytes. */
export const SENDER_WORDS_SHIFT = 3;

/** Of nonces, and of owners' orders and quotas. */
export const SenderWord = {
  /** A pair of words. */
  highestNonce: 0,
  nonceStart: 2,
  orders: 3,
  ordersMax: 4,
  marketOrdersMax: 5,
  /** The last that is written in the ring, a pair of words. */
  ringLast: 6,
} as const;

export interface AccountLines {
  /** Of all accounts, and one more, as columns need it. */
  readonly words: Int32Array;
  readonly doubles: Float64Array;
}

/** So many accounts of zeros. */
export function createAccountLines(count: number): AccountLines {
  const doubles = createDoubleRows((count + 1) << ACCOUNT_DOUBLES_SHIFT);
  return { words: new Int32Array(doubles.buffer, doubles.byteOffset, doubles.length * 2), doubles };
}

/** So many senders of zeros, and one more. */
export function createSenderLines(count: number): Int32Array {
  return createWordRows((count + 1) << SENDER_WORDS_SHIFT);
}
