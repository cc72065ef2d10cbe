/**
 * The client that is published, against a real exchange: it trades, keeps a session signed, and follows streams over
 * breaks of its line and restarts of the exchange. Method: the exchange is stopped and started under clients that go
 * on.
 */
import {
  ApiProblem,
  BookCopy,
  type BookFrame,
  type Command,
  ed25519Wallet,
  newPrivateKey,
  type OrdersFrame,
  PublicClient,
  SessionTrader,
  StreamClient,
  type StreamFrame,
  Trader,
} from '@intelligent-ledger/client';
import { decodeSnapshot } from '@intelligent-ledger/engine/core';
import { dataDirectories, verifyLog } from '@intelligent-ledger/engine/host';
import { afterEach, expect, test } from 'vitest';
import { type DemoGateway, DemoGateways } from './demo-gateway.ts';

const gateways = new DemoGateways();
const streams: StreamClient[] = [];
const BUY: Command = { type: 'place_order', market: 0, side: 'buy', price: '100.5', size: '0.25' };
const SELL: Command = { ...BUY, side: 'sell', price: '100', size: '0.1', time_in_force: 'immediate_or_cancel' };

afterEach(async () => {
  for (const stream of streams.splice(0)) stream.close();
  await gateways.removeAll();
});

async function newTrader({ url }: { readonly url: string }): Promise<Trader> {
  return Trader.openDemo({ url, wallet: await ed25519Wallet(newPrivateKey()) });
}

function portOf({ url }: DemoGateway): number {
  return Number(new URL(url).port);
}

/** Follows a stream, and awaits places in it. */
class Follower<Frame extends StreamFrame> {
  readonly frames: Frame[] = [];
  private wake: () => void = () => undefined;

  constructor(client: StreamClient, stream: string, after?: number) {
    const take = (frame: Frame) => {
      this.frames.push(frame);
      this.wake();
    };
    client.follow<Frame>(stream, take, after);
  }

