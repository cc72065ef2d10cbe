/**
 * What those who follow a book can rely on: what cannot be answered is refused, gaps and differences are noticed, and
 * nothing hidden is told.
 */
import { readFileSync } from 'node:fs';
import { decodeRecords, EngineBug, type Level, Machine, Side, TimeInForce } from '@intelligent-ledger/engine/core';
import {
  BookCopy,
  BookViews,
  bookChecksum,
  CHECKSUM_LEVELS,
  type Depth,
  type LevelDeltas,
  OrderCopy,
  type OrderDeltas,
  type Orders,
} from '@intelligent-ledger/engine/host';
import { LogWriter } from '@intelligent-ledger/engine/sim';
import { describe, expect, test } from 'vitest';
import { crc32, plainChecksum, plainForm } from './plain-checksum.ts';

const MARKET = {
  marketKind: 1,
  sizeDecimals: 0,
  maxPrice: 2_000,
  maxSize: 2_147_483_647,
  bands: [{ from: 1, step: 1 }],
};
const PAGE = new URL('../../docs/concepts/book-views.md', import.meta.url);
const [bid, ask] = [Side.buy, Side.sell];

/** An exchange with one open market, and views of its book. */
class Stage {
  readonly log = new LogWriter();
  readonly machine = new Machine();
  readonly views: BookViews;

  constructor(changesKept = 1_000) {
    this.views = new BookViews({ changesKept });
    this.log.begin({ ordersMax: 256, levelsMax: 256 }, MARKET);
    for (const entry of this.log.entries) this.apply(entry);
  }

  /** Applies an entry; answers the sequence after it. */
  apply(entry: Uint8Array): number {
    expect(this.machine.applyBytes(entry)).toBe(0);
    this.views.take(decodeRecords(this.machine.takeRecords()));
    return this.views.sequence;
  }

  place(side: Side, price: number, size: number, displaySize = 0): number {
    return this.apply(this.log.place({ side, price, size, displaySize }));
  }

  take(side: Side, price: number, size: number): number {
    return this.apply(this.log.place({ side, price, size, timeInForce: TimeInForce.immediateOrCancel }));
  }

  depth(): Depth {
    return this.views.depth(0) as Depth;
  }

  orders(): Orders {
    return this.views.orders(0) as Orders;
  }

  levelDeltas(from: number, to = this.views.sequence): LevelDeltas {
    return this.views.levelDeltas(0, from, to) as LevelDeltas;
  }

  orderDeltas(from: number, to = this.views.sequence): OrderDeltas {
    return this.views.orderDeltas(0, from, to) as OrderDeltas;
  }
}

describe('questions', () => {
  test('what cannot be answered is refused with the reason', () => {
    const { views } = new Stage();
    const last = views.sequence;
    for (const market of [1, -1, 0.5, Number.NaN]) {
      const unknown = { refused: 'marketUnknown' };
      expect(views.quotes(market)).toEqual(unknown);
      expect([views.depth(market), views.orders(market)]).toEqual([unknown, unknown]);
      expect([views.levelDeltas(market, 0, 0), views.orderDeltas(market, 0, 0)]).toEqual([unknown, unknown]);
    }
    for (const [from, to] of [
      [2, 1],
      [-1, 1],
      [0.5, 1],
      [Number.NaN, 1],
      [1, Number.NaN],
    ] as const) {
      expect(views.levelDeltas(0, from, to)).toEqual({ refused: 'spanInvalid' });
    }
    expect(views.orderDeltas(0, last, last + 1)).toEqual({ refused: 'spanAhead' });
    for (const count of [0, -1, Number.NaN]) {
      expect(views.depth(0, count)).toMatchObject({ bids: [], asks: [], isWhole: true });
      expect(views.orders(0, count)).toMatchObject({ bids: [], asks: [] });
    }
  });

  test('as many changes are kept as was said, and a span that begins before them is refused', () => {
    const stage = new Stage(6);
    const sequences = [100, 101, 102, 103, 104].map((price) => stage.place(bid, price, 1));
    const last = stage.views.sequence;
    // Each command changed one level and one order, so that three commands are kept.
    const answers = sequences.map((from) => 'refused' in stage.views.levelDeltas(0, from, last));
    expect(answers).toEqual([true, false, false, false, false]);
    expect(stage.views.levelDeltas(0, sequences[0] as number, last)).toEqual({ refused: 'spanTooOld' });
    const from = sequences[1] as number;
    expect(stage.levelDeltas(from, from).checksum).toBe(plainChecksum([101, 100].map(one), []));
    expect(stage.levelDeltas(from).rows.map(({ price }) => price)).toEqual([102, 103, 104]);
  });

  test('only so many levels or orders are given, the best, and the answer says whether that is all', () => {
    const stage = new Stage();
    for (const price of [100, 102, 101, 102]) stage.place(bid, price, 5);
    expect(stage.views.depth(0, 2)).toMatchObject({
      bids: [{ price: 102, size: 10, orders: 2 }, { price: 101 }],
      isWhole: false,
    });
    expect(stage.views.depth(0, 3)).toMatchObject({ isWhole: true, checksum: stage.depth().checksum });
    expect(stage.views.orders(0, 3)).toMatchObject({
      bids: [{ order: 2 }, { order: 4 }, { order: 3 }],
      isWhole: false,
    });
    expect(stage.views.orders(0, 4)).toMatchObject({ isWhole: true });
  });

  test('records that are missing, doubled or out of order are a bug', () => {
    const stage = new Stage();
    const [first, second] = [stage.log.place({ price: 100 }), stage.log.place({ price: 101 })].map((entry) => {
      stage.machine.applyBytes(entry);
      return decodeRecords(stage.machine.takeRecords());
    }) as [ReturnType<typeof decodeRecords>, ReturnType<typeof decodeRecords>];
    expect(() => stage.views.take(second)).toThrow(EngineBug);
    stage.views.take([...first, ...second]);
    expect(stage.depth().bids.map(({ price }) => price)).toEqual([101, 100]);
    expect(() => stage.views.take(second)).toThrow(EngineBug);
  });

  test('a command of which a record is missing, or that comes in pieces, is a bug', () => {
    const records = [0, 1].map(() => {
      const stage = new Stage();
      for (const price of [200, 201]) stage.place(ask, price, 5);
      stage.machine.applyBytes(stage.log.place({ side: bid, price: 201, size: 20 }));
      return { stage, records: decodeRecords(stage.machine.takeRecords()) };
    });
    const [lossy, split] = records as [(typeof records)[0], (typeof records)[0]];
    expect(lossy.records.map(({ name }) => name)).toEqual(['orderPlaced', 'orderFilled', 'orderFilled']);
    expect(() => lossy.stage.views.take(lossy.records.toSpliced(1, 1))).toThrow(/record 2 of command/);
    split.stage.views.take(split.records.slice(0, 2));
    expect(() => split.stage.views.take(split.records.slice(2))).toThrow(EngineBug);
  });
});

