/**
 * The command line, as somebody uses it: each command is a process of its own against a real gateway, and is judged by
 * what it prints and how it ends.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Account, Book, CommandResult, Fill, Keys, Order, Preview } from '@intelligent-ledger/client/wire';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DemoGateways } from './demo-gateway.ts';

const PROGRAM = fileURLToPath(new URL('../../api/cli/main.ts', import.meta.url));
const gateways = new DemoGateways();
let directory = '';
let url = '';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** Runs the program with a wallet of a name. */
async function run(name: string, ...given: readonly string[]): Promise<Ended> {
  const env = { ...process.env, ILEDGER_URL: url, HOME: directory };
  const child = spawn(process.execPath, [PROGRAM, ...given, '--wallet', join(directory, name)], { env });
  let [out, error] = ['', ''];
  child.stdout.on('data', (bytes) => {
    out += bytes;
  });
  child.stderr.on('data', (bytes) => {
    error += bytes;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, error };
}

/** What it prints with --json. */
async function ask<Result>(name: string, ...given: readonly string[]): Promise<Result> {
  const { code, out, error } = await run(name, ...given, '--json');
  expect({ code, error }).toEqual({ code: 0, error: '' });
  return JSON.parse(out) as Result;
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'exchange-cli-'));
  ({ url } = await gateways.start(gateways.newData()));
});
afterAll(async () => {
  await gateways.removeAll();
  rmSync(directory, { recursive: true });
});
afterEach(() => run('alice', 'cancel-all'));

test('from no wallet to a fill, a position and its fee', async () => {
  await ask('alice', 'faucet');
  await ask('bob', 'faucet');
  expect(statSync(join(directory, 'alice')).mode & 0o777).toBe(0o600);
  await ask('alice', 'sell', 'DEMO-PERP', '0.5', '--price', '100', '--post-only');
  const { fee } = await ask<Preview>('bob', 'preview', 'buy', 'demo-perp', '0.2');
  const bought = await ask<CommandResult>('bob', 'buy', 'DEMO-PERP', '0.2');
  expect(bought).toMatchObject({ status: 'filled', filled: '0.2', average_price: '100' });
  expect(await ask<Fill[]>('bob', 'fills')).toMatchObject([{ price: '100', size: '0.2', is_taker: true, fee }]);
  expect(await ask('bob', 'positions')).toMatchObject([{ market: 0, size: '0.2', entry_price: '100' }]);
  const named = await ask<Order>('bob', 'order', String(bought.client_order_id));
  expect(named).toMatchObject({ status: 'filled', order: bought.order });
  const book = await ask<Book>('nobody', 'book', '0');
  expect(book).toMatchObject({ bids: [], asks: [['100', '0.3', 1]] });
  expect((await ask<Account>('alice', 'account')).positions).toMatchObject([{ size: '-0.2' }]);
});

test('orders are amended, cancelled by number and by name, all at once, and later', async () => {
  await ask('alice', 'faucet');
  const name = 'ab'.repeat(16);
  const first = await ask<CommandResult>('alice', 'buy', '0', '1', '--price', '50', '--client-order-id', name);
  const second = await ask<CommandResult>('alice', 'buy', '0', '1', '--price', '49', '--expires-in', '3600');
  await ask('alice', 'amend', '0', String(first.order), '2', '--price', '48');
  expect(await ask<Order[]>('alice', 'orders')).toMatchObject([
    { order: first.order, price: '48', size: '2' },
    { order: second.order, price: '49' },
  ]);
  expect(await ask('alice', 'cancel', name, String(second.order))).toMatchObject([{ code: 0 }, { code: 0 }]);
  await ask('alice', 'sell', '1', '3', '--price', '5');
  expect(await ask('alice', 'cancel-all', 'OTHER-PERP')).toMatchObject({ cancelled: 1 });
  expect(await ask('alice', 'schedule-cancel', '600')).toMatchObject({ code: 0 });
  expect(await ask('alice', 'schedule-cancel', '0')).toMatchObject({ code: 0 });
  const setting = '{"type":"set_self_trade","self_trade":"expire_both"}';
  const sent = await ask<CommandResult[]>('alice', 'send', '{"type":"cancel_orders"}', setting);
  expect(sent.map(({ type }) => type)).toEqual(['cancel_orders', 'set_self_trade']);
});

