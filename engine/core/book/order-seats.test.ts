/** Seats count as a map of counts does, over random arrivals and departures that share chains. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSenderLines } from '../state/hot-lines.ts';
import { createOrderSeats, NO_SEAT, SEAT_HASH_KEYS } from './order-seats.ts';

const ORDERS_MAX = 24;
const OWNERS = 5;
const MARKETS = 4;

interface Open {
  readonly seat: number;
  readonly owner: number;
  readonly market: number;
}

/** Of all multipliers only zeros put every seat into one chain, which is the worst that can happen. */
test.each([
  ['random', [0x243f6a88, 0x85a308d3, 0x13198a2e]],
  ['one chain', [0, 0, 0]],
])('seats count like a map (%s)', (_, keys) => {
  const step = fc.record({
    owner: fc.nat(OWNERS - 1),
    market: fc.nat(MARKETS - 1),
    // Which answer of `find` is still known: none, the present one, or one of any time before.
    remembered: fc.constantFrom('nothing', 'now', 'before'),
    leaving: fc.option(fc.nat(ORDERS_MAX - 1), { freq: 1 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const seats = createOrderSeats(ORDERS_MAX, 0, createSenderLines(OWNERS), Int32Array.from(keys));
      const open: Open[] = [];
      const found: number[] = [NO_SEAT];
      const countOf = (owner: number, market: number) =>
        open.filter((order) => order.owner === owner && order.market === market).length;
      for (const { owner, market, remembered, leaving } of steps) {
        const known = (): number => {
          if (remembered === 'nothing') return NO_SEAT;
          return remembered === 'now' ? seats.find(owner, market) : (found[found.length >>> 1] as number);
        };
        const [gone] = leaving === null ? [] : open.splice(leaving, 1);
        if (gone !== undefined) seats.leave(gone.seat);
        else if (open.length < ORDERS_MAX) {
          open.push({ seat: seats.take(known(), owner, market), owner, market });
        }
        for (let one = 0; one < OWNERS; one += 1) {
          expect(seats.totalOf(one)).toBe(open.filter((order) => order.owner === one).length);
          for (let other = 0; other < MARKETS; other += 1) {
            const seat = seats.find(one, other);
            found.push(seat);
            expect(seats.countOf(seat)).toBe(countOf(one, other));
            expect(seat !== 0).toBe(countOf(one, other) > 0);
          }
        }
        for (const order of open) expect(order.seat).toBe(seats.find(order.owner, order.market));
      }
    }),
    { seed: 20261124, numRuns: 200 },
  );
});

test('there is a seat for each open order, also when each is of another owner', () => {
  const seats = createOrderSeats(
    ORDERS_MAX,
    0,
    createSenderLines(ORDERS_MAX),
    Int32Array.from([1, 3, 5]).subarray(0, SEAT_HASH_KEYS),
  );
  const taken = Array.from({ length: ORDERS_MAX }, (_, owner) => seats.take(NO_SEAT, owner, 0));
  expect(new Set(taken).size).toBe(ORDERS_MAX);
  expect(taken.map((seat) => seats.countOf(seat))).toEqual(taken.map(() => 1));
});
