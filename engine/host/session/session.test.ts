/** Tests of a session: what each row of the feed becomes, and that it can be repeated. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { holds } from '../console/report.ts';
import type { MboRow } from '../flow/mbo.ts';
import { generatedFlow, randomFrom } from './generated-flow.ts';
import { refusalWords, runSession } from './session.ts';
import { sessionSource } from './session-source.ts';

const HEADER = 'ts_event_ns,seq,action,side,price_ticks,size,order_id,flags';

/** A row written as `action side price size id`, with `snapshot` behind those that state the opening book. */
function row(text: string, line: number): MboRow {
  const [action, side, price, size, orderId, snapshot] = text.split(' ');
  return {
    line,
    timeNanos: `${line}000`,
    timeMicros: line,
    seq: line,
    action: action as MboRow['action'],
    side: side as MboRow['side'],
    price: Number(price),
    size: Number(size),
    orderId: orderId ?? '',
    isSnapshot: snapshot !== undefined,
  };
}

async function played(...rows: string[]) {
  return (await runSession({ name: 'rows', words: '', rows: rows.map(row), seed: 1 })).facts;
}

test('a taker of the feed trades with the makers that the engine finds, at a quarter dollar a tick', async () => {
  const facts = await played(
    'A A 400 2 s1 snapshot',
    'A A 401 5 s2 snapshot',
    'T B 401 4 t1',
    'F A 400 2 s1',
    'F A 401 2 s2',
  );
  expect(facts).toMatchObject({ takers: 1, fills: 2, fills_in_the_feed: 2, contracts: 4, contracts_in_the_feed: 4 });
  // Two contracts at 100 dollars and two at 100.25.
  expect(facts['volume_usd']).toBe('400.50');
  expect(facts['best_ask_usd']).toBe('100.25');
  expect(facts['open_orders']).toBe(1);
});

test('cancels and modifications that repeat a fill send nothing', async () => {
  const facts = await played('A A 400 2 s1', 'A A 401 5 s2', 'T B 401 4 t1', 'C A 400 2 s1', 'M A 401 3 s2');
  expect(facts).toMatchObject({ fills: 2, said_already: 2, open_orders: 1, refused: 0 });
});

test('a cancel takes away only what the engine has and the feed has not', async () => {
  // The feed fills the second order where the engine fills the first.
  const facts = await played('A A 400 2 s1', 'A A 400 2 s2', 'T B 400 2 t1', 'F A 400 2 s2', 'C A 400 2 s2');
  expect(facts).toMatchObject({ fills: 1, open_orders: 0, said_already: 0 });
});

test('what would trade on its way in is refused, counted and explained', async () => {
  const source = { name: 'rows', words: '', rows: ['A A 400 2 s1', 'A B 400 2 b1', 'A B 399 2 b2'].map(row), seed: 1 };
  const report = await runSession(source);
  expect(report.facts).toMatchObject({ refused: 1, refused_post_only_would_cross: 1, open_orders: 2 });
  expect(refusalWords(report)).toEqual([
    '1 commands were refused with postOnlyWouldCross: A post-only order would have matched at once.',
  ]);
  expect(holds(report)).toBe(true);
});

test('a locked opening book stays in auction until it is not', async () => {
  const facts = await played(
    'A A 400 2 s1 snapshot',
    'A B 400 2 b1 snapshot',
    'A B 1 1 b2',
    'C A 400 2 s1',
    'T A 400 1 t1',
  );
  expect(facts).toMatchObject({ takers: 1, fills: 1, best_bid_usd: '100.00', best_ask_usd: null });
});

test('a clear leaves no order', async () => {
  expect(await played('A A 400 2 s1', 'A B 399 2 b1', 'R N 0 0 r')).toMatchObject({ open_orders: 0, refused: 0 });
});

test('the same seed gives the same rows, and another seed others', () => {
  expect(generatedFlow(5, 500)).toEqual(generatedFlow(5, 500));
  expect(generatedFlow(5, 500)).not.toEqual(generatedFlow(6, 500));
  const random = randomFrom(1);
  expect(Array.from({ length: 5 }, () => random(1_000))).toEqual(Array.from({ length: 5 }, randomDraw(randomFrom(1))));
});

function randomDraw(random: (below: number) => number): () => number {
  return () => random(1_000);
}

test('a generated session ends on the same chain and state hash each time, and its checks hold', async () => {
  const source = { name: 'seed 3', words: '', rows: generatedFlow(3, 4_000), seed: 3 };
  const one = await runSession(source);
  const other = await runSession(source);
  expect(holds(one)).toBe(true);
  expect(Number(one.facts['fills'])).toBeGreaterThan(50);
  expect(one.facts['record_chain']).toBe(other.facts['record_chain']);
  expect(one.facts['state_hash']).toBe(other.facts['state_hash']);
});

test('a session comes from recorded flow where there is any, and says so when it does not', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'session-'));
  try {
    const generated = await sessionSource(directory, null);
    expect(generated.name).toBe('seed 1');
    expect(generated.words).toContain('no recorded order flow');
    mkdirSync(join(directory, 'orderflow'));
    writeFileSync(join(directory, 'orderflow', 'some_mbo_day.csv'), `${HEADER}\n1000,1,A,B,400,2,7,130\n`);
    const recorded = await sessionSource(directory, null);
    expect(recorded.rows.map(({ orderId, price }) => [orderId, price])).toEqual([['7', 400]]);
    expect((await sessionSource(directory, 9)).name).toBe('seed 9');
  } finally {
    rmSync(directory, { recursive: true });
  }
});
