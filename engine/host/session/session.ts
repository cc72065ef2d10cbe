/**
 * One session from its first row to its closing report. All rows are in memory before the clock starts, so that the
 * rate is that of sending commands, applying them and hashing their records.
 */
import { RESULT_CODE_DOCS, restoreMachine, resultCodeName } from '@intelligent-ledger/engine/core';
import { grouped, Progress } from '../console/progress.ts';
import type { Fact, Finding, Report } from '../console/report.ts';
import { type Desk, MARKET, openDesk } from '../desk/desk.ts';
import { marketTermsFor } from '../desk/market-terms.ts';
import { mboExtent } from '../flow/mbo-extent.ts';
import { inCents, LOTS_PER_CONTRACT, SessionPlay } from './session-play.ts';
import type { SessionSource } from './session-source.ts';

const MICRO_USD_PER_CENT = 10_000n;

/** Runs the session. */
export async function runSession(source: SessionSource): Promise<Report> {
  const desk = openDesk(marketTermsFor(source.name, inCents(await mboExtent(eachOf(source.rows)))));
  const play = new SessionPlay(desk);
  const progress = new Progress('session', source.rows.length);
  for (const row of source.rows) {
    play.take(row);
    progress.step();
  }
  return closingReport(source, desk, play, progress.end());
}

function closingReport(source: SessionSource, desk: Desk, play: SessionPlay, milliseconds: number): Report {
  const { machine } = desk;
  const bid = machine.bestBid(MARKET);
  const ask = machine.bestAsk(MARKET);
  const refused = [...desk.refusals.values()].reduce((sum, count) => sum + count, 0);
  const stateHash = machine.stateHash();
  const facts: Record<string, Fact> = {
    source: source.name,
    rows: source.rows.length,
    commands: desk.commands,
    orders: desk.orders,
    takers: play.takers,
    takers_that_met_nobody: play.takersUnfilled,
    fills: desk.fills,
    fills_in_the_feed: play.feedFills,
    contracts: Number(desk.lots / BigInt(LOTS_PER_CONTRACT)),
    contracts_in_the_feed: play.feedContracts,
    volume_usd: dollarsOf(desk.volumeMicroUsd / MICRO_USD_PER_CENT),
    refused,
    ...refusalFacts(desk),
    said_already: play.saidAlready,
    trades_without_a_side: play.sidelessTrades,
    records: desk.records,
    record_bytes: desk.recordBytes,
    open_orders: machine.openOrderCount,
    best_bid_usd: bid === null ? null : dollarsOf(BigInt(bid.price)),
    best_ask_usd: ask === null ? null : dollarsOf(BigInt(ask.price)),
    seconds: Math.round(milliseconds) / 1_000,
    commands_per_second: Math.round((1_000 * desk.commands) / milliseconds),
    record_chain: desk.chain?.tip() ?? null,
    state_hash: stateHash,
  };
  return { name: 'session', facts, findings: closingFindings(desk, stateHash) };
}

/** How often each refusal came. What the codes mean is in `refusalWords`. */
function refusalFacts(desk: Desk): Record<string, number> {
  return Object.fromEntries(
    [...desk.refusals].map(([code, count]) => [`refused_${snakeCase(resultCodeName(code))}`, count]),
  );
}

/** For each code that refused a command, how often and what it says. */
export function refusalWords(report: Report): string[] {
  const lines: string[] = [];
  for (const [name, doc] of Object.entries(RESULT_CODE_DOCS)) {
    const count = report.facts[`refused_${snakeCase(name)}`];
    if (typeof count === 'number') lines.push(`${grouped(count)} commands were refused with ${name}: ${doc}`);
  }
  return lines;
}

function closingFindings(desk: Desk, stateHash: string): Finding[] {
  const { machine } = desk;
  const bid = machine.bestBid(MARKET);
  const ask = machine.bestAsk(MARKET);
  const restored = restoreMachine(machine.snapshot());
  return [
    { what: 'the open book is not crossed', holds: bid === null || ask === null || bid.price < ask.price },
    {
      what: 'a machine restored from the closing snapshot has the same state hash',
      holds: 'machine' in restored && restored.machine.stateHash() === stateHash,
    },
  ];
}

/** Dollars of cents; a tick of the session's market is a cent. */
function dollarsOf(cents: bigint): string {
  return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

async function* eachOf<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}
