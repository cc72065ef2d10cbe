/**
 * Keeps a list of steps meaningful while steps are taken out of it: sequence numbers close up, and a
 * command that names an order goes on naming the order that the same step placed, although its
 * number is another now.
 */
import {
  amendOrder,
  cancelOrder,
  entryHead,
  offsetOf,
  placeOrder,
  ResultCode,
  replaceOrder,
} from '@intelligent-ledger/engine/core';
import { NaiveExchange } from './judge/naive-exchange.ts';
import { commandLayout } from './transcript.ts';
import { moveNumbers, type Step } from './workload/step.ts';

/** A step with what its numbers mean. */
export interface LinkedStep extends Step {
  /** How far the sequence number is from the one expected; 0 for an entry in order. */
  readonly sequenceAhead: bigint;
  /** The step that placed the order which this step names. */
  readonly placedBy: LinkedStep | undefined;
}

const SEQUENCE_AT = offsetOf(entryHead, 'sequence');
const ORDER_AT = entryHead.byteLength + offsetOf(cancelOrder, 'order');
const REPLACED_AT = entryHead.byteLength + offsetOf(replaceOrder, 'replaced');

/** Finds out what the numbers of a list mean, by applying it to the judge. */
export function linked(steps: readonly Step[]): LinkedStep[] {
  const judge = new NaiveExchange();
  const placers = new Map<bigint, LinkedStep>();
  return steps.map((step) => {
    const { entry } = step;
    const expected = BigInt(judge.state.sequence + 1);
    const sequenceAhead = hasHead(entry) ? viewOf(entry).getBigUint64(SEQUENCE_AT, true) - expected : 0n;
    const at = orderNamedAt(entry);
    const placedBy = at === undefined ? undefined : placers.get(viewOf(entry).getBigUint64(at, true));
    const link: LinkedStep = { ...step, sequenceAhead, placedBy };
    const order = placedOrder(judge, step);
    if (order !== undefined) placers.set(order, link);
    return link;
  });
}

/** Some of the steps of a list, in order, with the numbers that they have without the others. */
export function relinked(links: readonly LinkedStep[]): Step[] {
  const judge = new NaiveExchange();
  const orders = new Map<LinkedStep, bigint>();
  return links.map((link) => {
    const entry = link.entry.slice();
    const sequence = BigInt(judge.state.sequence + 1) + link.sequenceAhead;
    if (hasHead(entry)) viewOf(entry).setBigUint64(SEQUENCE_AT, BigInt.asUintN(64, sequence), true);
    const named = link.placedBy === undefined ? undefined : orders.get(link.placedBy);
    const at = orderNamedAt(entry);
    if (named !== undefined && at !== undefined) viewOf(entry).setBigUint64(at, named, true);
    const { sequenceAhead, placedBy, ...kept } = link;
    const step: Step = { ...kept, entry };
    const order = placedOrder(judge, step);
    if (order !== undefined) orders.set(link, order);
    return step;
  });
}

/** Applies a step and answers the number of the order that it placed. */
function placedOrder(judge: NaiveExchange, step: Step): bigint | undefined {
  const { code, records } = judge.apply(step.entry);
  moveNumbers(judge, step);
  const layout = commandLayout(step.entry);
  const isPlacing = layout === placeOrder || layout === replaceOrder;
  if (code !== ResultCode.accepted || !isPlacing || records.at(-1)?.name === 'orderKnown') return undefined;
  // The turn of another command may have placed its order before.
  const placed = records.findLast(({ name }) => name === 'orderPlaced' || name === 'orderDeferred');
  return placed === undefined ? undefined : BigInt(placed.values['order'] ?? 0);
}

function hasHead(entry: Uint8Array): boolean {
  return entry.length >= entryHead.byteLength;
}

/** Where in an entry the number of the order stands that its command names. */
function orderNamedAt(entry: Uint8Array): number | undefined {
  const layout = commandLayout(entry);
  if (layout === replaceOrder) return REPLACED_AT;
  return layout === cancelOrder || layout === amendOrder ? ORDER_AT : undefined;
}

function viewOf(entry: Uint8Array): DataView {
  return new DataView(entry.buffer, entry.byteOffset, entry.length);
}
