/**
 * The HTTP door of the gateway, over a real host: what everybody may read, orders under signatures and in sessions,
 * what their owners read of them, and a restart. Method: requests as any client sends them.
 */
import type {
  Account,
  BookOrders,
  CommandResult,
  Fill,
  MessageResult,
  Order,
  Trade,
  VerifyAnswer,
} from '@intelligent-ledger/client/wire';
import { bytesOfAscii, keyProofText } from '@intelligent-ledger/engine/core';
import { dataDirectories, signingKeyOf, verifyLog } from '@intelligent-ledger/engine/host';
import { afterEach, expect, test } from 'vitest';
import { codeOf, DemoGateways, DOMAIN, now, Trader } from './demo-gateway.ts';

const gateways = new DemoGateways();
const BUY = { type: 'place_order', market: 0, side: 'buy', price: '100.5', size: '0.25' };
const SELL = { ...BUY, side: 'sell' };

afterEach(() => gateways.removeAll());

test('two wallets trade, and both read the same fill, with everything that it cost', async () => {
  const gateway = await gateways.start(gateways.newData());
  const [alice, bob] = [await gateway.newTrader(), await gateway.newTrader()];
  const placed = await alice.ask({ ...BUY, client_order_id: '0a'.repeat(16) });
  expect(placed.status).toBe(200);
  expect(placed.body.results).toMatchObject([{ type: 'place_order', code: 0, name: 'accepted', status: 'open' }]);
  const book = await gateway.get('/v1/markets/0/book');
  expect(book.body).toMatchObject({ bids: [['100.5', '0.25', 1]], asks: [], as_of_seq: placed.body.as_of_seq });
  const taken = await bob.ask({ ...SELL, price: '100', size: '0.1', time_in_force: 'immediate_or_cancel' });
  expect(taken.body.results).toMatchObject([{ status: 'filled', filled: '0.1', average_price: '100.5' }]);
  const order = placed.body.results[0]?.order as number;
  const reading = await alice.reading();
  const open = await gateway.get<{ orders: Order[] }>(`/v1/accounts/${alice.account}/orders`, reading);
  expect(open.body.orders).toMatchObject([{ order, status: 'open', filled: '0.1', size: '0.25', price: '100.5' }]);
  const named = await gateway.get(`/v1/accounts/${alice.account}/client-orders/${'0a'.repeat(16)}`, reading);
  expect(named.body).toEqual(open.body.orders[0]);
  const ofAlice = await gateway.get<{ fills: Fill[] }>(`/v1/accounts/${alice.account}/fills`, reading);
  const ofBob = await gateway.get<{ fills: Fill[] }>(`/v1/accounts/${bob.account}/fills`, await bob.reading());
  const fill = ofAlice.body.fills[0] as Fill;
  expect(fill).toMatchObject({ side: 'buy', price: '100.5', size: '0.1', is_taker: false, seq: taken.body.as_of_seq });
  expect(ofBob.body.fills).toMatchObject([{ fill: fill.fill, side: 'sell', is_taker: true, seq: fill.seq }]);
  const trades = await gateway.get<{ trades: Trade[] }>('/v1/markets/0/trades');
  expect(trades.body.trades).toMatchObject([{ fill: fill.fill, price: '100.5', size: '0.1', taker_side: 'sell' }]);
  const account = await gateway.get<Account>(`/v1/accounts/${alice.account}`, reading);
  expect(account.body.positions).toMatchObject([{ market: 0, size: '0.1', entry_price: '100.5', buy_size: '0.15' }]);
  expect(account.body.balances).toMatchObject([{ asset: 0, amount: `${10_000 - 0.001_508}` }]);
});

