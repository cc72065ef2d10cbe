/**
 * Which situations of queued work a command shows: what comes to wait, what leaves the queue and how, and what is done
 * meanwhile with orders that wait and with their client order ids. It looks at the judge before and after the command.
 */
import {
  amendOrder,
  COMMANDS,
  cancelByClientOrderId,
  cancelOrder,
  decode,
  type Layout,
  MARKET_STATE_NAMES,
  placeOrder,
  QueueItemKind,
  ResultCode,
  replaceOrder,
} from '@intelligent-ledger/engine/core';
import type { Answer } from '../../judge/naive-exchange.ts';
import type { JudgeRecord, Message, NaiveState } from '../../judge/naive-state.ts';
import { recalled } from '../../judge/orders/client-order-ids.ts';
import type { Order } from '../../judge/orders/naive-book.ts';
import type { RememberedId } from '../../judge/orders/remembered-id.ts';
import type { QueueItem } from '../../judge/queue/queue-item.ts';
import { waitingOrders } from '../../workload/queue/queued-work.ts';
import { clearingRecords, ownRecords, turnRecords } from '../records.ts';
import {
  DEFERRING_SITUATIONS,
  type Deferring,
  deferredSituations,
  placedSituations,
  refusedSituations,
} from './deferring.ts';
import { outcomeOf, TURN_SITUATIONS, turnSituations } from './turns.ts';

export const QUEUE_SITUATIONS = [
  ...DEFERRING_SITUATIONS,
  ...TURN_SITUATIONS,
  'cancel of a waiting order in open',
  'cancel of a waiting order in closed',
  'cancel of a waiting order in another state',
  'cancel of a waiting order by number',
  'cancel of a waiting order by its id',
  'cancel of a waiting order of another account refused',
  'cancel of an order that rests where work is queued',
  'cancel of an order whose turn came with the same command',
  'amend of an order whose turn came with the same command',
  'replace at once of a waiting order by number',
  'replace at once of a waiting order by its id',
  'order placed at once after the last turn of its market',
  'order that waits after a turn of the same command',
  'turn with a command that is refused',
  'repeat while the order waits',
  'repeat while the waiting order holds its id',
  'repeat after the order was refused at its turn',
  'id taken while its order waits',
  'id held by a waiting order',
  // An order that holds its id has outlived its valid-until, so that its turn is always a refusal.
  'held id forgotten as its order is refused at its turn',
  'held id forgotten as its waiting order is cancelled',
];

/** What is known before a command is applied. */
interface Before {
  readonly layout: Layout | undefined;
  readonly command: Uint8Array;
  readonly queue: readonly QueueItem[];
  /** The orders that were open, where work was queued. */
  readonly open: readonly Order[];
  readonly waited: ReadonlySet<number>;
  readonly ids: readonly RememberedId[];
  readonly lastOrder: number;
  readonly message: Message | undefined;
}

export class QueueCoverage {
  private readonly reach: (key: string) => void;
  private before: Before | undefined;
  /** The sequences of the amends in the queue whose order waited when they joined it. */
  private readonly waitedAtJoin = new Set<number>();
  /** The orders that were refused at their turn. */
  private readonly refused = new Set<number>();

  constructor(reach: (key: string) => void) {
    this.reach = reach;
  }

  /** Takes note of what a command will find. */
  foresee(layout: Layout | undefined, command: Uint8Array, state: NaiveState): void {
    const { queue, ids, lastOrder, message } = state;
    this.before = undefined;
    if (state.genesis === undefined) return;
    const waited = new Set(waitingOrders(state).map(({ order }) => order));
    const open = queue.length === 0 ? [] : state.openOrders().map((order) => ({ ...order }));
    this.before = { layout, command, queue: [...queue], open, waited, ids: [...ids], lastOrder, message };
  }

  observe(answer: Answer, state: NaiveState): void {
    const { before } = this;
    const { code, records } = answer;
    if (records.some(({ name }) => name === 'started'))
      for (const known of [this.waitedAtJoin, this.refused]) known.clear();
    for (const record of records) if (record.name === 'queuedDone') this.reach(outcomeOf(record, kindOf(record)));
    if (before === undefined) return;
    const { layout, command } = before;
    const clearing = clearingRecords(layout, answer);
    const own = ownRecords(layout, answer);
    const turn = turnRecords(clearing);
    if (turn.length > 0) this.observeTurn(before, turn, code, state);
    this.observeIds(before, turn, state);
    if (layout === placeOrder || layout === replaceOrder || layout === amendOrder) {
      const deferring: Deferring = { ...before, layout, state };
      this.observeOrder(deferring, own, code);
      this.observeWithTurn(deferring, turn, own, code);
    }
    if (layout === cancelOrder || layout === cancelByClientOrderId) this.observeCancel(before, turn, own, code, state);
    if (layout === placeOrder || layout === replaceOrder) this.observeNaming(layout, command, own, code, state);
  }

  private observeTurn(before: Before, turn: readonly JudgeRecord[], code: number, state: NaiveState): void {
    const [done] = turn;
    const item = before.queue.find(({ commandSequence }) => commandSequence === done?.values['commandSequence']);
    if (code !== 0) this.reach('turn with a command that is refused');
    if (item?.itemKind !== QueueItemKind.deferred) return;
    const isRefused = done?.values['code'] !== ResultCode.accepted;
    const { waitedAtJoin } = this;
    const isOpen = state.openOrder(item.order) !== undefined;
    for (const key of turnSituations(turn, { item, open: before.open, waitedAtJoin, isOpen })) this.reach(key);
    waitedAtJoin.delete(item.commandSequence);
    if (item.commandKind === amendOrder.number) return;
    if (isRefused) this.refused.add(item.order);
    const isHeld = before.ids.some((id) => id.isHeld && id.order === item.order);
    if (isHeld && isRefused) this.reach('held id forgotten as its order is refused at its turn');
  }

