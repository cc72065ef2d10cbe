/** The gateway describes itself and says how it is: whoever runs it, and whoever finds it, needs nothing else. */
import type { MessageResult } from '@intelligent-ledger/client/wire';
import { afterEach, expect, test } from 'vitest';
import { codeOf, DemoGateways, now } from './demo-gateway.ts';
import { StreamClient } from './stream-client.ts';

const gateways = new DemoGateways();

afterEach(() => gateways.removeAll());

interface Described {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

test('every route and every command is described, and the page of the reference is there', async () => {
  const gateway = await gateways.start(gateways.newData());
  const { body } = await gateway.get<Described>('/openapi.json');
  expect(body.openapi).toBe('3.1.0');
  const routes = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(routes.sort()).toEqual([
    'get /v1/accounts/{account}',
    'get /v1/accounts/{account}/client-orders/{client_order_id}',
    'get /v1/accounts/{account}/fills',
    'get /v1/accounts/{account}/keys',
    'get /v1/accounts/{account}/orders',
    'get /v1/accounts/{account}/orders/{order}',
    'get /v1/exchange',
    'get /v1/markets',
    'get /v1/markets/{market}',
    'get /v1/markets/{market}/book',
    'get /v1/markets/{market}/orders',
    'get /v1/markets/{market}/trades',
    'post /v1/faucet',
    'post /v1/messages',
    'post /v1/messages/verify',
    'post /v1/preview',
    'post /v1/tokens',
  ]);
  const text = JSON.stringify(body.paths['/v1/messages']);
  for (const type of ['place_order', 'cancel_orders', 'approve_key', 'open_session'])
    expect(text).toContain(`"${type}"`);
  const page = await fetch(`${gateway.url}/docs/`);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
  const codes = await (await fetch(`${gateway.url}/problems`)).text();
  for (const code of [0, 107, 1001, 1107, 1502]) expect(codes).toContain(`id="${code}"`);
  expect(await (await fetch(`${gateway.url}/llms.txt`)).text()).toContain('POST it to /v1/messages');
  const streams = await gateway.get<{ channels: object }>('/streams.json');
  expect(JSON.stringify(streams.body.channels)).toContain('cancel_on_disconnect');
});

test('health, readiness and metrics follow what happens', async () => {
  const gateway = await gateways.start(gateways.newData());
  const alice = await gateway.newTrader();
  await alice.ask({ type: 'place_order', market: 0, side: 'buy', price: '9', size: '1' });
  expect((await gateway.get('/healthz')).body).toEqual({ is_alive: true });
  expect(await gateway.get('/readyz')).toMatchObject({
    status: 200,
    body: { is_ready: true, journal_is_serving: true },
  });
  const metrics = async () => (await fetch(`${gateway.url}/metrics`)).text();
  const before = await metrics();
  expect(before).toMatch(/^book_orders 1$/m);
  expect(before).toMatch(/^http_requests_total\{method="POST",route="\/v1\/messages",status="200"\} 1$/m);
  expect(before).toMatch(/^gateway_feed_lag 0$/m);
  await gateway.host.stop();
  expect(await gateway.get('/readyz')).toMatchObject({
    status: 503,
    body: { is_ready: false, engine_is_running: false },
  });
  expect((await gateway.get('/healthz')).status).toBe(200);
});

test('the log says what was decided under which request, and no secret of anybody', async () => {
  const lines: string[] = [];
  const logger = { level: 'trace', stream: { write: (line: string) => void lines.push(line) } };
  const gateway = await gateways.start(gateways.newData(), { logger });
  const alice = await gateway.newTrader();
  const order = { type: 'place_order', market: 0, side: 'buy', price: '9', size: '1' };
  const body = alice.bodyOf([order]);
  const signature = alice.sign(body);
  const taken = await gateway.post<MessageResult>('/v1/messages', body, { 'il-signature': signature });
  const sessionKey = alice.key.publicKey;
  const opened = await alice.ask({ type: 'open_session', session_key: sessionKey, expires_at: now() + 60_000_000 });
  const secret = String(opened.body.results[0]?.secret);
  const sent = alice.bodyOf([order], { session: opened.body.results[0]?.session });
  const code = codeOf(secret, sent);
  await gateway.post('/v1/messages', sent, { 'il-code': code });
  const refused = await gateway.post('/v1/messages', body, { 'il-signature': '0'.repeat(128) });
  const reading = await alice.reading();
  await gateway.get(`/v1/accounts/${alice.account}`, reading);
  const line = await StreamClient.open(gateway);
  const message = alice.bodyOf([order]);
  const over = await line.ask({ op: 'send', message, signature: alice.sign(message) });
  await line.ask({ op: 'send', message, signature: '0'.repeat(128) });
  line.break();
  const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const requestId = taken.headers.get('x-request-id');
  expect(entries).toContainEqual(
    expect.objectContaining({ reqId: requestId, account: alice.account, seq: taken.body.seq, codes: [0] }),
  );
  expect(entries).toContainEqual(expect.objectContaining({ code: 1_107, reqId: refused.headers.get('x-request-id') }));
  expect(entries).toContainEqual(expect.objectContaining({ line: 'line-1', seq: over.result?.seq, codes: [0] }));
  expect(entries).toContainEqual(expect.objectContaining({ line: 'line-1', code: 1_107 }));
  const log = lines.join('');
  for (const word of [signature, secret, code, reading['authorization'] ?? '', '0'.repeat(128)]) {
    expect(word.length).toBeGreaterThan(20);
    expect(log).not.toContain(word.replace('Bearer ', ''));
  }
});
