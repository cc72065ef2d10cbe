/**
 * Which situations of capacities a command shows: what a resize makes larger, what a full table takes once it has more
 * room, and what a log can do that Genesis had left no room for. It looks at the judge before and after the command.
 */
import { ASSETS_MAX, decode, type Layout, ResultCode, resize, SENDERS_MAX } from '@intelligent-ledger/engine/core';
import { CAPACITIES, type Capacities } from '../judge/capacities.ts';
import type { Answer } from '../judge/naive-exchange.ts';
import type { NaiveState } from '../judge/naive-state.ts';
import type { Order } from '../judge/orders/naive-book.ts';
import { tableLength } from '../workload/capacity-drafts.ts';

type Capacity = (typeof CAPACITIES)[number];

/** Of these Genesis may leave no room at all. */
const FROM_NONE: readonly Capacity[] = ['keysMax', 'clientOrderIdsMax', 'queueItemsMax', 'orderGroupsMax'];

/** These say where in its tables money is kept. */
const OF_BALANCES: readonly Capacity[] = ['ownersMax', 'accountsMax', 'assetsMax'];

export const RESIZE_SITUATIONS = [
  ...CAPACITIES.flatMap((name) => [
    `resize of ${name} alone`,
    `resize of ${name} where it is full`,
    `${name} reached, and more taken after a resize`,
  ]),
  ...FROM_NONE.map((name) => `${name} begins with a resize`),
  'resize of several capacities',
  'resize that changes nothing',
  'resize refused for the first of several that shrink',
  'resize refused that would make others larger',
  'resize while orders wait',
  'resize while a group has tripped',
  'resize refused that would bring money',
  'resize refused that would bring sessions',
  'resize refused of more owners and keys than there can be together',
  'resize with balances, suspense and withdrawals',
  'resize of accountsMax, assetsMax or ownersMax with balances',
  'resize with a larger ring of order numbers',
  'order number given that the ring of Genesis passes over',
  'order number passed over in a larger ring',
];

/** The refusal of each table that is full. */
const FULL = new Map<number, Capacity>([
  [ResultCode.ownersFull, 'ownersMax'],
  [ResultCode.accountsFull, 'accountsMax'],
  [ResultCode.marketsFull, 'marketsMax'],
  [ResultCode.ordersFull, 'ordersMax'],
  [ResultCode.levelsFull, 'levelsMax'],
  [ResultCode.keysFull, 'keysMax'],
  [ResultCode.clientOrderIdsFull, 'clientOrderIdsMax'],
  [ResultCode.queueFull, 'queueItemsMax'],
  [ResultCode.orderGroupsFull, 'orderGroupsMax'],
  [ResultCode.assetsFull, 'assetsMax'],
  [ResultCode.withdrawalsFull, 'withdrawalsMax'],
  [ResultCode.positionsFull, 'positionsMax'],
  [ResultCode.sessionsFull, 'sessionsMax'],
]);

/** What is known before a command is applied. */
interface Before {
  readonly layout: Layout | undefined;
  readonly command: Uint8Array;
  readonly capacities: Capacities;
  readonly full: ReadonlySet<Capacity>;
  readonly lastOrder: number;
}

export class ResizeCoverage {
  private readonly reach: (key: string) => void;
  private before: Before | undefined;
  /** The capacity at which something was refused last, until there is more. */
  private readonly refusedAt = new Map<Capacity, number>();

  constructor(reach: (key: string) => void) {
    this.reach = reach;
  }

  /** Takes note of what a command will find. */
  foresee(layout: Layout | undefined, command: Uint8Array, state: NaiveState): void {
    const { capacities, lastOrder } = state;
    const names = layout === resize ? CAPACITIES : [];
    const full = new Set(names.filter((name) => tableLength(state, name) >= capacities[name]));
    this.before = { layout, command, capacities, full, lastOrder };
  }

  observe(answer: Answer, state: NaiveState): void {
    const { before, refusedAt } = this;
    if (answer.records.some(({ name }) => name === 'started')) refusedAt.clear();
    if (before === undefined || state.genesis === undefined) return;
    if (before.layout === resize) for (const key of resizeSituations(before, answer.code, state)) this.reach(key);
    this.observeRoom(answer.code, state);
    if (state.lastOrder > before.lastOrder) this.observeNumber(before, state);
  }

