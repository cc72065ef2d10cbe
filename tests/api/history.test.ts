/**
 * What closed and what filled, over restarts: the history is one whatever happened to its file. Method: traffic from a
 * seed over real hosts; what was read before is compared with what is read after.
 */
import { readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fills, Orders } from '@intelligent-ledger/client/wire';
import { Random } from '@intelligent-ledger/engine/sim';
import { afterEach, expect, test } from 'vitest';
import { type DemoGateway, DemoGateways, Trader } from './demo-gateway.ts';

const gateways = new DemoGateways();
type Page = { readonly next?: string };

afterEach(() => gateways.removeAll());

/** Every entry of an account, read by pages. */
async function all<Entry, Of extends Page>(
  gateway: DemoGateway,
  trader: Trader,
  path: string,
  entriesOf: (page: Of) => readonly Entry[],
): Promise<Entry[]> {
  const reading = await trader.reading();
  const entries: Entry[] = [];
  let before = '';
  do {
    const { body, status } = await gateway.get<Of>(`/v1/accounts/${trader.account}/${path}&limit=7${before}`, reading);
    expect(status).toBe(200);
    entries.push(...entriesOf(body));
    before = body.next === undefined ? '' : `&before=${body.next}`;
  } while (before !== '');
  return entries;
}

function readAll(gateway: DemoGateway, traders: readonly Trader[]) {
  const ofEach = traders.map(async ({ key, account }) => {
    const trader = new Trader(gateway, key, account);
    return {
      open: await all(gateway, trader, 'orders?status=open', (page: Orders) => page.orders),
      closed: await all(gateway, trader, 'orders?status=closed', (page: Orders) => page.orders),
      fills: await all(gateway, trader, 'fills?', (page: Fills) => page.fills),
    };
  });
  return Promise.all(ofEach);
}

/** Orders that trade, rest, are cancelled and amended. */
async function trade(traders: readonly Trader[], random: Random, messages: number): Promise<void> {
  for (let count = 0; count < messages; count += 1) {
    const trader = traders[random.below(traders.length)] as Trader;
    const commands = Array.from({ length: 1 + random.below(5) }, () => ({
      ...{ type: 'place_order', market: random.below(2), side: random.below(2) === 0 ? 'buy' : 'sell' },
      ...{ price: '1', size: `${1 + random.below(9)}` },
      time_in_force: random.below(3) === 0 ? 'immediate_or_cancel' : 'good_till_cancelled',
      client_order_id: random
        .below(2 ** 31)
        .toString(16)
        .padStart(32, '0'),
    }));
    await trader.ask(...commands, ...(random.below(4) === 0 ? [{ type: 'cancel_orders' }] : []));
  }
}

test('the history is the same after restarts, and is made anew where its file is lost or damaged', async () => {
  const data = gateways.newData();
  const directory = join(data, 'history');
  const file = join(directory, 'history.sqlite');
  const random = new Random(5);
  let gateway = await gateways.start(data);
  let traders = [await gateway.newTrader(), await gateway.newTrader(), await gateway.newTrader()];
  const damages: readonly (() => void)[] = [
    () => undefined,
    () => rmSync(directory, { recursive: true }),
    () => truncateSync(file, 5_000),
    () => writeFileSync(file, 'no database'),
  ];
  for (const damage of damages) {
    await trade(traders, random, 60);
    const before = await readAll(gateway, traders);
    const counts = before.flatMap(({ closed, fills }) => [closed.length, fills.length]);
    expect(Math.min(...counts)).toBeGreaterThan(10);
    await gateways.stop(gateway);
    expect(readdirSync(directory)).toEqual(['history.sqlite']);
    damage();
    gateway = await gateways.start(data);
    traders = traders.map(({ key, account }) => new Trader(gateway, key, account));
    expect(await readAll(gateway, traders)).toEqual(before);
  }
}, 120_000);

test('an order is found by its name and its number whenever it closed', async () => {
  const data = gateways.newData();
  const first = await gateways.start(data);
  const alice = await first.newTrader();
  const name = 'cd'.repeat(16);
  const order = { type: 'place_order', market: 0, side: 'buy', price: '1', size: '1' };
  const { body } = await alice.ask({ ...order, client_order_id: name, time_in_force: 'immediate_or_cancel' });
  const path = `/v1/accounts/${alice.account}`;
  const byName = await first.get(`${path}/client-orders/${name}`, await alice.reading());
  expect(byName.body).toMatchObject({ status: 'cancelled', order: body.results[0]?.order, client_order_id: name });
  await gateways.stop(first);
  const second = await gateways.start(data);
  const reading = await new Trader(second, alice.key, alice.account).reading();
  expect((await second.get(`${path}/client-orders/${name}`, reading)).body).toEqual(byName.body);
  expect((await second.get(`${path}/orders/${body.results[0]?.order}`, reading)).body).toEqual(byName.body);
});