describe('deltas', () => {
  test('a level or an order that is as it was, or that came and went, has no row', () => {
    const stage = new Stage();
    const before = stage.place(bid, 100, 5);
    stage.place(bid, 101, 5);
    stage.take(ask, 101, 5);
    expect(stage.levelDeltas(before).rows).toEqual([]);
    expect(stage.orderDeltas(before).rows).toEqual([]);
    stage.take(bid, 90, 5);
    expect(stage.orderDeltas(before).rows).toEqual([]);
  });

  test('hidden lots leave no trace: neither in what is shown, nor when they are amended away', () => {
    const stage = new Stage();
    const placed = stage.place(bid, 100, 50, 10);
    expect(stage.orders().bids).toEqual([{ order: 1, price: 100, size: 10 }]);
    stage.apply(stage.log.amend(1, { price: 100, size: 20, displaySize: 10 }));
    expect([stage.levelDeltas(placed).rows, stage.orderDeltas(placed).rows]).toEqual([[], []]);
    expect(JSON.stringify([stage.orders(), stage.depth()])).not.toMatch(/account|50|20/);
  });

  test('an iceberg whose slice is used up goes to the back, and those who follow put it there', () => {
    const stage = new Stage();
    stage.place(bid, 100, 30, 10);
    const before = stage.place(bid, 100, 5);
    const copy = new OrderCopy(0);
    expect(copy.begin(stage.orders())).toBe('taken');
    stage.take(ask, 100, 10);
    const { rows } = stage.orderDeltas(before);
    expect(rows).toEqual([{ order: 1, side: bid, price: 100, size: 10, isLast: true }]);
    expect(stage.levelDeltas(before).rows).toEqual([]);
    expect(copy.follow(stage.orderDeltas(before))).toBe('taken');
    expect(copy.queue(bid)).toEqual([
      { order: 2, price: 100, size: 5 },
      { order: 1, price: 100, size: 10 },
    ]);
  });
});

