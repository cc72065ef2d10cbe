/**
 * Plays a depth stream into a market in auction, one order for each level: placed when the level appears, amended where
 * it stands, cancelled when it goes. The snapshot rows begin the book, and every depth event newer than the snapshot
 * changes it, also one that came before it. After each such event the best prices must be those that the venue itself
 * last quoted at or before that update.
 */
import { Side } from '@intelligent-ledger/engine/core';
import {
  type Finding,
  FlowFault,
  type L2Extent,
  type L2Row,
  l2Extent,
  l2Rows,
  levelId,
  lotsOf,
  MARKET,
  Progress,
  type Report,
  ticksOf,
  watched,
} from '@intelligent-ledger/engine/host';
import { enginesFact, noRefusals, openPlay, type Play } from '../play.ts';

interface BestPrices {
  readonly updateId: number;
  /** In ticks; 0 where a side is empty. */
  readonly bid: number;
  readonly ask: number;
}

class L2Replay {
  readonly events: BestPrices[] = [];
  readonly quotes: BestPrices[] = [];
  /** Events after which the plain book has the same best prices. */
  sameAsPlain = 0;
  private readonly play: Play;
  private readonly sizeDecimals: number;
  /** Update numbers of the snapshots that have not begun. */
  private readonly snapshotsAhead: number[];
  /** Depth rows that came before a snapshot that is older than they are: they are applied after it. */
  private early: L2Row[] = [];
  /** The snapshot that the book began from; -1 before the first. */
  private snapshotId = -1;
  private isInSnapshot = false;
  /** The depth event that is being applied; -1 between events. */
  private eventId = -1;

  constructor(play: Play, extent: L2Extent) {
    this.play = play;
    this.sizeDecimals = extent.sizeDecimals;
    this.snapshotsAhead = [...extent.snapshots];
  }

  take(row: L2Row): void {
    this.play.desk.advanceTo(row.timeMicros);
    if (row.kind === 'Q') this.quote(row);
    else if (row.kind === 'S') {
      if (!this.isInSnapshot || row.updateId !== this.snapshotId) this.beginSnapshot(row);
      this.set(row);
    } else if (row.kind === 'D') {
      this.endSnapshot();
      const [ahead] = this.snapshotsAhead;
      if (ahead !== undefined && row.updateId > ahead) this.early.push(row);
      this.change(row);
    }
  }

  /** Ends whatever the last row was part of. */
  finish(): void {
    this.endSnapshot();
    this.endEvent();
  }

  private beginSnapshot(row: L2Row): void {
    this.finish();
    this.isInSnapshot = true;
    this.snapshotId = row.updateId;
    this.snapshotsAhead.shift();
    this.play.orders.clear();
    this.play.plain.clear();
  }

  private endSnapshot(): void {
    if (!this.isInSnapshot) return;
    this.isInSnapshot = false;
    const { early } = this;
    this.early = [];
    for (const row of early) this.change(row);
  }

  private change(row: L2Row): void {
    if (row.updateId !== this.eventId) this.endEvent();
    if (this.snapshotId < 0 || row.updateId <= this.snapshotId) return;
    this.eventId = row.updateId;
    this.set(row);
  }

  /** Notes the best prices after the event that has ended. */
  private endEvent(): void {
    if (this.eventId < 0) return;
    const { machine } = this.play.desk;
    const bid = machine.bestBid(MARKET)?.price ?? 0;
    const ask = machine.bestAsk(MARKET)?.price ?? 0;
    this.events.push({ updateId: this.eventId, bid, ask });
    const { plain } = this.play;
    if (plain.best('bid').price === bid && plain.best('ask').price === ask) this.sameAsPlain += 1;
    this.eventId = -1;
  }

  private set(row: L2Row): void {
    const id = levelId(row.isBid, row.priceMicros);
    const price = ticksOf(row.priceMicros, this.sizeDecimals);
    const size = lotsOf(row.quantityMicros, this.sizeDecimals);
    this.play.orders.state(id, row.isBid ? Side.buy : Side.sell, price, size);
    this.play.plain.amend(id, row.isBid ? 'bid' : 'ask', price, size);
  }

  private quote(row: L2Row): void {
    const last = this.quotes.at(-1);
    const price = ticksOf(row.priceMicros, this.sizeDecimals);
    const bid = row.isBid ? price : (last?.bid ?? 0);
    const ask = row.isBid ? (last?.ask ?? 0) : price;
    this.quotes.push({ updateId: row.updateId, bid, ask });
  }
}

export async function replayL2(path: string): Promise<Report> {
  const extent: L2Extent = await l2Extent(path, watched('reading', l2Rows(path)));
  if (extent.snapshots.length === 0) throw new FlowFault(path, 0, 'has no snapshot rows (kind S) to begin from');
  const play = openPlay(path, extent);
  const progress = new Progress('l2', extent.rows);
  const replay = new L2Replay(play, extent);
  for await (const row of l2Rows(path)) {
    replay.take(row);
    progress.step();
  }
  replay.finish();
  const milliseconds = progress.end();
  const { events, sameAsPlain } = replay;
  const { compared, equal, firstDifference } = compare(events, replay.quotes);
  const findings: Finding[] = [
    noRefusals(play.desk),
    {
      what: `${sameAsPlain} of ${events.length} depth events leave the plain book's best prices`,
      holds: events.length > 0 && sameAsPlain === events.length,
    },
    {
      what: `${equal} of ${compared} depth events leave the best prices that the venue quotes`,
      // A file without quotes has nothing to say here; one with quotes must have been compared with some.
      holds: equal === compared && (compared > 0 || replay.quotes.length === 0),
    },
  ];
  const facts = {
    file: path,
    rows: extent.rows,
    size_decimals: extent.sizeDecimals,
    step_ticks: extent.step,
    depth_events: events.length,
    compared_with_a_quote: compared,
    equal,
    first_difference: firstDifference,
    open_levels: play.desk.machine.openOrderCount,
    ...enginesFact(play.desk, milliseconds),
  };
  return { name: 'l2', facts, findings };
}

/**
 * Compares each event with the last quote whose update is not newer; events before the first quote are not compared.
 */
function compare(events: readonly BestPrices[], quotes: readonly BestPrices[]) {
  // A feed may deliver quotes late; sorting is stable, so that of one update the last row stays last.
  const sorted = [...quotes].sort((one, other) => one.updateId - other.updateId);
  let next = 0;
  let compared = 0;
  let equal = 0;
  let firstDifference: string | null = null;
  for (const { updateId, bid, ask } of events) {
    while (next < sorted.length && (sorted[next]?.updateId ?? 0) <= updateId) next += 1;
    const quote = sorted[next - 1];
    if (quote === undefined) continue;
    compared += 1;
    if (quote.bid === bid && quote.ask === ask) equal += 1;
    else firstDifference ??= `update ${updateId}: ${bid} and ${ask} ticks, quoted ${quote.bid} and ${quote.ask}`;
  }
  return { compared, equal, firstDifference };
}
