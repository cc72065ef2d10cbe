/**
 * The binary door over a real host: orders, what every door asks, lines that break and lines that send anything.
 * Method: the client's own trader, and bytes written by hand; the engine's layouts and the check of the log are judges.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { ed25519Wallet, newPrivateKey, StreamClient, Trader } from '@intelligent-ledger/client';
import {
  amendOrderBytes,
  BinaryRefused,
  BinaryTrader,
  cancelByClientOrderIdBytes,
  cancelOrderBytes,
  cancelOrdersBytes,
  ORDER_STATUS,
  placeOrderBytes,
  SERVER_FRAMES,
} from '@intelligent-ledger/client/binary';
import type { OrdersFrame } from '@intelligent-ledger/client/wire';
import {
  amendOrder,
  cancelByClientOrderId,
  cancelOrder,
  cancelOrders,
  encode,
  placeOrder,
} from '@intelligent-ledger/engine/core';
import { dataDirectories, verifyLog } from '@intelligent-ledger/engine/host';
import { PROBLEMS } from '@intelligent-ledger/server';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { type DemoGateway, DemoGateways, now } from './demo-gateway.ts';

const gateways = new DemoGateways();
const BUY = { market: 0, side: 'buy', price: 10_050, size: 2_500 } as const;
const SELL = { ...BUY, side: 'sell' } as const;

afterEach(() => gateways.removeAll());

async function traderAt({ url }: DemoGateway): Promise<Trader> {
  return Trader.openDemo({ url, wallet: await ed25519Wallet(newPrivateKey()) });
}

function binaryAt(port: number, trader: Trader): Promise<BinaryTrader> {
  return BinaryTrader.open(trader, connect(port, '127.0.0.1'));
}

/** Everything that a line says until it ends. */
async function saidOn(socket: Socket): Promise<Buffer> {
  const parts: Buffer[] = [];
  socket.on('data', (bytes) => parts.push(bytes));
  // A line that is cut off ends as well.
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(parts);
}

test('commands of the client are those of the engine, to the byte', () => {
  const head = { account: 3, key: 4, session: 5, nonce: 2 ** 50 + 7, validUntil: 2 ** 51 + 9 };
  const name = Uint8Array.from({ length: 16 }, (_, index) => index + 1);
  const clientOrderId = Buffer.from(name).toString('hex');
  const terms = { ...head, market: 6, price: 7, size: 8, orderType: 1, clientOrderId };
  const order = { market: 6, price: 7, size: 8, clientOrderId: name };
  for (const [side, number] of [
    ['buy', 1],
    ['sell', 2],
  ] as const) {
    for (const [index, timeInForce] of (
      ['good_till_cancelled', 'immediate_or_cancel', 'fill_or_kill'] as const
    ).entries()) {
      for (const flags of [0, 1, 2, 3]) {
        const made = placeOrderBytes(head, {
          ...{ ...order, side, timeInForce, isPostOnly: (flags & 1) !== 0, isReduceOnly: (flags & 2) !== 0 },
        });
        expect([...made]).toEqual([...encode(placeOrder, { ...terms, side: number, timeInForce: index + 1, flags })]);
      }
    }
  }
  const amended = { order: 2 ** 40 + 1, price: 11, size: 12 };
  expect([...amendOrderBytes(head, amended)]).toEqual([...encode(amendOrder, { ...head, ...amended })]);
  expect([...cancelOrderBytes(head, 2 ** 40)]).toEqual([...encode(cancelOrder, { ...head, order: 2 ** 40 })]);
  const byName = encode(cancelByClientOrderId, { ...head, clientOrderId });
  expect([...cancelByClientOrderIdBytes(head, name)]).toEqual([...byName]);
  expect([...cancelOrdersBytes(head)]).toEqual([...encode(cancelOrders, head)]);
  expect([...cancelOrdersBytes(head, 9)]).toEqual([...encode(cancelOrders, { ...head, filter: 2, market: 9 })]);
});

