/** Examples, worked out by hand, of margin terms, tiers and marks, and of markets that are not priced. */
import {
  MarketKind,
  MarketState,
  offsetOf,
  placeOrder,
  Side,
  setMarginTerms,
  setMarketState,
  setMarkPrice,
  setStepTable,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { draftOf } from '../../workload/draft.ts';
import { LogWriter } from '../../workload/log-writer.ts';
import { event } from '../../workload/market-template.ts';
import { judgeStoryOf } from '../judge-story.ts';
import { refusal, stateAfter } from '../money/money-log.ts';
import { begunWithMargin, mark, perpetual, reducing, setFees, setMargin, taking } from './margin-log.ts';
import { requirementOf } from './requirement.ts';

const NO_TIERS = { secondLeverage: 0, thirdLeverage: 0, secondFrom: 0, thirdFrom: 0 };
const BOUNDS = { positionMax: 1, openInterestMax: 1 };

function table(log: LogWriter, maxPrice: number): void {
  const blob = new Uint8Array(Uint32Array.from([1, 1]).buffer);
  log.add(draftOf(setStepTable, { market: 0, maxPrice }, blob));
}

// Leverage 10; 5 from 1,000 on, less 200 - 100; 2 from 3,000 on, less 100 + 1,500 - 600.
test.each([
  [0, 0],
  [1, 1],
  [10, 1],
  [11, 2],
  [999, 100],
  [1_000, 100],
  [1_001, 101],
  [2_999, 500],
  [3_000, 500],
  [3_001, 501],
  [5_000, 1_500],
])('of three tiers a value of %d needs %d', (value, needed) => {
  const tiers = { leverage: 10, secondLeverage: 5, secondFrom: 1_000, thirdLeverage: 2, thirdFrom: 3_000 };
  expect(requirementOf({ ...BOUNDS, ...tiers }, BigInt(value))).toBe(BigInt(needed));
});

test('a deduction below nothing is none, in either tier by itself', () => {
  const early = { ...BOUNDS, ...NO_TIERS, leverage: 3, secondLeverage: 2, secondFrom: 1 };
  expect([1n, 2n, 3n].map((value) => requirementOf(early, value))).toEqual([1n, 1n, 2n]);
  // Less 7 - 1 from 70 on; from 71 on it would be 7 - 8 more.
  const late = { ...BOUNDS, leverage: 100, secondLeverage: 10, secondFrom: 70, thirdLeverage: 9, thirdFrom: 71 };
  expect([69n, 70n, 71n, 72n, 73n].map((value) => requirementOf(late, value))).toEqual([1n, 1n, 2n, 2n, 3n]);
});

test('margin terms ask for the market, its kind, the worth of positions, and the tiers by their fields', () => {
  const log = begunWithMargin();
  log.openMarket(event);
  const from = log.entries.length;
  setMargin(log, { market: 2 });
  setMargin(log, { market: 1, positionMax: 2 ** 51 });
  // 225,179,981,368 x 10,000 is just below 2^51.
  setMargin(log, { positionMax: 225_179_981_369, secondLeverage: 10 });
  setMargin(log, { positionMax: 225_179_981_368, secondLeverage: 10, thirdLeverage: 11 });
  setMargin(log, { secondLeverage: 9, thirdLeverage: 9 });
  setMargin(log, { thirdLeverage: 1 });
  setMargin(log, { secondLeverage: 9, thirdFrom: 1 });
  setMargin(log, { secondFrom: 1 });
  setMargin(log, { secondLeverage: 9, secondFrom: 5, thirdFrom: 6 });
  setMargin(log, { secondLeverage: 9, secondFrom: 5, thirdLeverage: 8 });
  setMargin(log, { secondLeverage: 9, secondFrom: 5, thirdLeverage: 8, thirdFrom: 5 });
  setMargin(log, { secondLeverage: 9, secondFrom: 5, thirdLeverage: 8, thirdFrom: 6, positionMax: 225_179_981_368 });
  const invalid = (field: keyof typeof setMarginTerms.specs) => refusal(setMarginTerms, 'marginTiersInvalid', field);
  expect(judgeStoryOf(log.entries, log.entries.length - from)).toEqual([
    refusal(setMarginTerms, 'marketUnknown', 'market'),
    refusal(setMarginTerms, 'marketKindWrong', 'market'),
    refusal(setMarginTerms, 'marketTooLarge', 'positionMax'),
    invalid('secondLeverage'),
    invalid('thirdLeverage'),
    invalid('thirdLeverage'),
    invalid('secondFrom'),
    invalid('secondFrom'),
    invalid('thirdFrom'),
    invalid('thirdFrom'),
    invalid('thirdFrom'),
    'terms of market 0: 225179981368, leverage 10',
  ]);
  expect(stateAfter(log).markets[0]).toMatchObject({
    ...{ positionMax: 225_179_981_368, openInterestMax: 1_000_000, leverage: 10, markPrice: 100 },
    ...{ secondLeverage: 9, secondFrom: 5, thirdLeverage: 8, thirdFrom: 6 },
    ...{ largestPositionMax: 225_179_981_368, largestPrice: 10_000 },
  });
});

test('a mark asks for the market, its kind and the largest price of the step table', () => {
  const log = begunWithMargin();
  log.openMarket(event);
  mark(log, 1, 2);
  mark(log, 1, 1);
  mark(log, 10_001);
  mark(log, 10_000);
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    refusal(setMarkPrice, 'marketUnknown', 'market'),
    refusal(setMarkPrice, 'marketKindWrong', 'market'),
    refusal(setMarkPrice, 'fieldOutOfRange', 'price'),
    'mark of 0: 10000',
  ]);
});

