/**
 * Streams: what a client that follows them has is what the exchange has, wherever it begins and however often its line
 * breaks, and every frame goes on from the one before. Method: real lines; copies of the book held to its checksum, and
 * events held to those that were read in one piece.
 */
import type { BookFrame, OrderEvent, OrdersFrame, Trade, TradesFrame } from '@intelligent-ledger/client/wire';
import { type Level, type Lots, scaledOf, type Ticks } from '@intelligent-ledger/engine/core';
import { bookChecksum } from '@intelligent-ledger/engine/host';
import { afterEach, expect, test } from 'vitest';
import { DemoGateways, type Trader } from './demo-gateway.ts';
import { type Frame, StreamClient } from './stream-client.ts';

const gateways = new DemoGateways();
const clients: StreamClient[] = [];
const PRICE_DECIMALS = 2;
const SIZE_DECIMALS = 4;

afterEach(async () => {
  for (const client of clients.splice(0)) client.break();
  await gateways.removeAll();
});

async function opened(...of: Parameters<typeof StreamClient.open>): Promise<StreamClient> {
  const client = await StreamClient.open(...of);
  clients.push(client);
  return client;
}

/** Orders that rest, trade and leave, of two traders. */
async function trade(alice: Trader, bob: Trader, rounds: number): Promise<number> {
  let sequence = 0;
  for (let round = 0; round < rounds; round += 1) {
    const at = (cents: number) => ({
      type: 'place_order',
      market: 0,
      side: 'buy',
      price: `99.${10 + cents}`,
      size: '0.1',
    });
    await alice.ask(at(round % 9), at((round * 7) % 9));
    const sale = { type: 'place_order', market: 0, side: 'sell', price: '99', size: '0.15' };
    await bob.ask({ ...sale, time_in_force: 'immediate_or_cancel' });
    const answer = round % 3 === 2 ? await alice.ask({ type: 'cancel_orders' }) : await alice.ask(at(5));
    sequence = answer.body.as_of_seq;
  }
  return sequence;
}

/** A copy of a book, made of its frames. */
class Copy {
  sequence = -1;
  private readonly sides = { bids: new Map<string, Level>(), asks: new Map<string, Level>() };

  take(frame: BookFrame): void {
    if (frame.prev_seq === undefined) for (const side of Object.values(this.sides)) side.clear();
    else expect(frame.prev_seq).toBeLessThanOrEqual(this.sequence);
    expect(frame.seq).toBeGreaterThan(this.sequence);
    for (const [name, side] of Object.entries(this.sides)) {
      for (const [price, size, orders] of frame[name as 'bids' | 'asks']) {
        const level = {
          price: scaledOf(price, PRICE_DECIMALS) as Ticks,
          size: scaledOf(size, SIZE_DECIMALS) as Lots,
          orders,
        };
        if (level.size === 0) side.delete(price);
        else side.set(price, level);
      }
    }
    this.sequence = frame.seq;
    const best = (side: Map<string, Level>, sign: number) =>
      [...side.values()].sort((a, b) => sign * (a.price - b.price));
    expect(bookChecksum(best(this.sides.bids, -1), best(this.sides.asks, 1))).toBe(frame.checksum);
  }
}

/** Frames follow each other without a gap or a repeat, from a place on. */
function expectWhole(frames: readonly Frame[], from: number): number {
  let place = from;
  for (const { prev_seq = 0, seq } of frames) {
    expect(prev_seq).toBeLessThanOrEqual(place);
    expect(seq).toBeGreaterThan(place);
    place = seq;
  }
  return place;
}

test('a book is followed from a snapshot on, and from wherever the line broke', async () => {
  const gateway = await gateways.start(gateways.newData());
  const [alice, bob] = [await gateway.newTrader(), await gateway.newTrader()];
  await trade(alice, bob, 4);
  const copy = new Copy();
  for (let line = 0; line < 3; line += 1) {
    const client = await opened(gateway);
    const answer = await client.ask({
      op: 'subscribe',
      stream: 'book:0',
      ...(line > 0 ? { after_seq: copy.sequence } : {}),
    });
    expect(answer).toMatchObject({ ok: true, stream: 'book:0' });
    const last = await trade(alice, bob, 5);
    await client.until(() => (client.of('book:0').at(-1)?.seq ?? 0) >= last - 1);
    client.break();
    for (const frame of client.of<BookFrame>('book:0')) copy.take(frame);
    // What happens while there is no line is in the first frame of the next one.
    await trade(alice, bob, 2);
  }
  expect(copy.sequence).toBeGreaterThan(100);
});

