/**
 * Keeps a list of steps meaningful while steps are taken out of it: sequence numbers and those of deposits close up,
 * and a command that names an order or a withdrawal goes on naming what the same step placed or requested, although
 * its number is another now.
 */
import {
  amendOrder,
  cancelOrder,
  creditDeposit,
  entryHead,
  moveWithdrawal,
  offsetOf,
  placeOrder,
  ResultCode,
  replaceOrder,
  requestWithdrawal,
  skipDeposit,
} from '@intelligent-ledger/engine/core';
import { NaiveExchange } from './judge/naive-exchange.ts';
import { commandLayout } from './transcript.ts';
import { moveNumbers, type Step } from './workload/step.ts';

/** A step with what its numbers mean. */
export interface LinkedStep extends Step {
  /** How far the sequence number is from the one expected; 0 for an entry in order. */
  readonly sequenceAhead: bigint;
  /** How far the number of its deposit is from the one expected; undefined when it is none. */
  readonly depositAhead: bigint | undefined;
  /** The step that placed the order, or requested the withdrawal, which this step names. */
  readonly madeBy: LinkedStep | undefined;
}

/** What commands give numbers to that others name. */
interface Made {
  readonly of: 'order' | 'withdrawal';
  readonly number: bigint;
}

const SEQUENCE_AT = offsetOf(entryHead, 'sequence');
const ORDER_AT = entryHead.byteLength + offsetOf(cancelOrder, 'order');
const REPLACED_AT = entryHead.byteLength + offsetOf(replaceOrder, 'replaced');
const WITHDRAWAL_AT = entryHead.byteLength + offsetOf(moveWithdrawal, 'withdrawal');
const DEPOSIT_AT = entryHead.byteLength + offsetOf(creditDeposit, 'deposit');
const SKIPPED_AT = entryHead.byteLength + offsetOf(skipDeposit, 'deposit');

/** Finds out what the numbers of a list mean, by applying it to the judge. */
export function linked(steps: readonly Step[]): LinkedStep[] {
  const judge = new NaiveExchange();
  const makers = new Map<string, LinkedStep>();
  return steps.map((step) => {
    const { entry } = step;
    const expected = BigInt(judge.state.sequence + 1);
    const sequenceAhead = hasHead(entry) ? viewOf(entry).getBigUint64(SEQUENCE_AT, true) - expected : 0n;
    const depositAt = depositAtIn(entry);
    const depositAhead =
      depositAt === undefined
        ? undefined
        : viewOf(entry).getBigUint64(depositAt, true) - BigInt(judge.state.lastDeposit + 1);
    const named = nameIn(entry);
    const madeBy = named && makers.get(`${named.of} ${viewOf(entry).getBigUint64(named.at, true)}`);
    const link: LinkedStep = { ...step, sequenceAhead, depositAhead, madeBy };
    const made = madeIn(judge, step);
    if (made !== undefined) makers.set(`${made.of} ${made.number}`, link);
    return link;
  });
}

/** Some of the steps of a list, in order, with the numbers that they have without the others. */
export function relinked(links: readonly LinkedStep[]): Step[] {
  const judge = new NaiveExchange();
  const numbers = new Map<LinkedStep, bigint>();
  return links.map((link) => {
    const entry = link.entry.slice();
    const { sequenceAhead, depositAhead, madeBy, ...kept } = link;
    const sequence = BigInt(judge.state.sequence + 1) + sequenceAhead;
    if (hasHead(entry)) viewOf(entry).setBigUint64(SEQUENCE_AT, BigInt.asUintN(64, sequence), true);
    const depositAt = depositAtIn(entry);
    if (depositAt !== undefined && depositAhead !== undefined) {
      const deposit = BigInt(judge.state.lastDeposit + 1) + depositAhead;
      viewOf(entry).setBigUint64(depositAt, BigInt.asUintN(64, deposit), true);
    }
    const number = madeBy === undefined ? undefined : numbers.get(madeBy);
    const named = nameIn(entry);
    if (number !== undefined && named !== undefined) viewOf(entry).setBigUint64(named.at, number, true);
    const step: Step = { ...kept, entry };
    const made = madeIn(judge, step);
    if (made !== undefined) numbers.set(link, made.number);
    return step;
  });
}

/** Applies a step and answers which order it placed, or which withdrawal it requested. */
function madeIn(judge: NaiveExchange, step: Step): Made | undefined {
  const { code, records } = judge.apply(step.entry);
  moveNumbers(judge, step);
  const layout = commandLayout(step.entry);
  if (code !== ResultCode.accepted) return undefined;
  if (layout === requestWithdrawal) return { of: 'withdrawal', number: BigInt(judge.state.lastWithdrawal) };
  const isPlacing = layout === placeOrder || layout === replaceOrder;
  if (!isPlacing || records.at(-1)?.name === 'orderKnown') return undefined;
  // The turn of another command may have placed its order before.
  const placed = records.findLast(({ name }) => name === 'orderPlaced' || name === 'orderDeferred');
  return placed === undefined ? undefined : { of: 'order', number: BigInt(placed.values['order'] ?? 0) };
}

function hasHead(entry: Uint8Array): boolean {
  return entry.length >= entryHead.byteLength;
}

/** Where in an entry the number stands of the order or the withdrawal that its command names. */
function nameIn(entry: Uint8Array): { readonly of: Made['of']; readonly at: number } | undefined {
  const layout = commandLayout(entry);
  if (layout === replaceOrder) return { of: 'order', at: REPLACED_AT };
  if (layout === moveWithdrawal) return { of: 'withdrawal', at: WITHDRAWAL_AT };
  return layout === cancelOrder || layout === amendOrder ? { of: 'order', at: ORDER_AT } : undefined;
}

/** Where in an entry the number of the deposit stands that its command credits or skips. */
function depositAtIn(entry: Uint8Array): number | undefined {
  const layout = commandLayout(entry);
  if (layout === creditDeposit) return DEPOSIT_AT;
  return layout === skipDeposit ? SKIPPED_AT : undefined;
}

function viewOf(entry: Uint8Array): DataView {
  return new DataView(entry.buffer, entry.byteOffset, entry.length);
}
