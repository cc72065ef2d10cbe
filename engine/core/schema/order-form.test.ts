/**
 * The checks of form of the hot path say of any bytes what the schema says of them. Bytes are made
 * from sound commands by changes at random places, so that both answers are frequent.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createInput } from '../input-buffer.ts';
import { encode, firstFault } from './codec.ts';
import { amendOrder, cancelByClientOrderId, cancelOrder, placeOrder, replaceOrder } from './command.ts';
import type { FieldSpecs, Layout } from './layout.ts';
import { createOrderForm } from './order-form.ts';

const input = createInput();
const form = createOrderForm(input);

const EDGES = [0, 1, 2, 3, 127, 128, 253, 254, 255];
/** Changes of single bytes; most keep to the edges at which a range ends. */
const changes = fc.array(fc.tuple(fc.nat({ max: 127 }), fc.oneof(fc.constantFrom(...EDGES), fc.nat({ max: 255 }))), {
  maxLength: 6,
});

function agree<Specs extends FieldSpecs>(
  layout: Layout<Specs>,
  sound: Uint8Array,
  isWellFormed: (at: number) => boolean,
): void {
  const answers = { sound: 0, faulty: 0 };
  fc.assert(
    fc.property(changes, fc.constantFrom(0, 2, 4, 6), (list, at) => {
      const bytes = new Uint8Array(input.buffer, input.byteOffset + at * 4, layout.byteLength);
      bytes.set(sound);
      for (const [place, value] of list) {
        // Kind, version and blob length are compared as one word before the form is asked.
        if (place >= 4 && place < layout.byteLength) bytes[place] = value;
      }
      const isSound = firstFault(layout, bytes) < 0;
      answers[isSound ? 'sound' : 'faulty'] += 1;
      expect(isWellFormed(at)).toBe(isSound);
    }),
    { numRuns: 50_000, seed: 7 },
  );
  expect(answers.sound).toBeGreaterThan(5_000);
  expect(answers.faulty).toBeGreaterThan(5_000);
}

const user = { account: 3, validUntil: 1_800_000_000_000_000, nonce: 2 ** 53 - 1, key: 2 ** 32 - 1, session: 7 };

const order = { market: 1, price: 999_999_999, size: 2 ** 31 - 1, side: 2, orderType: 1, timeInForce: 2 };
const id = { clientOrderId: 'ab'.repeat(16) };
/** The terms of which a bare placeOrder has none, each alone. */
const TERMS = { expiry: 2 ** 53 - 1, flags: 1, orderGroup: 2 ** 32 - 1, slippage: 1_000_000, displaySize: 2 ** 31 - 1 };

test('a placeOrder is well formed on words when the schema says so, bare and with any one term', () => {
  const alone = Object.entries(TERMS).map(([name, value]) => ({ [name]: value }));
  for (const terms of [{}, ...alone, TERMS]) {
    const answers = { bare: 0, other: 0 };
    const sound = encode(placeOrder, { ...user, ...order, ...id, ...terms });
    agree(placeOrder, sound, (at) => {
      const isBare = form.isBare(at);
      answers[isBare ? 'bare' : 'other'] += 1;
      return form.isPlaceWellFormed(at, isBare);
    });
    expect(answers.other).toBeGreaterThan(5_000);
    if (Object.keys(terms).length === 0) expect(answers.bare).toBeGreaterThan(5_000);
  }
});

test('a placeOrder is bare when it has none of its terms', () => {
  const isBare = (terms: Partial<typeof TERMS>): boolean => {
    new Uint8Array(input.buffer).set(encode(placeOrder, { ...user, ...order, ...id, selfTrade: 4, ...terms }));
    return form.isBare(0);
  };
  expect(isBare({})).toBe(true);
  for (const [name, most] of Object.entries(TERMS)) {
    for (let value = 1; value <= most; value *= 2) expect(isBare({ [name]: value }), `${name} ${value}`).toBe(false);
  }
});

test('a replaceOrder is well formed on words when the schema says so', () => {
  const { orderGroup, ...terms } = TERMS;
  const sound = encode(replaceOrder, { ...user, ...order, ...id, ...terms, replaced: 2 ** 53 - 1 });
  agree(replaceOrder, sound, form.isReplaceWellFormed);
});

test('a cancelByClientOrderId is well formed on words when the schema says so', () => {
  agree(cancelByClientOrderId, encode(cancelByClientOrderId, { ...user, ...id }), form.isCancelByIdWellFormed);
});

test('a cancelOrder is well formed on words when the schema says so', () => {
  agree(cancelOrder, encode(cancelOrder, { ...user, order: 2 ** 32 }), form.isCancelWellFormed);
});

test('an amendOrder is well formed on words when the schema says so', () => {
  const order = { order: 1, price: 1, size: 1, expiry: 2 ** 52 };
  agree(amendOrder, encode(amendOrder, { ...user, ...order }), form.isAmendWellFormed);
});
