/**
 * Budgets over a real host: what is spent is refused with the time to wait, a cancel of a live order never is, and one
 * who spends takes nothing from another. Method: budgets that hardly grow while a test runs.
 */
import { connect } from 'node:net';
import { Trader as ClientTrader, ed25519Wallet, newPrivateKey } from '@intelligent-ledger/client';
import { BinaryTrader, SERVER_FRAMES } from '@intelligent-ledger/client/binary';
import type { Limits } from '@intelligent-ledger/server';
import { afterEach, expect, test } from 'vitest';
import { type DemoGateway, DemoGateways } from './demo-gateway.ts';
import { StreamClient } from './stream-client.ts';

const gateways = new DemoGateways();
const BUY = { type: 'place_order', market: 0, side: 'buy', price: '1', size: '1' };
const FEW: Partial<Limits> = { commands: { perSecond: 0.01, most: 20 }, requests: { perSecond: 0.01, most: 30 } };

afterEach(() => gateways.removeAll());

test('commands cost of the budget of their owner, and one that is spent says when there is more', async () => {
  const gateway = await gateways.start(gateways.newData(), { limits: FEW });
  const [alice, bob] = [await gateway.newTrader(), await gateway.newTrader()];
  const first = await alice.ask(BUY, BUY, BUY);
  expect(first.headers.get('ratelimit')).toMatch(/^"commands";r=16;t=\d+$/);
  expect(first.headers.get('ratelimit-policy')).toBe('"commands";q=20;w=2000');
  await alice.ask(...Array.from({ length: 15 }, () => BUY));
  const refused = await alice.ask(BUY, { type: 'cancel_orders' });
  expect(refused).toMatchObject({ status: 429, body: { name: 'budget_spent', code: 1208 } });
  const wait = Number(refused.headers.get('retry-after'));
  expect(wait).toBeGreaterThan(100);
  expect((refused.body as unknown as { retry_after_millis: number }).retry_after_millis).toBeLessThanOrEqual(
    wait * 1_000,
  );
  expect((await bob.ask(BUY)).status).toBe(200);
});

test('a cancel of a live order is never refused, and of one that is not it is', async () => {
  const gateway = await gateways.start(gateways.newData(), { limits: FEW });
  const alice = await gateway.newTrader();
  const name = 'ab'.repeat(16);
  const { body } = await alice.ask({ ...BUY, client_order_id: name }, ...Array.from({ length: 18 }, () => BUY));
  const [named, second, ...rest] = body.results.map(({ order }) => order);
  expect((await alice.ask(BUY)).status).toBe(429);
  const cancel = (order: number | undefined) => ({ type: 'cancel_order', order });
  expect((await alice.ask(cancel(second))).body.results).toMatchObject([{ status: 'cancelled' }]);
  expect((await alice.ask(cancel(second))).status).toBe(429);
  const byName = { type: 'cancel_by_client_order_id', client_order_id: name };
  expect((await alice.ask(byName)).body.results).toMatchObject([{ order: named, status: 'cancelled' }]);
  expect((await alice.ask(byName)).status).toBe(429);
  // All of several must be live, and what is more than cancels is refused.
  expect((await alice.ask(cancel(second), cancel(rest[0]))).status).toBe(429);
  expect((await alice.ask(cancel(rest[2]), cancel(rest[0]))).status).toBe(200);
  const unnamed = { type: 'cancel_by_client_order_id', client_order_id: '00'.repeat(16) };
  expect((await alice.ask(unnamed)).status).toBe(429);
  expect((await alice.ask({ type: 'cancel_orders', market: 1 })).status).toBe(429);
  expect((await alice.ask(cancel(rest[1]), BUY)).status).toBe(429);
  const client = await StreamClient.open(gateway);
  const message = alice.bodyOf([cancel(rest[1])]);
  expect(await client.ask({ op: 'send', message, signature: alice.sign(message) })).toMatchObject({ ok: true });
  const more = alice.bodyOf([BUY]);
  const refused = await client.ask({ op: 'send', message: more, signature: alice.sign(more) });
  expect(refused.problem).toMatchObject({ name: 'budget_spent', retry_after_millis: expect.any(Number) });
  client.break();
  expect((await alice.ask({ type: 'cancel_orders' })).body.results).toMatchObject([{ code: 0 }]);
  expect((await alice.ask({ type: 'cancel_orders' })).status).toBe(429);
});

