/**
 * Plays an order flow file by the rules of matching parity: each taker is put to `planMatch` of a market in auction,
 * its makers are compared with the fills that the feed reports after it, and those fills are then taken from the book.
 * Where the book is not locked or crossed, the same taker also trades in an open copy of the machine.
 */
import { type Lots, Side, type Ticks } from '@intelligent-ledger/engine/core';
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
import type { PlainFill } from '../plain-book.ts';
import { enginesFact, noRefusals, openPlay, type Play } from '../play.ts';
import { applyToOrders } from './checkpoint-replay.ts';
import type { Expected } from './expected.ts';
import { OpenCopy } from './open-copy.ts';
import { areSame, ReferenceParity } from './reference-parity.ts';

interface Taker {
  readonly row: MboRow;
  readonly planned: readonly PlainFill[];
  readonly reported: PlainFill[];
  /** What it traded in the open copy: `crossed` when it was not sent, null when the trades were not the plan. */
  readonly traded: readonly PlainFill[] | 'crossed' | null;
}

/** Numbers of takers. */
interface Tally {
  takers: number;
  exact: number;
  /** The same makers and sizes in another order. */
  sameSet: number;
  /** Planned otherwise than by the reference. */
  unlikeReference: number;
  sent: number;
  tradedAsPlanned: number;
}

class ParityReplay {
  readonly tally: Tally = { takers: 0, exact: 0, sameSet: 0, unlikeReference: 0, sent: 0, tradedAsPlanned: 0 };
  readonly reference = new ReferenceParity();
  readonly copy: OpenCopy;
  private readonly play: Play;
  private readonly filledAt = new Map<string, string>();
  private taker: Taker | null = null;

  constructor(play: Play) {
    this.play = play;
    this.copy = new OpenCopy(play.desk, play.orders);
  }

  take(row: MboRow): void {
    this.reference.take(row);
    if (row.action === 'F') {
      const { taker } = this;
      if (taker !== null && row.orderId !== taker.row.orderId) taker.reported.push({ id: row.orderId, size: row.size });
      return;
    }
    this.finish();
    this.play.desk.advanceTo(row.timeMicros);
    if (row.action === 'T') {
      if (row.side !== 'N') this.taker = this.plan(row);
      return;
    }
    if (row.action === 'C' && this.filledAt.get(row.orderId) === row.timeNanos) return;
    this.change(row.timeMicros, (orders) => applyToOrders(orders, row));
  }

  /** Compares the last taker with what the feed reported, and takes that from the book. */
  finish(): void {
    const { taker, tally } = this;
    this.taker = null;
    if (taker === null) return;
    const { row, planned, reported, traded } = taker;
    const isExact = areSame(planned, reported);
    tally.takers += 1;
    if (isExact) tally.exact += 1;
    else if (areSame(inOrderOfId(planned), inOrderOfId(reported))) tally.sameSet += 1;
    const fill = (orders: FeedOrders) => {
      for (const { id, size } of reported) orders.reduce(id, size);
    };
    // What has traded in the copy must not be taken from it again.
    if (traded === 'crossed') this.change(row.timeMicros, fill);
    else {
      fill(this.play.orders);
      if (traded === null || !areSame(traded, reported)) this.copy.drop();
    }
    for (const { id } of reported) this.filledAt.set(id, row.timeNanos);
  }

  private plan(row: MboRow): Taker {
    const { tally, play, reference, copy } = this;
    const { machine } = play.desk;
    const side = row.side === 'B' ? Side.buy : Side.sell;
    const plan = machine.planMatch(MARKET, side, row.price as Ticks, row.size as Lots);
    const planned = plan.fills.map(({ order, size }) => ({ id: play.orders.withNumber(order)?.id ?? '', size }));
    if (plan.isCutShort || !areSame(planned, reference.planned)) tally.unlikeReference += 1;
    const bid = machine.bestBid(MARKET);
    const ask = machine.bestAsk(MARKET);
    if (bid !== null && ask !== null && bid.price >= ask.price)
      return { row, planned, reported: [], traded: 'crossed' };
    copy.follow(row.timeMicros, () => {});
    const traded = copy.take(side, row.price, row.size);
    tally.sent += 1;
    if (traded !== null && areSame(traded, planned)) tally.tradedAsPlanned += 1;
    return { row, planned, reported: [], traded };
  }

  private change(timeMicros: number, change: (orders: FeedOrders) => void): void {
    change(this.play.orders);
    this.copy.follow(timeMicros, change);
  }
}

export async function replayParity(path: string, extent: FlowExtent, expected: Expected | null): Promise<Report> {
  const play = openPlay(path, extent);
  const progress = new Progress('mbo parity', extent.rows);
  const replay = new ParityReplay(play);
  for await (const row of mboRows(path)) {
    replay.take(row);
    progress.step();
  }
  replay.finish();
  replay.reference.finish();
  const milliseconds = progress.end();
  const { tally, reference, copy } = replay;
  const facts = {
    file: path,
    takers: tally.takers,
    exact: tally.exact,
    same_makers_in_another_order: tally.sameSet,
    other: tally.takers - tally.exact - tally.sameSet,
    exact_by_the_reference: reference.exact,
    sent_to_an_open_copy: tally.sent,
    traded_as_planned: tally.tradedAsPlanned,
    not_sent_because_locked_or_crossed: tally.takers - tally.sent,
    copies_restored: copy.restorations,
    ...enginesFact(play.desk, milliseconds),
  };
  return { name: 'mbo parity', facts, findings: findingsOf(replay, play, expected) };
}

function findingsOf(replay: ParityReplay, play: Play, expected: Expected | null): Finding[] {
  const { tally, reference, copy } = replay;
  const findings: Finding[] = [noRefusals(play.desk)];
  if (expected?.parity) {
    const { takers, exact } = expected.parity;
    findings.push({ what: `${tally.takers} takers are there, of ${takers} known`, holds: tally.takers === takers });
    findings.push({
      what: `${tally.exact} takers are exact, at least ${exact} are known to be`,
      holds: tally.exact >= exact,
    });
  }
  findings.push(
    {
      what: `${tally.exact} takers are exact, at least ${reference.exact} are by the reference`,
      holds: tally.exact >= reference.exact && tally.takers === reference.takers,
    },
    {
      what: `${tally.takers - tally.unlikeReference} of ${tally.takers} plans are those of the reference`,
      holds: tally.unlikeReference === 0,
    },
    {
      what: `${tally.tradedAsPlanned} of ${tally.sent} takers sent to an open copy trade as planned`,
      holds: tally.tradedAsPlanned === tally.sent,
    },
    { what: `the copies refused ${copy.refusals || 'none'} of the commands`, holds: copy.refusals === 0 },
  );
  return findings;
}

function inOrderOfId(fills: readonly PlainFill[]): PlainFill[] {
  return [...fills].sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : one.size - other.size));
}
