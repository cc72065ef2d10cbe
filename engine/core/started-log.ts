/**
 * The path of every entry once the log has started: the head of the entry, clearing what expired,
 * the form of the command, and its rules. A well-formed order command goes straight through;
 * everything else, malformed commands included, takes the slower path of the codec. A factory of
 * closures, like the book: the arrays are then constants of the compiled code.
 */

import { applyAdministration } from './administration.ts';
import type { Answer } from './answer.ts';
import type { Clock } from './clock.ts';
import type { EntryHead } from './entry-head.ts';
import { applyApproveBuilder, applyClaimRewards, applySetReferrer } from './fees/fee-commands.ts';
import { ENTRY_INDEX_MASK, fieldView } from './input-buffer.ts';
import { applyMoneyOfUser } from './money/user-commands.ts';
import { createWords } from './numbers/words.ts';
import { applySetOrderGroup } from './orders/group-commands.ts';
import { createOrderCommands } from './orders/order-commands.ts';
import { applyCancelOrders, applyScheduleCancel } from './queue/cancel-commands.ts';
import { createDeferring } from './queue/deferring.ts';
import { createDrain } from './queue/drain.ts';
import { createSweeps } from './queue/sweeps.ts';
import { createTurns } from './queue/turns.ts';
import type { RecordBuffer } from './record-buffer.ts';
import {
  amendOrder,
  approveBuilder,
  approveKey,
  cancelByClientOrderId,
  cancelOrder,
  cancelOrders,
  claimRewards,
  closeSession,
  isOfUser,
  openMessage,
  openSession,
  placeOrder,
  replaceOrder,
  revokeKeys,
  scheduleCancel,
  setOrderGroup,
  setReferrer,
  setSelfTrade,
  signSession,
} from './schema/command.ts';
import { entryHead } from './schema/entry.ts';
import { checkForm } from './schema/form.ts';
import { type Layout, wordOf } from './schema/layout.ts';
import { createOrderForm } from './schema/order-form.ts';
import { ResultCode } from './schema/result-code.ts';
import { applyOpenMessage, applySetSelfTrade } from './senders/account-commands.ts';
import { applyApproveKey, applyRevokeKeys } from './senders/key-commands.ts';
import { applyCloseSession, applyOpenSession, applySignSession } from './senders/session-commands.ts';
import { createUserChecks } from './senders/user-checks.ts';
import type { Capacities } from './snapshot/snapshot-reader.ts';
import type { Exchange } from './state/exchange.ts';

const ENTRY_WORDS = entryHead.byteLength / 4;
// Names of this module itself, because the compiled code folds those and not imported ones.
const ACCEPTED = ResultCode.accepted;
const RECORDS_FULL = ResultCode.recordsFull;
const ENTRY_MASK = ENTRY_INDEX_MASK;
/** First word of the entry of an order command: an entry of kind and version 1 and the length of the command. */
const PLACE_ENTRY = 0x0101 | (placeOrder.byteLength << 16);
const NAMING_ENTRY = 0x0101 | (cancelOrder.byteLength << 16);
/** First word of an order command: kind, version 1 and no blob. */
const PLACE_HEAD = placeOrder.number | 0x0100;
const REPLACE_HEAD = replaceOrder.number | 0x0100;
const CANCEL_BY_ID_HEAD = cancelByClientOrderId.number | 0x0100;
const CANCEL_HEAD = cancelOrder.number | 0x0100;
const AMEND_HEAD = amendOrder.number | 0x0100;

export type StartedLog = ReturnType<typeof createStartedLog>;

/**
 * The path over one exchange. `answerBytesMax` is what its largest answer takes of the record buffer; `resize` makes
 * the machine go on with other capacities.
 */
