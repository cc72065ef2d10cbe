/**
 * What the judge knows: the logical state as plain fields, and the records of the present command.
 * The changes that every rule shares are here: emitting a record, and taking an order or queued work out.
 */
import {
  type FieldSpecs,
  type genesis,
  type Layout,
  NO_FIELD,
  orderCancelled,
  QueueItemKind,
  queuedDone,
  ResultCode,
  type SelfTrade,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { type Capacities, NO_CAPACITIES } from './capacities.ts';
import type { DayTrade, FeeTier, Position, ReferralTerms } from './margin/held-margin.ts';
import type { Asset } from './money/asset.ts';
import type { Withdrawal } from './money/withdrawal.ts';
import { type Market, type Order, remainingOf } from './orders/naive-book.ts';
import type { RememberedId } from './orders/remembered-id.ts';
import type { OrderGroup } from './queue/order-group.ts';
import { type QueueItem, waitingOrderOf } from './queue/queue-item.ts';
import type { AgentKey } from './senders/agent-key.ts';
import type { Session } from './senders/session.ts';

/** A record as `decodeRecords` shows it. */
export interface JudgeRecord {
  readonly name: string;
  readonly values: Readonly<Record<string, number | string>>;
}

/** The values of the Genesis command. */
export type Genesis = ValuesOf<typeof genesis.specs>;

/** A message of which so many commands may still follow. */
export interface Message {
  readonly account: number;
  readonly key: number;
  readonly session: number;
  /** Places of its next and its last command. */
  readonly next: number;
  readonly last: number;
}

/** That the orders of an account are to be cancelled at a time. */
export interface ScheduledCancel {
  /** Microseconds. */
  readonly at: number;
  /** Of the command that scheduled it. */
  readonly commandSequence: number;
  readonly account: number;
}

/** Most open orders in all markets and in any one; 0 is no number. */
export interface OrderQuota {
  ordersMax: number;
  marketOrdersMax: number;
}

/** With its own quota, as hex the destination that it pinned, zeros without, and the epoch of its keys. */
export interface Owner extends OrderQuota {
  readonly ownerKind: number;
  readonly identity: string;
  destination: string;
  keyEpoch: number;
  /** Number of the owner who referred it, once it said so. */
  referrer: number | undefined;
  /** The largest rates, in 1e-8, of the owners that it has approved as builders. */
  readonly builders: Map<number, number>;
}

export interface Account {
  readonly owner: number;
  selfTrade: SelfTrade;
  /** Whether coins that are credited to it are converted. */
  converts: boolean;
}

export class NaiveState {
  sequence = 0;
  /** Microseconds. */
  time = 0;
  genesis: Genesis | undefined;
  /** The present ones: those of Genesis until a resize. */
  capacities: Capacities = NO_CAPACITIES;
  /** The blob of Genesis as hex. */
  roleKeys = '';
  /** The present version of the rules; 0 before Genesis. */
  ruleVersion = 0;
  lastOrder = 0;
  lastFill = 0;
  /** The quota of all owners that have none of their own. */
  readonly orderQuota: OrderQuota = { ordersMax: 0, marketOrdersMax: 0 };
  readonly owners: Owner[] = [];
  readonly accounts: Account[] = [];
  /** Key 1 comes first. */
  readonly keys: AgentKey[] = [];
  /** The nonces that are kept of key 0 of each owner, and of each key. */
  readonly ownerNonces: number[][] = [];
  readonly keyNonces: number[][] = [];
  readonly markets: Market[] = [];
  /** In the order in which they came; among them may be some that an order held which is gone. */
  ids: RememberedId[] = [];
  /** The work queue, from its front. */
  queue: QueueItem[] = [];
  /** At most one of each account. */
  scheduledCancels: ScheduledCancel[] = [];
  orderGroups: OrderGroup[] = [];
  lastSession = 0;
  /** Those that are open, in order of number, since later numbers are larger. */
  sessions: Session[] = [];
  /** In order of number; none where there is no money. */
  readonly assets: Asset[] = [];
  /** Those that are neither claimed nor voided, in order of number. */
  withdrawals: Withdrawal[] = [];
  /** Of fees in all perpetual markets; none where there is no money. */
  feeTiers: readonly FeeTier[] = [];
  /** The same of spot markets. */
  spotFeeTiers: readonly FeeTier[] = [];
  /** Of fees of owners that were referred. */
  referralTerms: ReferralTerms = { discount: 0, share: 0 };
  /** One of each side of each fill where there is money. */
  readonly dayTrades: DayTrade[] = [];
  /** Those whose size is not 0. */
  positions: Position[] = [];
  lastDeposit = 0;
  lastWithdrawal = 0;
  message: Message | undefined;
  /** How many items the present command cleared first. */
  cleared = 0;
  /** The records of the present command so far. */
  records: JudgeRecord[] = [];

  /** What Genesis set, but the present capacities; asking before Genesis is a bug of the judge. */
  get limits(): Genesis {
    if (this.genesis === undefined) throw new Error('the judge has no limits before Genesis');
    return { ...this.genesis, ...this.capacities };
  }

  /** Whether there is money: a resize cannot bring it. */
  get hasMoney(): boolean {
    return this.limits.assetsMax > 0;
  }

  /** The orders that rest in a book, in the order of the books. */
  restingOrders(): Order[] {
    return this.markets.flatMap((market) => [...market.book.bids, ...market.book.asks]);
  }

  /** The orders that rest, then those that wait in the queue, from its front. */
  openOrders(): Order[] {
    const waiting = this.queue.map(waitingOrderOf).filter((order) => order !== undefined);
    return [...this.restingOrders(), ...waiting];
  }

  openOrder(number: number): Order | undefined {
    return this.openOrders().find(({ order }) => order === number);
  }

  /** An order that is open and of an account. */
  openOrderOf(account: number, number: number): Order | undefined {
    const order = this.openOrder(number);
    return order?.account === account ? order : undefined;
  }

  /** The client order ids that are remembered. One that an order holds is forgotten with the order. */
  rememberedIds(): RememberedId[] {
    const open = new Set(this.openOrders().map(({ order }) => order));
    return this.ids.filter(({ isHeld, order }) => !isHeld || open.has(order));
  }

  /** The market of an order, a command or queued work, which is known to exist. */
  marketOf({ market: number }: { readonly market: number }): Market {
    const market = this.markets[number];
    if (market === undefined) throw new Error(`the judge has no market ${number}`);
    return market;
  }

  /** Adds a record of the present command; what is not given is zero. */
  emit<Specs extends FieldSpecs>(
    layout: Layout<Specs>,
    given: Partial<ValuesOf<Specs>>,
    code: keyof typeof ResultCode = 'accepted',
  ): void {
    const values: Record<string, number | string> = {};
    for (const field of layout.fields) values[field.name] = field.kind === 'bytes' ? '00'.repeat(field.bytes) : 0;
    Object.assign(values, given, {
      kind: layout.number,
      version: layout.version,
      code: ResultCode[code],
      index: this.records.length,
      sequence: this.sequence,
      time: this.time,
    });
    this.records.push({ name: layout.name, values });
  }

  /** Says that what remained of an order is gone. */
  emitCancelled(order: Order, code: keyof typeof ResultCode): void {
    const { order: number, account, market } = order;
    this.emit(orderCancelled, { order: number, account, market, remaining: remainingOf(order) }, code);
  }

  /** The one final answer about queued work. What it has no count of, or no order, is zero. */
  emitQueuedDone(item: QueueItem, code: keyof typeof ResultCode, field: number = NO_FIELD): void {
    const { commandSequence, commandKind } = item;
    const account = item.itemKind === QueueItemKind.marketSweep ? 0 : item.account;
    const order = item.itemKind === QueueItemKind.deferred ? item.order : 0;
    const cancelled = item.itemKind === QueueItemKind.deferred ? 0 : item.cancelled;
    this.emit(queuedDone, { commandSequence, order, account, commandKind, field, cancelled }, code);
  }

  leaveQueue(item: QueueItem): void {
    this.queue = this.queue.filter((other) => other !== item);
  }

  /** Takes an open order out of its book, or out of the queue when it waits, and says why. */
  cancel(order: Order, code: keyof typeof ResultCode): void {
    const item = this.queue.find((candidate) => waitingOrderOf(candidate) === order);
    if (item === undefined) {
      this.marketOf(order).book.leave(order);
      this.emitCancelled(order, code);
      return;
    }
    this.leaveQueue(item);
    this.emitQueuedDone(item, code);
  }
}
