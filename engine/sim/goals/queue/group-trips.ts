/** Which situations of groups that trip the records of an entry show, and of lots that came too late to trip one. */
import { amendOrder, type Layout, replaceOrder } from '@intelligent-ledger/engine/core';
import type { JudgeRecord, NaiveState } from '../../judge/naive-state.ts';
import { queuedMarkets } from '../../workload/queue/queued-work.ts';
import type { Count, GroupLedger } from './group-ledger.ts';

export const TRIP_SITUATIONS = [
  'group tripped by a fill of a maker',
  'group tripped by a fill of a taker',
  'groups of maker and taker tripped by one fill',
  'two groups of makers tripped by one taker',
  'fill between groups of two accounts that trips none',
  'group tripped at its limit',
  'group tripped beyond its limit',
  'group tripped by its first lots',
  'group tripped by lots of several tenths',
  'group tripped by lots of the tenth that counts just still',
  'lots that left the window kept a group from tripping',
  'lots that just left the window kept a group from tripping',
  'lots that would have tripped a group before it was set anew',
  'member trades on after its group tripped',
  'iceberg shows more and trades on after its group tripped',
  'taker trades on after its group tripped',
  'taker rests in the group that it tripped',
  'group tripped at a turn',
  'group tripped by an amend',
  'group tripped by a replaceOrder',
  'group tripped that was reset',
  'group tripped with members on both sides',
  'group tripped with members in several markets',
  'group tripped with members where work is queued',
  'group tripped without a member left',
  'group tripped while the queue is full',
  'order of a tripped group waits as it trips',
];

/** An entry with what its records are told with. */
export interface TripScene {
  readonly layout: Layout | undefined;
  readonly records: readonly JudgeRecord[];
  /** How many of the records are of what the entry first cleared. */
  readonly cleared: number;
  /** The lots of groups that were set anew, until then. */
  readonly forgotten: Map<number, number>;
  readonly ledger: GroupLedger;
  /** After the entry. */
  readonly state: NaiveState;
}

/** A group that tripped, by the record that says so. */
interface Trip {
  readonly group: number;
  readonly taker: number;
  readonly isMaker: boolean;
}

/** The goals that the fills of an entry reached. The ledger takes note of its records. */
export function tripSituations(scene: TripScene): string[] {
  const { records, ledger } = scene;
  const trips: Trip[] = [];
  const reached: string[] = [];
  for (const [at, record] of records.entries()) {
    if (record.name === 'orderGrouped') ledger.join(record);
    if (record.name === 'orderGroupSet') forget(scene, record);
    if (record.name !== 'orderFilled') continue;
    const tripped = tripsAfter(records, at, ledger);
    reached.push(...fillSituations(scene, at, trips, tripped));
    trips.push(...tripped);
    for (const { group } of tripped) ledger.trip(group);
  }
  return trips.length === 0 ? reached : [...reached, ...severalSituations(trips), ...endSituations(scene, trips)];
}

/** Begins to count a group anew, and keeps what it had filled by then. */
function forget({ ledger, forgotten }: TripScene, record: JudgeRecord): void {
  const group = Number(record.values['group']);
  const { filled = 0 } = ledger.count(group, Number(record.values['time']), 0) ?? {};
  forgotten.set(group, filled);
  ledger.set(record);
}

/** The groups that tripped by the fill at a place: their records follow it at once. */
function tripsAfter(records: readonly JudgeRecord[], at: number, ledger: GroupLedger): Trip[] {
  const { maker = 0, taker = 0 } = records[at]?.values ?? {};
  const following = records.slice(at + 1, at + 3);
  const end = following.findIndex(({ name }) => name !== 'orderGroupTripped');
  return following.slice(0, end === -1 ? following.length : end).map(({ values }) => {
    const group = Number(values['group']);
    const isMaker = group === ledger.groupOf(Number(maker));
    return { group, taker: Number(taker), isMaker };
  });
}

