/** Logs for examples of margin and fees: a perpetual market that is priced, and accounts that have venue dollars. */
import {
  approveBuilder,
  claimRewards,
  encodeFeeTiers,
  type FeeTier,
  type FieldSpecs,
  type genesis,
  type Layout,
  MarketKind,
  OrderFlag,
  Side,
  setFeeTiers,
  setMarginTerms,
  setMarkPrice,
  setReferralTerms,
  setReferrer,
  TimeInForce,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { draftOf } from '../../workload/draft.ts';
import { LogWriter } from '../../workload/log-writer.ts';
import type { MarketTemplate } from '../../workload/market-template.ts';
import { DOLLAR } from '../money/asset.ts';
import { addAsset, deposit, openConversion, SECOND, STRANGER, stateAfter } from '../money/money-log.ts';
import { senderOf } from '../queue/queue-log.ts';

type Values<L> = L extends Layout<infer Specs extends FieldSpecs> ? Partial<ValuesOf<Specs>> : never;

/** Every tick up to 10,000 is a price. */
export const perpetual: MarketTemplate = {
  marketKind: MarketKind.perpetual,
  sizeDecimals: 0,
  maxPrice: 10_000,
  maxSize: 100_000,
  bands: [{ from: 1, step: 1 }],
};

/** Takes and does not stay. */
export const taking = { timeInForce: TimeInForce.immediateOrCancel };
export const reducing = { flags: OrderFlag.reduceOnly };

const ROOM = { ownersMax: 8, accountsMax: 80, assetsMax: 3, withdrawalsMax: 4, positionsMax: 100 };
/** Whom the accounts 0 to 3 belong to: 0 and 2 to one owner. */
const DEPOSITORS = [{}, SECOND, { accountOfOwner: 1 }, STRANGER];
const PLENTY = 10_000_000;

/**
 * A log whose market 0 has a leverage of 10 and a mark of 100, and whose accounts 0 to 3 have these micro-dollars, or
 * ten dollars; 0 and 2 are of one owner.
 */
export function begunWithMargin(
  funds: readonly number[] = [],
  limits: Partial<ValuesOf<typeof genesis.specs>> = {},
): LogWriter {
  const log = new LogWriter();
  log.begin({ ...ROOM, ...limits }, perpetual);
  addAsset(log);
  openConversion(log);
  DEPOSITORS.forEach((to, index) => {
    deposit(log, index + 1, funds[index] ?? PLENTY, to);
  });
  setMargin(log);
  mark(log, 100);
  return log;
}

/** Of market 0, without further tiers and with bounds that are out of reach, unless said otherwise. */
export function setMargin(log: LogWriter, values: Values<typeof setMarginTerms> = {}): void {
  log.add(draftOf(setMarginTerms, { positionMax: 1_000_000, openInterestMax: 1_000_000, leverage: 10, ...values }));
}

export function mark(log: LogWriter, price: number, market = 0): void {
  log.add(draftOf(setMarkPrice, { market, price }));
}

/** What is not given is zero. */
export function setFees(log: LogWriter, ...tiers: readonly Partial<FeeTier>[]): void {
  log.add(draftOf(setFeeTiers, {}, encodeFeeTiers(tiers)));
}

/** In millionths. */
export function setReferral(log: LogWriter, discount: number, share: number): void {
  log.add(draftOf(setReferralTerms, { discount, share }));
}

// What owners say about fees: of account 0, unless said otherwise.

export function approve(log: LogWriter, builder: number, rateMax: number, values: Values<typeof approveBuilder> = {}) {
  log.add(draftOf(approveBuilder, { ...senderOf(log), builder, rateMax, ...values }));
}

export function refer(log: LogWriter, referrer: number, values: Values<typeof setReferrer> = {}): void {
  log.add(draftOf(setReferrer, { ...senderOf(log), referrer, ...values }));
}

export function claimEarned(log: LogWriter, account = 0, values: Values<typeof claimRewards> = {}): void {
  log.add(draftOf(claimRewards, { ...senderOf(log), account, ...values }));
}

/** An account buys from another, which had an order to sell at rest. */
export function trade(log: LogWriter, size: number, price: number, buyer = 0, seller = 1): void {
  log.place({ account: seller, side: Side.sell, price, size });
  log.place({ account: buyer, side: Side.buy, price, size, ...taking });
}

/** The positions after a log, such as `0: 10 for -1000`. */
export function positionsAfter(log: LogWriter): string[] {
  return stateAfter(log).positions.map(({ account, size, cash }) => `${account}: ${size} for ${cash}`);
}

/** The micro-dollars of the accounts 0 to 3 after a log. */
export function dollarsAfter(log: LogWriter): number[] {
  const { balances } = stateAfter(log);
  const dollars = balances.filter(({ asset }) => asset === DOLLAR);
  return [0, 1, 2, 3].map((account) => dollars.find((row) => row.account === account)?.amount ?? 0);
}
