/**
 * The views of a book, which are made of records alone, hold the same book as the machine after every command, levels,
 * queues and checksums; and so do copies that see nothing but whole views and deltas.
 */
import {
  decodeRecords,
  decodeSnapshot,
  type Level,
  type LogicalState,
  Machine,
  Side,
} from '@intelligent-ledger/engine/core';
import { BookCopy, BookViews, type LevelRow, OrderCopy, type Refused } from '@intelligent-ledger/engine/host';
import { NaiveExchange, PROFILES, Random, Workload } from '@intelligent-ledger/engine/sim';
import { describe, expect, test } from 'vitest';
import { plainChecksum } from './plain-checksum.ts';
import { RecordBook } from './record-book.ts';

const COMMANDS = 3_000;
const QUEUES_EVERY = 250;
const RESTARTS_EVERY = 100;
const SIDES = [Side.buy, Side.sell] as const;
const NAMES = [
  'tight',
  'deep',
  'stale',
  'halting',
  'tapering',
  'kindred',
  'icy',
  'named',
  'replacing',
  'swept',
  'waiting',
  'pressed',
];

interface Book {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

/** A market as those who follow it have it, and as it was after each sequence. */
class Followed {
  readonly levels: BookCopy;
  readonly orders: OrderCopy;
  readonly past: Book[] = [];
  readonly seen = { spans: 0, joined: 0 };
  private readonly market: number;
  /** Sequence at which it began. */
  private readonly first: number;
  private readonly views: BookViews;

  constructor(market: number, views: BookViews) {
    this.market = market;
    this.views = views;
    this.first = views.sequence;
    this.levels = new BookCopy(market);
    this.orders = new OrderCopy(market);
    expect(this.levels.begin(answered(views.depth(market)))).toBe('taken');
    expect(this.orders.begin(answered(views.orders(market)))).toBe('taken');
  }

  /** Brings the copies to some later sequence, not always the last. */
  goOn(random: Random): void {
    const from = this.levels.sequence as number;
    const to = random.happens(500) ? this.views.sequence : from + random.below(this.views.sequence - from + 1);
    expect(this.levels.follow(answered(this.views.levelDeltas(this.market, from, to)))).toBe('taken');
    const past = this.past[to] as Book;
    expectSame(this.levels.levels(Side.buy), past.bids);
    expectSame(this.levels.levels(Side.sell), past.asks);
    const fromOrders = this.orders.sequence as number;
    expect(this.orders.follow(answered(this.views.orderDeltas(this.market, fromOrders, to)))).toBe('taken');
    if (to === this.views.sequence) {
      const { bids, asks } = answered(this.views.orders(this.market));
      expectSame([this.orders.queue(Side.buy), this.orders.queue(Side.sell)], [bids, asks]);
    }
    if (to > from + 1) this.seen.spans += 1;
  }