export function createStartedLog(
  exchange: Exchange,
  input: Int32Array,
  head: EntryHead,
  records: RecordBuffer,
  clock: Clock,
  answerBytesMax: number,
  resize: (capacities: Capacities) => void,
) {
  const { book, margin } = exchange;
  const { autoRepay } = margin;
  const form = createOrderForm(input);
  const namedOrder = fieldView(input, ENTRY_WORDS + wordOf(cancelOrder, 'order'));
  const recordWordsMax = records.capacityWords - answerBytesMax / 4;
  const runEnd = createWords(1);
  const deferring = createDeferring(exchange, input, clock, records);
  const orderCommands = createOrderCommands(exchange, input, records, clock, deferring);
  const sweeps = createSweeps(exchange, clock, records, deferring);
  const turns = createTurns(exchange, input, clock, records, orderCommands, deferring);
  const drain = createDrain(exchange, clock, records, sweeps, turns);
  const user = createUserChecks(exchange, input, clock);

  /** Applies the entry at a word of the input. */
  function apply(entry: number): ResultCode {
    const code = head.takeOver(entry, recordWordsMax);
    if (code !== ACCEPTED) return code;
    book.beginWork();
    const cleared = drain.clear();
    const at = (entry & ENTRY_MASK) + ENTRY_WORDS;
    const entryHead = input[entry & ENTRY_MASK] as number;
    const kind = input[at] as number;
    if (entryHead === PLACE_ENTRY) {
      const isBare = form.isBare(at);
      if (kind === PLACE_HEAD && form.isPlaceWellFormed(at, isBare)) {
        const answer = user.check(at);
        if (answer !== ACCEPTED) return refusePlacing(answer, at);
        const done = orderCommands.place(at, isBare);
        autoRepay.settle();
        return done === ACCEPTED ? ACCEPTED : reject(done, orderCommands.faultField(), at);
      }
    } else if (entryHead === NAMING_ENTRY) {
      if (kind === AMEND_HEAD && form.isAmendWellFormed(at)) {
        const answer = user.check(at);
        if (answer !== ACCEPTED) return reject(answer, user.faultField(), at);
        const done = orderCommands.amend(at);
        autoRepay.settle();
        return done === ACCEPTED ? ACCEPTED : reject(done, orderCommands.faultField(), at);
      }
      if (kind === CANCEL_HEAD && form.isCancelWellFormed(at)) {
        const answer = user.check(at);
        if (answer !== ACCEPTED) return reject(answer, user.faultField(), at);
        const done = orderCommands.cancel(at);
        return done === ACCEPTED ? ACCEPTED : reject(done, orderCommands.faultField(), at);
      }
    }
    return applyOther(at, entryHead, cleared);
  }

  /** The order commands that are less frequent, apart so that the path of the frequent ones stays small. */
  function applyOther(at: number, entryHead: number, cleared: number): ResultCode {
    const kind = input[at] as number;
    if (entryHead === PLACE_ENTRY && kind === REPLACE_HEAD && form.isReplaceWellFormed(at)) {
      const answer = user.check(at);
      if (answer !== ACCEPTED) return refusePlacing(answer, at);
      const done = orderCommands.replace(at);
      autoRepay.settle();
      return done === ACCEPTED ? ACCEPTED : reject(done, orderCommands.faultField(), at);
    }
    if (entryHead === NAMING_ENTRY && kind === CANCEL_BY_ID_HEAD && form.isCancelByIdWellFormed(at)) {
      const answer = user.check(at);
      if (answer !== ACCEPTED) return reject(answer, user.faultField(), at);
      const done = orderCommands.cancelById(at);
      return done === ACCEPTED ? ACCEPTED : reject(done, orderCommands.faultField(), at);
    }
    return applyRare(at, entryHead >>> 16, cleared);
  }

  /** A message that was sent again is answered with what became of its order, though its nonce is spent. */
  function refusePlacing(code: ResultCode, at: number): ResultCode {
    if (code === ResultCode.nonceSpent && orderCommands.isKnownRepeat(at)) return ACCEPTED;
    return reject(code, user.faultField(), at);
  }

  /** Everything that is not a well-formed order command: the checks of form one by one, then administration. */
  function applyRare(at: number, commandBytes: number, cleared: number): ResultCode {
    const bytes = new Uint8Array(input.buffer, input.byteOffset + at * 4, commandBytes);
    const { code, field, layout } = checkForm(bytes, true);
    if (code !== ACCEPTED) {
      // What a malformed command says of itself is not repeated.
      records.rejected(code, field, at, false);
      return code;
    }
    if (isOfUser(layout)) return applyOfUser(at, layout, bytes);
    const work = { isPending: drain.isPending, sweepMarket: sweeps.sweepMarket, resize: resizeTo };
    return answered(applyAdministration(exchange, layout, bytes, cleared, work, records), at);
  }

  /** The commands of users that are no order commands; those go another way when they are well-formed. */
  function applyOfUser(at: number, layout: Layout, bytes: Uint8Array): ResultCode {
    const code = user.check(at);
    if (code !== ACCEPTED) return reject(code, user.faultField(), at);
    switch (layout) {
      case setSelfTrade:
        applySetSelfTrade(exchange, bytes, records);
        return ACCEPTED;
      case openMessage:
        applyOpenMessage(exchange, bytes, records);
        return ACCEPTED;
      case setOrderGroup:
        return answered(applySetOrderGroup(exchange, bytes, records), at);
      case cancelOrders:
        return answered(applyCancelOrders(exchange, sweeps, bytes, records), at);
      case scheduleCancel:
        return answered(applyScheduleCancel(exchange, clock, bytes, records), at);
      case approveKey:
        return answered(applyApproveKey(exchange, clock, bytes, records), at);
      case revokeKeys:
        return answered(applyRevokeKeys(exchange, bytes, records), at);
      case approveBuilder:
        return answered(applyApproveBuilder(exchange, bytes, records), at);
      case setReferrer:
        return answered(applySetReferrer(exchange, bytes, records), at);
      case claimRewards:
        return answered(applyClaimRewards(exchange, bytes, records), at);
      case openSession:
        return answered(applyOpenSession(exchange, clock, bytes, records), at);
      case signSession:
        return answered(applySignSession(exchange, clock, bytes, records), at);
      case closeSession:
        return answered(applyCloseSession(exchange, bytes, records), at);
      default:
        return answered(applyMoneyOfUser(exchange, layout, bytes, records), at);
    }
  }

  /** The machine goes on with other tables, so that a run over these ends with the present entry. */
  function resizeTo(capacities: Capacities): void {
    resize(capacities);
    runEnd[0] = 0;
  }

  function answered(answer: Answer, at: number): ResultCode {
    return answer.code === ACCEPTED ? ACCEPTED : reject(answer.code, answer.field, at);
  }

  function reject(code: ResultCode, field: number, at: number): ResultCode {
    records.rejected(code, field, at, true);
    return code;
  }

  /**
   * Applies the entries that stand one after another in the input from a word index up to another, and answers the
   * index of the first that was not taken over; `end` when all were, and after a resize that of the next.
   */
  function applyRun(from: number, end: number): number {
    let at = from;
    runEnd[0] = end;
    while (at < (runEnd[0] as number)) {
      const next = (at + head.wordsOf(at)) | 0;
      // The order that the next entry names is touched, so that its memory is on the way while this one is applied. It
      // decides nothing: that entry is not even checked yet, may name no order, and may be old bytes behind the last.
      // Asking would cost a branch that nobody can foresee.
      book.touch(namedOrder[next & ENTRY_MASK] as number);
      const code = apply(at);
      if (code !== ACCEPTED && code <= RECORDS_FULL) break;
      records.answered(code);
      at = next;
    }
    return at;
  }

  return { apply, applyRun, dueTime: drain.dueTime, resume: sweeps.resume };
}
