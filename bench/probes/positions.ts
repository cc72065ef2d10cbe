/**
 * What the margin question costs an account with positions in one market and with positions in 32: it places an order
 * that rests and cancels it, over and over, in one of them. Once while no price moves, and once with the mark of
 * another of its markets moving before every question, so that the account is added up anew each time.
 */
import {
  cancelOrder,
  encode,
  encodeEntry,
  type FieldSpecs,
  type Layout,
  type Machine,
  MESSAGE_COMMANDS_MAX,
  placeOrder,
  ResultCode,
  setMarkPrice,
  TimeInForce,
  VALID_UNTIL_AHEAD_MICROS,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { tuneCompiler } from '@intelligent-ledger/engine/host';
import { START_TIME_MICROS } from '../peers/administer.ts';
import { startMachine } from '../peers/exchange-start.ts';
import { WITH_MONEY } from '../peers/feature.ts';
import { Stopwatch } from '../peers/program.ts';

/** Mark prices are in the middle of these. */
const PRICE_MAX = 2_000;
const MARK = PRICE_MAX / 2;
const MARKETS = 32;
/** Placed and cancelled in one run of the input. */
const PAIRS_PER_RUN = 128;
const WARM_RUNS = 3_000;
const RUNS_PER_TURN = 1_000;
const TURNS = 7;

/** Nanoseconds of an order placed and cancelled, by turn. */
export interface PositionsRow {
  readonly positions: number;
  readonly pricesMove: boolean;
  readonly nsPerPair: readonly number[];
}

export interface PositionsReport {
  readonly refused: number;
  readonly rows: readonly PositionsRow[];
}

/** A machine whose account 0 has positions in so many markets, and what writes and applies entries to it. */
class Trader {
  readonly machine: Machine;
  private time = START_TIME_MICROS;
  private sequence: number;
  refused = 0;

  constructor(positions: number) {
    const head = { accountCount: 1, marketCount: MARKETS, priceMax: PRICE_MAX, ordersMax: 1_024 };
    this.machine = startMachine(head, WITH_MONEY);
    this.sequence = this.machine.sequence;
    for (let market = 0; market < positions; market += 1) {
      this.apply(placeOrder, { ...this.order(market, MARK), account: 1, side: 2 });
      this.apply(placeOrder, { ...this.order(market, MARK), account: 0, side: 1 });
    }
  }

  /** One run of pairs, timed by a stopwatch. */
  run(stopwatch: Stopwatch, pricesMove: boolean): void {
    const { machine } = this;
    let at = 0;
    let order = machine.state?.book.ring.lastGiven() ?? 0;
    for (let pair = 0; pair < PAIRS_PER_RUN; pair += 1) {
      if (pricesMove) at = this.write(setMarkPrice, { market: 1, price: MARK + (pair % 2) }, at);
      order += 1;
      at = this.write(placeOrder, this.order(0, MARK - 10), at);
      at = this.write(cancelOrder, { ...this.user(), order }, at);
    }
    stopwatch.start();
    const applied = machine.applyRun(at);
    stopwatch.stop();
    if (applied !== at) throw new Error('an entry was not the next of the log');
    if (machine.openOrderCount !== 0) this.refused += 1;
    machine.clearRecords();
  }

  private order(market: number, price: number): Partial<ValuesOf<typeof placeOrder.specs>> {
    const terms = { side: 1, orderType: 1, timeInForce: TimeInForce.goodTillCancelled };
    return { ...this.user(), ...terms, market, price, size: 10 };
  }

  private user(): { account: number; nonce: number; validUntil: number } {
    const nonce = MESSAGE_COMMANDS_MAX + this.sequence + 1;
    return { account: 0, nonce, validUntil: this.time + VALID_UNTIL_AHEAD_MICROS / 2 };
  }

  private apply<Specs extends FieldSpecs>(layout: Layout<Specs>, values: Partial<ValuesOf<Specs>>): void {
    if (this.machine.applyBytes(this.entry(layout, values)) !== ResultCode.accepted) this.refused += 1;
    this.machine.clearRecords();
  }

  private write<Specs extends FieldSpecs>(layout: Layout<Specs>, values: Partial<ValuesOf<Specs>>, at: number): number {
    const bytes = this.entry(layout, values);
    const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    this.machine.input.set(words, at);
    return at + words.length;
  }

  private entry<Specs extends FieldSpecs>(layout: Layout<Specs>, values: Partial<ValuesOf<Specs>>): Uint8Array {
    this.sequence += 1;
    this.time += 1;
    return encodeEntry({ sequence: this.sequence, time: this.time, command: encode(layout, values) });
  }
}

function report(): PositionsReport {
  const kinds = [false, true].flatMap((pricesMove) => [1, MARKETS].map((positions) => ({ positions, pricesMove })));
  const traders = kinds.map((kind) => ({ ...kind, trader: new Trader(kind.positions), nsPerPair: [] as number[] }));
  const stopwatch = new Stopwatch();
  for (const { trader, pricesMove } of traders) {
    for (let run = 0; run < WARM_RUNS; run += 1) trader.run(stopwatch, pricesMove);
  }
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const { trader, pricesMove, nsPerPair } of traders) {
      stopwatch.reset();
      for (let run = 0; run < RUNS_PER_TURN; run += 1) trader.run(stopwatch, pricesMove);
      nsPerPair.push(stopwatch.cpuNs / (RUNS_PER_TURN * PAIRS_PER_RUN));
    }
  }
  const rows = traders.map(({ positions, pricesMove, nsPerPair }) => ({ positions, pricesMove, nsPerPair }));
  return { refused: traders.reduce((sum, { trader }) => sum + trader.refused, 0), rows };
}

tuneCompiler();
process.stdout.write(`${JSON.stringify(report())}\n`);