  async until(isThere: (frames: readonly Frame[]) => boolean): Promise<void> {
    while (!isThere(this.frames)) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}

test('two traders trade by the client, and read what they did', async () => {
  const gateway = await gateways.start(gateways.newData());
  const [alice, bob] = [await newTrader(gateway), await newTrader(gateway)];
  const [placed] = await alice.send(BUY);
  expect(placed).toMatchObject({ code: 0, status: 'open', client_order_id: expect.stringMatching(/^[0-9a-f]{32}$/) });
  expect(await bob.send(SELL, SELL)).toMatchObject([
    { status: 'filled' },
    { status: 'filled', average_price: '100.5' },
  ]);
  const [order] = await alice.openOrders();
  expect(order).toMatchObject({ order: placed?.order, filled: '0.2' });
  expect(await alice.orderByClientId(order?.client_order_id ?? '')).toEqual(order);
  expect((await alice.fills()).map(({ fill }) => fill)).toEqual((await bob.fills()).map(({ fill }) => fill));
  expect((await alice.accountState()).positions).toMatchObject([{ market: 0, size: '0.2' }]);
  const anybody = new PublicClient(gateway);
  expect(await anybody.book(0)).toMatchObject({ bids: [['100.5', '0.05', 1]] });
  expect((await anybody.markets()).map(({ symbol }) => symbol)).toEqual(['DEMO-PERP', 'OTHER-PERP']);
  await expect(anybody.market(9)).rejects.toThrow(ApiProblem);
  await expect(alice.send({ ...BUY, price: '1.001' })).rejects.toThrow('1008 decimals_too_many');
});

test('a session signs the chain over all that it sent, and the log says so', async () => {
  const data = gateways.newData();
  const gateway = await gateways.start(data);
  const alice = await newTrader(gateway);
  const session = await SessionTrader.open(alice);
  await Promise.all([session.send(BUY), session.send(BUY, { ...BUY, price: '99' }), session.send(SELL)]);
  await session.send(BUY, { ...BUY, price: '98' });
  await session.sign();
  // The signature covers every command of the last message, so that a pause makes nothing late.
  const answer = await gateway.gateway.port.query('state', {});
  const state = 'answer' in answer ? decodeSnapshot(answer.answer) : answer.refused;
  expect(state).toMatchObject({ sessions: [{ unsignedSince: 0 }] });
  await session.send({ type: 'cancel_order', order: 999 });
  await session.send({ type: 'cancel_orders' });
  await session.close();
  await gateways.stop(gateway);
  const report = await verifyLog(dataDirectories(data), { onProgress: () => undefined });
  expect(report.findings.filter(({ holds }) => !holds)).toEqual([]);
  expect(report.facts).toMatchObject({ unsigned_messages: 0, disputed_sessions: 0, by_session: 10 });
});

test('a session that never pauses signs its chain all the same', async () => {
  const data = gateways.newData();
  const gateway = await gateways.start(data);
  const session = await SessionTrader.open(await newTrader(gateway));
  let isSending = true;
  const send = async (): Promise<void> => {
    while (isSending) await session.send({ ...BUY, price: '1' });
  };
  const sending = [send(), send(), send()];
  for (let signing = 0; signing < 4; signing += 1) {
    await session.send({ ...BUY, price: '2' });
    await session.sign();
  }
  isSending = false;
  await Promise.all(sending);
  await session.close();
  await gateways.stop(gateway);
  const report = await verifyLog(dataDirectories(data), { onProgress: () => undefined });
  expect(report.findings.filter(({ holds }) => !holds)).toEqual([]);
  expect(report.facts).toMatchObject({ unsigned_messages: 0, disputed_sessions: 0 });
});

test('streams go on over restarts of the exchange, without a gap or a repeat', async () => {
  const data = gateways.newData();
  let gateway = await gateways.start(data);
  const listenPort = portOf(gateway);
  const { url } = gateway;
  const [alice, bob] = [await newTrader(gateway), await newTrader(gateway)];
  const client = new StreamClient({ url, readToken: () => alice.readToken() });
  streams.push(client);
  const book = new Follower<BookFrame>(client, 'book:0');
  const orders = new Follower<OrdersFrame>(client, `orders:${alice.account}`);
  await book.until((frames) => frames.length > 0);
  const expected: [string, number][] = [];
  for (let round = 0; round < 3; round += 1) {
    const [placed] = await alice.send(BUY);
    await bob.send(SELL);
    await alice.send({ type: 'cancel_orders' });
    for (const event of ['placed', 'filled', 'cancelled']) expected.push([event, placed?.order ?? 0]);
    await gateways.stop(gateway);
    gateway = await gateways.start(data, { listenPort });
  }
  const { as_of_seq } = await alice.sendMessage([BUY]);
  await book.until((frames) => frames.at(-1)?.seq === as_of_seq);
  const copy = new BookCopy({ price_decimals: 2, size_decimals: 4 });
  for (const frame of book.frames) expect(copy.take(frame)).toBe(true);
  expect(copy.bids()).toEqual([{ price: '100.5', size: '0.25', orders: 1 }]);
  await orders.until((frames) => frames.flatMap(({ events }) => events).length > expected.length);
  const events = orders.frames.flatMap((frame) => frame.events);
  expect(events.map(({ event, order }) => [event, order]).slice(0, expected.length)).toEqual(expected);
}, 60_000);

test('a stream from the beginning comes over one line, from memory and from the journal', async () => {
  const data = gateways.newData();
  let gateway = await gateways.start(data);
  const [alice, bob] = [await newTrader(gateway), await newTrader(gateway)];
  for (let round = 0; round < 3; round += 1) {
    await alice.send(BUY);
    // Nothing of her own happens between.
    await bob.send({ ...BUY, price: '1' }, { type: 'cancel_orders' });
  }
  const { url } = gateway;
  const listenPort = portOf(gateway);
  for (const isRestarted of [false, true]) {
    if (isRestarted) {
      await gateways.stop(gateway);
      gateway = await gateways.start(data, { listenPort });
    }
    let lines = 0;
    gateway.app.server.on('upgrade', () => {
      lines += 1;
    });
    const client = new StreamClient({ url, readToken: () => alice.readToken() });
    streams.push(client);
    const orders = new Follower<OrdersFrame>(client, `orders:${alice.account}`, 0);
    const { as_of_seq } = await alice.sendMessage([{ type: 'cancel_orders' }]);
    await orders.until((frames) => frames.at(-1)?.seq === as_of_seq);
    expect(lines).toBe(1);
    let place = 0;
    for (const { prev_seq = 0, seq } of orders.frames) {
      expect(prev_seq).toBeLessThanOrEqual(Math.max(place, as_of_seq - 1));
      place = seq;
    }
    const placed = orders.frames.flatMap(({ events }) => events.filter(({ event }) => event === 'placed'));
    expect(placed.length).toBe(isRestarted ? 4 : 3);
    // It would come again over a line of its own.
    client.close();
    await alice.send(BUY);
  }
}, 60_000);
