/**
 * What an order would do, and which keys an owner has, over a real host. Method: what a preview says is compared with
 * what the same order then does.
 */
import type { Account, Fill, Keys, MessageResult, Preview } from '@intelligent-ledger/client/wire';
import { newPrivateKey, signingKeyOf } from '@intelligent-ledger/engine/client-port';
import { bytesOfAscii, keyProofText } from '@intelligent-ledger/engine/core';
import { afterEach, expect, test } from 'vitest';
import { type DemoGateway, DemoGateways, DOMAIN, now, Trader } from './demo-gateway.ts';

const gateways = new DemoGateways();
const BUY = { type: 'place_order', market: 0, side: 'buy', price: '101', size: '0.25' };
const SELL = { ...BUY, side: 'sell' };

afterEach(() => gateways.removeAll());

async function previewOf(gateway: DemoGateway, trader: Trader, order: object) {
  const asked = JSON.stringify({ account: trader.account, order });
  return gateway.post<Preview>('/v1/preview', asked, await trader.reading());
}

test('an order does what its preview says', async () => {
  const gateway = await gateways.start(gateways.newData());
  const [maker, taker] = [await gateway.newTrader(), await gateway.newTrader()];
  await maker.ask({ ...SELL, price: '100', size: '0.1' }, { ...SELL, price: '100.5', size: '0.1' });
  const { body, status } = await previewOf(gateway, taker, BUY);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    code: 0,
    name: 'accepted',
    filled: '0.2',
    remaining: '0.05',
    rests: true,
    rest_code: 0,
  });
  expect(body).toMatchObject({ average_price: '100.25', value: '20.05', realised: '0' });
  const path = `/v1/accounts/${taker.account}/orders`;
  const untouched = await gateway.get<{ orders: unknown[] }>(path, await taker.reading());
  expect(untouched.body.orders).toEqual([]);
  const placed: MessageResult = (await taker.ask(BUY)).body;
  expect(placed.results).toMatchObject([{ status: 'open', filled: body.filled, average_price: body.average_price }]);
  const fills = await gateway.get<{ fills: Fill[] }>(`/v1/accounts/${taker.account}/fills`, await taker.reading());
  const fees = fills.body.fills.map(({ fee }) => Number(fee)).reduce((sum, fee) => sum + fee, 0);
  expect(Number(body.fee)).toBeCloseTo(fees, 9);
  const account = await gateway.get<Account>(`/v1/accounts/${taker.account}`, await taker.reading());
  expect(account.body.free_margin).toBe(body.free_margin_after);
});

test('a preview knows what an order is: of the market, whole, never taking, or beyond the margin', async () => {
  const gateway = await gateways.start(gateways.newData());
  const [maker, taker] = [await gateway.newTrader(), await gateway.newTrader()];
  await maker.ask({ ...SELL, price: '100', size: '0.1' }, { ...SELL, price: '101', size: '0.1' });
  const of = async (more: object) => (await previewOf(gateway, taker, { ...BUY, ...more })).body;
  const market = { order_type: 'market', time_in_force: 'immediate_or_cancel', price: '110' };
  expect(await of({ ...market, size: '0.2' })).toMatchObject({ filled: '0.2', average_price: '100.5' });
  expect(await of({ ...market, size: '0.2', slippage: '0.005' })).toMatchObject({ filled: '0.1', remaining: '0.1' });
  const whole = { time_in_force: 'fill_or_kill', size: '0.3' };
  expect(await of(whole)).toMatchObject({ name: 'fill_or_kill_unfilled', filled: '0', fills: [], fee: '0' });
  expect(await of({ post_only: true })).toMatchObject({ name: 'post_only_would_cross', filled: '0', rests: false });
  expect(await of({ post_only: true, price: '99' })).toMatchObject({ code: 0, filled: '0', rests: true });
  const large = await of({ price: '900', size: '900' });
  const refused = await taker.ask({ ...BUY, price: '900', size: '900' });
  expect(large).toMatchObject({ rests: false, name: 'margin_too_small', filled: '0' });
  expect(refused.body.results).toMatchObject([{ name: large.name, code: large.code }]);
});

