/**
 * The replays on the recorded files, where they are there: they belong to others and are not part of this repository.
 * Each must show at least what an independent replay of the same file showed.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { holds, mboExtent, mboRows } from '@intelligent-ledger/engine/host';
import { expect, test } from 'vitest';
import { replayL2 } from './l2/l2-replay.ts';
import { replayLobster } from './lobster/lobster-replay.ts';
import { replayCheckpoints } from './mbo/checkpoint-replay.ts';
import { readExpected } from './mbo/expected.ts';
import { replayParity } from './mbo/parity-replay.ts';

const DIRECTORY = resolve(import.meta.dirname, '../../../shared/data/orderflow');
const isThere = existsSync(DIRECTORY);
const file = (name: string) => join(DIRECTORY, name);
const SKIPPED = isThere ? '' : ' (skipped: there is no ../shared/data/orderflow)';

test.runIf(isThere)(`futures checkpoints are exact${SKIPPED}`, async () => {
  const path = file('es_mbo_2023-12-25.csv.gz');
  const expected = await readExpected(file('es_mbo_2023-12-25.expected.json'));
  const report = await replayCheckpoints(path, await mboExtent(mboRows(path)), expected);
  expect(report.findings.filter((finding) => !finding.holds)).toEqual([]);
  expect(report.facts).toMatchObject({ rows: 68_792, checkpoints: 32, checkpoints_exact: 32 });
});

test.runIf(isThere)(
  `futures takers meet the makers that the exchange named${SKIPPED}`,
  { timeout: 120_000 },
  async () => {
    const path = file('es_mbo_2023-12-25.csv.gz');
    const expected = await readExpected(file('es_mbo_2023-12-25.expected.json'));
    const report = await replayParity(path, await mboExtent(mboRows(path)), expected);
    expect(report.findings.filter((finding) => !finding.holds)).toEqual([]);
    expect(report.facts).toMatchObject({ takers: 2_972 });
    expect(Number(report.facts['exact'])).toBeGreaterThanOrEqual(2_817);
  },
);

test.runIf(isThere)(`equity best quotes follow the file's${SKIPPED}`, async () => {
  const report = await replayLobster({
    messages: file('aapl_2012-06-21_messages.csv.gz'),
    preexisting: file('aapl_2012-06-21_preexisting_orders.csv'),
    bbo: file('aapl_2012-06-21_bbo.csv.gz'),
  });
  expect(holds(report)).toBe(true);
  expect(Number(report.facts['in_order'])).toBeGreaterThanOrEqual(23_400);
  expect(Number(report.facts['edits'])).toBeLessThanOrEqual(40);
  expect(report.facts).toMatchObject({ executions_at_the_best_price: 4_067, executions_of_the_first_in_line: 4_043 });
});

test.runIf(isThere)(`depth best prices are the venue's own${SKIPPED}`, async () => {
  const report = await replayL2(file('btcusdt_perp_2024-08-08_l2.csv.gz'));
  expect(holds(report)).toBe(true);
  expect(report.facts).toMatchObject({ compared_with_a_quote: 4_565, equal: 4_565 });
});
