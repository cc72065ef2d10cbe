/**
 * Plays the adds, cancels and modifications of an order flow file into a market in auction, trades and fills left out,
 * and compares the book with the known checkpoints and, every so many rows, with the plain book.
 */
import { type Level, Side } from '@intelligent-ledger/engine/core';
import {
  type FeedOrders,
  type Finding,
  type FlowExtent,
  MARKET,
  type MboRow,
  mboRows,
  Progress,
  type Report,
} from '@intelligent-ledger/engine/host';
import type { PlainBook } from '../plain-book.ts';
import { enginesFact, noRefusals, openPlay, type Play } from '../play.ts';
import { type Checkpoint, differenceOf, machineCheckpoint, plainCheckpoint } from './checkpoint.ts';
import type { Expected, PriceAndSize } from './expected.ts';

const ROWS_BETWEEN_CHECKS = 2_000;

export async function replayCheckpoints(path: string, extent: FlowExtent, expected: Expected | null): Promise<Report> {
  const play = openPlay(path, extent);
  const progress = new Progress('mbo checkpoints', extent.rows);
  const known = new Map(expected?.checkpoints.map((checkpoint) => [checkpoint.rows, checkpoint]));
  const differences: string[] = [];
  const judged = { points: 0, same: 0 };
  let rows = 0;
  let exact = 0;
  for await (const row of mboRows(path)) {
    play.desk.advanceTo(row.timeMicros);
    applyToOrders(play.orders, row);
    applyToPlain(play.plain, row);
    rows += 1;
    progress.step();
    const theirs = known.get(rows);
    if (theirs !== undefined) {
      const difference = differenceOf(machineCheckpoint(play.desk, rows, row.seq), theirs);
      if (difference === '') exact += 1;
      else differences.push(`after ${rows} rows ${difference}`);
    }
    if (rows % ROWS_BETWEEN_CHECKS === 0 || rows === extent.rows) judge(play, rows, row.seq, judged, differences);
  }
  const milliseconds = progress.end();
  const findings: Finding[] = [noRefusals(play.desk)];
  if (expected !== null) findings.push(...knownFindings(expected, exact, play));
  findings.push({
    what: `the plain book is the same at ${judged.same} of ${judged.points} rows`,
    holds: judged.same === judged.points,
  });
  const facts = {
    file: path,
    rows,
    checkpoints: expected?.checkpoints.length ?? 0,
    checkpoints_exact: exact,
    ...lastFacts(machineCheckpoint(play.desk, rows, 0)),
    ...enginesFact(play.desk, milliseconds),
    first_difference: differences[0] ?? null,
  };
  return { name: 'mbo checkpoints', facts, findings };
}

/** Says to the machine what an add, cancel, modification or clear says. */
export function applyToOrders(orders: FeedOrders, row: MboRow): void {
  const side = row.side === 'B' ? Side.buy : Side.sell;
  if (row.action === 'A') orders.add(row.orderId, side, row.price, row.size);
  else if (row.action === 'C') orders.reduce(row.orderId, row.size);
  else if (row.action === 'M') orders.state(row.orderId, side, row.price, row.size);
  else if (row.action === 'R') orders.clear();
}

/** Says the same to the plain book. */
export function applyToPlain(book: PlainBook, row: MboRow): void {
  const side = row.side === 'B' ? 'bid' : 'ask';
  if (row.action === 'A') book.add(row.orderId, side, row.price, row.size);
  else if (row.action === 'C') book.reduce(row.orderId, row.size);
  else if (row.action === 'M') book.amend(row.orderId, side, row.price, row.size);
  else if (row.action === 'R') book.clear();
}

function judge(
  play: Play,
  rows: number,
  seq: number,
  judged: { points: number; same: number },
  differences: string[],
): void {
  const difference = differenceOf(machineCheckpoint(play.desk, rows, seq), plainCheckpoint(play.plain, rows, seq));
  judged.points += 1;
  if (difference === '') judged.same += 1;
  else differences.push(`after ${rows} rows ${difference} (plain book)`);
}

function knownFindings(expected: Expected, exact: number, play: Play): Finding[] {
  const count = expected.checkpoints.length;
  const findings = [{ what: `${exact} of ${count} checkpoints are exact`, holds: exact === count }];
  if (expected.finalLevels !== null) {
    const { bids, asks } = expected.finalLevels;
    const { machine } = play.desk;
    const isSame =
      areLevels(machine.depth(MARKET, Side.buy, bids.length), bids) &&
      areLevels(machine.depth(MARKET, Side.sell, asks.length), asks);
    findings.push({
      what: `the ${bids.length} best bids and ${asks.length} best asks at the end are exact`,
      holds: isSame,
    });
  }
  return findings;
}

function areLevels(levels: readonly Level[], known: readonly PriceAndSize[]): boolean {
  if (levels.length !== known.length) return false;
  return levels.every((level, index) => level.price === known[index]?.[0] && level.size === known[index]?.[1]);
}

function lastFacts(last: Checkpoint): Record<string, number> {
  return {
    final_bid_levels: last.bid_levels,
    final_ask_levels: last.ask_levels,
    final_best_bid_ticks: last.best_bid_ticks,
    final_best_bid_size: last.best_bid_size,
    final_best_ask_ticks: last.best_ask_ticks,
    final_best_ask_size: last.best_ask_size,
    final_orders: last.orders,
  };
}
