/**
 * Which situations of order quotas a command shows. It looks at the judge before and after the command, and
 * remembers which owners were refused for their quota, so that it can tell what gave them a place again.
 */
import {
  amendOrder,
  decode,
  type Layout,
  placeOrder,
  ResultCode,
  replaceOrder,
  setOrderQuota,
  TimeInForce,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import type { Answer } from '../../judge/naive-exchange.ts';
import type { JudgeRecord, NaiveState, OrderQuota } from '../../judge/naive-state.ts';
import { recalled } from '../../judge/orders/client-order-ids.ts';
import type { Order } from '../../judge/orders/naive-book.ts';
import { isReached, ordersOf, quotaOf } from '../../judge/orders/order-quotas.ts';
import { isRationed } from '../../workload/orders/order-quotas.ts';
import { queuedMarkets } from '../../workload/queue/queued-work.ts';
import { ownRecords } from '../records.ts';
import { type OrderAtQuota, quotaSituations } from './quota-checks.ts';

/** How an order leaves its owner a place, as the code or the record that says so; the rarest are examples of a test. */
const LEAVINGS = ['cancelledByUser', 'orderExpired', 'replaced', 'selfTradePrevented', 'orderFilled'];

export const QUOTA_SITUATIONS = [
  ...['all owners', 'one owner'].flatMap((whose) => [
    `quota of ${whose} set`,
    `quota of ${whose} set in any one market alone`,
    `quota of ${whose} taken back`,
  ]),
  ...LEAVINGS.map((leaving) => `place at the quota freed by ${leaving}`),
  'amend at the quota',
  'repeat at the quota',
  ...['quota', 'market quota'].flatMap((quota) => [
    `${quota} lowered below what is open`,
    `${quota} of all owners reached`,
    `${quota} of its own reached`,
    `${quota} of its own reached above that of all owners`,
    `${quota} of its own reached below that of all owners`,
    `${quota} of all owners reached by an owner with another number of its own`,
    `${quota} reached by accounts of one owner together`,
    `${quota} reached by an expired order that is not yet cleared`,
    `${quota} reached that is below what is open`,
    `${quota} reached by an order that would match`,
    `${quota} reached by a post-only order that would cross`,
    `${quota} reached while levels are full`,
    `${quota} not asked of an order that may not stay`,
    `${quota} kept by an order that replaces another`,
    `order above the ${quota} of all owners, with a larger one of its own`,
    `last place of the ${quota} taken`,
  ]),
  'quotas not asked of an order that may not stay and replaces another',
  'quota reached by orders of other markets too',
  'quota and market quota reached at once',
  'market quota reached below the quota',
  'market quota reached by an order that replaces another of another market',
  'order while the quota of another market is reached',
  'order while another owner is at the same quota',
  'orders full and quota reached at once',
];

type Sent = ValuesOf<typeof placeOrder.specs>;

/** What is known before a command is applied. */
interface Before {
  readonly layout: Layout;
  readonly command: Uint8Array;
  /** The order that a replaceOrder names, 0 for none. */
  readonly replaced: number;
  /** Of all owners, then of each. */
  readonly quotas: readonly OrderQuota[];
  /** Whether any of them binds. */
  readonly isRationed: boolean;
}

export class QuotaCoverage {
  private readonly reach: (key: string) => void;
  private before: Before | undefined;
  /** The orders that were open before the command. */
  private open: readonly Order[] = [];
  /** How orders left since an owner was refused, by the owner or by owner and market as text. */
  private readonly refused = new Map<string, Set<string>>();

  constructor(reach: (key: string) => void) {
    this.reach = reach;
  }

  /** Takes note of what a command will find. */
  foresee(layout: Layout | undefined, command: Uint8Array, state: NaiveState): void {
    this.before = undefined;
    if (layout === undefined || state.genesis === undefined) return;
    const quotas = [state.orderQuota, ...state.owners].map(({ ordersMax, marketOrdersMax }) => {
      return { ordersMax, marketOrdersMax };
    });
    this.before = {
      layout,
      command,
      replaced: replacedBy(layout, command, state),
      quotas,
      isRationed: isRationed(state),
    };
    this.open = isRationed(state) ? state.openOrders().map((order) => ({ ...order })) : [];
  }

  observe(answer: Answer, state: NaiveState): void {
    const { code, records } = answer;
    const { before } = this;
    if (records.some(({ name }) => name === 'started')) this.refused.clear();
    if (before === undefined) return;
    if (before.layout === setOrderQuota && code === 0) this.observeSetting(before, state);
    if (!before.isRationed) return;
    const { layout } = before;
    // What comes to wait, or must where work is queued, is another matter: see deferring.ts.
    const own = ownRecords(layout, answer);
    const isDeferred = own.at(-1)?.name === 'orderDeferred';
    if (isDeferred) this.observeLeaving(records, state);
    else this.observeSettled(before, answer, own, state);
  }

  private observeSettled(
    before: Before,
    { code, records }: Answer,
    own: readonly JudgeRecord[],
    state: NaiveState,
  ): void {
    const { layout } = before;
    const clearing = records.slice(0, records.length - own.length);
    if (layout === placeOrder || layout === replaceOrder) this.observeOrder(before, code, own, clearing, state);
    if (layout === amendOrder && code === 0) this.observeAmendment(before, own, clearing, state);
    this.observeLeaving(records, state);
  }

  private observeSetting({ command, quotas }: Before, state: NaiveState): void {
    const { owner, ordersMax, marketOrdersMax } = decode(setOrderQuota, command);
    const whose = owner === 0 ? 'all owners' : 'one owner';
    const old = quotas[owner];
    const isTaken = ordersMax + marketOrdersMax === 0;
    if (!isTaken) this.reach(`quota of ${whose} set`);
    if (ordersMax === 0 && marketOrdersMax > 0) this.reach(`quota of ${whose} set in any one market alone`);
    if (isTaken && old !== undefined && old.ordersMax + old.marketOrdersMax > 0)
      this.reach(`quota of ${whose} taken back`);
    this.refused.clear();
    for (const number of state.owners.keys()) {
      const open = ordersOf(state, number);
      const most = quotaOf(state, number);
      const isAbove = (count: number, bound: number) => bound !== 0 && count > bound;
      if (isAbove(open.length, most.ordersMax)) this.reach('quota lowered below what is open');
      const counts = state.markets.map((market) => open.filter((order) => order.market === market.number).length);
      if (counts.some((count) => isAbove(count, most.marketOrdersMax))) {
        this.reach('market quota lowered below what is open');
      }
    }
  }

  private observeOrder(
    before: Before,
    code: number,
    own: readonly JudgeRecord[],
    clearing: readonly JudgeRecord[],
    state: NaiveState,
  ): void {
    const values = decode<Record<string, never>>(before.layout as never, before.command) as unknown as Sent;
    const owner = state.accounts[values.account]?.owner;
    if (owner === undefined) return;
    if (queuedMarkets(state).includes(values.market)) return;
    const standing = this.standing(clearing, before.replaced);
    const replaced = this.open.find(({ order }) => order === before.replaced);
    const scene: OrderAtQuota = {
      state,
      owner,
      values,
      standing,
      replaced,
      isReplacing: before.layout === replaceOrder,
    };
    for (const key of quotaSituations(scene, code, own)) this.reach(key);
    const here = `${owner} ${values.market}`;
    if (code === ResultCode.orderQuotaReached) this.refused.set(`${owner}`, new Set());
    if (code === ResultCode.marketOrderQuotaReached) this.refused.set(here, new Set());
    if (code !== 0 || values.timeInForce !== TimeInForce.goodTillCancelled) return;
    const open = ordersOf(state, owner, standing);
    const count = open.filter(({ market }) => market === values.market).length;
    const { ordersMax, marketOrdersMax } = quotaOf(state, owner);
    if (open.length + 1 === ordersMax) this.observeLastPlace(`${owner}`);
    if (count + 1 === marketOrdersMax) this.observeLastPlace(here);
  }

  private observeLastPlace(key: string): void {
    for (const leaving of this.refused.get(key) ?? []) this.reach(`place at the quota freed by ${leaving}`);
    this.refused.delete(key);
  }

  /** The orders that were open once the command had cleared, without the one that it replaces. */
  private standing(clearing: readonly JudgeRecord[], replaced: number): readonly Order[] {
    const left = new Set(clearing.filter(isLeaving).map(({ values }) => values['order']));
    return this.open.filter(({ order }) => order !== replaced && !left.has(order));
  }

  private observeAmendment(
    { command }: Before,
    own: readonly JudgeRecord[],
    clearing: readonly JudgeRecord[],
    state: NaiveState,
  ): void {
    const owner = state.accounts[decode(amendOrder, command).account]?.owner;
    const isMoved = own.some(({ name, values }) => name === 'orderAmended' && values['keptPlace'] === 0);
    if (owner === undefined || !isMoved) return;
    const open = ordersOf(state, owner, this.standing(clearing, 0));
    if (isReached(open.length, quotaOf(state, owner).ordersMax)) this.reach('amend at the quota');
  }

  /** What freed a place is what the last record says of the order that left. */
  private observeLeaving(records: readonly JudgeRecord[], state: NaiveState): void {
    const open = new Set(state.openOrders().map(({ order }) => order));
    for (const order of this.open) {
      const owner = ownerOf(state, order);
      const waiting = [`${owner}`, `${owner} ${order.market}`].flatMap((key) => this.refused.get(key) ?? []);
      if (open.has(order.order) || waiting.length === 0) continue;
      const last = records.findLast(({ values: { order: number, maker, taker } }) => {
        return [number, maker, taker].includes(order.order);
      });
      const leaving = last !== undefined && isLeaving(last) ? NAMES.get(Number(last.values['code'])) : last?.name;
      for (const leavings of waiting) leavings.add(leaving ?? 'nothing');
    }
  }
}

/** Whether an order left its book or the queue. */
function isLeaving({ name, values }: JudgeRecord): boolean {
  return name === 'orderCancelled' || (name === 'queuedDone' && values['code'] !== ResultCode.accepted);
}

const NAMES = new Map<number, string>(Object.entries(ResultCode).map(([name, code]) => [code, name]));

function replacedBy(layout: Layout, command: Uint8Array, state: NaiveState): number {
  if (layout !== replaceOrder) return 0;
  const { account, replaced, replacedClientOrderId } = decode(replaceOrder, command);
  return replaced === 0 ? (recalled(state, account, replacedClientOrderId)?.order ?? 0) : replaced;
}

function ownerOf(state: NaiveState, { account }: Order): number {
  return state.accounts[account]?.owner ?? -1;
}