describe('copies', () => {
  test('deltas that do not join are passed over, and the copy goes on from where it stands', () => {
    const stage = new Stage();
    const copy = new BookCopy(0);
    expect(copy.follow(stage.levelDeltas(0))).toBe('wholeViewWanted');
    expect(copy.begin(stage.depth())).toBe('taken');
    const start = copy.sequence as number;
    const middle = stage.place(bid, 100, 5);
    const last = stage.place(bid, 101, 5);
    expect(copy.follow(stage.levelDeltas(middle))).toBe('gap');
    expect([copy.sequence, copy.levels(bid)]).toEqual([start, []]);
    expect(copy.follow(stage.levelDeltas(start, last))).toBe('taken');
    expect(copy.follow(stage.levelDeltas(start, middle))).toBe('old');
    expect(copy.follow({ ...stage.levelDeltas(last), market: 1 })).toBe('otherMarket');
    expect(copy.levels(bid, 1)).toEqual([{ price: 101, size: 5, orders: 1 }]);
    expect(copy.sequence).toBe(last);
  });

  test.each(['size', 'orders', 'price'] as const)(
    'a row with another %s breaks a copy until it begins again',
    (field) => {
      const stage = new Stage();
      stage.place(ask, 200, 5);
      const copy = new BookCopy(0);
      copy.begin(stage.depth());
      const from = copy.sequence as number;
      stage.place(bid, 100, 5);
      const deltas = stage.levelDeltas(from);
      const rows = deltas.rows.map((row) => ({ ...row, [field]: row[field] + 1 }));
      expect(copy.follow({ ...deltas, rows } as LevelDeltas)).toBe('broken');
      expect([copy.sequence, copy.levels(bid)]).toEqual([null, null]);
      expect(copy.follow(deltas)).toBe('wholeViewWanted');
      expect(copy.begin(stage.depth())).toBe('taken');
      expect(copy.levels(bid)).toEqual(stage.depth().bids);
    },
  );

  test('a row that is left out, or that takes away what is not there, breaks a copy', () => {
    const stage = new Stage();
    const from = stage.place(bid, 100, 5);
    const [whole, wholeOrders] = [stage.depth(), stage.orders()];
    stage.place(bid, 101, 5);
    const [levels, orders] = [stage.levelDeltas(from), stage.orderDeltas(from)];
    const gone = { side: ask, price: 300, size: 0, orders: 0 } as LevelDeltas['rows'][number];
    const goneOrder = { order: 9, side: ask, price: 300, size: 0, isLast: false } as OrderDeltas['rows'][number];
    for (const rows of [[], [...levels.rows, gone]]) {
      const copy = new BookCopy(0);
      copy.begin(whole);
      expect(copy.follow({ ...levels, rows })).toBe('broken');
    }
    for (const rows of [[], [...orders.rows, goneOrder]]) {
      const copy = new OrderCopy(0);
      copy.begin(wholeOrders);
      expect(copy.follow({ ...orders, rows })).toBe('broken');
      expect([copy.sequence, copy.queue(bid)]).toEqual([null, null]);
    }
  });

  test('a view that is not whole, or of another market, begins no copy', () => {
    const stage = new Stage();
    for (const price of [100, 101]) stage.place(bid, price, 1);
    const part = stage.views.depth(0, 1) as Depth;
    expect(new BookCopy(0).begin(part)).toBe('wholeViewWanted');
    expect(new OrderCopy(0).begin(stage.views.orders(0, 1) as Orders)).toBe('wholeViewWanted');
    expect(new BookCopy(1).begin(stage.depth())).toBe('otherMarket');
    expect(new BookCopy(0).begin({ ...part, isWhole: true, bids: [] })).toBe('broken');
  });
});

describe('checksum', () => {
  test('it covers the best levels of each side, whichever become the best, and none beyond', () => {
    const stage = new Stage();
    for (let depth = 0; depth < CHECKSUM_LEVELS + 10; depth += 1) {
      stage.place(bid, 900 - depth, 1 + depth);
      stage.place(ask, 1_000 + depth, 1 + depth);
    }
    const agrees = (): void => {
      const { bids, asks, checksum } = stage.depth();
      expect(bids).toEqual(stage.machine.depth(0, bid, 1_000));
      expect(checksum).toBe(plainChecksum(bids, asks));
    };
    agrees();
    const { checksum } = stage.depth();
    stage.place(bid, 900 - CHECKSUM_LEVELS, 1);
    stage.place(ask, 1_000 + CHECKSUM_LEVELS, 1);
    expect(stage.depth().checksum).toBe(checksum);
    stage.place(ask, 1_000 + CHECKSUM_LEVELS - 1, 1);
    expect(stage.depth().checksum).not.toBe(checksum);
    stage.take(ask, 890, 40);
    stage.take(bid, 1_010, 40);
    agrees();
  });

  test('lots beyond 32 bits count', () => {
    const level = (size: number): Level[] => [{ price: 7, size, orders: 1 } as Level];
    for (const size of [1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1]) {
      expect(bookChecksum(level(size), [])).toBe(plainChecksum(level(size), []));
      expect(bookChecksum([], level(size))).toBe(plainChecksum([], level(size)));
    }
  });

  test('the worked example of the page is what the code says', () => {
    const stage = new Stage();
    stage.place(bid, 99, 5);
    stage.place(bid, 99, 7);
    stage.place(bid, 98, 30, 10);
    stage.place(ask, 101, 4);
    const { bids, asks, checksum } = stage.depth();
    const form = plainForm(bids, asks).map((byte) => byte.toString(16).padStart(2, '0'));
    const page = readFileSync(PAGE, 'utf8');
    const row = (at: number): string => form.slice(at, at + 16).join(' ');
    for (const at of [0, 16, 400]) expect(page).toContain(`| ${at} | \`${row(at)}\` |`);
    expect(form.filter((byte) => byte !== '00').length).toBe(9);
    expect(page).toContain(`\`${checksum.toString(16).padStart(8, '0')}\`, which is ${checksum.toLocaleString('en')}`);
    expect(page).toContain(`\`${bookChecksum([], []).toString(16).padStart(8, '0')}\``);
    expect(crc32([...'123456789'].map((digit) => digit.charCodeAt(0)))).toBe(0xcbf43926);
  });
});

function one(price: number): Level {
  return { price, size: 1, orders: 1 } as Level;
}
