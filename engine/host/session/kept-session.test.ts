/**
 * A session on a durable exchange: stopped, it goes on where it was, and ends on what an uninterrupted one does.
 * Method: a short generated flow on real files, with the follower in its own process.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { holds, type Report } from '../console/report.ts';
import { generatedFlow } from './generated-flow.ts';
import { exchangeName, runKeptSession, SessionStopped } from './kept-session.ts';
import { runSession } from './session.ts';

const ROWS = 1_500;
const SOURCE = { name: 'seed 3', words: '', rows: generatedFlow(3, ROWS), seed: 3 };
const made: string[] = [];

afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true });
});

/** Plays until it was asked so often whether it is to stop. */
async function play(exchange: string, source: typeof SOURCE, questions: number): Promise<Report | string> {
  let asked = 0;
  const isStopping = () => {
    asked += 1;
    return asked > questions;
  };
  try {
    return await runKeptSession(source, { exchange, policy: 'sync', say: () => undefined, isStopping });
  } catch (error) {
    if (error instanceof SessionStopped) return error.message;
    throw error;
  }
}

test('a session that is stopped twice ends as one that is not', async () => {
  const exchange = mkdtempSync(join(tmpdir(), 'session-'));
  made.push(exchange);
  expect(await play(exchange, SOURCE, 10)).toContain(`of 1,500`);
  expect(await play(exchange, SOURCE, 25)).toContain(`of 1,500`);
  const report = await play(exchange, SOURCE, Number.MAX_SAFE_INTEGER);
  if (typeof report === 'string') throw new Error(report);
  expect(report.findings.filter((finding) => !finding.holds)).toEqual([]);
  expect(holds(report)).toBe(true);
  const { facts } = await runSession(SOURCE);
  for (const name of ['orders', 'fills', 'volume_usd', 'fees_usd', 'refused', 'open_orders']) {
    expect(report.facts[name]).toBe(facts[name]);
  }
  expect(Number(report.facts['resumed_commands'])).toBeGreaterThan(100);
  // Of another flow, the journal is refused.
  const other = { ...SOURCE, rows: generatedFlow(4, ROWS), seed: 4 };
  await expect(play(exchange, other, Number.MAX_SAFE_INTEGER)).rejects.toThrow('is not of this session');
}, 60_000);

test('an exchange is called after its flow, and after what is in it', () => {
  expect(exchangeName(SOURCE)).toMatch(/^seed-3-[0-9a-f]{8}$/);
  const rows = generatedFlow(4, ROWS);
  expect(exchangeName({ ...SOURCE, rows })).not.toBe(exchangeName(SOURCE));
  expect(exchangeName({ ...SOURCE, name: '/some/where/es_mbo_day.csv.gz' })).toMatch(/^es_mbo_day-[0-9a-f]{8}$/);
});
