/** A reader that sees only records holds the same book as the machine: after every command, and in the same queues. */
import { decodeRecords, decodeSnapshot, type LogicalState, Machine, Side } from '@intelligent-ledger/engine/core';
import { NaiveExchange, PROFILES, Workload } from '@intelligent-ledger/engine/sim';
import { expect, test } from 'vitest';
import { RecordBook } from './record-book.ts';

const COMMANDS = 3_000;
const QUEUES_EVERY = 250;
const SIDES = [Side.buy, Side.sell] as const;

test.each(['tight', 'deep', 'stale', 'halting', 'tapering'])('records alone rebuild the book (%s)', (name) => {
  const profile = PROFILES.find((candidate) => candidate.name === name);
  if (profile === undefined) throw new Error(`there is no profile ${name}`);
  const judge = new NaiveExchange();
  const workload = new Workload(11, profile);
  const machine = new Machine();
  const reader = new RecordBook();
  let levelsSeen = 0;
  for (let step = 1; step <= COMMANDS; step += 1) {
    const { entry } = workload.next(judge.state);
    judge.apply(entry);
    machine.applyBytes(entry);
    for (const record of decodeRecords(machine.takeRecords())) reader.take(record);
    if (judge.state.genesis === undefined) continue;
    for (let market = 0; market < judge.state.markets.length; market += 1) {
      for (const side of SIDES) {
        const levels = machine.depth(market, side, Number.MAX_SAFE_INTEGER);
        levelsSeen += levels.length;
        expect(reader.levels(market, side)).toEqual(levels);
      }
    }
    if (step % QUEUES_EVERY === 0) expectSameQueues(reader, decodeSnapshot(machine.snapshot()) as LogicalState);
  }
  expect(levelsSeen).toBeGreaterThan(COMMANDS);
});

function expectSameQueues(reader: RecordBook, state: LogicalState): void {
  state.markets.forEach(({ bids, asks }, market) => {
    for (const { side, price } of [...bids, ...asks]) {
      const rests = [...bids, ...asks].filter((order) => order.side === side && order.price === price);
      expect(reader.queue(market, side, price)).toEqual(rests.map(({ order }) => order));
    }
  });
}
