/**
 * Which situations of order groups a command shows. It looks at the judge before and after the command, and remembers
 * what groups filled and which were removed.
 */
import {
  amendOrder,
  decode,
  type Layout,
  placeOrder,
  replaceOrder,
  setOrderGroup,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import type { Answer } from '../../judge/naive-exchange.ts';
import type { JudgeRecord, NaiveState } from '../../judge/naive-state.ts';
import type { Order } from '../../judge/orders/naive-book.ts';
import type { OrderGroup } from '../../judge/queue/order-group.ts';
import type { QueueItem } from '../../judge/queue/queue-item.ts';
import { clearingRecords, ownRecords } from '../records.ts';
import { DEATH_SITUATIONS, deadMembers, deathSituations, plannedSituations } from './group-deaths.ts';
import { GroupLedger } from './group-ledger.ts';
import { groupedSituations, namingSituations, SETTING_SITUATIONS, settingSituations } from './group-settings.ts';
import { GROUP_SWEEP_SITUATIONS, GroupSweeps } from './group-sweeps.ts';
import { TRIP_SITUATIONS, tripSituations } from './group-trips.ts';

export const GROUP_SITUATIONS = [
  ...SETTING_SITUATIONS,
  ...TRIP_SITUATIONS,
  ...DEATH_SITUATIONS,
  ...GROUP_SWEEP_SITUATIONS,
  'member amended that keeps its place',
  'member amended that loses its place',
  'members of one group meet as those of one owner',
  'decrement of a member that does not count',
];

type Terms = ValuesOf<typeof placeOrder.specs>;

/** What is known before a command is applied; all are copies. */
interface Before {
  readonly layout: Layout | undefined;
  readonly command: Uint8Array;
  readonly groups: readonly OrderGroup[];
  readonly queue: readonly QueueItem[];
  readonly scheduled: number;
  readonly dead: ReadonlyMap<number, Order>;
}

export class GroupCoverage {
  private readonly reach: (key: string) => void;
  private before: Before | undefined;
  private readonly ledger = new GroupLedger();
  private readonly sweeps = new GroupSweeps();
  private readonly forgotten = new Map<number, number>();
  private readonly removed = new Set<number>();

  constructor(reach: (key: string) => void) {
    this.reach = reach;
  }

  /** Takes note of what a command will find. */
  foresee(layout: Layout | undefined, command: Uint8Array, state: NaiveState): void {
    const groups = state.orderGroups.map((group) => ({ ...group }));
    const queue = state.queue.map((item) => ({ ...item }));
    const scheduled = state.scheduledCancels.length;
    this.before = { layout, command, groups, queue, scheduled, dead: deadMembers(state) };
    for (const key of plannedSituations(layout, command, state)) this.reach(key);
  }

  observe(answer: Answer, state: NaiveState): void {
    const { before, ledger, forgotten, removed } = this;
    const { records, code } = answer;
    if (records.some(({ name }) => name === 'started')) {
      for (const known of [ledger, this.sweeps, forgotten, removed]) known.clear();
    }
    if (before === undefined || state.genesis === undefined) return;
    const { layout, command, groups, dead } = before;
    const clearing = clearingRecords(layout, answer);
    const own = ownRecords(layout, answer);
    const cleared = clearing.length;
    const keys = [
      ...tripSituations({ layout, records, cleared, forgotten, ledger, state }),
      ...this.sweeps.situations({ ...before, clearing, records, state }),
      ...(dead.size > 0 ? deathSituations({ layout, command, code, clearing, own, dead, state }) : []),
      ...(layout === setOrderGroup ? settingSituations({ command, code, groups, removed, state }) : []),
      ...(layout === placeOrder || layout === replaceOrder ? this.orderSituations(before, code, own, state) : []),
      ...(layout === amendOrder && code === 0 ? this.amendSituations(own) : []),
      ...this.meetingSituations(records),
    ];
    for (const key of keys) this.reach(key);
    for (const { name, values } of own) {
      if (name === 'orderGroupSet' && values['fillLimit'] === 0) removed.add(Number(values['group']));
    }
  }

  private orderSituations(
    { layout, command }: Before,
    code: number,
    own: readonly JudgeRecord[],
    state: NaiveState,
  ): string[] {
    const terms = decode<Record<string, never>>(layout as never, command) as unknown as Terms;
    if (code !== 0) return namingSituations(terms, code, state);
    if (!own.some(({ name }) => name === 'orderGrouped')) return [];
    const replaced = layout === replaceOrder ? this.ledger.groupOf(Number(own[0]?.values['order'])) : undefined;
    return groupedSituations(terms, state, replaced);
  }

  private amendSituations(own: readonly JudgeRecord[]): string[] {
    const amended = own.find(({ name }) => name === 'orderAmended')?.values;
    if (amended === undefined || this.ledger.groupOf(Number(amended['order'])) === 0) return [];
    return [`member amended that ${amended['keptPlace'] === 1 ? 'keeps' : 'loses'} its place`];
  }

  private meetingSituations(records: readonly JudgeRecord[]): string[] {
    return records.flatMap(({ name, values }) => {
      if (name !== 'orderDecremented') return [];
      const [maker, taker] = [values['maker'], values['taker']].map((order) => this.ledger.groupOf(Number(order)));
      if (maker === 0) return [];
      return [
        'decrement of a member that does not count',
        ...(maker === taker ? ['members of one group meet as those of one owner'] : []),
      ];
    });
  }
}
