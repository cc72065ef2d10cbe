/** Examples, worked out by hand, of fees: their tiers, the volumes that say which holds, and how they are rounded. */
import { expect, test } from 'vitest';
import type { LogWriter } from '../../workload/log-writer.ts';
import { judgeStoryOf } from '../judge-story.ts';
import { begunWithMargin, dollarsAfter, mark, setFees, trade } from '../margin/margin-log.ts';
import { DAY, stateAfter } from '../money/money-log.ts';

/** What the last entry, a fill, cost its taker and its maker. */
function lastFees(log: LogWriter): string | undefined {
  return judgeStoryOf(log.entries, 1)
    .find((line) => line.startsWith('settle'))
    ?.replace(/, realised.*/, '');
}

/** Trades a value in micro-dollars, in lots of a price of 1,000, to and fro. */
function tradeValue(log: LogWriter, value: number): string | undefined {
  trade(log, value / 1_000, 1_000);
  const fees = lastFees(log);
  trade(log, value / 1_000, 1_000, 1, 0);
  return fees;
}

/** As hex, the days of a row of volumes, the last first. */
function daysInHex(...dollars: readonly number[]): string {
  const bytes = Buffer.alloc(112);
  dollars.forEach((count, index) => {
    bytes.writeBigUInt64LE(BigInt(count), 8 * index);
  });
  return bytes.toString('hex');
}

test('fees are rounded up and rebates down, and the venue has what both sides paid', () => {
  const log = begunWithMargin();
  setFees(log, { takerRate: 50_000, makerRebate: 20_000 });
  // Of 9,900 micro-dollars 4.95 and 1.98.
  trade(log, 99, 100);
  expect(lastFees(log)).toBe('settle: fees 5 -1');
  setFees(log, { takerRate: 50_000, makerRate: 20_000 });
  trade(log, 99, 100);
  expect(lastFees(log)).toBe('settle: fees 5 2');
  expect(dollarsAfter(log)).toEqual([9_999_990, 9_999_999, 10_000_000, 10_000_000]);
  expect(stateAfter(log).assets).toMatchObject([
    { feesHigh: 0, feesLow: 11 },
    { feesHigh: 0, feesLow: 0 },
  ]);
});

test('where a rebate is as high as the fee, both are rounded for the venue', () => {
  const log = begunWithMargin();
  setFees(log, { takerRate: 20_000, makerRebate: 20_000 });
  // Of 9,900 micro-dollars 1.98.
  trade(log, 99, 100);
  expect(lastFees(log)).toBe('settle: fees 2 -1');
  expect(stateAfter(log).assets[0]).toMatchObject({ feesHigh: 0, feesLow: 1 });
});

test('tiers are whole, ascend, have rates in range and no more for a maker than the least of a taker', () => {
  const log = begunWithMargin();
  const from = log.entries.length;
  setFees(log);
  setFees(log, { volumeFrom: 1 });
  setFees(log, {}, { volumeFrom: 5 }, { volumeFrom: 5 });
  setFees(log, { takerRate: 1_000_001 });
  setFees(log, { takerRate: 5, makerRate: 1, makerRebate: 1 });
  setFees(log, { takerRate: 5, makerRebate: 5 }, { volumeFrom: 1, takerRate: 4 });
  setFees(log, { takerRate: 5, makerRebate: 4 }, { volumeFrom: 1, takerRate: 4, makerRate: 1_000_000 });
  expect(judgeStoryOf(log.entries, log.entries.length - from)).toEqual([
    ...Array.from({ length: 6 }, () => 'reject: feeTiersInvalid'),
    '2 tiers of fees',
  ]);
  expect(stateAfter(log).feeTiers).toEqual([
    { volumeFrom: 0, takerRate: 5, makerRate: 0, makerRebate: 4, ofSpot: 0 },
    { volumeFrom: 1, takerRate: 4, makerRate: 1_000_000, makerRebate: 0, ofSpot: 0 },
    // Those of spot markets are what they were at first.
    { volumeFrom: 0, takerRate: 0, makerRate: 0, makerRebate: 0, ofSpot: 1 },
  ]);
});

test('a tier holds from the day after its volume was traded, for as long as that is of the last fourteen days', () => {
  const log = begunWithMargin([20_000_000, 20_000_000]);
  mark(log, 1_000);
  setFees(log, { takerRate: 50_000, makerRate: 20_000 }, { volumeFrom: 15, takerRate: 30_000, makerRebate: 10_000 });
  // On day 0 two fills of 5.25 dollars: 10 whole ones and half a dollar.
  expect(tradeValue(log, 5_250_000)).toBe('settle: fees 2625 1050');
  expect(stateAfter(log).volumes).toEqual(
    [0, 1].map((owner) => ({ owner, day: 0, micros: 10_500_000, dollars: daysInHex() })),
  );
  log.time = DAY;
  // Two of 2.25, with the half 5 whole ones.
  expect(tradeValue(log, 2_250_000)).toBe('settle: fees 1125 450');
  expect(stateAfter(log).volumes[0]).toEqual({ owner: 0, day: 1, micros: 5_000_000, dollars: daysInHex(10) });
  log.time = 2 * DAY - 1;
  expect(tradeValue(log, 100_000)).toBe('settle: fees 50 20');
  log.time = 2 * DAY;
  expect(tradeValue(log, 100_000)).toBe('settle: fees 30 -10');
  expect(stateAfter(log).volumes[0]).toEqual({ owner: 0, day: 2, micros: 400_000, dollars: daysInHex(5, 10) });
  log.time = 15 * DAY - 1;
  expect(tradeValue(log, 100_000)).toBe('settle: fees 30 -10');
  log.time = 15 * DAY;
  expect(tradeValue(log, 100_000)).toBe('settle: fees 50 20');
  // Twice 0.1 on the days 2, 14 and 15, with 0.2 that day 1 left below a dollar.
  const { day, micros, dollars } = stateAfter(log).volumes[1] ?? {};
  expect({ day, micros, dollars }).toEqual({
    day: 15,
    micros: 800_000,
    dollars: daysInHex(...Array.from({ length: 13 }, () => 0), 5),
  });
});

test('accounts of one owner have one volume, and each side pays by its own tier', () => {
  const log = begunWithMargin([20_000_000, 20_000_000, 20_000_000, 20_000_000]);
  mark(log, 1_000);
  setFees(log, { takerRate: 50_000 }, { volumeFrom: 4, takerRate: 30_000 }, { volumeFrom: 6, takerRate: 20_000 });
  trade(log, 2_000, 1_000, 0, 1);
  trade(log, 2_000, 1_000, 2, 1);
  trade(log, 2_000, 1_000, 3, 1);
  log.time = DAY;
  const fees = [0, 2, 3].map((buyer) => {
    trade(log, 100, 1_000, buyer, 1);
    return lastFees(log);
  });
  trade(log, 100, 1_000, 1, 0);
  // Owner 0 has 4 dollars in its two accounts, owner 2 has 2, and owner 1, who was in every fill, 6.
  expect([...fees, lastFees(log)]).toEqual([
    ...['settle: fees 30 0', 'settle: fees 30 0', 'settle: fees 50 0', 'settle: fees 20 0'],
  ]);
});