test('over a binary line it is the same, and what cancels is always taken', async () => {
  const gateway = await gateways.start(gateways.newData(), { limits: FEW });
  const door = await gateways.openBinary(gateway);
  const alice = await ClientTrader.openDemo({ url: gateway.url, wallet: await ed25519Wallet(newPrivateKey()) });
  const binary = await BinaryTrader.open(alice, connect(door.port, '127.0.0.1'));
  const order = { market: 0, side: 'buy', price: 100, size: 1 } as const;
  const placed = await Promise.all(Array.from({ length: 20 }, () => binary.place(order)));
  await expect(binary.place(order)).rejects.toMatchObject({ problem: 1_208 });
  for (const { order: number } of placed) expect(await binary.cancel(number)).toMatchObject({ code: 0 });
  // Nothing is left of the budget: each of these is taken, and the line read again ten milliseconds later.
  const begun = performance.now();
  await Promise.all(Array.from({ length: 21 }, () => binary.cancel(1_000_000)));
  expect(performance.now() - begun).toBeGreaterThanOrEqual(195);
  await expect(binary.place(order)).rejects.toMatchObject({ problem: 1_208 });
  await binary.close();
});

test('requests cost of the budget of an address, and with a token of its owner', async () => {
  const gateway = await gateways.start(gateways.newData(), { limits: FEW });
  const alice = await ClientTrader.openDemo({ url: gateway.url, wallet: await ed25519Wallet(newPrivateKey()) });
  let status = 200;
  while (status === 200) ({ status } = await gateway.get('/v1/markets'));
  expect(await gateway.get('/v1/markets/0/book')).toMatchObject({ status: 429, body: { name: 'budget_spent' } });
  // Whoever has a token is not anybody.
  expect(await alice.openOrders()).toEqual([]);
  expect((await gateway.get('/healthz')).status).toBe(200);
  for (let count = 0; count < 29; count += 1) await alice.openOrders();
  await expect(alice.openOrders()).rejects.toThrow('1208');
});

test('who is refused again and again loses the line, and others of the address keep theirs', async () => {
  const gateway = await gateways.start(gateways.newData(), { limits: { faults: { perSecond: 0.01, most: 30 } } });
  const alice = await gateway.newTrader();
  const client = await StreamClient.open(gateway);
  const socket = connectTo(gateway);
  const bad = 'GET /v1/markets/first HTTP/1.1\r\nhost: here\r\n\r\n';
  for (let count = 1; count <= 3; count += 1) {
    socket.line.write(bad);
    await expect.poll(socket.refusals).toBe(count);
  }
  // Of two that come together the second is not looked at.
  socket.line.write(bad + bad);
  await socket.closed;
  expect(socket.refusals()).toBe(4);
  expect(socket.said()).toContain('connection: close');
  const next = connectTo(gateway);
  await next.closed;
  expect(next.said()).toBe('');
  for (let count = 0; count < 20; count += 1) {
    const message = alice.bodyOf([BUY]);
    expect(await client.ask({ op: 'send', message, signature: alice.sign(message) })).toMatchObject({ ok: true });
  }
  client.break();
});

test('so does who is on a WebSocket or a binary line', async () => {
  const gateway = await gateways.start(gateways.newData(), { limits: { faults: { perSecond: 0.01, most: 30 } } });
  const door = await gateways.openBinary(gateway);
  const client = await StreamClient.open(gateway);
  for (let count = 0; count < 4; count += 1) expect(await client.ask({ op: 'nothing' })).toMatchObject({ ok: false });
  for (let count = 0; count < 100; count += 1) client.sendRaw(Buffer.alloc(0));
  await expect.poll(() => client.closeCode).toBe(1_008);
  const ends = [];
  for (let count = 0; count < 4; count += 1) {
    const line = connect(door.port, '127.0.0.1');
    line.write(Buffer.alloc(40, 0xf1));
    const parts: Buffer[] = [];
    line.on('data', (bytes: Buffer) => parts.push(bytes));
    line.on('error', () => undefined);
    await new Promise((resolve) => line.once('close', resolve));
    ends.push(Buffer.concat(parts).length);
  }
  const told = SERVER_FRAMES.challenge.bytes + SERVER_FRAMES.ended.bytes;
  expect(ends).toEqual([told, told, told, 0]);
});

