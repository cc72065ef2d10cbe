/** Logs for examples of spot markets: market 1 trades asset 2, beside the perpetual market 0 of the logs of margin. */
import {
  encodeFeeTiers,
  type FeeTier,
  type genesis,
  MarketKind,
  Side,
  setFeeTiers,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { runSteps } from '../../equality.ts';
import { draftOf } from '../../workload/draft.ts';
import type { LogWriter } from '../../workload/log-writer.ts';
import type { MarketTemplate } from '../../workload/market-template.ts';
import { judgeStoryOf } from '../judge-story.ts';
import { begunWithMargin, mark, taking, trade } from '../margin/margin-log.ts';
import { addAsset, deposit, ONE, SECOND, STRANGER, setPrice, setTerms, stateAfter } from '../money/money-log.ts';

/** The asset that is traded, and the market that trades it. */
export const COIN = 2;
export const SPOT = 1;

/** Every tick up to 10,000 is a price. */
export const spotMarket: MarketTemplate = {
  marketKind: MarketKind.spot,
  sizeDecimals: 6,
  maxPrice: 10_000,
  maxSize: 100_000,
  bands: [{ from: 1, step: 1 }],
};

/** Deposits of these numbers have been credited before. */
const FIRST_DEPOSITS = 4;
const OWNERS = [{}, SECOND, { accountOfOwner: 1 }, STRANGER];

/** What is different from an asset and a market whose lots are atoms of a micro-dollar, of which half counts. */
export interface SpotTerms {
  readonly decimals?: number;
  readonly price?: number;
  readonly weight?: number;
  readonly market?: Partial<MarketTemplate>;
  readonly limits?: Partial<ValuesOf<typeof genesis.specs>>;
}

/** The accounts 0 to 3 have these micro-dollars, or ten dollars, and these atoms; 0 and 2 are of one owner. */
export function begunWithSpot(
  dollars: readonly number[],
  coins: readonly number[],
  { decimals = 6, price = ONE, weight = 500_000, market = {}, limits = {} }: SpotTerms = {},
): LogWriter {
  const log = begunWithMargin(dollars, limits);
  addAsset(log, decimals, '0b');
  setTerms(log, { asset: COIN, initialWeight: weight });
  if (price !== 0) setPrice(log, price, COIN);
  log.openMarket({ ...spotMarket, ...market }, COIN);
  let number = FIRST_DEPOSITS;
  coins.forEach((amount, account) => {
    if (amount === 0) return;
    number += 1;
    deposit(log, number, amount, { asset: COIN, ...OWNERS[account] });
  });
  return log;
}

/** What a later example of an order in the spot market says, of account 0 unless told. */
type Terms = Parameters<LogWriter['place']>[0];

/** Lets an order to buy rest. */
export function bid(log: LogWriter, size: number, price: number, terms: Terms = {}): void {
  log.place({ account: 0, market: SPOT, side: Side.buy, size, price, ...terms });
}

/** Lets an order to sell rest. */
export function offer(log: LogWriter, size: number, price: number, terms: Terms = {}): void {
  log.place({ account: 0, market: SPOT, side: Side.sell, size, price, ...terms });
}

/** Takes what rests to buy, and does not stay. */
export function hit(log: LogWriter, size: number, price: number, terms: Terms = {}): void {
  offer(log, size, price, { ...taking, ...terms });
}

/** Takes what rests to sell, and does not stay. */
export function lift(log: LogWriter, size: number, price: number, terms: Terms = {}): void {
  bid(log, size, price, { ...taking, ...terms });
}

/** Sets the fees of spot markets; what is not given is zero. */
export function setSpotFees(log: LogWriter, ...tiers: readonly Partial<FeeTier>[]): void {
  log.add(draftOf(setFeeTiers, { ofSpot: 1 }, encodeFeeTiers(tiers)));
}

/** The atoms of the accounts 0 to 3 after a log. */
export function coinsAfter(log: LogWriter): number[] {
  const { balances } = stateAfter(log);
  const coins = balances.filter(({ asset }) => asset === COIN);
  return [0, 1, 2, 3].map((account) => coins.find((row) => row.account === account)?.amount ?? 0);
}

/** Account 0 is long of 10 lots of market 0, has 100 micro-dollars and 10 atoms worth 10 each, of which half counts. */
export function begunShort(price: number): LogWriter {
  const log = begunWithSpot([100], [10], { price: 10_000_000_000 });
  trade(log, 10, 100);
  mark(log, price);
  return log;
}

/** What the last entries are answered by machine and judge alike, but for the cancelling of users. */
export function answers(log: LogWriter, count: number): string[] {
  return spotStoryOf(log, count).filter((line) => !line.endsWith('cancelledByUser'));
}

/** What the last entries are answered by machine and judge alike. */
export function spotStoryOf(log: LogWriter, count: number): string[] {
  const difference = runSteps(
    log.entries.map((entry) => ({ entry })),
    { stateEvery: 1, recordBytesMax: 0 },
  );
  if (difference !== undefined) throw new Error(`step ${difference.step}, ${difference.what}: ${difference.text}`);
  return judgeStoryOf(log.entries, count);
}
