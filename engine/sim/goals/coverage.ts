/** Counts what a simulation reached, by the keys of the goals. */
import {
  COMMANDS,
  decode,
  decodeEntry,
  fieldNameAt,
  type Layout,
  MARKET_STATE_NAMES,
  NO_FIELD,
  ORDER_TYPE_NAMES,
  OrderFlag,
  OrderType,
  placeOrder,
  ResultCode,
  Side,
  TIME_IN_FORCE_NAMES,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import type { Answer } from '../judge/naive-exchange.ts';
import type { JudgeRecord, NaiveState } from '../judge/naive-state.ts';
import { type Order, remainingOf } from '../judge/orders/naive-book.ts';
import type { PlanCheck } from '../plan-check.ts';
import { commandLayout } from '../transcript.ts';
import { coverageGoals } from './all-goals.ts';
import { MarginCoverage } from './margin/margin.ts';
import { MoneyCoverage } from './money/money.ts';
import { matchSituations } from './orders/matches.ts';
import { NameCoverage } from './orders/names.ts';
import { QuotaCoverage } from './orders/quotas.ts';
import { GroupCoverage } from './queue/groups.ts';
import { QueueCoverage } from './queue/queue.ts';
import { ScheduleCoverage } from './queue/schedules.ts';
import { SweepCoverage } from './queue/sweeps.ts';
import { codeName, ownRecords } from './records.ts';
import { ResizeCoverage } from './resizes.ts';
import { KeyCoverage } from './senders/keys.ts';
import { SenderCoverage } from './senders/senders.ts';
import { SessionCoverage } from './senders/sessions.ts';

const FIRST_COMMAND_CODE = 10;

const NOTHING = new Uint8Array(0);

const PARTS = [
  KeyCoverage,
  SessionCoverage,
  NameCoverage,
  QuotaCoverage,
  QueueCoverage,
  SweepCoverage,
  ScheduleCoverage,
  GroupCoverage,
  ResizeCoverage,
  MoneyCoverage,
  MarginCoverage,
];

type Values = Readonly<Record<string, number | string>>;

export class Coverage {
  readonly counts = new Map<string, number>(coverageGoals().map((goal) => [goal, 0]));
  private lastOrder = 0;
  /** The orders of the present log as they were placed or last amended, gone ones included. */
  private readonly orders = new Map<number, Values>();

  private readonly senders = new SenderCoverage((key) => this.reach(key));
  /** What else looks at an entry before and after it. */
  private readonly parts = PARTS.map((Part) => new Part((key) => this.reach(key)));

  /** Counts one thing that happened. What is no goal is not counted. */
  reach(key: string): void {
    const count = this.counts.get(key);
    if (count !== undefined) this.counts.set(key, count + 1);
  }

  /** The goals that were never reached. */
  missing(): string[] {
    return [...this.counts].filter(([, count]) => count === 0).map(([goal]) => goal);
  }

  /** Takes note of what an entry will find; the state is that before the entry. */
  foresee(entry: Uint8Array, state: NaiveState): void {
    const layout = commandLayout(entry);
    const { command } = layout === undefined ? { command: NOTHING } : decodeEntry(entry);
    this.senders.foresee(layout, command, state);
    for (const part of this.parts) part.foresee(layout, command, state);
  }

  /** Counts what an entry and its answer show; the state is that after the entry. */
  observe(entry: Uint8Array, answer: Answer, state: NaiveState): void {
    const isRefusedAtHead = answer.code !== 0 && answer.code < FIRST_COMMAND_CODE;
    if (isRefusedAtHead) this.reach(`entry ${codeName(answer.code)}`);
    else this.observeCommand(entry, answer, state);
    this.senders.observe(isRefusedAtHead ? NOTHING : decodeEntry(entry).command, answer, state);
    if (isRefusedAtHead) return;
    for (const part of this.parts) part.observe(answer, state);
  }

  /** Counts what the plan for an entry foresaw, once the entry was applied. */
  observePlan({ plan, boundBy, timeInForce }: PlanCheck, { code, records }: Answer, state: NaiveState): void {
    this.reach(plan.isCutShort ? 'plan cut short' : 'plan whole');
    if (new Set(plan.fills.map(({ order }) => order)).size < plan.fills.length) this.reach('plan over several slices');
    const isUnfilled = timeInForce === TimeInForce.fillOrKill && code === ResultCode.fillOrKillUnfilled;
    if (isUnfilled && plan.remaining === 1) this.reach('fill-or-kill order that lacks one lot');
    const placed = records.findLast(({ name }) => name === 'orderPlaced')?.values;
    const isLeft = records.at(-1)?.values['code'] === ResultCode.remainderCancelled;
    if (placed === undefined || boundBy === undefined || !isLeft) return;
    // The order has lots left and somebody is there, so it is the limit that kept them apart.
    if (facingSide(state, placed).length > 0) this.reach(`market order bound by ${boundBy}`);
  }

  private observeCommand(entry: Uint8Array, answer: Answer, state: NaiveState): void {
    const { command } = decodeEntry(entry);
    const layout = COMMANDS.find((candidate) => candidate.number === command[0]);
    for (const { name } of answer.records) this.reach(`record ${name}`);
    for (const record of answer.records) {
      if (record.name === 'orderCancelled') this.reach(`reason ${codeName(record.values['code'])}`);
      if (record.name === 'rejected') this.observeRejection(record, layout, command);
    }
    if (answer.code === 0 && layout !== undefined) this.observeAccepted(layout, command, answer, state);
    this.remember(answer.records);
    this.lastOrder = state.lastOrder;
  }

  private remember(records: readonly JudgeRecord[]): void {
    for (const { name, values } of records) {
      if (name === 'started') this.orders.clear();
      const order = Number(values['order']);
      const isOrder = name === 'orderPlaced' || name === 'orderAmended';
      if (isOrder) this.orders.set(order, { ...this.orders.get(order), ...values });
    }
  }

  private observeRejection({ values }: JudgeRecord, layout: Layout | undefined, command: Uint8Array): void {
    const code = codeName(values['code']);
    const offset = Number(values['field']);
    const name = layout === undefined ? `byte ${offset}` : fieldNameAt(layout, offset);
    const field = offset === NO_FIELD ? 'none' : layout && name.startsWith('byte ') ? 'reserved' : name;
    this.reach(`rejected ${layout?.name ?? 'unknown'} ${code} ${field}`);
    const isWhole = layout === placeOrder && command.length >= placeOrder.byteLength;
    if (isWhole && decode(placeOrder, command).orderType === OrderType.market) this.reach(`market order ${code}`);
  }

  private observeAccepted(layout: Layout, command: Uint8Array, answer: Answer, state: NaiveState): void {
    const records = ownRecords(layout, answer);
    const values = decode(layout, command);
    this.reach(`accepted ${layout.name}`);
    for (const { name, names } of layout.fields) if (names) this.reach(`${layout.name}.${name} ${values[name]}`);
    const find = (name: string) => records.find((record) => record.name === name)?.values;
    const last = records.at(-1)?.values ?? {};

    const answered = find('orderPlaced') ?? find('orderAmended') ?? last;
    const isPending = find('advanced')?.['isPending'];
    if (isPending !== undefined) this.reach(isPending === 1 ? 'more is pending' : 'nothing is pending');
    const market = state.markets[Number(answered['market'])];
    // What waits, or leaves the queue, says no market: see queue.ts.
    if (market === undefined) return;
    const where = MARKET_STATE_NAMES[market.state];
    if (layout.name === 'placeOrder') this.observePlacement(values, records, state, where);
    if (layout.name === 'cancelOrder') this.reach(`cancel in ${where}`);
    if (layout.name === 'amendOrder') this.observeAmendment(records, state, where);
  }

  private observePlacement(values: Values, records: readonly JudgeRecord[], state: NaiveState, where: string): void {
    const { orderType, timeInForce, flags } = values;
    this.reach(`place in ${where}`);
    this.reach(`order ${wordOf(ORDER_TYPE_NAMES, orderType)} ${wordOf(TIME_IN_FORCE_NAMES, timeInForce)}`);
    const isImmediate = timeInForce === TimeInForce.immediateOrCancel;
    if (isCutShort(records)) this.reach(`${isImmediate ? 'immediate' : 'resting'} order that meets the work bound`);
    const at = records.findIndex(({ name }) => name === 'orderPlaced');
    const isExpiryMet = records.slice(at).some(({ name, values: { code } }) => {
      return name === 'orderCancelled' && codeName(code) === 'orderExpired';
    });
    if (isImmediate && records.at(-1)?.name === 'orderFilled') this.reach('immediate order that fills');
    const isPostOnly = flags === OrderFlag.postOnly;
    if (isExpiryMet) this.reach(isPostOnly ? 'post-only order over expired makers' : 'expired maker at the match');
    if (isExpiryMet && isPostOnly) this.reach(`post-only order over expired makers in ${where}`);
    const placed = records[at]?.values ?? {};
    if (Number(placed['order']) > this.lastOrder + 1) this.reach('order number passed over in the ring');
    if (timeInForce === TimeInForce.fillOrKill) this.observeFillOrKill(placed, records.slice(at), isExpiryMet, state);
    const met = records.slice(at + 1).filter(({ name }) => name !== 'orderGrouped');
    const isAlone = facingSide(state, placed).length === 0 && met.length === 1;
    const isUnmet = orderType === OrderType.market && codeName(records.at(-1)?.values['code']) === 'remainderCancelled';
    if (isAlone && isUnmet) this.reach('market order that faces an empty side');
    this.observeMatch(placed, records.slice(at), state);
  }

  private observeFillOrKill(
    placed: Values,
    records: readonly JudgeRecord[],
    isExpiryMet: boolean,
    state: NaiveState,
  ): void {
    const makers = records.filter(({ name }) => name === 'orderFilled').map(({ values }) => values['maker']);
    const isOwnMet = records.some(({ values }) => codeName(values['code']) === 'selfTradePrevented');
    const isLimitOrder = placed['orderType'] === OrderType.limit;
    const sign = placed['side'] === Side.buy ? 1 : -1;
    const isWithin = ({ price }: Order) => price * sign <= Number(placed['price']) * sign;
    if (new Set(makers).size < makers.length) this.reach('fill-or-kill order over several slices');
    if (isOwnMet) this.reach('fill-or-kill order past its own orders');
    if (isExpiryMet) this.reach('fill-or-kill order past expired makers');
    const isAllTaken = isLimitOrder && !facingSide(state, placed).some(isWithin);
    if (isAllTaken) this.reach('fill-or-kill order that takes all there is');
  }

  private observeAmendment(records: readonly JudgeRecord[], state: NaiveState, where: string): void {
    this.reach(`amend in ${where}`);
    if (isCutShort(records)) this.reach('amend that meets the work bound');
    const at = records.findIndex(({ name }) => name === 'orderAmended');
    const amended = records[at]?.values;
    if (amended === undefined) return;
    if (records.some(({ name }) => name === 'orderFilled')) this.reach('amend that matches');
    const isKept = amended['keptPlace'] === 1;
    this.reach(`amend that ${isKept ? 'keeps' : 'loses'} its place`);
    const before = this.orders.get(Number(amended['order']));
    if (!isKept && before?.['flags'] === 0) this.reach(`amend of a plain order that moves in ${where}`);
    if (before?.['displaySize'] !== amended['displaySize']) this.reach('amend of the display size');
    const order = state.openOrders().find((open) => open.order === amended['order']);
    if (order !== undefined && isKept && order.displaySize > 0) {
      this.reach(`amend of an iceberg that leaves ${remainingOf(order) > order.shown ? 'hidden lots' : 'none hidden'}`);
    }
    if (!isKept) this.observeMatch({ ...before, ...amended }, records.slice(at), state);
  }

  /** What is known of the taker tells its number, market, side, display size and mode. */
  private observeMatch(taker: Values, records: readonly JudgeRecord[], state: NaiveState): void {
    const facing = facingSide(state, taker);
    const isAmend = records[0]?.name === 'orderAmended';
    const isModeNamed = taker['selfTrade'] !== 0;
    const number = Number(taker['order']);
    const displayOf = (order: number) =>
      Number((order === number ? taker : this.orders.get(order))?.['displaySize'] ?? 0);
    const scene = { taker: number, isAmend, isModeNamed, displayOf, facing };
    for (const key of matchSituations(records, scene)) this.reach(key);
  }
}

function isCutShort(records: readonly JudgeRecord[]): boolean {
  return codeName(records.at(-1)?.values['code']) === 'workBoundReached';
}

/** The orders of the side that a taker faces, in its market. */
function facingSide(state: NaiveState, taker: Values): readonly Order[] {
  const book = state.markets[Number(taker['market'])]?.book;
  return book?.sideOf(taker['side'] === Side.buy ? Side.sell : Side.buy) ?? [];
}

function wordOf(names: Readonly<Record<number, string>>, value: number | string | undefined): string {
  return names[Number(value)] ?? String(value);
}