test('orders and trades are gone on with behind any place, from memory and from the journal', async () => {
  const data = gateways.newData();
  const first = await gateways.start(data);
  const [alice, bob] = [await first.newTrader(), await first.newTrader()];
  const token = (await alice.reading())['authorization']?.slice('Bearer '.length);
  const whole = await opened(first);
  const from = (await whole.ask({ op: 'subscribe', stream: 'trades:0' })).as_of_seq as number;
  expect((await whole.ask({ op: 'logon', token })).ok).toBe(true);
  await whole.ask({ op: 'subscribe', stream: `orders:${alice.account}` });
  const middle = await trade(alice, bob, 6);
  const last = await trade(alice, bob, 6);
  await whole.until(() => whole.of(`orders:${alice.account}`).at(-1)?.seq === last);
  const trades = whole.of<TradesFrame>('trades:0').flatMap((frame) => frame.trades);
  const events = whole.of<OrdersFrame>(`orders:${alice.account}`).flatMap((frame) => frame.events);
  expect(events.filter(({ event }) => event === 'filled').length).toBe(trades.length);
  expectWhole(whole.of('trades:0'), from);
  expectWhole(whole.of(`orders:${alice.account}`), from);
  await gateways.stop(first);
  const again = await gateways.start(data);
  for (const place of [from, middle, last]) {
    const client = await opened(again);
    await client.ask({ op: 'logon', token });
    const asked = [`orders:${alice.account}`, 'trades:0'].map((stream) => ({
      op: 'subscribe',
      stream,
      after_seq: place,
    }));
    for (const request of asked) expect(await client.ask(request)).toMatchObject({ ok: true });
    const behind = <Item extends OrderEvent | Trade>(items: Item[]) => items.filter(({ seq }) => seq > place);
    const ofOrders = client.of<OrdersFrame>(`orders:${alice.account}`);
    expect(ofOrders.flatMap((frame) => frame.events)).toEqual(behind(events));
    expect(client.of<TradesFrame>('trades:0').flatMap((frame) => frame.trades)).toEqual(behind(trades));
    expectWhole(ofOrders, place);
  }
});

test('orders come in over the line, and what was left for the case that it breaks is done', async () => {
  const gateway = await gateways.start(gateways.newData());
  const alice = await gateway.newTrader();
  const client = await opened(gateway);
  const order = { type: 'place_order', market: 0, side: 'buy', price: '99.5', size: '0.1' };
  const message = alice.bodyOf([order, order]);
  const sent = await client.ask({ op: 'send', message, signature: alice.sign(message) });
  expect(sent).toMatchObject({ ok: true, result: { results: [{ code: 0 }, { code: 0, status: 'open' }] } });
  const will = alice.bodyOf([{ type: 'cancel_orders' }]);
  expect(await client.ask({ op: 'cancel_on_disconnect', message: will, signature: alice.sign(will) })).toMatchObject({
    ok: true,
  });
  const watcher = await opened(gateway);
  await watcher.ask({ op: 'subscribe', stream: 'book:0' });
  client.break();
  await watcher.until(() => watcher.of('book:0').length > 1);
  const { body } = await gateway.get('/v1/markets/0/book');
  expect(body).toMatchObject({ bids: [] });
});

test('who does not read is passed over, holds nobody up, and has the same book in the end', async () => {
  const gateway = await gateways.start(gateways.newData());
  const [alice, bob] = [await gateway.newTrader(), await gateway.newTrader()];
  const [slow, quick] = [await opened(gateway), await opened(gateway)];
  for (const client of [slow, quick]) await client.ask({ op: 'subscribe', stream: 'book:0' });
  slow.setReading(false);
  const last = await trade(alice, bob, 40);
  await quick.until(() => (quick.of('book:0').at(-1)?.seq ?? 0) >= last - 1);
  slow.setReading(true);
  await slow.until(() => slow.of('book:0').at(-1)?.seq === quick.of('book:0').at(-1)?.seq);
  for (const client of [slow, quick]) {
    const copy = new Copy();
    for (const frame of client.of<BookFrame>('book:0')) copy.take(frame);
  }
});

test('what is no request, or not allowed, is refused with its number', async () => {
  const gateway = await gateways.start(gateways.newData());
  const [alice, bob] = [await gateway.newTrader(), await gateway.newTrader()];
  const client = await opened(gateway);
  const problemOf = async (request: object) => (await client.ask(request)).problem;
  expect(await problemOf({ op: 'subscribe', stream: 'book:7' })).toMatchObject({ code: 1401, name: 'stream_unknown' });
  expect(await problemOf({ op: 'subscribe', stream: 'books' })).toMatchObject({ code: 1402, field: 'stream' });
  expect(await problemOf({ op: 'dance' })).toMatchObject({ code: 1402, field: 'op' });
  expect(await problemOf({ op: 'subscribe', stream: 'book:0', after_seq: 1e9 })).toMatchObject({ code: 1007 });
  expect(await problemOf({ op: 'subscribe', stream: `orders:${alice.account}` })).toMatchObject({ code: 1101 });
  const token = (await bob.reading())['authorization']?.slice('Bearer '.length);
  await client.ask({ op: 'logon', token });
  expect(await problemOf({ op: 'subscribe', stream: `orders:${alice.account}` })).toMatchObject({ code: 1111 });
  expect(await problemOf({ op: 'logon', token: 'none' })).toMatchObject({ code: 1110 });
  expect(await problemOf({ op: 'send', message: '{}' })).toMatchObject({ code: 1004 });
  const order = { type: 'place_order', market: 0, side: 'buy', price: '99.5', size: '0.1' };
  const message = bob.bodyOf([order]);
  const will = { op: 'cancel_on_disconnect', message, signature: bob.sign(message) };
  expect(await problemOf(will)).toMatchObject({ code: 1402, field: 'message' });
  client.sendRaw('no JSON');
  client.sendRaw(Uint8Array.of(1, 2));
  expect(await client.ask({ op: 'ping' })).toMatchObject({ ok: true });
});
