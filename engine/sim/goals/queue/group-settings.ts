/** Which situations of one setOrderGroup show, and of an order that names a group, by how they were answered. */
import {
  decode,
  FILL_LIMIT_MAX,
  ORDER_GROUPS_OF_ACCOUNT_MAX,
  OrderFlag,
  type placeOrder,
  ResultCode,
  setOrderGroup,
  TimeInForce,
  type ValuesOf,
  WINDOW_MILLIS_MAX,
} from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../../judge/naive-state.ts';
import type { OrderGroup } from '../../judge/queue/order-group.ts';
import { groupNumbered, isSweepQueued, membersOf } from '../../judge/queue/order-groups.ts';

const CHANGES = ['removal', 'reset'];

export const SETTING_SITUATIONS = [
  'group made',
  'group made under the number of one that was removed',
  'group made in the last place of its account',
  'group made in the last place of the table',
  'group made with the largest limit',
  'group made with the longest window',
  'group set anew with members',
  'group set anew that has filled lots',
  'group set anew with a limit at or below what it has filled',
  'group removed',
  'group removed that has filled lots',
  'group removed that had tripped',
  'group reset after its sweep',
  'group that is none refused',
  'group of another account refused',
  ...CHANGES.flatMap((change) => [
    `${change} of a group refused for its members`,
    `${change} of a group refused for its sweep alone`,
  ]),
  'group refused for a sweep alone that has still to join the queue',
  'group refused for a sweep alone that is in the queue',
  'order for a group that is none refused',
  'order for a group of another account refused',
  ...['has still to join the queue', 'is in the queue', 'is done'].map(
    (where) => `order refused for a tripped group whose sweep ${where}`,
  ),
  ...['good-till-cancelled', 'immediate-or-cancel', 'fill-or-kill', 'post-only', 'iceberg'].map(
    (word) => `order of a group placed: ${word}`,
  ),
  'order of a group placed in an auction',
  'order of a group replaces one of the same group',
  'order of a group replaces one without',
];

/** What is known of a setOrderGroup. */
export interface Setting {
  readonly command: Uint8Array;
  readonly code: number;
  /** The groups before the command, as they were. */
  readonly groups: readonly OrderGroup[];
  /** The numbers of groups that were removed. */
  readonly removed: ReadonlySet<number>;
  /** After the command. */
  readonly state: NaiveState;
}

/** The goals that a setOrderGroup reached. */
export function settingSituations(scene: Setting): string[] {
  const { command, code, state, groups } = scene;
  const values = decode(setOrderGroup, command);
  const known = groupNumbered(state, values.group);
  switch (code) {
    case ResultCode.accepted:
      return values.group === 0 ? madeSituations(scene) : changedSituations(scene);
    case ResultCode.orderGroupUnknown:
      return [known === undefined ? 'group that is none refused' : 'group of another account refused'];
    case ResultCode.orderGroupNotEmpty: {
      const isMember = membersOf(state, values.group).length > 0;
      const isRemoval = values.fillLimit === 0;
      const change = isRemoval ? 'removal' : 'reset';
      if (isMember) return [`${change} of a group refused for its members`];
      const isAhead = groupNumbered(state, values.group)?.isSweepAhead ?? false;
      const where = isAhead ? 'has still to join the queue' : 'is in the queue';
      const isNew = groups.every(({ group }) => group !== values.group);
      return isNew
        ? []
        : [`${change} of a group refused for its sweep alone`, `group refused for a sweep alone that ${where}`];
    }
    default:
      return [];
  }
}

function madeSituations({ command, state, groups, removed }: Setting): string[] {
  const { account, fillLimit, windowMillis } = decode(setOrderGroup, command);
  const before = new Set(groups.map(({ group }) => group));
  const made = state.orderGroups.find(({ group }) => !before.has(group));
  const own = state.orderGroups.filter((group) => group.account === account);
  const isLast = state.orderGroups.length === state.limits.orderGroupsMax;
  return [
    'group made',
    ...(removed.has(made?.group ?? 0) ? ['group made under the number of one that was removed'] : []),
    ...(own.length === ORDER_GROUPS_OF_ACCOUNT_MAX ? ['group made in the last place of its account'] : []),
    ...(isLast ? ['group made in the last place of the table'] : []),
    ...(fillLimit === FILL_LIMIT_MAX ? ['group made with the largest limit'] : []),
    ...(windowMillis === WINDOW_MILLIS_MAX ? ['group made with the longest window'] : []),
  ];
}

function changedSituations({ command, state, groups }: Setting): string[] {
  const { group: number, fillLimit } = decode(setOrderGroup, command);
  const old = groups.find(({ group }) => group === number);
  if (old === undefined) return [];
  const hasTripped = old.trippedSequence > 0;
  const filled = old.counts.reduce((sum, { lots }) => sum + lots, 0);
  if (fillLimit === 0) {
    return [
      'group removed',
      ...(hasTripped ? ['group removed that had tripped'] : []),
      ...(filled > 0 && !hasTripped ? ['group removed that has filled lots'] : []),
    ];
  }
  if (hasTripped) return ['group reset after its sweep'];
  return [
    ...(membersOf(state, number).length > 0 ? ['group set anew with members'] : []),
    ...(filled > 0 ? ['group set anew that has filled lots'] : []),
    ...(filled >= fillLimit ? ['group set anew with a limit at or below what it has filled'] : []),
  ];
}

type Terms = ValuesOf<typeof placeOrder.specs>;

/** The goals of an order that was refused for the group that it names. */
export function namingSituations({ orderGroup }: Terms, code: number, state: NaiveState): string[] {
  const group = groupNumbered(state, orderGroup);
  if (code === ResultCode.orderGroupUnknown) {
    return [`order for a group ${group === undefined ? 'that is none' : 'of another account'} refused`];
  }
  if (code !== ResultCode.orderGroupTripped || group === undefined) return [];
  const queued = isSweepQueued(state, orderGroup) ? 'is in the queue' : 'is done';
  const where = group.isSweepAhead ? 'has still to join the queue' : queued;
  return [`order refused for a tripped group whose sweep ${where}`];
}

/** The goals of an order placed at once with a group; `replaced` is the group of the order that it replaces. */
export function groupedSituations(terms: Terms, state: NaiveState, replaced: number | undefined): string[] {
  const { timeInForce, flags, displaySize, market, orderGroup } = terms;
  const words = {
    'good-till-cancelled': timeInForce === TimeInForce.goodTillCancelled,
    'immediate-or-cancel': timeInForce === TimeInForce.immediateOrCancel,
    'fill-or-kill': timeInForce === TimeInForce.fillOrKill,
    'post-only': flags === OrderFlag.postOnly,
    iceberg: displaySize > 0,
  };
  return [
    ...Object.entries(words).flatMap(([word, isSo]) => (isSo ? [`order of a group placed: ${word}`] : [])),
    ...(state.markets[market]?.state === 2 ? ['order of a group placed in an auction'] : []),
    ...(replaced === orderGroup ? ['order of a group replaces one of the same group'] : []),
    ...(replaced === 0 ? ['order of a group replaces one without'] : []),
  ];
}
