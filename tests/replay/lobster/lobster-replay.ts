/**
 * Plays equity order flow into a market in auction: orders that rested before enter at their row, adds, reductions,
 * deletions and visible executions change the book, and each change of the best quotes is noted. The notes are compared
 * with the plain book's, and by edit distance with a file of best quotes.
 */
import { type Lots, Side, type Ticks } from '@intelligent-ledger/engine/core';
import {
  type BestQuotes,
  bestQuotes,
  type Fact,
  type Finding,
  type FlowExtent,
  LOTS_PER_SHARE,
  type LobsterMessage,
  lobsterExtent,
  lobsterMessages,
  MARKET,
  type PreexistingOrder,
  Progress,
  preexistingOrders,
  type Report,
  watched,
} from '@intelligent-ledger/engine/host';
import { difference } from '../edit-distance.ts';
import { enginesFact, noRefusals, openPlay, type Play } from '../play.ts';
import { QuoteNumbers, QuoteSequence } from './quote-sequence.ts';

/**
 * So many differences are forgiven, or one in so many quotes where that is more; but of a short file one in 200 at
 * most.
 */
const FORGIVEN = 40;
const QUOTES_PER_FORGIVEN = 586;
const QUOTES_PER_FORGIVEN_MIN = 200;

export interface LobsterFiles {
  readonly messages: string;
  readonly preexisting: string | null;
  readonly bbo: string | null;
}

class LobsterReplay {
  readonly numbers = new QuoteNumbers();
  readonly ours = new QuoteSequence(this.numbers);
  readonly plains = new QuoteSequence(this.numbers);
  messages = 0;
  entered = 0;
  unknown = 0;
  executions = 0;
  executedAtBest = 0;
  executedFirst = 0;
  private readonly play: Play;
  private readonly waiting: readonly PreexistingOrder[];

  constructor(play: Play, preexisting: readonly PreexistingOrder[]) {
    this.play = play;
    this.waiting = preexisting;
  }

  take(message: LobsterMessage): void {
    this.play.desk.advanceTo(message.timeMicros);
    for (let next = this.waiting[this.entered]; next?.beforeRow === this.messages; next = this.waiting[this.entered]) {
      this.add(next);
      this.entered += 1;
    }
    this.messages += 1;
    if (message.kind !== 'none') this.change(message);
    this.ours.add(this.machineQuotes());
    const ask = this.play.plain.best('ask');
    const bid = this.play.plain.best('bid');
    this.plains.add({ askPrice: ask.price, askSize: ask.size, bidPrice: bid.price, bidSize: bid.size });
  }

  private change(message: LobsterMessage): void {
    const { orders, plain } = this.play;
    const { kind, orderId, size } = message;
    if (kind === 'add') {
      this.add(message);
      return;
    }
    if (orders.find(orderId) === undefined) this.unknown += 1;
    if (kind === 'execute') this.execute(message);
    if (kind === 'delete') {
      orders.remove(orderId);
      plain.remove(orderId);
    } else {
      orders.reduce(orderId, size * LOTS_PER_SHARE);
      plain.reduce(orderId, size);
    }
  }

  private add(order: { orderId: string; isBuy: boolean; price: number; size: number }): void {
    const { orderId, isBuy, price, size } = order;
    this.play.orders.add(orderId, isBuy ? Side.buy : Side.sell, price, size * LOTS_PER_SHARE);
    this.play.plain.add(orderId, isBuy ? 'bid' : 'ask', price, size);
  }

  /** Whether the machine, too, would have let the taker of this execution meet this order first. */
  private execute({ orderId, isBuy, price, size }: LobsterMessage): void {
    const { desk, orders } = this.play;
    const { machine } = desk;
    const best = isBuy ? machine.bestBid(MARKET) : machine.bestAsk(MARKET);
    const taker = isBuy ? Side.sell : Side.buy;
    const [first] = machine.planMatch(MARKET, taker, price as Ticks, (size * LOTS_PER_SHARE) as Lots).fills;
    this.executions += 1;
    if (best?.price === price) this.executedAtBest += 1;
    if (first !== undefined && first.order === orders.find(orderId)?.number) this.executedFirst += 1;
  }

