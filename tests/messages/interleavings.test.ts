/**
 * Whatever happens to messages on their way (sent twice, out of order, late, sent again with a new nonce, taken apart),
 * no order is ever placed a second time. Tried over all interleavings of up to six deliveries.
 */
import {
  createMarket,
  decodeRecords,
  encode,
  encodeBands,
  encodeEntry,
  type FieldSpecs,
  genesis,
  type Layout,
  Machine,
  MarketKind,
  MarketState,
  OrderType,
  OwnerKind,
  openAccount,
  openMessage,
  orderKnown,
  orderPlaced,
  placeOrder,
  ResultCode,
  ROLE_KEY_BYTES,
  ROLE_KEYS,
  RULE_VERSION_MAX,
  registerOwner,
  restoreMachine,
  Side,
  type Ticks,
  TimeInForce,
  tick,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { beforeAll, expect, test } from 'vitest';

const START = 1_800_000_000_000_000;
const VALID_FOR = 20_000_000;
const CLIENT_ORDER_ID = 'c1'.repeat(16);

/** A signed message: one command, or an openMessage and what belongs to it. */
type Message = readonly Uint8Array[];

/** Each order has a price of its own, by which its placements are counted. */
const [PLAIN, NAMED, RIVAL, FIRST_OF_BATCH, SECOND_OF_BATCH] = [1, 2, 3, 4, 5];

function place(price: number, nonce: number, clientOrderId?: string): Uint8Array {
  const sender = { account: 0, validUntil: START + VALID_FOR, nonce };
  const terms = { market: 0, side: Side.buy, price, size: 1, orderType: OrderType.limit };
  const named = clientOrderId === undefined ? {} : { clientOrderId };
  return encode(placeOrder, { ...sender, ...terms, timeInForce: TimeInForce.goodTillCancelled, ...named });
}

const plain: Message = [place(PLAIN, 100)];
const named: Message = [place(NAMED, 70, CLIENT_ORDER_ID)];
/** The same order again, signed anew by a client that never got an answer. */
const namedAnew: Message = [place(NAMED, 120, CLIENT_ORDER_ID)];
/** Another order, by a client that gave the nonce of `plain` to it too. */
const rival: Message = [place(RIVAL, 100)];
const batch: Message = [
  encode(openMessage, { account: 0, validUntil: START + VALID_FOR, nonce: 90, commands: 2 }),
  place(FIRST_OF_BATCH, 1),
  place(SECOND_OF_BATCH, 2),
];

let start: Uint8Array;

beforeAll(() => {
  const machine = new Machine();
  const send = <Specs extends FieldSpecs>(
    layout: Layout<Specs>,
    values: Partial<ValuesOf<Specs>>,
    blob?: Uint8Array,
  ) => {
    const command = encode(layout, { ...values, blobBytes: blob?.length ?? 0 } as Partial<ValuesOf<Specs>>);
    const entry = { sequence: machine.sequence + 1, time: START, command };
    expect(machine.applyBytes(encodeEntry(blob === undefined ? entry : { ...entry, blob }))).toBe(ResultCode.accepted);
  };
  const bounds = { ownersMax: 1, accountsMax: 1, marketsMax: 1, ordersMax: 16, levelsMax: 16, keysMax: 1 };
  const work = { makersPerCommandMax: 8, drainPerCommandMax: 1, clientOrderIdsMax: 4 };
  const domain = '1e'.repeat(32);
  const roleKeys = new Uint8Array(ROLE_KEYS * ROLE_KEY_BYTES);
  send(genesis, { ruleVersion: RULE_VERSION_MAX, domain, ...bounds, ...work }, roleKeys);
  send(registerOwner, { ownerKind: OwnerKind.ed25519, identity: '01'.repeat(32) });
  send(openAccount, { owner: 0 });
  const market = {
    marketKind: MarketKind.perpetual,
    sizeDecimals: 0,
    state: MarketState.open,
    maxPrice: 9,
    maxSize: 9,
  };
  send(createMarket, market, encodeBands([{ from: 1 as Ticks, step: 1 as Ticks }]));
  start = machine.snapshot();
});

/** How often each price was placed, and how often a repeat was answered, when these arrive in this order. */
function deliver(messages: readonly Message[], lateFrom: number): { placed: number[]; known: number } {
  const restored = restoreMachine(start);
  if ('refused' in restored) throw new Error(restored.refused);
  const { machine } = restored;
  let time = START;
  for (const [index, message] of messages.entries()) {
    // Just beyond the valid-until; ids whose second is over are forgotten as well.
    time = index === lateFrom ? START + VALID_FOR + 1_000_000 : time + 1;
    for (const command of message) {
      machine.applyBytes(encodeEntry({ sequence: machine.sequence + 1, time, command }));
    }
  }
  machine.applyBytes(encodeEntry({ sequence: machine.sequence + 1, time, command: encode(tick, {}) }));
  const placed = [0, 0, 0, 0, 0, 0];
  let known = 0;
  for (const { layout, values } of decodeRecords(machine.takeRecords())) {
    if (layout === orderPlaced) placed[Number(values['price'])] = (placed[Number(values['price'])] ?? 0) + 1;
    if (layout === orderKnown) known += 1;
  }
  return { placed, known };
}

/** All different orders of some things, of which some may be the same. */
function orders<Thing>(things: readonly Thing[]): Thing[][] {
  if (things.length === 0) return [[]];
  const firsts = things.filter((thing, index) => things.indexOf(thing) === index);
  return firsts.flatMap((first) => {
    const at = things.indexOf(first);
    const rest = [...things.slice(0, at), ...things.slice(at + 1)];
    return orders(rest).map((order) => [first, ...order]);
  });
}

/** All sequences of so many of these. */
function sequences<Thing>(things: readonly Thing[], length: number): Thing[][] {
  if (length === 0) return [[]];
  return sequences(things, length - 1).flatMap((sequence) => things.map((thing) => [...sequence, thing]));
}

function expectNoneTwice(messages: readonly Message[], lateFrom: number): void {
  const { placed } = deliver(messages, lateFrom);
  const inTime = new Set(messages.slice(0, lateFrom));
  const had = (...wanted: readonly Message[]) => (wanted.some((message) => inTime.has(message)) ? 1 : 0);
  expect((placed[PLAIN] as number) + (placed[RIVAL] as number)).toBe(had(plain, rival));
  expect(placed[NAMED]).toBe(had(named, namedAnew));
  expect(placed[FIRST_OF_BATCH]).toBe(had(batch));
  expect(placed[SECOND_OF_BATCH]).toBe(had(batch));
}

test('a message in time places its orders once, whatever arrives twice, late or in another order', () => {
  const deliveries = [
    ...orders([plain, plain, named, namedAnew, batch, batch]),
    ...orders([plain, rival, named, named, namedAnew, batch]),
    ...sequences([plain, named, namedAnew, rival, batch], 4),
  ];
  expect(deliveries.length).toBe(180 + 360 + 625);
  for (const messages of deliveries) {
    for (const lateFrom of [1, 3, messages.length]) expectNoneTwice(messages, lateFrom);
  }
});

test('the commands of a message that is taken apart place their orders at most once', () => {
  for (const entries of orders([...batch, ...batch])) {
    const { placed } = deliver(
      entries.map((entry) => [entry]),
      entries.length,
    );
    for (const price of [FIRST_OF_BATCH, SECOND_OF_BATCH]) expect(placed[price]).toBeLessThanOrEqual(1);
  }
});

test('a named order that is sent again is answered with its number, under its old nonce and under a new one', () => {
  expect(deliver([named, named, namedAnew], 3)).toEqual({ placed: [0, 0, 1, 0, 0, 0], known: 2 });
});