test('a step table covers the mark, and with the largest positions that ever were stays below 2^51', () => {
  const log = begunWithMargin();
  setMargin(log, { positionMax: 100_000_000_000 });
  setMargin(log, { positionMax: 1 });
  // 22,517 x 10^11 is below 2^51 and 22,518 x 10^11 above.
  table(log, 22_518);
  table(log, 99);
  table(log, 22_517);
  table(log, 100);
  setMargin(log, { positionMax: 100_010_000_000 });
  setMargin(log, { positionMax: 100_000_000_000 });
  expect(judgeStoryOf(log.entries, 6)).toEqual([
    refusal(setStepTable, 'marketTooLarge', 'maxPrice'),
    refusal(setStepTable, 'fieldOutOfRange', 'maxPrice'),
    'stepTableSet',
    'stepTableSet',
    refusal(setMarginTerms, 'marketTooLarge', 'positionMax'),
    'terms of market 0: 100000000000, leverage 10',
  ]);
  expect(stateAfter(log).markets[0]).toMatchObject({ maxPrice: 100, largestPrice: 22_517 });
});

test('where there is money an order asks for a priced market, after the state of the market', () => {
  const log = begunWithMargin();
  log.openMarket(event);
  log.openMarket(perpetual);
  const from = log.entries.length;
  const [atEvent, atPerpetual] = [1, 2];
  log.place({ market: atEvent, price: 100 });
  log.place({ market: atPerpetual, price: 100 });
  mark(log, 100, atPerpetual);
  log.place({ market: atPerpetual, price: 100 });
  log.add(draftOf(setMarketState, { market: atPerpetual, state: MarketState.auction }));
  log.place({ market: atPerpetual, price: 100, ...taking });
  log.place({ market: atPerpetual, price: 100, size: 100_001 });
  setMargin(log, { market: atPerpetual });
  log.place({ market: atPerpetual, price: 100 });
  const unpriced = refusal(placeOrder, 'marketUnpriced', 'market');
  expect(judgeStoryOf(log.entries, log.entries.length - from)).toEqual([
    ...[unpriced, unpriced, 'mark of 2: 100', unpriced, 'market 2: state 2'],
    refusal(placeOrder, 'marketInAuction', 'market'),
    ...[unpriced, 'terms of market 2: 1000000, leverage 10', 'place 1'],
  ]);
});

test('without money nothing is known of margin, and no order is reduce-only', () => {
  const log = new LogWriter();
  log.begin({}, perpetual);
  setMargin(log, { market: 5 });
  mark(log, 10_001);
  setFees(log);
  // The kind of the market and its price are no hindrance; the conflict comes before all others.
  log.place({ price: 100, side: Side.buy, ...reducing });
  log.place({ price: 100, size: 1, orderType: 2, timeInForce: TimeInForce.goodTillCancelled, ...reducing });
  log.place({ price: 100 });
  const conflict = `reject: flagsConflict, field ${offsetOf(placeOrder, 'flags')}`;
  const unknown = 'reject: assetUnknown';
  expect(judgeStoryOf(log.entries, 6)).toEqual([unknown, unknown, unknown, conflict, conflict, 'place 1']);
  const { markets, feeTiers, positions } = stateAfter(log);
  expect(markets[0]).toMatchObject({ marketKind: MarketKind.perpetual, largestPrice: 0, markPrice: 0, positionMax: 0 });
  expect({ feeTiers, positions }).toEqual({ feeTiers: [], positions: [] });
});
