/** Tests of the depth replay on files made by hand, whose results are known. */
import { holds, type Report } from '@intelligent-ledger/engine/host';
import { expect, test } from 'vitest';
import { writtenFile } from '../written-file.ts';
import { replayL2 } from './l2-replay.ts';

/** A file of rows written as `kind side price quantity update`. */
function replay(...rows: string[]): Promise<Report> {
  const lines = rows.map((text, at) => {
    const [kind, side, price, quantity, update] = text.split(' ');
    return `${at}000,${kind},0,${side},${price},${quantity},${update}`;
  });
  return replayL2(writtenFile('l2.csv', ['local_ns,kind,exch_ms,side,price,qty,update_id', ...lines, ''].join('\n')));
}

const SNAPSHOT = ['S b 10.1 2 5', 'S b 10.0 3 5', 'S a 10.3 1 5', 'S a 10.4 1 5'];

test('the best prices after each depth event are those of the last quote that is not newer', async () => {
  const report = await replay(
    'Q b 10.1 1 5',
    'Q a 10.3 1 5',
    ...SNAPSHOT,
    'D b 10.1 1 6',
    'D b 10.0 0 6',
    'D a 10.2 1 8',
    'Q b 10.1 1 7',
    'Q a 10.2 1 7',
    'T b 10.2 9 999',
    'Q b 10.1 1 9',
    'Q a 10.4 1 9',
  );
  expect(report.facts).toMatchObject({ depth_events: 2, compared_with_a_quote: 2, equal: 2, open_levels: 4 });
  expect(holds(report)).toBe(true);
});

test('a best price that the venue did not quote fails', async () => {
  const report = await replay(...SNAPSHOT, 'Q b 10.1 1 6', 'Q a 10.3 1 6', 'D b 10.2 1 6', 'D b 10.2 0 7');
  expect(report.facts).toMatchObject({ depth_events: 2, equal: 1 });
  expect(report.facts['first_difference']).toContain('update 6');
  expect(holds(report)).toBe(false);
});

test('depth that is older than the snapshot is left out, and newer depth that came before it is not', async () => {
  const early = ['D b 10.2 9 4', 'D b 10.2 9 5', 'D a 10.2 1 6', 'D a 10.2 2 7'];
  const quotes = ['Q b 10.1 1 5', 'Q a 10.2 1 6', 'Q b 10.1 1 6'];
  const report = await replay(...quotes, ...early, ...SNAPSHOT, 'D b 9.9 1 8');
  expect(report.facts).toMatchObject({ depth_events: 3, equal: 3, open_levels: 6 });
});

test('a book may be crossed within an event', async () => {
  const rows = ['Q b 10.3 1 6', 'Q a 10.4 1 6', 'D b 10.3 1 6', 'D a 10.3 0 6'];
  expect((await replay(...SNAPSHOT, ...rows)).facts).toMatchObject({ depth_events: 1, equal: 1 });
});

test('a second snapshot begins the book anew', async () => {
  const second = ['S b 9.0 1 20', 'S a 9.1 1 20'];
  const report = await replay(...SNAPSHOT, 'D b 10.2 1 6', ...second, 'Q b 9.0 1 20', 'Q a 9.1 1 20', 'D a 9.2 1 21');
  expect(report.facts).toMatchObject({ depth_events: 2, compared_with_a_quote: 1, equal: 1, open_levels: 3 });
  expect(holds(report)).toBe(true);
});

test('a file in which nothing follows the snapshot shows nothing, and fails', async () => {
  expect(holds(await replay(...SNAPSHOT))).toBe(false);
});

test('a file without a snapshot is refused', async () => {
  await expect(replay('D b 10.1 2 5')).rejects.toThrow('has no snapshot rows');
});