  /** The deltas of any span are the difference of the books at its ends: no row is missing, and none is needless. */
  compareSpan(random: Random): void {
    const from = this.first + random.below(this.views.sequence - this.first + 1);
    const to = from + random.below(this.views.sequence - from + 1);
    const { rows, checksum } = answered(this.views.levelDeltas(this.market, from, to));
    const [before, after] = [this.past[from] as Book, this.past[to] as Book];
    const expected = [
      ...differences(Side.buy, before.bids, after.bids),
      ...differences(Side.sell, before.asks, after.asks),
    ];
    expectSame(inOrder(rows), inOrder(expected));
    expect(checksum).toBe(plainChecksum(after.bids, after.asks));
    this.seen.joined += rows.length;
  }
}

describe.each(NAMES)('%s', (name) => {
  test('the views of a book, and copies that follow them, are the machine after every command', () => {
    const profile = PROFILES.find((candidate) => candidate.name === name);
    if (profile === undefined) throw new Error(`there is no profile ${name}`);
    const random = new Random(29);
    const [judge, machine, workload] = [new NaiveExchange(), new Machine(), new Workload(11, profile)];
    const [views, plain] = [new BookViews(), new RecordBook()];
    const followed: Followed[] = [];
    const seen = { levels: 0, orders: 0, hidden: 0 };
    for (let step = 1; step <= COMMANDS; step += 1) {
      const { entry } = workload.next(judge.state);
      judge.apply(entry);
      machine.applyBytes(entry);
      const records = decodeRecords(machine.takeRecords());
      views.take(records);
      for (const record of records) plain.take(record);
      expect(views.sequence).toBe(machine.sequence);
      for (let market = 0; market < judge.state.markets.length; market += 1) {
        const book = bookOf(machine, market);
        expectSameLevels(views, market, book);
        seen.levels += book.bids.length + book.asks.length;
        const follower = followed[market] ?? new Followed(market, views);
        followed[market] = follower;
        follower.past[views.sequence] = book;
        if (random.happens(200)) follower.goOn(random);
        if (random.happens(200)) follower.compareSpan(random);
      }
      expect(views.openOrderCount).toBe(judge.state.restingOrders().length);
      if (step % QUEUES_EVERY !== 0) continue;
      const state = decodeSnapshot(machine.snapshot()) as LogicalState;
      expectSameQueues(views, plain, state);
      expectSameQueues(new BookViews({ state }), plain, state);
      const rows = state.markets.flatMap(({ bids, asks }) => [...bids, ...asks]);
      seen.orders += rows.length;
      seen.hidden += rows.filter(({ size, filled, shown }) => shown < size - filled).length;
    }
    expect(seen.levels).toBeGreaterThan(COMMANDS);
    expect(seen.orders).toBeGreaterThan(0);
    expect(seen.hidden).toBeGreaterThan(0);
    expect(followed.reduce((sum, { seen: { spans } }) => sum + spans, 0)).toBeGreaterThan(COMMANDS / 20);
    expect(followed.reduce((sum, { seen: { joined } }) => sum + joined, 0)).toBeGreaterThan(COMMANDS / 10);
  });
});

test('views that begin with a snapshot go on as those that saw the whole log', () => {
  const profile = PROFILES.find((candidate) => candidate.name === 'deep');
  if (profile === undefined) throw new Error('there is no such profile');
  const [judge, machine, workload] = [new NaiveExchange(), new Machine(), new Workload(5, profile)];
  const whole = new BookViews();
  let late: BookViews | undefined;
  const seen = { partlyFilled: 0, refused: 0 };
  for (let step = 1; step <= 1_500; step += 1) {
    const { entry } = workload.next(judge.state);
    judge.apply(entry);
    machine.applyBytes(entry);
    const records = decodeRecords(machine.takeRecords());
    whole.take(records);
    late?.take(records);
    if (step % RESTARTS_EVERY === 0) {
      const state = decodeSnapshot(machine.snapshot()) as LogicalState;
      late = new BookViews({ state });
      const rows = state.markets.flatMap(({ bids, asks }) => [...bids, ...asks]);
      seen.partlyFilled += rows.filter(({ filled }) => filled > 0).length;
      const early = late.levelDeltas(0, state.sequence - 1, state.sequence);
      seen.refused += Number('refused' in early && early.refused === 'spanTooOld');
    }
    for (let market = 0; late !== undefined && market < judge.state.markets.length; market += 1) {
      expectSame(late.orders(market), whole.orders(market));
      expectSame(late.depth(market), whole.depth(market));
    }
  }
  expect(seen.partlyFilled).toBeGreaterThan(10);
  expect(seen.refused).toBe(1_500 / RESTARTS_EVERY);
});

function bookOf(machine: Machine, market: number): Book {
  const [bids, asks] = SIDES.map((side) => machine.depth(market, side, Number.MAX_SAFE_INTEGER));
  return { bids, asks } as Book;
}

function expectSameLevels(views: BookViews, market: number, { bids, asks }: Book): void {
  const { sequence } = views;
  const checksum = plainChecksum(bids, asks);
  expectSame(views.depth(market), { market, sequence, bids, asks, isWhole: true, checksum });
  const [bid, ask] = [bids[0], asks[0]].map((best) => best && { price: best.price, size: best.size });
  expectSame(views.quotes(market), { market, sequence, bid: bid ?? null, ask: ask ?? null });
}

/** Queues by the snapshot and by the plain book of records, each order with the lots that it shows. */
function expectSameQueues(views: BookViews, plain: RecordBook, state: LogicalState): void {
  state.markets.forEach(({ bids, asks }, market) => {
    const answer = answered(views.orders(market));
    for (const [side, rows, orders] of [
      [Side.buy, bids, answer.bids] as const,
      [Side.sell, asks, answer.asks] as const,
    ]) {
      expect(orders).toEqual(rows.map(({ order, price, shown }) => ({ order, price, size: shown })));
      const queues = plain.levels(market, side).flatMap(({ price }) => plain.queue(market, side, price));
      expect(orders.map(({ order }) => order)).toEqual(queues);
    }
  });
}

function differences(side: Side, before: readonly Level[], after: readonly Level[]): LevelRow[] {
  const rows: LevelRow[] = [];
  for (const level of after) {
    const was = before.find(({ price }) => price === level.price);
    if (was?.size !== level.size || was.orders !== level.orders) rows.push({ side, ...level });
  }
  for (const { price } of before) {
    if (after.some((level) => level.price === price)) continue;
    rows.push({ side, price, size: 0, orders: 0 } as LevelRow);
  }
  return rows;
}

function inOrder(rows: readonly LevelRow[]): LevelRow[] {
  return [...rows].sort((one, other) => one.side - other.side || one.price - other.price);
}

/** Plain values that are the same have the same text, which is quicker to see than a comparison that can explain. */
function expectSame(actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) expect(actual).toEqual(expected);
}

/** The answer to a question that must not be refused. */
function answered<Answer extends object>(answer: Answer | Refused): Answer {
  if ('refused' in answer) throw new Error(`refused: ${answer.refused}`);
  return answer;
}