test('requests of a line are served one after another, and none behind one that ended it', async () => {
  const gateway = await gateways.start(gateways.newData(), { limits: { faults: { perSecond: 0.01, most: 10 } } });
  const alice = await gateway.newTrader();
  const client = await StreamClient.open(gateway);
  const requestOf = (body: string, signature: string) => {
    const head = 'POST /v1/messages HTTP/1.1\r\nhost: here\r\ncontent-type: application/json\r\n';
    return `${head}il-signature: ${signature}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  };
  const bodies = Array.from({ length: 100 }, () => alice.bodyOf([BUY]));
  const signed = (index: number) => requestOf(bodies[index] as string, alice.sign(bodies[index] as string));
  const forged = (index: number) => requestOf(bodies[index] as string, '00'.repeat(64));
  // Orders that were sent together come to the log in that order; the second that is forged ends the line.
  const socket = connectTo(gateway);
  const good = Array.from({ length: 40 }, (_, index) => signed(index));
  socket.line.write([...good, forged(40), signed(41), forged(42), signed(43), forged(44)].join(''));
  await socket.closed;
  const places = [...socket.said().matchAll(/"as_of_seq":(\d+),"seq":\1/g)].map(([, place]) => Number(place));
  expect(places.length).toBe(41);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(socket.said().split('HTTP/1.1 401').length - 1).toBe(2);
  const message = alice.bodyOf([{ type: 'cancel_orders' }]);
  const answer = await client.ask({ op: 'send', message, signature: alice.sign(message) });
  expect(answer.result?.results[0]).toMatchObject({ cancelled: 41 });
  client.break();
});

test('a line that asks for another protocol where there is none is let go, however it breaks', async () => {
  const gateway = await gateways.start(gateways.newData());
  for (let count = 0; count < 20; count += 1) {
    const socket = connectTo(gateway);
    await new Promise((resolve) => socket.line.once('connect', resolve));
    socket.line.write('GET /nothing HTTP/1.1\r\nhost: here\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n');
    if (count % 2 === 0) socket.line.resetAndDestroy();
    await socket.closed;
  }
  expect((await gateway.get('/healthz')).status).toBe(200);
});

test('what is no HTTP is answered with a problem', async () => {
  const gateway = await gateways.start(gateways.newData());
  const socket = connectTo(gateway);
  socket.line.write('nothing at all\r\n\r\n');
  await socket.closed;
  expect(socket.said()).toMatch(/^HTTP\/1\.1 400 .*"code":1203/s);
});

test('an address has so many binary lines that have not logged on', async () => {
  const gateway = await gateways.start(gateways.newData());
  const door = await gateways.openBinary(gateway);
  const open = () => {
    const line = connect(door.port, '127.0.0.1');
    line.on('error', () => undefined);
    const isChallenged = new Promise<boolean>((resolve) => {
      line.once('data', () => resolve(true)).once('close', () => resolve(false));
    });
    return { line, isChallenged };
  };
  const lines = Array.from({ length: 32 }, open);
  expect(await Promise.all(lines.map(({ isChallenged }) => isChallenged))).not.toContain(false);
  expect(await open().isChallenged).toBe(false);
  for (const { line } of lines) line.destroy();
  // They are let go as their ends are heard of.
  await expect.poll(() => open().isChallenged).toBe(true);
});

test('an address has so many lines at a time', async () => {
  const gateway = await gateways.start(gateways.newData(), { limits: { linesPerAddress: 2 } });
  const [first, second] = [connectTo(gateway), connectTo(gateway)];
  await Promise.all([first, second].map(({ line }) => new Promise((resolve) => line.once('connect', resolve))));
  const third = connectTo(gateway);
  await third.closed;
  first.line.destroy();
  await first.closed;
  await expect.poll(async () => (await fetch(`${gateway.url}/healthz`).catch(() => null))?.status).toBe(200);
  second.line.destroy();
});

/** A line of HTTP on which anything may be written. */
function connectTo({ url }: DemoGateway) {
  const line = connect(Number(new URL(url).port), '127.0.0.1');
  let text = '';
  line.on('data', (bytes) => {
    text += bytes;
  });
  line.on('error', () => undefined);
  const closed = new Promise((resolve) => line.once('close', resolve));
  return { line, closed, said: () => text, refusals: () => text.split('HTTP/1.1 400').length - 1 };
}