test('a message of several commands is one answer, in order', async () => {
  const gateway = await gateways.start(gateways.newData());
  const alice = await gateway.newTrader();
  const answer = await alice.ask(
    BUY,
    { ...BUY, price: '99' },
    { type: 'cancel_orders', market: 0 },
    { ...BUY, price: '9' },
  );
  const results = answer.body.results;
  expect(results.map(({ type }) => type)).toEqual([...['place_order', 'place_order', 'cancel_orders', 'place_order']]);
  expect(results[2]).toMatchObject({ code: 0, cancelled: 2, is_pending: false });
  const [first, , , last] = results.map(({ seq }) => seq);
  expect([first, last]).toEqual([answer.body.as_of_seq - 3, answer.body.as_of_seq]);
});

test('what the exchange refuses is a result with a numbered code and the property to blame', async () => {
  const gateway = await gateways.start(gateways.newData());
  const alice = await gateway.newTrader();
  const tooLarge = await alice.ask({ ...BUY, price: '900', size: '900' });
  expect(tooLarge.status).toBe(200);
  expect(tooLarge.body.results[0]).toMatchObject({ code: expect.any(Number), name: 'margin_too_small' });
  const unknown = await alice.ask({ type: 'cancel_order', order: 99 });
  expect(unknown.body.results[0]).toMatchObject({ name: 'order_unknown', field: 'order' });
});

test('a result tells what became of an order at once, whatever it met', async () => {
  const gateway = await gateways.start(gateways.newData());
  const [alice, bob] = [await gateway.newTrader(), await gateway.newTrader()];
  const unknown = await alice.ask({ type: 'cancel_order', order: 99 });
  expect(unknown.body.results[0]).toEqual({
    ...{
      type: 'cancel_order',
      seq: expect.any(Number),
      code: expect.any(Number),
      name: 'order_unknown',
      field: 'order',
    },
  });
  const own = { ...SELL, self_trade: 'decrement' };
  await alice.ask({ ...BUY, size: '0.2' });
  const met = await alice.ask({ ...own, size: '0.1', price: '100' });
  expect(met.body.results[0]).toMatchObject({ status: 'cancelled', filled: '0', remaining: '0' });
  const resting = await alice.ask({ ...SELL, price: '200', size: '0.1' });
  const { order } = resting.body.results[0] as CommandResult;
  await bob.ask({ ...BUY, price: '150', size: '0.1' });
  const amended = await alice.ask({
    type: 'amend_order',
    market: 0,
    order: order as number,
    price: '150',
    size: '0.1',
  });
  expect(amended.body.results[0]).toMatchObject({ order, status: 'filled', filled: '0.1', average_price: '150' });
});

test('a message that is sent again is answered as it was, and is in the log once', async () => {
  const gateway = await gateways.start(gateways.newData());
  const alice = await gateway.newTrader();
  const body = alice.bodyOf([BUY]);
  const send = () => gateway.post<MessageResult>('/v1/messages', body, { 'il-signature': alice.sign(body) });
  const answers = [await send(), ...(await Promise.all([send(), send()])), await send()];
  for (const answer of answers) expect(answer.body).toEqual(answers[0]?.body);
  expect((await gateway.get('/v1/exchange')).body).toMatchObject({ as_of_seq: answers[0]?.body.as_of_seq });
});

test('an agent key trades once it has proved that it may, reads what it may, and ends with a revocation', async () => {
  const gateway = await gateways.start(gateways.newData());
  const [alice, bob] = [await gateway.newTrader(), await gateway.newTrader()];
  const agent = new Trader(gateway, signingKeyOf('5e'.repeat(32)), alice.account);
  const proof = agent.key.sign(bytesOfAscii(keyProofText(DOMAIN, alice.key.publicKey)));
  const approval = { type: 'approve_key', identity: agent.key.publicKey, key_kind: 'ed25519', proof };
  const approved = await alice.ask({ ...approval, scope: ['trade', 'read'] });
  const { key = 0 } = approved.body.results[0] as CommandResult;
  expect(key).toBeGreaterThan(0);
  const ask = (...commands: object[]) => {
    const body = agent.bodyOf(commands, { key });
    return gateway.post<MessageResult>('/v1/messages', body, { 'il-signature': agent.sign(body) });
  };
  expect((await ask(BUY)).body.results).toMatchObject([{ code: 0, status: 'open' }]);
  const reading = await agent.reading();
  expect((await gateway.get(`/v1/accounts/${alice.account}/orders`, reading)).status).toBe(200);
  expect((await gateway.get(`/v1/accounts/${bob.account}/orders`, reading)).status).toBe(403);
  await alice.ask({ type: 'revoke_keys', key });
  expect((await ask(BUY)).body.results).toMatchObject([{ name: 'key_revoked', field: 'key' }]);
  expect((await gateway.get(`/v1/accounts/${alice.account}/orders`, reading)).status).toBe(403);
});