function fillSituations(
  { layout, records, cleared, ledger, forgotten }: TripScene,
  at: number,
  before: readonly Trip[],
  tripped: readonly Trip[],
): string[] {
  const { maker, taker, size, time } = records[at]?.values ?? {};
  const [ofMaker, ofTaker] = [ledger.groupOf(Number(maker)), ledger.groupOf(Number(taker))];
  const reached: string[] = [];
  for (const group of [ofMaker, ofTaker].filter((number) => number !== 0)) {
    const count = ledger.count(group, Number(time), Number(size));
    const isTripping = tripped.some((trip) => trip.group === group);
    if (count !== undefined) reached.push(...countSituations(count, isTripping, forgotten.get(group) ?? 0));
  }
  const isTripped = (group: number) => before.some((trip) => trip.group === group);
  if (isTripped(ofMaker)) reached.push('member trades on after its group tripped');
  if (isTripped(ofTaker)) reached.push('taker trades on after its group tripped');
  const isAgain = records.slice(0, at).some(({ name, values }) => name === 'orderFilled' && values['maker'] === maker);
  if (isTripped(ofMaker) && isAgain) reached.push('iceberg shows more and trades on after its group tripped');
  if (ofMaker !== 0 && ofTaker !== 0 && tripped.length === 0) {
    reached.push('fill between groups of two accounts that trips none');
  }
  for (const { isMaker } of tripped) reached.push(`group tripped by a fill of a ${isMaker ? 'maker' : 'taker'}`);
  if (tripped.length > 1) reached.push('groups of maker and taker tripped by one fill');
  if (tripped.length === 0) return reached;
  if (at < cleared) reached.push('group tripped at a turn');
  else if (layout === amendOrder) reached.push('group tripped by an amend');
  else if (layout === replaceOrder) reached.push('group tripped by a replaceOrder');
  return reached;
}

function countSituations(count: Count, isTripping: boolean, forgotten: number): string[] {
  const { fillLimit, filled, filledEver, oldest, justLeft, tenths, hasTripped, isReset } = count;
  if (hasTripped) return [];
  if (!isTripping) {
    return [
      ...(filledEver >= fillLimit ? ['lots that left the window kept a group from tripping'] : []),
      ...(filled + justLeft >= fillLimit ? ['lots that just left the window kept a group from tripping'] : []),
      ...(filled + forgotten >= fillLimit ? ['lots that would have tripped a group before it was set anew'] : []),
    ];
  }
  return [
    `group tripped ${filled === fillLimit ? 'at' : 'beyond'} its limit`,
    ...(tenths > 1 ? ['group tripped by lots of several tenths'] : ['group tripped by its first lots']),
    ...(filled - oldest < fillLimit ? ['group tripped by lots of the tenth that counts just still'] : []),
    ...(isReset ? ['group tripped that was reset'] : []),
  ];
}

function severalSituations(trips: readonly Trip[]): string[] {
  const takers = trips.filter(({ isMaker }) => isMaker).map(({ taker }) => taker);
  return new Set(takers).size < takers.length ? ['two groups of makers tripped by one taker'] : [];
}

/** What the groups that tripped leave: members in the books, and work for the queue. */
function endSituations({ state, ledger }: TripScene, trips: readonly Trip[]): string[] {
  const resting = state.restingOrders();
  const queued = queuedMarkets(state);
  const isFull = state.queue.length >= state.limits.queueItemsMax;
  const tripped = new Set(trips.map(({ group }) => group));
  const isTaker = resting.some(({ order }) => {
    return trips.some(({ taker, group }) => taker === order && ledger.groupOf(order) === group);
  });
  const isAwaited = state.queue.some((item) => 'waiting' in item && tripped.has(item.waiting?.orderGroup ?? 0));
  return [
    ...(isFull ? ['group tripped while the queue is full'] : []),
    ...(isTaker ? ['taker rests in the group that it tripped'] : []),
    ...(isAwaited ? ['order of a tripped group waits as it trips'] : []),
    ...[...tripped].flatMap((group) => {
      const members = resting.filter(({ orderGroup }) => orderGroup === group);
      const isMany = (what: (order: (typeof members)[number]) => number) => new Set(members.map(what)).size > 1;
      return [
        ...(members.length === 0 ? ['group tripped without a member left'] : []),
        ...(isMany(({ side }) => side) ? ['group tripped with members on both sides'] : []),
        ...(isMany(({ market }) => market) ? ['group tripped with members in several markets'] : []),
        ...(members.some(({ market }) => queued.includes(market))
          ? ['group tripped with members where work is queued']
          : []),
      ];
    }),
  ];
}
