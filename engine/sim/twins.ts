/**
 * The fast machine and the judge, side by side: both apply the same steps, and after each one codes, records, reads,
 * plans and the totals of the books must agree, and now and then the whole state. The machine is replaced by a restored
 * one where a step says so.
 */
import {
  COMMAND_BYTES_MAX,
  decode,
  decodeSnapshot,
  encode,
  entryHead,
  Machine,
  padded,
  ResultCode,
  restoreMachine,
  resultCodeName,
  sha256Hex,
  snapshotHead,
} from '@intelligent-ledger/engine/core';
import { bookDifference } from './book-reads.ts';
import { totalsDifference } from './book-totals.ts';
import { firstDifference } from './comparison.ts';
import type { Coverage } from './goals/coverage.ts';
import { restoreSituations } from './goals/restores.ts';
import { type Answer, NaiveExchange } from './judge/naive-exchange.ts';
import type { JudgeRecord } from './judge/naive-state.ts';
import { checkPlan, planDifference } from './plan-check.ts';
import { recordsDifference } from './record-reads.ts';
import { recordInWords } from './transcript.ts';
import { moveNumbers, type Step } from './workload/step.ts';

const ENTRY_READ_BYTES = entryHead.byteLength + COMMAND_BYTES_MAX;

/** Where machine and judge part. `step` counts from 0. */
export interface Difference {
  readonly step: number;
  readonly what: 'throw' | 'plan' | 'code' | 'records' | 'reads' | 'totals' | 'work' | 'state' | 'restore' | 'replay';
  readonly text: string;
}

export interface TwinOptions {
  /** After how many steps the whole states are compared. */
  readonly stateEvery: number;
  /** When not 0: the size of the machine's record buffer, whose records are taken only once it is full. */
  readonly recordBytesMax: number;
  readonly coverage?: Coverage;
  /** Makes the judge; another than the plain one shows that differences are found. */
  readonly makeJudge?: () => NaiveExchange;
}

type What = Difference['what'];
type Finding = { what: What; text: string } | undefined;

export class Twins {
  readonly judge: NaiveExchange;
  machine: Machine;
  private readonly options: TwinOptions;
  private steps = 0;
  /** What the judge said since records were last taken from the machine. */
  private untaken: JudgeRecord[] = [];

  constructor(options: TwinOptions) {
    this.options = options;
    this.judge = options.makeJudge?.() ?? new NaiveExchange();
    this.machine = new Machine(this.machineOptions(0));
  }

  /** Applies one step to both and says how they differ, if they do. */
  apply(step: Step): Difference | undefined {
    return this.guarded(() => this.afterStep(step));
  }

  /** Compares what is left to compare at the end of a list. */
  finish(): Difference | undefined {
    return this.guarded(() => this.recordsFinding() ?? this.stateFinding());
  }

