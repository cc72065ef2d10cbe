/**
 * What every replay begins with and ends on: a desk at a market in auction, the plain book beside it, and the totals.
 */
import { resultCodeName } from '@intelligent-ledger/engine/core';
import {
  type Desk,
  type Fact,
  FeedOrders,
  type Finding,
  type FlowExtent,
  marketTermsFor,
  openDesk,
} from '@intelligent-ledger/engine/host';
import { PlainBook } from './plain-book.ts';

export interface Play {
  readonly desk: Desk;
  readonly orders: FeedOrders;
  readonly plain: PlainBook;
}

/** An empty market that holds all of a file. Throws a FlowFault when there can be none. */
export function openPlay(path: string, extent: FlowExtent): Play {
  const desk = openDesk(marketTermsFor(path, extent));
  return { desk, orders: new FeedOrders(desk), plain: new PlainBook() };
}

/** That the machine refused none of the desk's commands. */
export function noRefusals(desk: Desk, whose = 'the machine'): Finding {
  const refusals = [...desk.refusals].map(([code, count]) => `${resultCodeName(code)} ${count} times`).join(', ');
  const what = refusals === '' ? `${whose} refused none of the commands` : `${whose} refused commands: ${refusals}`;
  return { what, holds: refusals === '' };
}

/** Totals of the desk. The rate is of the whole replay: reading the file and asking the judge included. */
export function enginesFact(desk: Desk, milliseconds: number): Record<string, Fact> {
  return {
    commands: desk.commands,
    records: desk.records,
    milliseconds: Math.round(milliseconds),
    record_chain: desk.chain?.tip() ?? null,
    state_hash: desk.machine.stateHash(),
  };
}