test('another key proves itself, is approved, trades for the owner and is taken back', async () => {
  await ask('alice', 'faucet');
  const owner = await ask<{ identity: string }>('alice', 'wallet');
  await ask('agent', 'new-wallet');
  const { identity, proof } = await ask<{ identity: string; proof: string }>('agent', 'key-proof', owner.identity);
  await ask('alice', 'approve-key', identity, proof, '--read', '--expires-in', '600');
  expect(await ask('agent', 'buy', '0', '1', '--price', '9')).toMatchObject({ code: 0, status: 'open' });
  const [key] = (await ask<Keys>('agent', 'keys')).keys;
  expect(key).toMatchObject({ identity, scope: ['trade', 'read'], state: 'good' });
  await ask('alice', 'revoke-key', String(key?.key));
  expect(await run('agent', 'orders')).toMatchObject({ code: 1, out: '' });
});

test('streams are watched, from any place', async () => {
  await ask('alice', 'faucet');
  const { seq } = await ask<CommandResult>('alice', 'buy', '0', '1', '--price', '12');
  const { account } = await ask<Account>('alice', 'account');
  const after = ['--after', String(seq - 1), '--frames', '1'];
  expect(await ask('alice', 'watch', `orders:${account}`, ...after)).toMatchObject({
    events: [{ event: 'placed', price: '12' }],
  });
  expect(await ask('nobody', 'watch', 'book:0', '--frames', '1')).toMatchObject({ bids: [['12', '1', 1]] });
});

test('what is refused ends with 1, what is asked wrongly with 2, what cannot be reached with 3', async () => {
  await ask('alice', 'faucet');
  const refused = await run('alice', 'cancel', '77', '--json');
  expect([refused.code, JSON.parse(refused.out)]).toEqual([1, expect.objectContaining({ name: 'order_unknown' })]);
  const problem = await run('alice', 'send', '{"type":"fly"}', '--json');
  expect(problem).toMatchObject({ code: 1, out: '' });
  expect(JSON.parse(problem.error)).toMatchObject({ error: { name: 'command_type_unknown', code: 1011 } });
  for (const given of [['fly'], ['buy', '0'], ['book', 'NO-PERP'], ['exchange', '--fast'], ['account']]) {
    const { code, error } = await run('nobody', ...given, '--json');
    expect([given, code, JSON.parse(error)]).toEqual([given, 2, { error: expect.objectContaining({ name: 'usage' }) }]);
  }
  const away = await run('alice', 'markets', '--url', 'http://127.0.0.1:1');
  expect([away.code, away.out]).toEqual([3, '']);
  expect(away.error).toContain('cannot be reached');
});

test('a key that is none is not said, and one that is there is not replaced', async () => {
  const path = join(directory, 'damaged');
  writeFileSync(path, 'c0ffee');
  chmodSync(path, 0o600);
  const { code, error } = await run('damaged', 'account');
  expect(code).toBe(2);
  expect(error).not.toContain('c0ffee');
  expect(await run('damaged', 'new-wallet')).toMatchObject({ code: 2 });
  expect(readFileSync(path, 'utf8')).toBe('c0ffee');
});

test('for a reader it prints lines and tables, and help without a question', async () => {
  const markets = (await run('nobody', 'markets')).out.split('\n');
  expect(markets[0]).toMatch(/^ {2}market {2}symbol +state +mark_price/);
  expect(markets[1]).toMatch(/^ {2}0 +DEMO-PERP +open/);
  const help = await run('nobody', 'help');
  expect(help).toMatchObject({ code: 0, error: '' });
  for (const name of ['buy MARKET', 'cancel-all', 'watch STREAM']) expect(help.out).toContain(name);
  expect((await run('nobody', 'buy', '--help')).out).toContain('Usage: iledger buy MARKET SIZE');
});
