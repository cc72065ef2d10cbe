/** Values made of a JSON schema: mostly what it admits, and now and then what it does not. */
import type { Random } from '@intelligent-ledger/engine/sim';

/** What is used of JSON schema by the exchange. */
export interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema | readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** One of so many values is none of the schema. */
const WRONG_ONE_IN = 12;
const ITEMS_MAX = 4;
const INTEGERS = [0, 1, 2, 63, 64, 255, 65_535, 4_294_967_295, 4_294_967_296, Number.MAX_SAFE_INTEGER];
const DECIMALS = [
  '0',
  '1',
  '0.25',
  '100.5',
  '99999999999',
  '0.000000000000000001',
  '18446744073709551616',
  '1e3',
  '-1',
];
const TEXTS = ['', 'a', '\u0000', '%00', '../../etc', '"', '\\', 'é', '𝕏', '{"a":1}', ' ', 'null', '__proto__', '0x10'];
const WRONG: readonly unknown[] = [
  ...[null, true, -1, 1.5, 1e300, Number.MAX_SAFE_INTEGER + 2, '', 'text', [], [[[]]], {}],
  ...[{ __proto__: null, constructor: 1 }, ['a', 1, null], 'x'.repeat(5_000)],
];

export function valueFor(schema: Schema, random: Random, depth = 0): unknown {
  if (random.below(WRONG_ONE_IN) === 0) return pick(WRONG, random);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return pick(schema.enum, random);
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) return valueFor(pick(either, random), random, depth);
  switch (schema.type) {
    case 'object':
      return objectOf(schema, random, depth);
    case 'array':
      return arrayOf(schema, random, depth);
    case 'integer':
      return integerOf(schema, random);
    case 'boolean':
      return random.below(2) === 0;
    case 'null':
      return null;
    default:
      return textOf(schema, random);
  }
}

function objectOf({ properties = {}, required = [] }: Schema, random: Random, depth: number): object {
  const made: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(properties)) {
    const isLeftOut = required.includes(name) ? random.below(40) === 0 : random.below(2) === 0;
    if (!isLeftOut) made[name] = valueFor(schema, random, depth + 1);
  }
  if (random.below(30) === 0) made[pick(TEXTS, random)] = pick(WRONG, random);
  return made;
}

function arrayOf({ items, minItems = 0, maxItems = ITEMS_MAX }: Schema, random: Random, depth: number): unknown[] {
  const most = random.below(50) === 0 ? maxItems + 1 : Math.min(maxItems, ITEMS_MAX);
  const count = random.between(Math.min(minItems, most), most);
  const ofPlace = (place: number) => (Array.isArray(items) ? items[place] : (items as Schema | undefined)) ?? {};
  return Array.from({ length: count }, (_, place) => valueFor(ofPlace(place), random, depth + 1));
}

function integerOf({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Schema, random: Random): number {
  const near = random.below(3);
  if (near === 0) return pick(INTEGERS, random);
  return near === 1 ? Math.min(maximum, minimum + random.below(4)) : maximum - random.below(3);
}

function textOf({ pattern }: Schema, random: Random): string {
  const digits = /^\^\[0-9a-f\]\{(\d+)\}\$$/.exec(pattern ?? '')?.[1];
  if (digits !== undefined) {
    return Array.from({ length: Number(digits) }, () => random.below(16).toString(16)).join('');
  }
  return random.below(3) === 0 ? pick(TEXTS, random) : pick(DECIMALS, random);
}

export function pick<Value>(values: readonly Value[], random: Random): Value {
  return values[random.below(values.length)] as Value;
}
