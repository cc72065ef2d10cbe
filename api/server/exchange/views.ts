/** Everything that the gateway knows of the exchange, made of its records, as of one sequence. */
import { AccountHistory, BookViews, Registry } from '@intelligent-ledger/engine/client-port';
import type { DecodedRecord, LogicalState } from '@intelligent-ledger/engine/core';
import { MarketList } from './market-list.ts';
import { RecentTrades } from './recent-trades.ts';
import type { FeedReader } from './record-feed.ts';

/** Older ones are in the history. */
const CLOSED_ORDERS_KEPT = 100;

export class ExchangeViews implements FeedReader {
  readonly registry = new Registry();
  readonly markets: MarketList;
  readonly trades = new RecentTrades();
  readonly accounts = new AccountHistory({ closedOrdersMax: CLOSED_ORDERS_KEPT, fillsMax: 0 });
  private bookViews = new BookViews();

  constructor(symbols: readonly string[]) {
    this.markets = new MarketList(symbols);
  }

  get books(): BookViews {
    return this.bookViews;
  }

  /** Version of the rules. */
  ruleVersion = 0;

  load(state: LogicalState): void {
    this.ruleVersion = state.ruleVersion;
    this.bookViews = new BookViews({ state });
    for (const view of [this.registry, this.markets, this.accounts]) view.load(state);
  }

  take(records: readonly DecodedRecord[]): void {
    for (const { name, values } of records) {
      if (name === 'rulesUpgraded' || name === 'started') this.ruleVersion = values['ruleVersion'] as number;
    }
    this.bookViews.take(records);
    for (const view of [this.registry, this.markets, this.trades, this.accounts]) view.take(records);
  }
}
