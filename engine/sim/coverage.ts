/** Counts what a simulation reached, by the keys of the goals. */
import {
  COMMANDS,
  decode,
  decodeEntry,
  fieldNameAt,
  type Layout,
  MARKET_STATE_NAMES,
  MarketState,
  NO_FIELD,
  OrderFlag,
  ResultCode,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import { coverageGoals } from './coverage-goals.ts';
import type { Answer } from './judge/naive-exchange.ts';
import type { JudgeRecord, NaiveState } from './judge/naive-state.ts';

const FIRST_COMMAND_CODE = 10;
const NAMES = new Map<number, string>(Object.entries(ResultCode).map(([name, code]) => [code, name]));

export class Coverage {
  readonly counts = new Map<string, number>(coverageGoals().map((goal) => [goal, 0]));
  private lastOrder = 0;

  /** Counts one thing that happened. What is no goal is not counted. */
  reach(key: string): void {
    const count = this.counts.get(key);
    if (count !== undefined) this.counts.set(key, count + 1);
  }

  /** The goals that were never reached. */
  missing(): string[] {
    return [...this.counts].filter(([, count]) => count === 0).map(([goal]) => goal);
  }

  /** Counts what an entry and its answer show; the state is that after the entry. */
  observe(entry: Uint8Array, answer: Answer, state: NaiveState): void {
    const isRefusedAtHead = answer.code !== 0 && answer.code < FIRST_COMMAND_CODE;
    if (isRefusedAtHead) this.reach(`entry ${codeName(answer.code)}`);
    else this.observeCommand(entry, answer, state);
  }

  private observeCommand(entry: Uint8Array, answer: Answer, state: NaiveState): void {
    const { command } = decodeEntry(entry);
    const layout = COMMANDS.find((candidate) => candidate.number === command[0]);
    for (const { name } of answer.records) this.reach(`record ${name}`);
    for (const record of answer.records) {
      if (record.name === 'orderCancelled') this.reach(`reason ${codeName(record.values['code'])}`);
      if (record.name === 'rejected') this.observeRejection(record, layout);
    }
    if (answer.code === 0 && layout !== undefined) this.observeAccepted(layout, command, answer, state);
    this.lastOrder = state.lastOrder;
  }

  private observeRejection({ values }: JudgeRecord, layout: Layout | undefined): void {
    const code = codeName(values['code']);
    const offset = Number(values['field']);
    const name = layout === undefined ? `byte ${offset}` : fieldNameAt(layout, offset);
    const field = offset === NO_FIELD ? 'none' : layout && name.startsWith('byte ') ? 'reserved' : name;
    this.reach(`rejected ${layout?.name ?? 'unknown'} ${code} ${field}`);
  }

  private observeAccepted(layout: Layout, command: Uint8Array, { records }: Answer, state: NaiveState): void {
    const values = decode(layout, command);
    this.reach(`accepted ${layout.name}`);
    for (const { name, names } of layout.fields) if (names) this.reach(`${layout.name}.${name} ${values[name]}`);
    const find = (name: string) => records.find((record) => record.name === name)?.values;
    const last = records.at(-1)?.values ?? {};
    const isCutShort = codeName(last['code']) === 'workBoundReached';

    const answered = find('orderPlaced') ?? find('orderAmended') ?? last;
    const market = state.markets[Number(answered['market'])];
    const where = MARKET_STATE_NAMES[market?.state ?? MarketState.open];
    if (layout.name === 'placeOrder') this.observePlacement(values, records, isCutShort, where);
    if (layout.name === 'cancelOrder') this.reach(`cancel in ${where}`);
    if (layout.name === 'amendOrder') {
      this.reach(`amend in ${where}`);
      if (isCutShort) this.reach('amend that meets the work bound');
      if (find('orderFilled')) this.reach('amend that matches');
      const keptPlace = find('orderAmended')?.['keptPlace'];
      if (keptPlace !== undefined) this.reach(`amend that ${keptPlace === 1 ? 'keeps' : 'loses'} its place`);
    }
    const isPending = find('advanced')?.['isPending'];
    if (isPending !== undefined) this.reach(isPending === 1 ? 'more is pending' : 'nothing is pending');
  }

  private observePlacement(
    values: Readonly<Record<string, number | string>>,
    records: readonly JudgeRecord[],
    isCutShort: boolean,
    where: string,
  ): void {
    this.reach(`place in ${where}`);
    const isImmediate = values['timeInForce'] === TimeInForce.immediateOrCancel;
    if (isCutShort) this.reach(`${isImmediate ? 'immediate' : 'resting'} order that meets the work bound`);
    const at = records.findIndex(({ name }) => name === 'orderPlaced');
    const isExpiryMet = records.slice(at).some(({ name, values: { code } }) => {
      return name === 'orderCancelled' && codeName(code) === 'orderExpired';
    });
    if (isImmediate && records.at(-1)?.name === 'orderFilled') this.reach('immediate order that fills');
    const isPostOnly = values['flags'] === OrderFlag.postOnly;
    if (isExpiryMet) this.reach(isPostOnly ? 'post-only order over expired makers' : 'expired maker at the match');
    const isPassedOver = Number(records[at]?.values['order']) > this.lastOrder + 1;
    if (isPassedOver) this.reach('order number passed over in the ring');
  }
}

function codeName(code: number | string | undefined): string {
  return NAMES.get(Number(code)) ?? String(code);
}
