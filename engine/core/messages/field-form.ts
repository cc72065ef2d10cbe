/**
 * How one property of a command is written in a message, and what it becomes in the layout. Prices, sizes and amounts
 * are decimals in text, as people write them; their decimals are those of the market or the asset that the command
 * names. Nothing is ever rounded: what has too many decimals is refused.
 */
import { scaledOf } from '../numbers/decimal.ts';
import { MARKETS_OF_KEY_MAX } from '../schema/command-terms.ts';
import type { Field } from '../schema/layout.ts';
import { admits } from '../schema/layout.ts';
import type { MessageFaultCode } from './message-fault.ts';

/**
 * What a property is. `field` is the field of the layout that it goes to. Where it is not said it is `otherwise`, or
 * zero.
 */
export type FieldForm = { readonly isRequired?: boolean; readonly otherwise?: number } & (
  | { readonly kind: 'integer'; readonly field: string }
  /** The number of something, which the layout keeps plus one, because its zero is none. */
  | { readonly kind: 'ordinal'; readonly field: string }
  /** A number that a flag of the layout announces. */
  | { readonly kind: 'announced'; readonly field: string; readonly flags: string; readonly bit: number }
  /** One of the words of the field. */
  | { readonly kind: 'word'; readonly field: string }
  /** Some of the words of the field. */
  | { readonly kind: 'words'; readonly field: string }
  | { readonly kind: 'flag'; readonly field: string; readonly bit: number }
  | { readonly kind: 'hex'; readonly field: string }
  | { readonly kind: 'price'; readonly field: string }
  | { readonly kind: 'size'; readonly field: string }
  | { readonly kind: 'amount'; readonly field: string }
  | { readonly kind: 'decimal'; readonly field: string; readonly decimals: number }
  /** The market by whose decimals the prices and sizes of the command are read, where the layout has no room for it. */
  | { readonly kind: 'market' }
  /** Markets as a blob. */
  | { readonly kind: 'markets' }
  /** A signature that belongs to the command and is checked with that of the message. */
  | { readonly kind: 'proof' }
);

/** What the decimals of a command are; null where it names no market or asset, or none that there is. */
export interface Decimals {
  readonly price: number | null;
  readonly size: number | null;
  readonly amount: number | null;
}

/** Of an Ed25519 signature, and of a secp256k1 signature with the recovery number behind it. */
const PROOF_DIGITS = [128, 130];

const WORDS = new WeakMap<Field, ReadonlyMap<string, number>>();

/** What a property came to: what is to be added to a field, or put into it; the blob; or why it is none. */
export type FieldReading = { readonly value: number | string } | { readonly blob: Uint8Array } | MessageFaultCode;

/** Reads a property as what its form says. The field is that of the layout, where the form has one. */
export function readField(form: FieldForm, field: Field | null, value: unknown, decimals: Decimals): FieldReading {
  switch (form.kind) {
    case 'integer':
    case 'announced':
      return integerOf(value, 0, field);
    case 'ordinal':
      return integerOf(value, 1, field);
    case 'market':
      return integerOf(value, 0, null);
    case 'word':
      return wordOf(value, field);
    case 'words':
      return wordsOf(value, field);
    case 'flag':
      if (typeof value !== 'boolean') return 'typeWrong';
      return { value: value ? form.bit : 0 };
    case 'hex':
      return hexOf(value, [2 * (field?.bytes ?? 0)]);
    case 'proof':
      return hexOf(value, PROOF_DIGITS);
    case 'price':
      return decimalOf(value, decimals.price, 'marketUnknown', field);
    case 'size':
      return decimalOf(value, decimals.size, 'marketUnknown', field);
    case 'amount':
      return decimalOf(value, decimals.amount, 'assetUnknown', field);
    case 'decimal':
      return decimalOf(value, form.decimals, 'typeWrong', field);
    case 'markets':
      return marketsOf(value);
  }
}

function integerOf(value: unknown, more: number, field: Field | null): FieldReading {
  if (typeof value !== 'number') return 'typeWrong';
  if (!Number.isSafeInteger(value) || value < 0) return 'valueOutOfRange';
  if (field !== null && !admits(field, value + more)) return 'valueOutOfRange';
  return { value: value + more };
}

function wordOf(value: unknown, field: Field | null): FieldReading {
  if (typeof value !== 'string') return 'typeWrong';
  const found = field === null ? undefined : wordsOfField(field).get(value);
  return found === undefined ? 'valueOutOfRange' : { value: found };
}

/** The words of a field, as messages write them, with their numbers. */
function wordsOfField(field: Field): ReadonlyMap<string, number> {
  const known = WORDS.get(field);
  if (known !== undefined) return known;
  const made = new Map(Object.entries(field.names ?? {}).map(([number, word]) => [jsonWord(word), Number(number)]));
  WORDS.set(field, made);
  return made;
}

function wordsOf(value: unknown, field: Field | null): FieldReading {
  if (!Array.isArray(value)) return 'typeWrong';
  let bits = 0;
  for (const word of value) {
    const read = wordOf(word, field);
    if (typeof read === 'string') return read;
    const bit = 'value' in read ? (read.value as number) : 0;
    if ((bits & bit) !== 0) return 'valueOutOfRange';
    bits |= bit;
  }
  return { value: bits };
}

function hexOf(value: unknown, digits: readonly number[]): FieldReading {
  if (typeof value !== 'string') return 'typeWrong';
  return digits.includes(value.length) && /^[0-9a-f]*$/.test(value) ? { value } : 'valueOutOfRange';
}

function decimalOf(
  value: unknown,
  decimals: number | null,
  unknown: MessageFaultCode,
  field: Field | null,
): FieldReading {
  if (typeof value !== 'string') return 'typeWrong';
  if (decimals === null) return unknown;
  if (!/^(0|[1-9]\d{0,17})(\.\d{1,18})?$/.test(value)) return 'valueOutOfRange';
  const scaled = scaledOf(value, decimals);
  if (scaled === null) return placesOf(value) > decimals ? 'decimalsTooMany' : 'valueOutOfRange';
  return field !== null && admits(field, scaled) ? { value: scaled } : 'valueOutOfRange';
}

/** Decimals of a text, zeros at its end left out. */
function placesOf(text: string): number {
  return /\.(\d*[1-9])0*$/.exec(text)?.[1]?.length ?? 0;
}

function marketsOf(value: unknown): FieldReading {
  if (!Array.isArray(value)) return 'typeWrong';
  if (value.length > MARKETS_OF_KEY_MAX) return 'valueOutOfRange';
  const blob = new Uint8Array(4 * value.length);
  const view = new DataView(blob.buffer);
  for (const [index, market] of value.entries()) {
    if (typeof market !== 'number') return 'typeWrong';
    const isAscending = index === 0 || market > value[index - 1];
    if (!Number.isInteger(market) || market < 0 || market > 4_294_967_295 || !isAscending) return 'valueOutOfRange';
    view.setUint32(4 * index, market, true);
  }
  return { blob };
}

/** A word of a layout as messages write it. */
export function jsonWord(word: string): string {
  return word.replaceAll('-', '_');
}