  private observeIds({ ids, waited }: Before, turn: readonly JudgeRecord[], state: NaiveState): void {
    const open = new Set(state.openOrders().map(({ order }) => order));
    const held = ids.filter((id) => id.isHeld && waited.has(id.order));
    const isAtTurn = (order: number) => turn[0]?.values['order'] === order;
    const isCancelled = held.some(({ order }) => !open.has(order) && !isAtTurn(order));
    if (isCancelled) this.reach('held id forgotten as its waiting order is cancelled');
    const waits = new Set(waitingOrders(state).map(({ order }) => order));
    if (state.ids.some(({ isHeld, order }) => isHeld && waits.has(order))) this.reach('id held by a waiting order');
  }

  private observeOrder(scene: Deferring, own: readonly JudgeRecord[], code: number): void {
    const last = own.at(-1);
    if (code !== 0) for (const key of refusedSituations(scene, code)) this.reach(key);
    if (last?.name === 'orderDeferred') {
      for (const key of deferredSituations(scene)) this.reach(key);
      const isOfWaiting = scene.layout === amendOrder && scene.waited.has(Number(last.values['order']));
      if (isOfWaiting) this.waitedAtJoin.add(scene.state.sequence);
      return;
    }
    const placed = own.find(({ name }) => name === 'orderPlaced')?.values;
    if (placed === undefined) return;
    for (const key of placedSituations(scene, Number(placed['order']))) this.reach(key);
    if (own[0]?.name !== 'queuedDone') return;
    const { replaced } = decode(replaceOrder, scene.command);
    this.reach(`replace at once of a waiting order by ${replaced === 0 ? 'its id' : 'number'}`);
  }

  private observeWithTurn(
    scene: Deferring,
    turn: readonly JudgeRecord[],
    own: readonly JudgeRecord[],
    code: number,
  ): void {
    const [done] = turn;
    if (done === undefined || code !== 0) return;
    if (own.at(-1)?.name === 'orderDeferred') this.reach('order that waits after a turn of the same command');
    const item = this.before?.queue.find(({ commandSequence }) => commandSequence === done.values['commandSequence']);
    const placed = own.find(({ name }) => name === 'orderPlaced')?.values;
    const isSame = item?.itemKind === QueueItemKind.deferred && item.market === placed?.['market'];
    if (isSame) this.reach('order placed at once after the last turn of its market');
    const amended = scene.layout === amendOrder ? decode(amendOrder, scene.command).order : 0;
    const isTurned = done.values['order'] === amended && scene.waited.has(amended);
    if (isTurned) this.reach('amend of an order whose turn came with the same command');
  }

  private observeCancel(
    { layout, command, open, waited, queue }: Before,
    turn: readonly JudgeRecord[],
    [done]: readonly JudgeRecord[],
    code: number,
    state: NaiveState,
  ): void {
    const isByNumber = layout === cancelOrder;
    const number = isByNumber ? decode(cancelOrder, command).order : Number(done?.values['order']);
    const order = open.find((candidate) => candidate.order === number);
    if (order === undefined) return;
    const isRefused = code === ResultCode.orderUnknown && waited.has(number);
    const isStrange = isByNumber && decode(cancelOrder, command).account !== order.account;
    if (isRefused && isStrange) this.reach('cancel of a waiting order of another account refused');
    if (code !== 0) return;
    const isTurned = turn[0]?.values['order'] === number && waited.has(number);
    if (isTurned) this.reach('cancel of an order whose turn came with the same command');
    const isQueued = queue.some((item) => item.itemKind !== QueueItemKind.ownerSweep && item.market === order.market);
    if (isQueued && done?.name === 'orderCancelled') this.reach('cancel of an order that rests where work is queued');
    if (done?.name !== 'queuedDone') return;
    this.reach(`cancel of a waiting order by ${isByNumber ? 'number' : 'its id'}`);
    const where = MARKET_STATE_NAMES[state.marketOf(order).state];
    this.reach(`cancel of a waiting order in ${where === 'open' || where === 'closed' ? where : 'another state'}`);
  }

  private observeNaming(
    layout: Layout,
    command: Uint8Array,
    own: readonly JudgeRecord[],
    code: number,
    state: NaiveState,
  ): void {
    const { account, clientOrderId } = decode<Record<string, never>>(layout as never, command) as unknown as Named;
    const known = recalled(state, account, clientOrderId);
    if (known === undefined) return;
    const isWaiting = waitingOrders(state).some(({ order }) => order === known.order);
    if (isWaiting && code === ResultCode.clientOrderIdTaken) this.reach('id taken while its order waits');
    if (own.at(-1)?.name !== 'orderKnown') return;
    if (isWaiting) this.reach('repeat while the order waits');
    if (isWaiting && known.isHeld) this.reach('repeat while the waiting order holds its id');
    if (this.refused.has(known.order)) this.reach('repeat after the order was refused at its turn');
  }
}

interface Named {
  readonly account: number;
  readonly clientOrderId: string;
}

function kindOf({ values }: JudgeRecord): string {
  return COMMANDS.find(({ number }) => number === values['commandKind'])?.name ?? 'unknown';
}