test('a session trades with codes instead of signatures, and only in its own name', async () => {
  const gateway = await gateways.start(gateways.newData());
  const [alice, bob] = [await gateway.newTrader(), await gateway.newTrader()];
  const terms = { session_key: alice.key.publicKey, expires_at: now() + 3_600_000_000 };
  const opened = await alice.ask({ type: 'open_session', ...terms });
  const { session = 0, secret = '' } = opened.body.results[0] as CommandResult;
  const body = alice.bodyOf([BUY], { session });
  const sent = await gateway.post<MessageResult>('/v1/messages', body, { 'il-code': codeOf(secret, body) });
  expect(sent.body.results).toMatchObject([{ code: 0, status: 'open' }]);
  const wrong = await gateway.post('/v1/messages', body.replace('0.25', '0.75'), { 'il-code': codeOf(secret, body) });
  expect(wrong).toMatchObject({ status: 401, body: { code: 1108, name: 'code_wrong' } });
  const foreign = bob.bodyOf([BUY], { session });
  const stolen = await gateway.post('/v1/messages', foreign, { 'il-code': codeOf(secret, foreign) });
  expect(stolen).toMatchObject({ status: 401, body: { code: 1104, name: 'session_unknown' } });
});

test('what was acknowledged is there after a restart, and every command of the log was asked for', async () => {
  const data = gateways.newData();
  const gateway = await gateways.start(data);
  const alice = await gateway.newTrader();
  const placed = await alice.ask({ ...BUY, client_order_id: '0b'.repeat(16) });
  const order = placed.body.results[0]?.order as number;
  await gateways.stop(gateway);
  const again = await gateways.start(data);
  const reading = await new Trader(again, alice.key, alice.account).reading();
  const named = await again.get(`/v1/accounts/${alice.account}/client-orders/${'0b'.repeat(16)}`, reading);
  expect(named.body).toMatchObject({ order, status: 'open' });
  const found = await again.get<BookOrders>('/v1/markets/0/orders');
  expect(found.body.bids).toEqual([[order, '100.5', '0.25']]);
  expect((await again.get('/v1/exchange')).body).toMatchObject({ exchange: DOMAIN, is_demo: true });
  await gateways.stop(again);
  const report = await verifyLog(dataDirectories(data), { onProgress: () => undefined });
  expect(report.findings.filter(({ holds }) => !holds)).toEqual([]);
});

test('the door says why a signature is not good', async () => {
  const gateway = await gateways.start(gateways.newData());
  const [alice, bob] = [await gateway.newTrader(), await gateway.newTrader()];
  const body = alice.bodyOf([BUY]);
  const verify = async (signature: string) => {
    return (await gateway.post<VerifyAnswer>('/v1/messages/verify', body, { 'il-signature': signature })).body;
  };
  expect(await verify(alice.sign(body))).toMatchObject({ is_good: true, signer: `ed25519 ${alice.key.publicKey}` });
  const other = await verify(bob.sign(body));
  expect(other).toMatchObject({ is_good: false, code: 1107, signer: `ed25519 ${alice.key.publicKey}` });
  expect(other.text).toBe(`Intelligent Ledger message 1\nexchange ${DOMAIN}\n${body}`);
});
