/**
 * One session from its first row to its closing report. All rows are in memory before the clock starts, so that the
 * rate is that of sending commands, applying them and hashing their records.
 */
import { RESULT_CODE_DOCS, restoreMachine, resultCodeName, sha256Hex } from '@intelligent-ledger/engine/core';
import { grouped, Progress } from '../console/progress.ts';
import type { Fact, Finding, Report } from '../console/report.ts';
import type { CommandLog } from '../desk/command-log.ts';
import { type Desk, MARKET } from '../desk/desk.ts';
import { marketTermsFor } from '../desk/market-terms.ts';
import { mboExtent } from '../flow/mbo-extent.ts';
import { dollarsOf, dollarsOfCents } from './amounts.ts';
import { randomFrom } from './generated-flow.ts';
import { Mark } from './mark.ts';
import { moneyReport } from './money-report.ts';
import { firstMarkOf, openMoneyDesk } from './money-setup.ts';
import { SessionBooks } from './session-books.ts';
import { inCents, LOTS_PER_CONTRACT, SessionPlay, TICKS_PER_FEED_TICK } from './session-play.ts';
import type { SessionSource } from './session-source.ts';
import { statusLines } from './session-status.ts';
import { accountsOf, feedAccountsOf, type Member, membersFrom } from './sources.ts';

const MICRO_USD_PER_CENT = 10_000n;
/** What our makers and traders draw is not what the rows of the same seed are drawn from. */
const SEED_OF_OURS = 0x0a11ce;

/** All that a session is made of. */
interface Session {
  readonly source: SessionSource;
  readonly members: readonly Member[];
  readonly books: SessionBooks;
  readonly desk: Desk;
  readonly mark: Mark;
  readonly play: SessionPlay;
}

/** What is done beside a session that is kept in a log. */
export interface SessionKeeping {
  readonly log: CommandLog;
  /** Lets others have their turn now and then; throws when the session is to stop. */
  readonly pause: (row: number) => Promise<void>;
  /** Looks at the machine once the session has ended, and says what it found. */
  readonly closing: (desk: Desk) => Promise<{ readonly facts: Record<string, Fact>; readonly findings: Finding[] }>;
}

/** Rows between two pauses. */
const ROWS_PER_PAUSE = 32;

/** Runs the session, in memory alone or kept in a log. */
export async function runSession(source: SessionSource, keeping: SessionKeeping | null = null): Promise<Report> {
  const session = await begun(source, keeping?.log ?? null);
  const { desk, mark, books, members, play } = session;
  const progress = new Progress('session', source.rows.length, () => statusLines(desk, mark, books, members));
  for (const [index, row] of source.rows.entries()) {
    play.take(row);
    progress.step();
    if (index % ROWS_PER_PAUSE === 0) await keeping?.pause(index);
  }
  const kept = await keeping?.closing(desk);
  const report = closingReport(session, progress.end());
  if (kept === undefined) return report;
  return { ...report, facts: { ...report.facts, ...kept.facts }, findings: [...report.findings, ...kept.findings] };
}

/** The exchange with its money, before the first row. */
async function begun(source: SessionSource, log: CommandLog | null): Promise<Session> {
  const { rows } = source;
  const terms = marketTermsFor(source.name, inCents(await mboExtent(eachOf(rows))));
  const random = randomFrom(source.seed ^ SEED_OF_OURS);
  const members = membersFrom(random);
  const books = new SessionBooks();
  const firstMark = firstMarkOf(rows, TICKS_PER_FEED_TICK);
  const reader = books.take.bind(books);
  const desk = openMoneyDesk(terms, members, rows[0]?.timeMicros ?? 0, firstMark, reader, log);
  const mark = new Mark(desk, firstMark);
  const crowd = { members, random, step: TICKS_PER_FEED_TICK, priceMax: terms.maxPrice };
  const play = new SessionPlay(desk, feedAccountsOf(members), mark, crowd);
  return { source, members, books, desk, mark, play };
}

function closingReport(session: Session, milliseconds: number): Report {
  const { source, desk, play, mark, books, members } = session;
  const { machine } = desk;
  const bid = machine.bestBid(MARKET);
  const ask = machine.bestAsk(MARKET);
  const refused = [...desk.refusals.values()].reduce((sum, count) => sum + count, 0);
  const snapshot = machine.snapshot();
  const stateHash = sha256Hex(snapshot);
  const facts: Record<string, Fact> = {
    source: source.name,
    rows: source.rows.length,
    commands: desk.commands,
    orders: desk.orders,
    takers: play.takers,
    takers_that_met_nobody: play.takersUnfilled,
    fills: desk.fills,
    ...feedFacts(session),
    volume_usd: dollarsOfCents(desk.volumeMicroUsd / MICRO_USD_PER_CENT),
    fees_usd: dollarsOf(books.fees),
    refused,
    ...refusalFacts(desk),
    said_already: play.saidAlready,
    trades_without_a_side: play.sidelessTrades,
    records: desk.records,
    record_bytes: desk.recordBytes,
    open_orders: machine.openOrderCount,
    best_bid_usd: bid === null ? null : dollarsOfCents(BigInt(bid.price)),
    best_ask_usd: ask === null ? null : dollarsOfCents(BigInt(ask.price)),
    mark_usd: dollarsOfCents(BigInt(mark.price)),
    mark_moves: mark.moves,
    seconds: Math.round(milliseconds) / 1_000,
    commands_per_second: Math.round((1_000 * desk.commands) / milliseconds),
    record_chain: desk.chain?.tip() ?? null,
    state_hash: stateHash,
  };
  const money = moneyReport(desk, books, members, snapshot);
  const findings = [...closingFindings(desk, snapshot, stateHash), ...money.findings];
  return { name: 'session', facts, tables: money.tables, findings };
}

/** What the feed's takers traded, with whomever, beside what the feed says of them. */
function feedFacts({ members, books, desk, play }: Session): Record<string, Fact> {
  const takers = accountsOf(members, 'feed takers').map((account) => books.tallyOf(account));
  const lots = takers.reduce((sum, { lotsAsTaker }) => sum + lotsAsTaker, 0n);
  return {
    fills_of_feed_takers: takers.reduce((sum, { fillsAsTaker }) => sum + fillsAsTaker, 0),
    fills_in_the_feed: play.feedFills,
    contracts: contractsOf(desk.lots),
    contracts_of_feed_takers: contractsOf(lots),
    contracts_in_the_feed: play.feedContracts,
  };
}

/** Contracts, with a fraction only for a reader. */
function contractsOf(lots: bigint): number {
  return Number(lots) / LOTS_PER_CONTRACT;
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

function closingFindings(desk: Desk, snapshot: Uint8Array, stateHash: string): Finding[] {
  const { machine } = desk;
  const bid = machine.bestBid(MARKET);
  const ask = machine.bestAsk(MARKET);
  const restored = restoreMachine(snapshot);
  return [
    { what: 'the open book is not crossed', holds: bid === null || ask === null || bid.price < ask.price },
    {
      what: 'a machine restored from the closing snapshot has the same state hash',
      holds: 'machine' in restored && restored.machine.stateHash() === stateHash,
    },
  ];
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

async function* eachOf<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}