test('a preview of what is no order is refused, and so is one of an account that the sender may not read', async () => {
  const gateway = await gateways.start(gateways.newData());
  const [alice, bob] = [await gateway.newTrader(), await gateway.newTrader()];
  const of = (order: object) => previewOf(gateway, alice, order);
  expect(await of({ ...BUY, size: '5000' })).toMatchObject({ status: 409, body: { name: 'order_impossible' } });
  const off = await of({ ...BUY, price: '100.001' });
  expect(off).toMatchObject({ status: 400, body: { name: 'decimals_too_many', field: 'order.price' } });
  expect(await of({ ...BUY, market: 9 })).toMatchObject({ status: 404, body: { name: 'market_unknown' } });
  expect(await of({ ...BUY, side: 'up' })).toMatchObject({ status: 400, body: { name: 'request_malformed' } });
  const asked = JSON.stringify({ account: alice.account, order: BUY });
  expect(await gateway.post('/v1/preview', asked, await bob.reading())).toMatchObject({ status: 403 });
  expect(await gateway.post('/v1/preview', asked)).toMatchObject({ status: 401 });
});

test('an owner reads all its keys with their bounds and its sessions, a key only itself', async () => {
  const gateway = await gateways.start(gateways.newData());
  const alice = await gateway.newTrader();
  const owner = alice.key.publicKey;
  const agents = [signingKeyOf(newPrivateKey()), signingKeyOf(newPrivateKey())];
  const approvals = agents.map((agent, index) => ({
    ...{ type: 'approve_key', identity: agent.publicKey, key_kind: 'ed25519', scope: ['trade', 'read'] },
    proof: agent.sign(bytesOfAscii(keyProofText(DOMAIN, owner))),
    ...(index === 0 ? {} : { only_markets: [0, 1], order_value_max: '250.5', commands_per_second: 7 }),
  }));
  await alice.ask(...approvals);
  const session = { type: 'open_session', session_key: agents[0]?.publicKey, expires_at: now() + 60_000_000 };
  await alice.ask(session);
  const path = `/v1/accounts/${alice.account}/keys`;
  const { body } = await gateway.get<Keys>(path, await alice.reading());
  const bounds = { only_account: null, expires_at: null, state: 'good', scope: ['trade', 'read'] };
  expect(body.keys).toMatchObject([
    { ...bounds, identity: agents[0]?.publicKey, only_markets: null, order_value_max: null, commands_per_second: null },
    { ...bounds, only_markets: [0, 1], order_value_max: '250.5', commands_per_second: 7 },
  ]);
  expect(body.sessions).toMatchObject([{ key: 0, session_key: agents[0]?.publicKey }]);
  const agent = new Trader(gateway, agents[1] as Trader['key'], alice.account);
  const ofAgent = await gateway.get<Keys>(path, await agent.reading());
  expect(ofAgent.body).toMatchObject({ owner: body.owner, keys: [body.keys[1]], sessions: [] });
  await alice.ask({ type: 'revoke_keys', key: body.keys[0]?.key });
  const after = await gateway.get<Keys>(path, await alice.reading());
  expect(after.body.keys.map(({ state }) => state)).toEqual(['revoked', 'good']);
});

test('keys are the same after a restart, when they come from the state and not from records', async () => {
  const data = gateways.newData();
  const first = await gateways.start(data);
  const alice = await first.newTrader();
  const agent = signingKeyOf(newPrivateKey());
  const proof = agent.sign(bytesOfAscii(keyProofText(DOMAIN, alice.key.publicKey)));
  const bounds = { scope: ['cancel'], only_markets: [1], order_value_max: '3', commands_per_second: 2 };
  await alice.ask({ type: 'approve_key', identity: agent.publicKey, key_kind: 'ed25519', proof, ...bounds });
  const path = `/v1/accounts/${alice.account}/keys`;
  const before = await first.get<Keys>(path, await alice.reading());
  await gateways.stop(first);
  const second = await gateways.start(data);
  const after = await second.get<Keys>(path, await new Trader(second, alice.key, alice.account).reading());
  expect(after.body.keys).toEqual(before.body.keys);
  expect(after.body.keys).toMatchObject([bounds]);
});
