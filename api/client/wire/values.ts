/**
 * The values of which everything on the wire is made. Amounts of any kind are decimals in strings, so that no reader's
 * floating point touches them; numbers of things, sequences and times are safe integers.
 */
import Type from 'typebox';

const DECIMAL = '^-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?$';
const UNSIGNED_DECIMAL = '^(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?$';
const U32_MAX = 4_294_967_295;

interface About {
  readonly description: string;
}

/** A decimal that a client sends: without a sign, exponent or zeros before it. */
export const unsignedDecimal = (description: string) =>
  Type.String({ pattern: UNSIGNED_DECIMAL, description, examples: ['100.25'] });
/** A decimal that the exchange says, of either sign. */
export const decimal = (description: string) => Type.String({ pattern: DECIMAL, description, examples: ['-0.5'] });
/** The number of an account, a market and the like. */
export const number = (description: string) => Type.Integer({ minimum: 0, maximum: U32_MAX, description });
/** A safe integer that is not negative. */
export const count = (description: string) =>
  Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description });
/** A time in microseconds since 1970. */
export const micros = (description: string) =>
  Type.Integer({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: `${description} In microseconds since 1970.`,
  });
/** A place in the one log of the exchange. */
export const sequence = (description: string) =>
  Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description });
/** Bytes as lower-case hex. */
export const hex = (bytes: number, description: string) =>
  Type.String({ pattern: `^[0-9a-f]{${2 * bytes}}$`, description });
/** One of some words. */
export const word = <Words extends string[]>(words: readonly [...Words], description: string) =>
  Type.Enum<Words>(words, { description });

/** An object of these properties and no others. */
export const object = <Properties extends Type.TProperties>(properties: Properties, about?: About) =>
  Type.Object(properties, { additionalProperties: false, ...about });

/** As of which command an answer speaks. */
export const asOf = { as_of_seq: sequence('The answer speaks as of this place in the log of the exchange.') };