test('accounts at three doors see the same fills, positions and sequence, and the log is signed', async () => {
  const data = gateways.newData();
  const gateway = await gateways.start(data);
  const door = await gateways.openBinary(gateway);
  const [maker, taker] = [await traderAt(gateway), await traderAt(gateway)];
  const events: OrdersFrame['events'][number][] = [];
  const streams = new StreamClient({ url: gateway.url, readToken: () => maker.readToken() });
  streams.follow<OrdersFrame>(`orders:${maker.account}`, (frame) => void events.push(...frame.events), 0);
  const binary = await binaryAt(door.port, taker);
  const [resting] = await maker.send({ type: 'place_order', market: 0, side: 'sell', price: '100.5', size: '0.25' });
  const taken = await binary.place({ ...BUY, size: 1_000, timeInForce: 'immediate_or_cancel' });
  expect(taken).toMatchObject({ code: 0, status: ORDER_STATUS.filled, filled: 1_000, value: 1_000 * 10_050 });
  const rests = await binary.place({ ...BUY, price: 9_900 });
  expect(rests).toMatchObject({ code: 0, status: ORDER_STATUS.open, filled: 0, remaining: 2_500 });
  expect(await binary.amend({ order: rests.order, price: 9_800, size: 3_000 })).toMatchObject({
    ...{ status: ORDER_STATUS.open, remaining: 3_000, order: rests.order },
  });
  expect(await binary.cancel(rests.order)).toMatchObject({ status: ORDER_STATUS.cancelled, order: rests.order });
  const name = Uint8Array.from({ length: 16 }, () => 0xab);
  const named = await binary.place({ ...BUY, price: 9_700, clientOrderId: name });
  expect(await binary.place({ ...BUY, price: 9_600, clientOrderId: name })).toMatchObject({ code: expect.any(Number) });
  expect(await binary.cancelByClientOrderId(name)).toMatchObject({ code: 0, order: named.order });
  await Promise.all([1, 2, 3].map((step) => binary.place({ ...BUY, price: 9_000 + step })));
  expect(await binary.cancelAll(0)).toMatchObject({ code: 0, remaining: 3 });
  expect(await binary.cancel(rests.order)).toMatchObject({ field: 32, status: ORDER_STATUS.none });
  await binary.close();
  const [ofMaker, ofTaker] = [await maker.fills(), await taker.fills()];
  const place = { price: '100.5', size: '0.1', seq: taken.sequence };
  expect([ofMaker, ofTaker]).toMatchObject([[place], [{ ...place, order: taken.order, fill: ofMaker[0]?.fill }]]);
  const states = await Promise.all([maker.accountState(), taker.accountState()]);
  expect(states.map(({ positions }) => positions[0]?.size)).toEqual(['-0.1', '0.1']);
  await expect
    .poll(() => events.map(({ event, order, seq }) => [event, order, seq]), { timeout: 20_000 })
    .toEqual([
      ['placed', resting?.order, resting?.seq],
      ['filled', resting?.order, taken.sequence],
    ]);
  streams.close();
  await gateways.stop(gateway);
  const report = await verifyLog(dataDirectories(data), { onProgress: () => undefined });
  expect(report.findings.filter(({ holds }) => !holds)).toEqual([]);
  expect(report.facts).toMatchObject({ by_logon: 12, unsigned_tails: 0, disputed_sessions: 0 });
});

test('what is sent in parts, or many at once, is the same', async () => {
  const limits = { commands: { perSecond: 1, most: 1_000_000 }, requests: { perSecond: 1_000, most: 1_000 } };
  const gateway = await gateways.start(gateways.newData(), { limits });
  const door = await gateways.openBinary(gateway);
  const trader = await traderAt(gateway);
  const socket = connect(door.port, '127.0.0.1');
  const binary = await BinaryTrader.open(trader, {
    // One byte at a time, each in a segment of its own.
    write: (bytes) => {
      for (const byte of bytes) socket.write(Uint8Array.of(byte));
    },
    on: (event: 'data' | 'close' | 'error', take: (given: never) => void) =>
      socket.on(event as 'data', take as (bytes: Buffer) => void),
    end: () => socket.end(),
  });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, step) => binary.place({ ...BUY, price: 100 + step })),
  );
  expect(new Set(answers.map(({ order }) => order)).size).toBe(20);
  const other = await binaryAt(door.port, await traderAt(gateway));
  const many = await Promise.all(Array.from({ length: 9_000 }, () => other.place({ ...SELL, price: 90_000, size: 1 })));
  expect(many.filter(({ code }) => code === 0).length).toBeGreaterThan(100);
  expect(new Set(many.map(({ sequence }) => sequence)).size).toBe(9_000);
  await binary.close();
  await other.close();
});

