/** What became of a command, as JSON, made of its records. */
import type { CommandResult } from '@intelligent-ledger/client/wire';
import {
  COMMAND_FORMS,
  type DecodedRecord,
  decimalOf,
  decodeRecords,
  fieldNameAt,
  type Layout,
  type MessageCommand,
  type orderFilled,
  type orderPlaced,
  type ordersCancelled,
  type rejected,
  resultCodeName,
  type sessionOpened,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { type ProblemName, wireName } from '../accept/problems.ts';
import type { Outcome } from '../accept/submitter.ts';
import type { MarketList } from '../exchange/market-list.ts';
import { displayedPrice } from './account-json.ts';

/** What a result needs beside the records. */
export interface ResultContext {
  readonly markets: MarketList;
  /** The secret of a session that was opened, as hex. */
  readonly secretOf: (session: { readonly session: number; readonly sessionKey: string }) => string;
}

type Draft = { -readonly [Name in keyof CommandResult]: CommandResult[Name] };

const NO_FIELD = 65_535;
const NO_ID = '0'.repeat(32);
/** `ordersCancelled.progress` of one that looked at everything. */
const DONE = 1;

/** By layout, the type by which it is asked for. */
const TYPES: ReadonlyMap<Layout, string> = new Map(
  Object.entries(COMMAND_FORMS).map(([type, { layout }]) => [layout, type]),
);

export function resultJson({ layout }: MessageCommand, outcome: Outcome, context: ResultContext): CommandResult {
  const { sequence, code, records } = outcome;
  const type = TYPES.get(layout) ?? wireName(layout.name);
  const result: Draft = { type, seq: sequence, code, name: wireName(resultCodeName(code) as ProblemName) };
  if (records === null) return result;
  const decoded = decodeRecords(records);
  for (const record of decoded) addRecord(result, record, layout, context);
  addFills(result, decoded, context.markets);
  return result;
}

function addRecord(result: Draft, { name, values }: DecodedRecord, layout: Layout, context: ResultContext): void {
  switch (name) {
    case 'rejected': {
      const { field } = values as ValuesOf<typeof rejected.specs>;
      if (field !== NO_FIELD) result.field = propertyOf(layout, fieldNameAt(layout, field));
      break;
    }
    case 'orderKnown':
      result.order = values['order'] as number;
      result.status = values['isOpen'] === 1 ? 'open' : 'closed';
      break;
    case 'orderDeferred':
      result.order = values['order'] as number;
      result.status = 'waiting';
      break;
    case 'orderAmended':
      result.order = values['order'] as number;
      result.status = 'open';
      break;
    case 'ordersCancelled': {
      const { cancelled, progress } = values as ValuesOf<typeof ordersCancelled.specs>;
      result.cancelled = cancelled;
      result.is_pending = progress !== DONE;
      break;
    }
    case 'keyApproved':
      result.key = values['key'] as number;
      break;
    case 'orderGroupSet':
      result.order_group = values['group'] as number;
      break;
    case 'sessionOpened': {
      const { session, sessionKey } = values as ValuesOf<typeof sessionOpened.specs>;
      result.session = session;
      result.secret = context.secretOf({ session, sessionKey });
      break;
    }
  }
}

/** What an order that was placed or amended came to at once. */
function addFills(result: Draft, records: readonly DecodedRecord[], markets: MarketList): void {
  const placed = records.find(({ name }) => name === 'orderPlaced')?.values as
    | ValuesOf<typeof orderPlaced.specs>
    | undefined;
  if (placed === undefined) {
    const cancelled = records.find(({ name }) => name === 'orderCancelled');
    if (cancelled !== undefined && result.type.startsWith('cancel_') && result.cancelled === undefined) {
      result.order = cancelled.values['order'] as number;
      result.status = 'cancelled';
    }
    return;
  }
  const { order, market, size, clientOrderId } = placed;
  const { priceDecimals = 0, sizeDecimals = 0 } = markets.termsOf(market) ?? {};
  let filled = 0;
  let value = 0;
  let isCancelled = false;
  for (const { name, values } of records) {
    if (name === 'orderFilled') {
      const fill = values as ValuesOf<typeof orderFilled.specs>;
      if (fill.taker !== order) continue;
      filled += fill.size;
      value += fill.price * fill.size;
    } else if (name === 'orderCancelled' && values['order'] === order) isCancelled = true;
  }
  result.order = order;
  if (clientOrderId !== NO_ID) result.client_order_id = clientOrderId;
  result.status = filled === size ? 'filled' : isCancelled ? 'cancelled' : 'open';
  result.filled = decimalOf(filled, sizeDecimals);
  result.average_price = filled === 0 ? null : displayedPrice(value / filled, priceDecimals);
  result.remaining = decimalOf(result.status === 'open' ? size - filled : 0, sizeDecimals);
}

/** The property of a message that a field of a layout was made of. */
function propertyOf(layout: Layout, field: string): string {
  const properties = COMMAND_FORMS[TYPES.get(layout) ?? '']?.properties ?? {};
  const found = Object.entries(properties).find(([, form]) => 'field' in form && form.field === field);
  return found?.[0] ?? wireName(field);
}
