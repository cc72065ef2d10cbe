/**
 * Runs a workload on the npm package nodejs-order-book, one of its order books per market. Its string
 * ids are made beforehand; the measured time covers its calls alone. Its book has neither accounts nor a log.
 * Only the first pass reads its answers, to add up and hash the trades; the passes that count are spared that.
 */
import { OrderBook, Side } from 'nodejs-order-book';
import {
  BUY,
  COMMAND_WORDS,
  CommandType,
  FNV_START,
  hashTrade,
  type Outcome,
  Word,
} from '../workload/neutral-command.ts';
import { loadWorkload } from '../workload/workload-file.ts';
import { type EngineReport, programOptions, Stopwatch, warmUp } from './program.ts';

type Answer = ReturnType<OrderBook['limit']>;

const options = programOptions();
const { head, commands } = loadWorkload(options.file);
const books = Array.from({ length: head.marketCount }, () => new OrderBook());
// With ids of digits alone this package takes half as long again on mix A.
const ids = Array.from({ length: head.referenceCount }, (_, reference) => `${options.idPrefix}${reference}`);
const measuredEnd = head.prefillCount + head.measuredCount;
const end = measuredEnd + head.drainCount;

/** Runs the commands `from` to below `to` and answers how many failed. */
function runCommands(from: number, to: number): number {
  let refused = 0;
  for (let at = from * COMMAND_WORDS; at < to * COMMAND_WORDS; at += COMMAND_WORDS) {
    const type = commands[at + Word.type] as number;
    const book = books[commands[at + Word.market] as number] as OrderBook;
    const id = ids[commands[at + Word.reference] as number] as string;
    if (type === CommandType.cancel) {
      if (book.cancel(id) === undefined) refused += 1;
    } else if (type === CommandType.move) {
      if (move(book, id, at).err !== null) refused += 1;
    } else if (limit(book, id, at).err !== null) {
      refused += 1;
    }
  }
  return refused;
}

function limit(book: OrderBook, id: string, at: number): Answer {
  return book.limit({
    id,
    side: commands[at + Word.side] === BUY ? Side.BUY : Side.SELL,
    size: commands[at + Word.size] as number,
    price: commands[at + Word.price] as number,
    timeInForce: commands[at + Word.type] === CommandType.take ? 'IOC' : 'GTC',
  } as Parameters<OrderBook['limit']>[0]);
}

function move(book: OrderBook, id: string, at: number): Answer {
  return book.modify(id, { price: commands[at + Word.price] as number });
}

/** A pass that also adds up and hashes the trades. Answers the outcome and how many commands failed. */
function countingPass(): { outcome: Outcome; refused: number } {
  const trades = { fills: 0, lots: 0, tradeHash: FNV_START };
  let refused = 0;
  for (let index = 0; index < measuredEnd; index += 1) {
    const at = index * COMMAND_WORDS;
    const type = commands[at + Word.type];
    if (type === CommandType.cancel) {
      refused += runCommands(index, index + 1);
      continue;
    }
    const book = books[commands[at + Word.market] as number] as OrderBook;
    const taker = commands[at + Word.reference] as number;
    const id = ids[taker] as string;
    const answer = type === CommandType.move ? move(book, id, at) : limit(book, id, at);
    if (answer.err !== null) refused += 1;
    for (const { maker, price, size } of fillsOf(answer)) {
      trades.fills += 1;
      trades.lots += size;
      trades.tradeHash = hashTrade(trades.tradeHash, taker, maker, price, size);
    }
  }
  const missing = drain();
  return { outcome: { ...trades, resting: head.drainCount - missing }, refused: refused + missing };
}

/** The fills in an answer: makers filled whole, the filled taker itself last, and one maker filled in part. */
function fillsOf(answer: Answer): { maker: number; price: number; size: number }[] {
  const isTakerFilled = answer.quantityLeft === 0;
  const makers = (isTakerFilled ? answer.done.slice(0, -1) : answer.done) as {
    id: string;
    price: number;
    size: number;
  }[];
  const fills = makers.map(({ id, price, size }) => ({
    maker: Number(id.slice(options.idPrefix.length)),
    price,
    size,
  }));
  if (isTakerFilled && answer.partial !== null) {
    const { id, price } = answer.partial;
    fills.push({ maker: Number(id.slice(options.idPrefix.length)), price, size: answer.partialQuantityProcessed });
  }
  return fills;
}

/** Cancels all that rests and answers how many of those orders were missing. */
function drain(): number {
  return runCommands(measuredEnd, end);
}

function run(): EngineReport {
  const stopwatch = new Stopwatch();
  const { outcome, refused: refusedAtFirst } = countingPass();
  let refused = refusedAtFirst;
  if (options.warmPasses > 1) {
    warmUp(options.warmPasses, () => {
      refused += runCommands(0, measuredEnd) + drain();
    });
  }
  let count = 0;
  while (stopwatch.cpuNs < options.cpuSecondsMin * 1e9) {
    // The book is emptied before a pass and not after it: at a million orders that takes this peer most of a minute.
    if (count > 0) refused += drain();
    refused += runCommands(0, head.prefillCount);
    stopwatch.start();
    refused += runCommands(head.prefillCount, measuredEnd);
    stopwatch.stop();
    count += 1;
  }
  return {
    engine: 'nodejs-order-book',
    commands: count * head.measuredCount,
    wallNs: stopwatch.wallNs,
    cpuNs: stopwatch.cpuNs,
    ...outcome,
    refused,
    rssBytes: process.memoryUsage.rss(),
  };
}

process.stdout.write(`${JSON.stringify(run())}\n`);