  private observeRoom(code: number, state: NaiveState): void {
    const { refusedAt } = this;
    for (const [name, capacity] of refusedAt) {
      if (state.capacities[name] <= capacity || tableLength(state, name) <= capacity) continue;
      this.reach(`${name} reached, and more taken after a resize`);
      if (capacity === 0 && state.genesis?.[name] === 0) this.reach(`${name} begins with a resize`);
      refusedAt.delete(name);
    }
    const name = FULL.get(code);
    if (name !== undefined) refusedAt.set(name, state.capacities[name]);
    const { genesis } = state;
    for (const other of FROM_NONE) {
      const isFromNone = genesis?.[other] === 0 && state.capacities[other] > 0;
      if (isFromNone && tableLength(state, other) > 0) this.reach(`${other} begins with a resize`);
    }
  }

  private observeNumber({ lastOrder }: Before, state: NaiveState): void {
    const genesisMax = state.genesis?.ordersMax ?? 0;
    const [first, present] = [ringOf(genesisMax), ringOf(state.capacities.ordersMax)];
    if (present === first) return;
    const open = state.openOrders().filter(({ order }) => order !== state.lastOrder);
    const isTaken = (number: number, ring: number) => open.some(({ order }: Order) => order % ring === number % ring);
    if (isTaken(state.lastOrder, first)) this.reach('order number given that the ring of Genesis passes over');
    if (state.lastOrder > lastOrder + 1 && isTaken(lastOrder + 1, present)) {
      this.reach('order number passed over in a larger ring');
    }
  }
}

function resizeSituations({ command, capacities, full }: Before, code: number, state: NaiveState): string[] {
  const values = decode(resize, command);
  const larger = CAPACITIES.filter((name) => values[name] > capacities[name]);
  const smaller = CAPACITIES.filter((name) => values[name] < capacities[name]);
  if (code === ResultCode.capacityShrinks) {
    return [
      ...(smaller.length > 1 ? ['resize refused for the first of several that shrink'] : []),
      ...(larger.length > 0 ? ['resize refused that would make others larger'] : []),
    ];
  }
  const isMoneyless = capacities.assetsMax === 0;
  if (code === ResultCode.fieldOutOfRange && isMoneyless && values.assetsMax > 0 && values.assetsMax <= ASSETS_MAX) {
    return larger.length === 1 ? ['resize refused that would bring money'] : [];
  }
  const isSessionless = capacities.sessionsMax === 0 && values.sessionsMax > 0;
  if (code === ResultCode.fieldOutOfRange && isSessionless && larger.length === 1) {
    return ['resize refused that would bring sessions'];
  }
  const isInRange = Math.max(values.ownersMax, values.keysMax) <= resize.specs.keysMax.max;
  if (code === ResultCode.fieldOutOfRange && isInRange && values.ownersMax + values.keysMax > SENDERS_MAX) {
    return larger.length === 2 ? ['resize refused of more owners and keys than there can be together'] : [];
  }
  if (code !== ResultCode.accepted) return [];
  const isWaitedFor = state.queue.some((item) => 'waiting' in item && item.waiting !== undefined);
  const isTripped = state.orderGroups.some(({ trippedSequence }) => trippedSequence > 0);
  const isRingLarger = ringOf(values.ordersMax) > ringOf(capacities.ordersMax);
  return [
    ...(larger.length === 1 ? [`resize of ${larger[0]} alone`] : []),
    ...larger.flatMap((name) => (full.has(name) ? [`resize of ${name} where it is full`] : [])),
    ...(larger.length > 1 ? ['resize of several capacities'] : []),
    ...(larger.length === 0 ? ['resize that changes nothing'] : []),
    ...(isWaitedFor ? ['resize while orders wait'] : []),
    ...(isTripped ? ['resize while a group has tripped'] : []),
    ...(isRingLarger ? ['resize with a larger ring of order numbers'] : []),
    ...(larger.length === 0 ? [] : moneySituations(larger, state)),
  ];
}

function moneySituations(larger: readonly Capacity[], { assets, withdrawals }: NaiveState): string[] {
  const hasSome = (amounts: Iterable<bigint>) => [...amounts].some((amount) => amount > 0n);
  const isHeld = assets.some(({ books }) => hasSome(books.balances.values()));
  const isSuspended = assets.some(({ books }) => hasSome(books.suspense.values()));
  const isOfBalances = larger.some((name) => OF_BALANCES.includes(name));
  return [
    ...(isHeld && isSuspended && withdrawals.length > 0 ? ['resize with balances, suspense and withdrawals'] : []),
    ...(isHeld && isOfBalances ? ['resize of accountsMax, assetsMax or ownersMax with balances'] : []),
  ];
}

/** How many order numbers go round before they meet again. */
function ringOf(ordersMax: number): number {
  return 2 ** Math.ceil(Math.log2(2 * ordersMax));
}
