/** A reader that sees only records holds the same book as the machine: after every command, and in the same queues. */
import {
  decodeRecords,
  decodeSnapshot,
  type LogicalState,
  Machine,
  ResultCode,
  Side,
} from '@intelligent-ledger/engine/core';
import { NaiveExchange, PROFILES, Workload } from '@intelligent-ledger/engine/sim';
import { expect, test } from 'vitest';
import { RecordBook } from './record-book.ts';

const COMMANDS = 3_000;
const QUEUES_EVERY = 250;
const SIDES = [Side.buy, Side.sell] as const;

test.each(['tight', 'deep', 'stale', 'halting', 'tapering', 'kindred', 'icy', 'named', 'replacing', 'swept'])(
  'records alone rebuild the book (%s)',
  (name) => {
    const profile = PROFILES.find((candidate) => candidate.name === name);
    if (profile === undefined) throw new Error(`there is no profile ${name}`);
    const judge = new NaiveExchange();
    const workload = new Workload(13, profile);
    const machine = new Machine();
    const reader = new RecordBook();
    const seen = { levels: 0, decrements: 0, slices: 0, replacements: 0 };
    for (let step = 1; step <= COMMANDS; step += 1) {
      const { entry } = workload.next(judge.state);
      judge.apply(entry);
      machine.applyBytes(entry);
      const records = decodeRecords(machine.takeRecords());
      for (const record of records) reader.take(record);
      const makers = records.flatMap((record) => (record.name === 'orderFilled' ? [record.values['maker']] : []));
      seen.slices += makers.length - new Set(makers).size;
      seen.decrements += records.filter((record) => record.name === 'orderDecremented').length;
      seen.replacements += records.filter(({ values }) => values['code'] === ResultCode.replaced).length;
      if (judge.state.genesis === undefined) continue;
      for (let market = 0; market < judge.state.markets.length; market += 1) {
        for (const side of SIDES) {
          const levels = machine.depth(market, side, Number.MAX_SAFE_INTEGER);
          seen.levels += levels.length;
          expect(reader.levels(market, side)).toEqual(levels);
        }
      }
      if (step % QUEUES_EVERY === 0) expectSameQueues(reader, decodeSnapshot(machine.snapshot()) as LogicalState);
    }
    expect(seen.levels).toBeGreaterThan(COMMANDS);
    expect(seen.slices).toBeGreaterThan(0);
    expect(seen.decrements).toBeGreaterThan(0);
    expect(seen.replacements).toBeGreaterThan(0);
  },
);

function expectSameQueues(reader: RecordBook, state: LogicalState): void {
  state.markets.forEach(({ bids, asks }, market) => {
    for (const { side, price } of [...bids, ...asks]) {
      const rests = [...bids, ...asks].filter((order) => order.side === side && order.price === price);
      expect(reader.queue(market, side, price)).toEqual(rests.map(({ order }) => order));
    }
  });
}