test('what every door asks is asked here too, and changes nothing', async () => {
  const gateway = await gateways.start(gateways.newData());
  const door = await gateways.openBinary(gateway);
  const [alice, bob] = [await traderAt(gateway), await traderAt(gateway)];
  const socket = connect(door.port, '127.0.0.1');
  const binary = await BinaryTrader.open(alice, socket);
  const other = await binaryAt(door.port, bob);
  await binary.sign();
  const before = await gateway.gateway.port.query('state', {});
  const head = { account: alice.account, key: 0, session: binary.opened.session, validUntil: now() + 9_000_000 };
  const nonce = now();
  const order = { ...BUY, price: 100 };
  const refusals: [string, number, Uint8Array][] = [
    ['session_unknown', 28, placeOrderBytes({ ...head, nonce, session: other.opened.session }, order)],
    ['session_unknown', 28, placeOrderBytes({ ...head, nonce, session: 0 }, order)],
    ['key_unknown', 24, placeOrderBytes({ ...head, nonce, key: 7 }, order)],
    ['valid_until_passed', 8, placeOrderBytes({ ...head, nonce, validUntil: now() - 1_000_000 }, order)],
    ['valid_until_too_far', 8, placeOrderBytes({ ...head, nonce, validUntil: now() + 90_000_000 }, order)],
    ['value_out_of_range', 16, placeOrderBytes({ ...head, nonce: 63 }, order)],
    ['value_out_of_range', 16, placeOrderBytes({ ...head, nonce: head.validUntil + 1 }, order)],
  ];
  const parts: Buffer[] = [];
  socket.on('data', (bytes) => parts.push(bytes));
  for (const [, , bytes] of refusals) socket.write(bytes);
  const { bytes: length } = SERVER_FRAMES.refusal;
  await expect.poll(() => Buffer.concat(parts).length).toBe(length * refusals.length);
  const said = Buffer.concat(parts);
  for (const [index, [name, field]] of refusals.entries()) {
    const at = index * length;
    expect([name, said.readUInt16LE(at + 2), said.readUInt16LE(at + 4)]).toEqual([
      ...[name, PROBLEMS[name as keyof typeof PROBLEMS].code, field],
    ]);
  }
  const after = await gateway.gateway.port.query('state', {});
  expect('answer' in before && 'answer' in after && stateOf(after.answer)).toEqual(
    'answer' in before && stateOf(before.answer),
  );
  // Another's account is refused by the engine, which spends no nonce of anybody, and who acts for it is cut off.
  const foreign = placeOrderBytes({ ...head, account: bob.account, nonce: now() }, order);
  parts.length = 0;
  socket.write(foreign);
  await expect.poll(() => Buffer.concat(parts).length).toBe(SERVER_FRAMES.answer.bytes + SERVER_FRAMES.ended.bytes);
  expect(Buffer.concat(parts).readUInt16LE(2)).toBe(413);
  await binary.close();
  await other.close();
});

/** A state without the sequence and time, which ticks move. */
function stateOf(snapshot: Uint8Array): string {
  return Buffer.from(snapshot).subarray(64).toString('hex');
}

test('a line that does not prove whose it is ends with the reason', async () => {
  const gateway = await gateways.start(gateways.newData());
  const door = await gateways.openBinary(gateway);
  const trader = await traderAt(gateway);
  const logon = (session: number) => {
    const frame = Buffer.alloc(40, 1);
    frame.writeUInt8(0xf1, 0);
    frame.writeUInt32LE(session, 4);
    return frame;
  };
  const opened = await binaryAt(door.port, trader);
  const cases: [string, Uint8Array][] = [
    ['code_wrong', logon(opened.opened.session)],
    ['session_unknown', logon(99)],
    ['credentials_missing', Buffer.from([0xf3, 1, ...new Array(14).fill(0)])],
    ['frame_malformed', Buffer.from([0x05])],
    ['frame_malformed', Buffer.from([0xff, 1])],
    ['frame_malformed', Buffer.concat([Buffer.from([0xf1, 2]), Buffer.alloc(38)])],
  ];
  for (const [name, bytes] of cases) {
    const socket = connect(door.port, '127.0.0.1');
    const said = saidOn(socket);
    socket.write(bytes);
    const ended = (await said).subarray(-8);
    expect([name, ended[0], ended.readUInt16LE(2)]).toEqual([name, 6, PROBLEMS[name as keyof typeof PROBLEMS].code]);
  }
  await expect(binaryAt(door.port, await traderAt(gateway))).resolves.toBeDefined();
  await opened.close();
  await expect(opened.place(BUY)).rejects.toThrow(BinaryRefused);
});

