/** The layouts of the records of many orders at once: what is cancelled, what waits, and order groups. */

import { defineLayout } from './layout.ts';
import { head } from './record-head.ts';

/** How far the cancelling of many orders came with the command itself. */
export const CancelProgress = { done: 1, queued: 2, stopped: 3 } as const;
export type CancelProgress = (typeof CancelProgress)[keyof typeof CancelProgress];
export const CANCEL_PROGRESS_NAMES = { 1: 'done', 2: 'queued', 3: 'stopped' } as const;

export const ordersCancelled = defineLayout({
  name: 'ordersCancelled',
  number: 25,
  version: 1,
  byteLength: 40,
  doc: 'A cancelOrders was applied. The records of the orders that it cancelled stand before this one.',
  fields: {
    ...head,
    account: { kind: 'u32', doc: 'Account of the command.' },
    cancelled: { kind: 'u32', doc: 'Orders that it cancelled by now.' },
    progress: {
      kind: 'u32',
      names: CANCEL_PROGRESS_NAMES,
      doc: 'Whether all orders were looked at, the rest is queued work, or is left since it cannot be queued.',
    },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

export const orderDeferred = defineLayout({
  name: 'orderDeferred',
  number: 26,
  version: 1,
  byteLength: 56,
  doc: 'A command waits in the queue of a market with queued work. One `queuedDone` will say what became of it.',
  fields: {
    ...head,
    order: { kind: 'u64', doc: 'Number that the order has from now on; of an amend, the order.' },
    account: { kind: 'u32', doc: 'Account of the order.' },
    commandKind: { kind: 'u32', doc: 'Kind of the command.' },
    clientOrderId: { kind: 'bytes', length: 16, doc: 'Name given by the client; of an amend zeros.' },
  },
});

export const queuedDone = defineLayout({
  name: 'queuedDone',
  number: 27,
  version: 1,
  byteLength: 56,
  doc:
    'The one final answer about queued work: accepted, the records of what it did follow or, of a cancelling, went ' +
    'before; else why it was refused or left the queue.',
  fields: {
    ...head,
    commandSequence: { kind: 'u64', doc: 'Sequence number of the command that the work came from.' },
    order: { kind: 'u64', doc: 'Order of a deferred command; else 0.' },
    account: { kind: 'u32', doc: 'Account of the command; 0 when a market was cleared.' },
    commandKind: { kind: 'u16', doc: 'Kind of the command.' },
    field: { kind: 'u16', doc: 'Byte offset in the command of the field to blame; 65535 is none.' },
    cancelled: { kind: 'u32', doc: 'Orders that a cancelling cancelled in all; else 0.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

export const marketCleared = defineLayout({
  name: 'marketCleared',
  number: 28,
  version: 1,
  byteLength: 40,
  doc: 'The orders that rested in a market are cancelled. Those that are by now stand before this record.',
  fields: {
    ...head,
    market: { kind: 'u32', doc: 'Number of the market.' },
    cancelled: { kind: 'u32', doc: 'Orders that were cancelled by now.' },
    progress: {
      kind: 'u32',
      names: CANCEL_PROGRESS_NAMES,
      doc: 'Whether none rests, the rest is queued work, or is left since it cannot be queued.',
    },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

export const cancelScheduled = defineLayout({
  name: 'cancelScheduled',
  number: 29,
  version: 1,
  byteLength: 40,
  doc: 'When the orders of an account will be cancelled, unless that is put off.',
  fields: {
    ...head,
    at: { kind: 'u64', doc: 'Time in microseconds; 0 is never.' },
    account: { kind: 'u32', doc: 'Number of the account.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

export const orderGroupSet = defineLayout({
  name: 'orderGroupSet',
  number: 30,
  version: 1,
  byteLength: 48,
  doc: 'An order group was made, set anew, or with a limit of 0 removed.',
  fields: {
    ...head,
    fillLimit: { kind: 'u64', doc: 'Lots filled in the window at which it trips; 0: there is no such group any more.' },
    windowMillis: { kind: 'u32', doc: 'The window, in milliseconds.' },
    group: { kind: 'u32', doc: 'Number of the group.' },
    account: { kind: 'u32', doc: 'Account of the group.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

export const orderGroupTripped = defineLayout({
  name: 'orderGroupTripped',
  number: 31,
  version: 1,
  byteLength: 40,
  doc: 'An order group filled as many lots as it may: its orders trade no more after this command, and are cancelled.',
  fields: {
    ...head,
    filled: { kind: 'u64', doc: 'Lots that it filled in its window.' },
    group: { kind: 'u32', doc: 'Number of the group.' },
    account: { kind: 'u32', doc: 'Account of the group.' },
  },
});

export const orderGrouped = defineLayout({
  name: 'orderGrouped',
  number: 32,
  version: 1,
  byteLength: 40,
  doc: 'The order that was placed with the record before is of an order group.',
  fields: {
    ...head,
    order: { kind: 'u64', doc: 'Number of the order.' },
    group: { kind: 'u32', doc: 'Number of the group.' },
    account: { kind: 'u32', doc: 'Account of both.' },
  },
});