  private machineQuotes(): BestQuotes {
    const { machine } = this.play.desk;
    const ask = machine.bestAsk(MARKET);
    const bid = machine.bestBid(MARKET);
    return {
      askPrice: ask?.price ?? 0,
      askSize: (ask?.size ?? 0) / LOTS_PER_SHARE,
      bidPrice: bid?.price ?? 0,
      bidSize: (bid?.size ?? 0) / LOTS_PER_SHARE,
    };
  }
}

export async function replayLobster(files: LobsterFiles): Promise<Report> {
  const preexisting = files.preexisting === null ? [] : await preexistingOrders(files.preexisting);
  const extent: FlowExtent = await lobsterExtent(preexisting, watched('reading', lobsterMessages(files.messages)));
  const play = openPlay(files.messages, extent);
  const progress = new Progress('lobster', extent.rows);
  const replay = new LobsterReplay(play, preexisting);
  for await (const message of lobsterMessages(files.messages)) {
    replay.take(message);
    progress.step();
  }
  const milliseconds = progress.end();
  const findings: Finding[] = [noRefusals(play.desk)];
  if (files.preexisting !== null) findings.push(...preexistingFindings(replay, preexisting.length));
  const steps = replay.ours.commonStart(replay.plains);
  findings.push({
    what: `${replay.ours.length} best quotes, and the plain book has the same`,
    holds: steps === replay.ours.length && steps === replay.plains.length,
  });
  const compared = files.bbo === null ? null : await compareQuotes(replay, files.bbo, findings);
  const facts = {
    file: files.messages,
    messages: replay.messages,
    preexisting_orders: replay.entered,
    messages_about_unknown_orders: replay.unknown,
    visible_executions: replay.executions,
    executions_at_the_best_price: replay.executedAtBest,
    executions_of_the_first_in_line: replay.executedFirst,
    best_quotes: replay.ours.length,
    ...compared,
    ...enginesFact(play.desk, milliseconds),
  };
  return { name: 'lobster', facts, findings };
}

function preexistingFindings(replay: LobsterReplay, count: number): Finding[] {
  return [
    { what: `${replay.entered} of ${count} pre-existing orders entered`, holds: replay.entered === count },
    { what: `${replay.unknown} messages name an order that was never there`, holds: replay.unknown === 0 },
  ];
}

/** Compares our quotes with the file's and adds what was found. */
async function compareQuotes(replay: LobsterReplay, path: string, findings: Finding[]): Promise<Record<string, Fact>> {
  const theirs = new QuoteSequence(replay.numbers);
  for await (const quotes of bestQuotes(path)) theirs.add(quotes);
  const { common, insertions, deletions } = difference(replay.ours.values(), theirs.values());
  const edits = insertions + deletions;
  const forgiven = forgivenOf(theirs.length);
  const inOrderMin = theirs.length - forgiven;
  findings.push(
    {
      what: `${common} of the file's ${theirs.length} best quotes are there in order, at least ${inOrderMin} must be`,
      holds: common >= inOrderMin,
    },
    {
      what: `${edits} edits between our best quotes and the file's, at most ${forgiven} may be`,
      holds: edits <= forgiven,
    },
  );
  return {
    best_quotes_of_the_file: theirs.length,
    in_order: common,
    in_order_before_the_first_gap: replay.ours.commonStart(theirs),
    edits,
    missing: insertions,
    extra: deletions,
  };
}

/** How many of a file's best quotes may differ: hidden and far away orders leave their traces in every such file. */
export function forgivenOf(quotes: number): number {
  const many = Math.max(FORGIVEN, Math.floor(quotes / QUOTES_PER_FORGIVEN));
  return Math.min(many, Math.floor(quotes / QUOTES_PER_FORGIVEN_MIN));
}
