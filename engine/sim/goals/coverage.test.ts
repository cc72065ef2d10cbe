/** The goals name everything that the core can do, and observing a command reaches what it did. */
import { COMMANDS, MARKET_STATE_NAMES, RECORDS, ResultCode, resultCodeName } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { NaiveExchange } from '../judge/naive-exchange.ts';
import { LogWriter } from '../workload/log-writer.ts';
import { event } from '../workload/market-template.ts';
import { coverageGoals } from './all-goals.ts';
import { Coverage } from './coverage.ts';

const goals = coverageGoals();

test('every result code, command, record and market state of the core is a goal', () => {
  const isNamed = (word: string) => goals.some((goal) => goal.split(' ').includes(word));
  const codes = Object.values(ResultCode).map(resultCodeName);
  const layouts = [...COMMANDS, ...RECORDS].map(({ name }) => name);
  const states = Object.values(MARKET_STATE_NAMES);
  expect([...codes, ...layouts, ...states].filter((word) => !isNamed(word))).toEqual([]);
});

test('nothing is reached before something was observed', () => {
  expect(new Coverage().missing()).toEqual(goals);
});

test('an observed command reaches its goals and no others', () => {
  const log = new LogWriter();
  log.begin({}, event);
  log.place({ price: 100 });
  const judge = new NaiveExchange();
  const coverage = new Coverage();
  for (const entry of log.entries) {
    const answer = judge.apply(entry);
    if (entry === log.entries.at(-1)) coverage.observe(entry, answer, judge.state);
  }
  const reached = goals.filter((goal) => coverage.counts.get(goal) !== 0);
  expect(reached).toEqual([
    'record orderPlaced',
    'place in open',
    'order limit good-till-cancelled',
    'accepted placeOrder',
    'placeOrder.side 1',
    'placeOrder.orderType 1',
    'placeOrder.timeInForce 1',
    'placeOrder.selfTrade 0',
    'placeOrder.flags 0',
  ]);
});
