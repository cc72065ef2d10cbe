/** Tests of the futures replays on files made by hand, whose results are known. */
import { holds, mboExtent, mboRows, type Report } from '@intelligent-ledger/engine/host';
import { expect, test } from 'vitest';
import { writtenFile } from '../written-file.ts';
import { replayCheckpoints } from './checkpoint-replay.ts';
import { readExpected } from './expected.ts';
import { replayParity } from './parity-replay.ts';

const HEADER = 'ts_event_ns,seq,action,side,price_ticks,size,order_id,flags';

/** A file of rows written as `time action side price size id`. */
function flow(...rows: string[]): string {
  const lines = rows.map((text, at) => {
    const [time, action, side, price, size, id] = text.split(' ');
    return `${time}000,${at + 1},${action},${side},${price},${size},${id},0`;
  });
  return writtenFile('flow.csv.gz', [HEADER, ...lines, ''].join('\n'));
}

async function parity(...rows: string[]): Promise<Report> {
  const path = flow(...rows);
  return replayParity(path, await mboExtent(mboRows(path)), null);
}

async function checkpoints(expected: object | null, ...rows: string[]): Promise<Report> {
  const path = flow(...rows);
  const known = expected === null ? null : await readExpected(writtenFile('known.json', JSON.stringify(expected)));
  return replayCheckpoints(path, await mboExtent(mboRows(path)), known);
}

const BOOK = ['1 A A 10 2 s1', '1 A A 10 3 s2', '1 A A 11 5 s3', '1 A B 9 4 b1'];

test('a taker whose makers are those that the feed reports is exact, its own fill row aside', async () => {
  const report = await parity(
    ...BOOK,
    '2 T B 11 6 t',
    '2 F B 11 6 t',
    '2 F A 10 2 s1',
    '2 F A 10 3 s2',
    '2 F A 11 1 s3',
  );
  expect(report.facts).toMatchObject({ takers: 1, exact: 1, exact_by_the_reference: 1, traded_as_planned: 1 });
  expect(holds(report)).toBe(true);
});

test('makers in another order are the same set, and other makers are neither', async () => {
  const swapped = await parity(...BOOK, '2 T B 10 5 t', '2 F A 10 3 s2', '2 F A 10 2 s1');
  expect(swapped.facts).toMatchObject({ takers: 1, exact: 0, same_makers_in_another_order: 1, other: 0 });
  const hidden = await parity(...BOOK, '2 T B 10 1 t', '2 F A 10 1 s2');
  expect(hidden.facts).toMatchObject({ takers: 1, exact: 0, same_makers_in_another_order: 0, other: 1 });
  expect(holds(hidden)).toBe(true);
});

test('reported fills are taken from the book, whatever was planned, and the copy follows', async () => {
  const report = await parity(
    ...BOOK,
    '2 T B 10 1 t1',
    '2 F A 10 1 s2',
    '3 T B 10 9 t2',
    '3 F A 10 2 s1',
    '3 F A 10 2 s2',
    '4 T B 11 9 t3',
    '4 F A 11 5 s3',
  );
  expect(report.facts).toMatchObject({ takers: 3, exact: 2, sent_to_an_open_copy: 3, traded_as_planned: 3 });
  expect(report.facts['copies_restored']).toBe(2);
  expect(holds(report)).toBe(true);
});

test('a cancel at the time of a fill only repeats it, and one at another time is meant', async () => {
  const fill = ['2 T B 10 1 t1', '2 F A 10 1 s1'];
  const repeated = await parity(...BOOK, ...fill, '2 C A 10 1 s1', '3 T B 10 1 t2', '3 F A 10 1 s1');
  expect(repeated.facts['exact']).toBe(2);
  const meant = await parity(...BOOK, ...fill, '3 C A 10 1 s1', '4 T B 10 1 t2', '4 F A 10 1 s2');
  expect(meant.facts['exact']).toBe(2);
});

test('a modification after a fill brings the next slice of a hidden order to the back', async () => {
  const fill = ['2 T B 10 2 t1', '2 F A 10 2 s1', '2 M A 10 2 s1'];
  const report = await parity(...BOOK, ...fill, '3 T B 10 5 t2', '3 F A 10 3 s2', '3 F A 10 2 s1');
  expect(report.facts).toMatchObject({ takers: 2, exact: 2 });
});