test('orders are cancelled when the line breaks, where that was asked for', async () => {
  const gateway = await gateways.start(gateways.newData());
  const door = await gateways.openBinary(gateway);
  const trader = await traderAt(gateway);
  const socket = connect(door.port, '127.0.0.1');
  const binary = await BinaryTrader.open(trader, socket);
  await binary.place({ ...BUY, price: 100 });
  const other = await binaryAt(door.port, trader);
  const kept = await other.place({ ...BUY, price: 101 });
  expect((await trader.openOrders()).length).toBe(2);
  binary.cancelOnDisconnect();
  // It is answered behind what was said before it.
  expect(await binary.amend({ order: kept.order, price: 102, size: 1 })).toMatchObject({ code: 0 });
  socket.resetAndDestroy();
  await expect.poll(async () => (await trader.openOrders()).length).toBe(0);
  await other.close();
});

test('a cancel that was left is valid however much is sent after it', async () => {
  const gateway = await gateways.start(gateways.newData());
  const door = await gateways.openBinary(gateway);
  const trader = await traderAt(gateway);
  const socket = connect(door.port, '127.0.0.1');
  const binary = await BinaryTrader.open(trader, socket);
  binary.cancelOnDisconnect();
  await Promise.all(Array.from({ length: 200 }, (_, step) => binary.place({ ...BUY, price: 100 + step, size: 1 })));
  expect((await trader.openOrders()).length).toBe(200);
  socket.resetAndDestroy();
  await expect.poll(async () => (await trader.openOrders()).length, { timeout: 20_000 }).toBe(0);
});

test('a trader that never pauses signs its chain, and the log says so', async () => {
  const data = gateways.newData();
  const gateway = await gateways.start(data);
  const door = await gateways.openBinary(gateway);
  const binary = await binaryAt(door.port, await traderAt(gateway));
  let isSending = true;
  const place = async (): Promise<void> => {
    while (isSending) expect(await binary.place({ ...BUY, price: 100, size: 1 })).toMatchObject({ code: 0 });
  };
  const sending = [place(), place(), place()];
  for (let signing = 0; signing < 5; signing += 1) {
    await binary.place({ ...BUY, price: 200, size: 1 });
    await binary.sign();
  }
  isSending = false;
  await Promise.all(sending);
  await binary.close();
  await gateways.stop(gateway);
  const report = await verifyLog(dataDirectories(data), { onProgress: () => undefined });
  expect(report.findings.filter(({ holds }) => !holds)).toEqual([]);
  expect(report.facts).toMatchObject({ unsigned_tails: 0, disputed_sessions: 0 });
});

test('a line that reads nothing is let go, and the door closes all the same', async () => {
  const gateway = await gateways.start(gateways.newData());
  const door = await gateways.openBinary(gateway);
  const trader = await traderAt(gateway);
  const socket = connect(door.port, '127.0.0.1');
  const binary = await BinaryTrader.open(trader, socket);
  await binary.place({ ...BUY, price: 100, size: 1 });
  socket.pause();
  const ping = Buffer.alloc(16);
  ping.writeUInt16LE(0x01f3, 0);
  const many = Buffer.concat(Array.from({ length: 4_096 }, () => ping));
  socket.on('error', () => undefined);
  while (!socket.destroyed && socket.writableLength < 1_048_576) {
    socket.write(many);
    await new Promise(setImmediate);
  }
  const silent = connect(door.port, '127.0.0.1');
  silent.on('error', () => undefined);
  await once(silent, 'connect');
  await door.close();
  socket.destroy();
  silent.destroy();
});

test('any bytes end a line or are refused, and nobody else notices', async () => {
  const gateway = await gateways.start(gateways.newData());
  const door = await gateways.openBinary(gateway);
  const steady = await binaryAt(door.port, await traderAt(gateway));
  const trader = await traderAt(gateway);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 600 }), fc.boolean(), async (bytes, isIn) => {
      const socket = connect(door.port, '127.0.0.1');
      socket.on('error', () => undefined);
      if (isIn) await BinaryTrader.open(trader, socket);
      else await once(socket, 'connect');
      socket.write(bytes);
      socket.end();
      socket.resume();
      await new Promise((resolve) => (socket.closed ? resolve(null) : socket.once('close', resolve)));
      expect(await steady.place({ ...BUY, price: 100, size: 1, timeInForce: 'immediate_or_cancel' })).toMatchObject({
        code: 0,
      });
    }),
    { seed: 27_112_026, numRuns: 60 },
  );
  await steady.close();
});
