/**
 * The part of the closing report that is about money: what each source has, paid and made, the trial balance, and
 * whether all of it adds up to nothing that came from nowhere.
 */
import { decodeSnapshot, type LogicalState } from '@intelligent-ledger/engine/core';
import type { Finding, Table } from '../console/report.ts';
import type { Desk } from '../desk/desk.ts';
import { booksOfState, isBalanced } from '../ledger-views/state-books.ts';
import { dollarsOf } from './amounts.ts';
import { ASSET_NAMES } from './money-terms.ts';
import type { AccountTally, SessionBooks } from './session-books.ts';
import { type Worth, worthOf } from './source-worth.ts';
import { accountsOf, type Member, SOURCE_NAMES, type SourceName } from './sources.ts';
import { areEqual, booksOfRecords, trialBalanceTable } from './trial-balance.ts';

interface SourceClosing extends Worth {
  readonly source: SourceName;
  readonly fees: bigint;
  readonly realised: bigint;
  /** Equity less deposits. */
  readonly profit: bigint;
  readonly refused: number;
  readonly cutShort: number;
  readonly makersCancelled: number;
}

export interface MoneyReport {
  readonly tables: readonly Table[];
  readonly findings: readonly Finding[];
}

/** Closes the books of a session. */
export function moneyReport(
  desk: Desk,
  books: SessionBooks,
  members: readonly Member[],
  snapshot: Uint8Array,
): MoneyReport {
  const state = decodeSnapshot(snapshot);
  if (typeof state === 'string') throw new Error(`the machine's snapshot cannot be read: ${state}`);
  const closings = SOURCE_NAMES.map((source) => closingOf(desk, books, members, source));
  return {
    tables: [sourceTable(closings, books.fees), trialBalanceTable(books.ledger, members)],
    findings: moneyFindings(closings, books, state),
  };
}

function closingOf(desk: Desk, books: SessionBooks, members: readonly Member[], source: SourceName): SourceClosing {
  const worth = worthOf(desk.machine, members, source);
  const tallies = accountsOf(members, source).map((account) => books.tallyOf(account));
  const count = (of: (tally: AccountTally) => number) => tallies.reduce((sum, tally) => sum + of(tally), 0);
  return {
    ...worth,
    source,
    fees: tallies.reduce((sum, { fees }) => sum + fees, 0n),
    realised: tallies.reduce((sum, { realised }) => sum + realised, 0n),
    profit: worth.equity - worth.deposited,
    refused: count((tally) => tally.refused),
    cutShort: count((tally) => tally.cutShort),
    makersCancelled: count((tally) => tally.makersCancelled),
  };
}

/** The last three columns count commands, takers and makers that were stopped for lack of margin. */
function sourceTable(closings: readonly SourceClosing[], fees: bigint): Table {
  const columns = [
    'source',
    'accounts',
    'deposited_usd',
    'fees_usd',
    'realised_usd',
    'unrealised_usd',
    'pnl_usd',
    'margin_refused',
    'margin_cut_short',
    'margin_cancelled',
  ];
  const rows = closings.map((closing) => [
    closing.source,
    closing.accounts,
    dollarsOf(closing.deposited),
    dollarsOf(closing.fees),
    dollarsOf(closing.realised),
    dollarsOf(closing.unrealised),
    dollarsOf(closing.profit),
    closing.refused,
    closing.cutShort,
    closing.makersCancelled,
  ]);
  const sum = (of: (closing: SourceClosing) => bigint) =>
    dollarsOf(closings.reduce((total, closing) => total + of(closing), 0n));
  const count = (of: (closing: SourceClosing) => number) => closings.reduce((total, closing) => total + of(closing), 0);
  const venue = ['venue', null, null, dollarsOf(-fees), null, null, dollarsOf(fees), null, null, null];
  const total = [
    'sum',
    count(({ accounts }) => accounts),
    sum(({ deposited }) => deposited),
    dollarsOf(closings.reduce((all, closing) => all + closing.fees, -fees)),
    sum(({ realised }) => realised),
    sum(({ unrealised }) => unrealised),
    dollarsOf(closings.reduce((all, closing) => all + closing.profit, fees)),
    count(({ refused }) => refused),
    count(({ cutShort }) => cutShort),
    count(({ makersCancelled }) => makersCancelled),
  ];
  return { name: 'by source', columns, rows: [...rows, venue, total] };
}

function moneyFindings(closings: readonly SourceClosing[], books: SessionBooks, state: LogicalState): Finding[] {
  const ofRecords = booksOfRecords(books.ledger);
  const ofState = booksOfState(state);
  const fees = -(ofState.get('0 fees') ?? 0n);
  const profits = closings.reduce((sum, { profit }) => sum + profit, 0n);
  const lots = state.positions.reduce((sum, { size }) => sum + BigInt(size), 0n);
  const explained = closings.every(({ profit, realised, unrealised, fees: paid }) => {
    return profit === realised + unrealised - paid;
  });
  return [
    {
      what:
        `the PnL of all sources, ${dollarsOf(profits)}, and the fees of the venue, ${dollarsOf(fees)}, ` +
        `add up to ${profits + fees} micro-dollars`,
      holds: profits + fees === 0n,
    },
    { what: 'realised and unrealised less fees is the PnL of each source', holds: explained },
    {
      what: `debits equal credits in the trial balance of each of ${state.assets.length} assets`,
      holds: isBalanced(ofRecords, ASSET_NAMES.length) && isBalanced(ofState, ASSET_NAMES.length),
    },
    {
      what: `the books made of records alone hold the ${ofState.size} amounts of the machine's snapshot`,
      holds: areEqual(ofRecords, ofState),
    },
    { what: `the ${state.positions.length} positions add up to ${lots} lots`, holds: lots === 0n },
  ];
}