test('a taker at a crossed book is planned, and not sent to an open copy', async () => {
  const report = await parity(
    ...BOOK,
    '2 A B 10 1 b2',
    '3 T B 10 1 t1',
    '3 F A 10 1 s1',
    '4 T A 10 1 t2',
    '4 F B 10 1 b2',
  );
  expect(report.facts).toMatchObject({ takers: 2, exact: 2, sent_to_an_open_copy: 0 });
  expect(report.facts['not_sent_because_locked_or_crossed']).toBe(2);
  expect(holds(report)).toBe(true);
});

test('a trade without a side is no taker, and its fills change nothing', async () => {
  const report = await parity(...BOOK, '2 T N 10 2 t', '2 F A 10 2 s1', '3 T B 10 2 t2', '3 F A 10 2 s1');
  expect(report.facts).toMatchObject({ takers: 1, exact: 1 });
});

test('parity falls short when fewer takers are exact than are known to be', async () => {
  const path = flow(...BOOK, '2 T B 10 1 t', '2 F A 10 1 s2');
  const extent = await mboExtent(mboRows(path));
  const known = { checkpoints: [], finalLevels: null };
  expect(holds(await replayParity(path, extent, { ...known, parity: { takers: 1, exact: 0 } }))).toBe(true);
  expect(holds(await replayParity(path, extent, { ...known, parity: { takers: 1, exact: 1 } }))).toBe(false);
  expect(holds(await replayParity(path, extent, { ...known, parity: { takers: 2, exact: 0 } }))).toBe(false);
});

const KNOWN = {
  checkpoints: [
    {
      rows: 4,
      seq: 4,
      best_bid_ticks: 9,
      best_bid_size: 4,
      best_ask_ticks: 10,
      best_ask_size: 5,
      bid_levels: 1,
      ask_levels: 2,
      orders: 4,
    },
    {
      rows: 6,
      seq: 6,
      best_bid_size: 0,
      best_ask_ticks: 10,
      best_ask_size: 5,
      bid_levels: 0,
      ask_levels: 1,
      orders: 2,
    },
  ],
  final_top10: { B: [], A: [[10, 5]] },
};
const CHANGES = ['2 C A 11 5 s3', '2 C B 9 4 b1', '3 T B 10 1 t', '3 F A 10 1 s1'];

test('checkpoints and the best levels at the end are compared exactly, trades and fills left out', async () => {
  const report = await checkpoints(KNOWN, ...BOOK, ...CHANGES);
  expect(report.facts).toMatchObject({ checkpoints: 2, checkpoints_exact: 2, first_difference: null, final_orders: 2 });
  expect(holds(report)).toBe(true);
});

test('a checkpoint or a level that is off by one fails, and so does a checkpoint that is never reached', async () => {
  const [first, second] = KNOWN.checkpoints;
  const off = await checkpoints({ ...KNOWN, checkpoints: [{ ...first, orders: 5 }, second] }, ...BOOK, ...CHANGES);
  expect(off.facts['first_difference']).toBe('after 4 rows orders is 4, not 5');
  expect(holds(off)).toBe(false);
  const level = await checkpoints({ ...KNOWN, final_top10: { B: [], A: [[10, 6]] } }, ...BOOK, ...CHANGES);
  expect(holds(level)).toBe(false);
  const beyond = { ...KNOWN, checkpoints: [first, { ...second, rows: 60 }] };
  expect(holds(await checkpoints(beyond, ...BOOK, ...CHANGES))).toBe(false);
});

test('a file without known results is judged by the plain book, and a clear empties both', async () => {
  const report = await checkpoints(null, ...BOOK, '2 R N 0 0 r', '2 A A 7 1 s9');
  expect(report.facts).toMatchObject({ final_orders: 1, final_best_ask_ticks: 7 });
  expect(report.findings.map(({ what }) => what)).toContain('the plain book is the same at 1 of 1 rows');
  expect(holds(report)).toBe(true);
});

test.each([
  ['not json', 'cannot be read'],
  ['[]', 'the file is no object'],
  ['{}', 'has none of checkpoints, final_top10 and matching_parity'],
  ['{"checkpoints":[{"rows":1}]}', 'seq is undefined, no whole number'],
  ['{"final_top10":{"B":[[1]],"A":[]}}', 'final_top10.B is no list of [price, size]'],
  ['{"matching_parity":{"t_groups":1,"exact":"1"}}', 'exact is "1", no whole number'],
])('known results written as %s are refused', async (text, why) => {
  await expect(readExpected(writtenFile('known.json', text))).rejects.toThrow(why);
});
