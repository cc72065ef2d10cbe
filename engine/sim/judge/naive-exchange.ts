/**
 * The judge: the whole core once more, written from docs/concepts/rules.md for reading and not for
 * speed. It applies the same log entries as the machine and must give the same codes, records and
 * logical state. It has no record buffer, so it never answers `recordsFull`.
 */
import {
  decode,
  decodeEntry,
  type Layout,
  NO_FIELD,
  offsetOf,
  ResultCode,
  rejected,
  type Side,
} from '@intelligent-ledger/engine/core';
import { executeCommand } from './command-table.ts';
import { entryRefusal } from './entry-refusal.ts';
import { layoutOrRefusal } from './form.ts';
import { logicalStateOf } from './logical-state.ts';
import { checkBooks } from './money/books-check.ts';
import { type JudgeRecord, NaiveState } from './naive-state.ts';
import { type JudgePlan, planFor } from './orders/plan.ts';
import { clearPending } from './queue/clearing.ts';
import type { Refusal } from './refusal.ts';
import { isOfUser, senderRefusal } from './senders/sender.ts';

/** What became of one entry. An entry that is refused by its head has no records. */
export interface Answer {
  readonly code: number;
  readonly records: readonly JudgeRecord[];
}

/** A plan in which nobody is anybody's owner; `isCutShort` when the bound on makers ended it. */
interface AnonymousPlan extends Omit<JudgePlan, 'ended'> {
  readonly isCutShort: boolean;
}

export class NaiveExchange {
  readonly state = new NaiveState();

  /** Applies one log entry of any bytes. */
  apply(entry: Uint8Array): Answer {
    const { state } = this;
    const entryCode = entryRefusal(entry, state.sequence, state.time);
    if (entryCode !== ResultCode.accepted) return { code: entryCode, records: [] };
    const { head, command } = decodeEntry(entry);
    state.sequence = head.sequence;
    state.time = head.time;
    state.records = [];
    state.cleared = state.genesis === undefined ? 0 : clearPending(state);
    const code = this.answerTo(command);
    // What an order held is forgotten with it, and the list of ids stays as short as what is remembered.
    state.ids = state.rememberedIds();
    checkBooks(state);
    return { code: ResultCode[code], records: state.records };
  }

  /** What a taker without an account would get now; the market must exist. */
  planMatch(market: number, side: Side, limit: number, size: number): AnonymousPlan {
    const known = this.state.markets[market];
    if (known === undefined) throw new Error(`the judge has no market ${market}`);
    const { fills, remaining, ended } = planFor(this.state, known, { time: this.state.time, side, limit, size });
    return { fills, remaining, isCutShort: ended === 'workBoundReached' };
  }

  /** The logical state, with `genesis` null before the log has started. */
  logicalState(): ReturnType<typeof logicalStateOf> {
    return logicalStateOf(this.state);
  }

  private answerTo(command: Uint8Array): keyof typeof ResultCode {
    const { state } = this;
    const layout = layoutOrRefusal(state, command);
    const isMalformed = 'code' in layout;
    // Any entry but a user's command that passes the checks of form ends a message.
    if (isMalformed || !isOfUser(layout)) state.message = undefined;
    if (isMalformed) return this.reject(layout, command);
    const sender = isOfUser(layout) ? senderRefusal(state, layout, command) : undefined;
    const refusal = sender ?? executeCommand(state, command);
    return refusal === undefined ? 'accepted' : this.reject(refusal, command, layout);
  }

  /** A command whose form was sound comes with its layout, so that the record can say whose it was. */
  private reject(refusal: Refusal, command: Uint8Array, layout?: Layout): keyof typeof ResultCode {
    const { code, field = NO_FIELD } = refusal;
    const blamed = typeof field === 'string' && layout !== undefined ? offsetOf(layout, field) : Number(field);
    const named: Record<string, number | string> = {};
    for (const [name, value] of Object.entries(layout === undefined ? {} : decode(layout, command))) {
      if (name === 'account' || name === 'clientOrderId' || name === 'order') named[name] = value;
      // The order that a replaceOrder names is the one that it replaces.
      if (name === 'replaced') named['order'] = value;
    }
    this.state.emit(rejected, { ...named, commandKind: command[0] ?? 0, field: blamed }, code);
    return code;
  }
}