  private guarded(act: () => Finding): Difference | undefined {
    const step = this.steps;
    try {
      const finding = act();
      return finding === undefined ? undefined : { step, ...finding };
    } catch (thrown) {
      return { step, what: 'throw', text: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) };
    }
  }

  private afterStep(step: Step): Finding {
    const { entry, restoreSlots } = step;
    const { coverage, stateEvery, recordBytesMax } = this.options;
    const check = this.judge.state.genesis === undefined ? undefined : checkPlan(this.machine, this.judge, entry);
    coverage?.foresee(entry, this.judge.state);
    const answer = this.judge.apply(entry);
    const plans = check && (check.difference ?? planDifference(check, answer));
    if (plans !== undefined) return { what: 'plan', text: plans };

    const code = this.applyFast(entry);
    if (typeof code !== 'number') return code;
    const isCodeEqual = code === answer.code;
    if (!isCodeEqual) return { what: 'code', text: codesInWords(code, answer) };
    this.untaken.push(...answer.records);
    const finding =
      (recordBytesMax === 0 ? this.recordsFinding() : undefined) ?? this.readsFinding() ?? this.totalsFinding();
    if (finding !== undefined) return finding;

    coverage?.observe(entry, answer, this.judge.state);
    if (check !== undefined) coverage?.observePlan(check, answer, this.judge.state);
    this.steps += 1;
    if (restoreSlots !== undefined) return this.restoreFinding(step, restoreSlots);
    return this.steps % stateEvery === 0 ? this.stateFinding() : undefined;
  }

  /** Entries go in by both doors in turn. A full record buffer must have changed nothing, and is emptied. */
  private applyFast(entry: Uint8Array): number | Finding {
    const { sequence, time } = this.machine;
    const code = this.applyByTurns(entry);
    if (code !== ResultCode.recordsFull) return code;
    this.options.coverage?.reach('entry recordsFull');
    if (this.machine.sequence !== sequence || this.machine.time !== time) {
      return { what: 'code', text: 'recordsFull used up a sequence number or moved the time' };
    }
    return this.recordsFinding() ?? this.applyByTurns(entry);
  }

  private applyByTurns(entry: Uint8Array): number {
    if (this.steps % 2 === 0 || !isWhole(entry)) return this.machine.applyBytes(entry);
    const before = 2 * (this.steps % 3);
    new Uint8Array(this.machine.input.buffer).set(entry.subarray(0, ENTRY_READ_BYTES), 4 * before);
    return this.machine.apply(before);
  }

  private recordsFinding(): Finding {
    const judged = this.untaken;
    this.untaken = [];
    const text = recordsDifference(this.machine.takeRecords(), judged);
    return text === undefined ? undefined : { what: 'records', text };
  }

  private readsFinding(): Finding {
    const { machine } = this;
    const { sequence, time } = this.judge.state;
    const fast = { sequence: machine.sequence, time: machine.time, openOrderCount: machine.openOrderCount };
    const text = firstDifference(fast, { sequence, time, openOrderCount: this.judge.state.openOrders().length });
    if (text !== undefined) return { what: 'reads', text };
    if (machine.lastWork > machine.workMax) {
      return { what: 'work', text: `the command did ${machine.lastWork} steps of work, above ${machine.workMax}` };
    }
    const market = this.judge.state.markets[this.steps % (this.judge.state.markets.length || 1)];
    const books = market === undefined || this.steps % 16 !== 0 ? undefined : bookDifference(machine, market);
    return books === undefined ? undefined : { what: 'reads', text: books };
  }

  private totalsFinding(): Finding {
    const text = totalsDifference(this.machine, this.judge.state);
    return text === undefined ? undefined : { what: 'totals', text };
  }

  private stateFinding(): Finding {
    const text = firstDifference(decodeSnapshot(this.machine.snapshot()), this.judge.logicalState());
    return text === undefined ? undefined : { what: 'state', text };
  }

  private restoreFinding(step: Step, spareSlots: number): Finding {
    const records = this.recordsFinding();
    if (records !== undefined) return records;
    moveNumbers(this.judge, step);
    const snapshot = this.machine.snapshot();
    if (step.numbersFrom !== undefined && this.judge.state.genesis !== undefined) {
      const { lastOrder, lastFill } = this.judge.state;
      encode(snapshotHead, { ...decode(snapshotHead, snapshot), lastOrder, lastFill }, snapshot);
    }
    const restored = restoreMachine(snapshot, this.machineOptions(spareSlots));
    if ('refused' in restored) return { what: 'restore', text: `refused: ${restored.refused}` };
    this.machine = restored.machine;
    for (const key of restoreSituations(this.judge.state)) this.options.coverage?.reach(key);
    if (this.machine.stateHash() === sha256Hex(snapshot)) return this.stateFinding();
    return { what: 'restore', text: 'the restored machine has another state hash' };
  }

  private machineOptions(spareSlots: number) {
    const { recordBytesMax } = this.options;
    return recordBytesMax === 0 ? { spareSlots } : { spareSlots, recordBytesMax };
  }
}

function codesInWords(fast: number, { code, records }: Answer): string {
  const said = records.map((record) => `\n  judge: ${recordInWords(record)}`).join('');
  return `machine ${resultCodeName(fast)}, judge ${resultCodeName(code)}${said}`;
}

/** Whether all the bytes are there that the entry's head declares: the word door is for whole entries alone. */
function isWhole(entry: Uint8Array): boolean {
  if (entry.length < entryHead.byteLength) return false;
  const { commandBytes, frameBytes } = decode(entryHead, entry);
  return entry.length >= entryHead.byteLength + padded(commandBytes) + padded(frameBytes);
}
