/** Tests of the money of a session: whose it is, how it starts, and that the closing findings can fail. */
import { MarketState } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { holds } from '../console/report.ts';
import { marketTermsFor } from '../desk/market-terms.ts';
import type { MboRow } from '../flow/mbo.ts';
import { generatedFlow, randomFrom } from './generated-flow.ts';
import { moneyReport } from './money-report.ts';
import { firstMarkOf, openMoneyDesk } from './money-setup.ts';
import { runSession } from './session.ts';
import { SessionBooks } from './session-books.ts';
import { accountsOf, feedAccountsOf, membersFrom, SOURCE_NAMES } from './sources.ts';

const EXTENT = { rows: 0, sizeDecimals: 4, step: 25, priceMax: 1_000_000, sizeMax: 100_000, ordersMax: 100 };
const MARK = 480_000;
const TIME = 1_700_000_000_000_000;

function opened() {
  const members = membersFrom(randomFrom(1));
  const books = new SessionBooks();
  const desk = openMoneyDesk(marketTermsFor('a file', EXTENT), members, TIME, MARK, books.take.bind(books));
  desk.setState(MarketState.open);
  const how = { isReduceOnly: false };
  const rest = { ...how, isImmediateOrCancel: false, isPostOnly: true };
  const take = { ...how, isImmediateOrCancel: true, isPostOnly: false };
  return { members, books, desk, rest, take };
}

test('every account has its deposits as dollars and coins before the first order', () => {
  const { members, desk } = opened();
  expect(SOURCE_NAMES.map((source) => accountsOf(members, source).length)).toEqual([8, 8, 4, 12]);
  const [usdc, coins] = members.find(({ deposits }) => deposits.length === 2)?.deposits ?? [];
  const account = members.findIndex(({ deposits }) => deposits.length === 2);
  const health = desk.machine.accountHealth(account);
  expect(health?.balances.map(({ asset, amount }) => [asset, amount])).toEqual([
    [0, usdc?.amount],
    [2, coins?.amount],
  ]);
  // A coin is worth 100 dollars and counts four fifths of it.
  const coinDollars = BigInt(coins?.amount ?? 0) / 10_000_000n;
  expect(health?.freeMargin).toBe(BigInt(usdc?.amount ?? 0) + (coinDollars * 1_000_000n * 4n) / 5n);
});

test('a hash spreads the orders of a feed over all its accounts, the same each time', () => {
  const accounts = feedAccountsOf(membersFrom(randomFrom(1)));
  const spread = (of: (id: string) => number) => new Set(Array.from({ length: 200 }, (_, at) => of(`641277${at}`)));
  expect([...spread((id) => accounts.ofMaker(id, 1))].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(spread((id) => accounts.ofTaker(id, 1)).size).toBe(8);
  expect(accounts.ofMaker('6412777162812', 1)).toBe(accounts.ofMaker('6412777162812', 2));
});

test('the first mark is the middle of the rows that state the opening book, or of the first orders', () => {
  const order = { line: 1, timeNanos: '1', timeMicros: 1, seq: 1, action: 'A', size: 1, orderId: 'a' } as const;
  const bid: MboRow = { ...order, side: 'B', price: 400, isSnapshot: true };
  const ask: MboRow = { ...order, side: 'A', price: 403, isSnapshot: true };
  const later: MboRow = { ...order, side: 'B', price: 402, isSnapshot: false };
  expect(firstMarkOf([bid, ask, later], 25)).toBe(10_037);
  expect(firstMarkOf([{ ...bid, isSnapshot: false }], 25)).toBe(10_000);
  expect(firstMarkOf([{ ...order, action: 'T', side: 'B', price: 7, isSnapshot: false }], 25)).toBe(175);
});

test('refusals for margin are counted by account: at rest, as a taker, and as a maker that is met', () => {
  const { books, desk, rest, take, members } = opened();
  const [maker = 0] = accountsOf(members, 'seeded makers');
  const [trader = 0] = accountsOf(members, 'seeded traders');
  const equity = desk.machine.accountHealth(maker)?.equity ?? 0n;
  const all = Number((equity * 40n) / BigInt(MARK));
  desk.place({ account: maker, side: 2, price: MARK, size: all + 1, ...rest });
  // A maker that rests with all its margin has none left for the fee.
  desk.place({ account: maker, side: 2, price: MARK, size: all, ...rest });
  desk.place({ account: 8, side: 1, price: MARK, size: all, ...take });
  desk.place({ account: 0, side: 2, price: MARK + 25, size: 100_000, ...rest });
  desk.place({ account: trader, side: 1, price: MARK + 25, size: 100_000, ...take });
  expect(books.tallyOf(maker)).toMatchObject({ refused: 1, cutShort: 0, makersCancelled: 1 });
  expect(books.tallyOf(trader)).toMatchObject({ refused: 0, cutShort: 1, makersCancelled: 0 });
});

test('books that miss a record, or a snapshot that misses a fee, fail the findings', () => {
  const { books, desk, rest, take, members } = opened();
  desk.place({ account: 0, side: 2, price: MARK, size: 10_000, ...rest });
  desk.place({ account: 8, side: 1, price: MARK, size: 5_000, ...take });
  const before = desk.machine.snapshot();
  const failed = (snapshot: Uint8Array) =>
    moneyReport(desk, books, members, snapshot)
      .findings.filter((finding) => !finding.holds)
      .map(({ what }) => what);
  expect(failed(before)).toEqual([]);
  desk.readBy(() => undefined);
  desk.place({ account: 8, side: 1, price: MARK, size: 5_000, ...take });
  expect(failed(desk.machine.snapshot())).toEqual([
    'realised and unrealised less fees is the PnL of each source',
    "the books made of records alone hold the 43 amounts of the machine's snapshot",
  ]);
  // Each of the two fills of 2,400 dollars costs 1.08 and 0.36.
  expect(failed(before)).toEqual([
    'the PnL of all sources, -2.880000, and the fees of the venue, 1.440000, add up to -1440000 micro-dollars',
    'realised and unrealised less fees is the PnL of each source',
  ]);
});

test('a session adds up, runs some of our makers and traders short, and none of the feed', async () => {
  const report = await runSession({ name: 'seed 4', words: '', rows: generatedFlow(4, 30_000), seed: 4 });
  expect(report.findings.filter((finding) => !finding.holds)).toEqual([]);
  expect(holds(report)).toBe(true);
  const rows = report.tables?.[0]?.rows ?? [];
  const columns = report.tables?.[0]?.columns ?? [];
  const of = (source: string, column: string) => rows.find(([name]) => name === source)?.[columns.indexOf(column)];
  const stopped = ['margin_refused', 'margin_cut_short', 'margin_cancelled'];
  expect(stopped.map((column) => of('feed makers', column))).toEqual([0, 0, 0]);
  expect(stopped.map((column) => of('feed takers', column))).toEqual([0, 0, 0]);
  expect(Number(of('seeded makers', 'margin_refused'))).toBeGreaterThan(0);
  expect(Number(of('seeded traders', 'margin_cut_short'))).toBeGreaterThan(0);
  expect(of('sum', 'pnl_usd')).toBe('0');
  expect(of('venue', 'pnl_usd')).toBe(report.facts['fees_usd']);
});
