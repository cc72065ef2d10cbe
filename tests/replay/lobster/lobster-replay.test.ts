/** Tests of the equity replay on files made by hand, whose results are known. */
import { holds, type Report } from '@intelligent-ledger/engine/host';
import { expect, test } from 'vitest';
import { writtenFile } from '../written-file.ts';
import { forgivenOf, replayLobster } from './lobster-replay.ts';

const MESSAGES = [
  '34200.1,1,11,100,1000000,1',
  '34200.2,1,12,50,1000000,1',
  '34200.3,4,11,40,1000000,1',
  '34200.4,2,11,10,1000000,1',
  '34200.5,5,0,10,1000100,1',
  '34200.6,4,12,50,1000000,1',
  '34200.7,3,11,50,1000000,1',
  '34200.8,4,1,20,1000200,-1',
];
const PREEXISTING = ['2,30,999900,1,6', '1,20,1000200,-1,0'];
const QUOTES = [
  '1000200,20,1000000,100',
  '1000200,20,1000000,150',
  '1000200,20,1000000,110',
  '1000200,20,1000000,100',
  '1000200,20,1000000,50',
  '1000200,20,999900,30',
  '9999999999,0,999900,30',
];

function replay(messages: string[], preexisting: string[] | null, quotes: string[] | null): Promise<Report> {
  const table = (name: string, header: string, rows: string[]) => writtenFile(name, [header, ...rows, ''].join('\n'));
  return replayLobster({
    messages: table('messages.csv.gz', 'time_s,type,order_id,size,price_1e4,side', messages),
    preexisting: preexisting && table('orders.csv', 'order_id,size,price_1e4,side,insert_before_row', preexisting),
    bbo: quotes && table('bbo.csv', 'ask_1e4,ask_size,bid_1e4,bid_size', quotes),
  });
}

test('each message changes the book as it says, and each change of the best quotes is noted once', async () => {
  const report = await replay(MESSAGES, PREEXISTING, QUOTES);
  expect(report.facts).toMatchObject({
    messages: 8,
    preexisting_orders: 2,
    messages_about_unknown_orders: 0,
    best_quotes: 7,
    in_order: 7,
    edits: 0,
  });
  expect(holds(report)).toBe(true);
});

test('it is counted whether executions are of the best price and of the first in line', async () => {
  const { facts } = await replay(MESSAGES, PREEXISTING, null);
  expect(facts).toMatchObject({
    visible_executions: 3,
    executions_at_the_best_price: 3,
    executions_of_the_first_in_line: 2,
  });
});

test('best quotes that are missing and best quotes that are too many both count', async () => {
  const missing = await replay(MESSAGES, PREEXISTING, [...QUOTES.slice(0, 3), '1,1,1,1', ...QUOTES.slice(3)]);
  expect(missing.facts).toMatchObject({ in_order: 7, missing: 1, extra: 0, edits: 1 });
  expect(holds(missing)).toBe(false);
  const extra = await replay(MESSAGES, PREEXISTING, QUOTES.slice(1));
  expect(extra.facts).toMatchObject({ in_order: 6, missing: 0, extra: 1, edits: 1 });
  expect(holds(extra)).toBe(false);
});

test('without the orders that rested before, unknown orders are counted and nothing is refused', async () => {
  const report = await replay(MESSAGES, null, null);
  expect(report.facts).toMatchObject({ messages_about_unknown_orders: 1, preexisting_orders: 0 });
  expect(holds(report)).toBe(true);
});

test('with them, an order that was never there fails, and so does one that never entered', async () => {
  expect(holds(await replay(MESSAGES, ['2,30,999900,1,6'], null))).toBe(false);
  expect(holds(await replay(MESSAGES, [...PREEXISTING, '3,30,999900,1,8'], null))).toBe(false);
});

test('forty differences are forgiven, more in a long file, and one in two hundred quotes of a short one', () => {
  expect([0, 199, 200, 8_000, 23_440, 58_600].map(forgivenOf)).toEqual([0, 0, 1, 40, 40, 100]);
});
