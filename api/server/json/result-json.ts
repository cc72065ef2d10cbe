/** What became of a command, as JSON, made of its records. */
import type { CommandResult } from '@intelligent-ledger/client/wire';
import { readRecords } from '@intelligent-ledger/engine/client-port';
import {
  approveKey,
  COMMAND_FORMS,
  cancelOrders,
  type DecodedRecord,
  decimalOf,
  decode,
  fieldNameAt,
  type Layout,
  type MessageCommand,
  openSession,
  type orderFilled,
  type ordersCancelled,
  placeOrder,
  type rejected,
  replaceOrder,
  resultCodeName,
  type sessionOpened,
  setOrderGroup,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { wireName } from '../accept/problems.ts';
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
/** `ordersCancelled.progress` of one of which some is still to be done. */
const QUEUED = 2;
const OF_PLACING: ReadonlySet<string> = new Set(['orderPlaced', 'orderKnown', 'orderDeferred']);
/** By layout, with what its own records begin where it is accepted. */
const FIRST_OF_OWN: ReadonlyMap<Layout, ReadonlySet<string>> = new Map<Layout, ReadonlySet<string>>([
  [placeOrder, OF_PLACING],
  [replaceOrder, OF_PLACING],
  [cancelOrders, new Set(['ordersCancelled'])],
  [approveKey, new Set(['keyApproved'])],
  [setOrderGroup, new Set(['orderGroupSet'])],
  [openSession, new Set(['sessionOpened'])],
]);
/** With what it begins where it is about an order that the command names. */
const OF_NAMED: ReadonlySet<string> = new Set(['orderCancelled', 'orderAmended', 'orderDeferred', 'queuedDone']);

/** By layout, the type by which it is asked for. */
const TYPES: ReadonlyMap<Layout, string> = new Map(
  Object.entries(COMMAND_FORMS).map(([type, { layout }]) => [layout, type]),
);

/** Layouts that name one by its number. */
const NAMING: ReadonlySet<Layout> = new Set(
  [...TYPES.keys()].filter(({ fields }) => fields.some(({ name }) => name === 'order')),
);

/** What `orderPlaced` and `orderAmended` say alike. */
interface Placed {
  readonly order: number;
  readonly market: number;
  readonly size: number;
  readonly clientOrderId?: string;
  /** Of an amend: what had not filled before. */
  readonly remaining?: number;
}

export function resultJson(
  { layout, command }: MessageCommand,
  outcome: Outcome,
  context: ResultContext,
): CommandResult {
  const { sequence, code, records } = outcome;
  const type = TYPES.get(layout) ?? wireName(layout.name);
  const result: Draft = { type, seq: sequence, code, name: wireName(resultCodeName(code)) };
  if (records === null) return result;
  const own = ownRecords(readRecords(records), layout, namedOrder(layout, command));
  for (const record of own) addRecord(result, record, layout, context);
  addOrder(result, own, context.markets);
  return result;
}

/** The order that a command names by its number. */
function namedOrder(layout: Layout, command: Uint8Array): number | undefined {
  return NAMING.has(layout) ? (decode(layout, command)['order'] as number) : undefined;
}

/**
 * The records of the command itself. Before them stand those of what was due by then: orders of anybody that had
 * expired, and commands whose turn had come.
 */
function ownRecords(records: readonly DecodedRecord[], layout: Layout, order: number | undefined): DecodedRecord[] {
  const isFirst = ({ name, values }: DecodedRecord) => {
    if (name === 'rejected' || FIRST_OF_OWN.get(layout)?.has(name)) return true;
    return OF_NAMED.has(name) && order !== undefined && values['order'] === order;
  };
  const from = records.findLastIndex(isFirst);
  return from === -1 ? records.slice(-1) : records.slice(from);
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
    case 'ordersCancelled': {
      const { cancelled, progress } = values as ValuesOf<typeof ordersCancelled.specs>;
      result.cancelled = cancelled;
      result.is_pending = progress === QUEUED;
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

/** What an order that was placed, amended or cancelled came to at once. */
function addOrder(result: Draft, [first, ...rest]: readonly DecodedRecord[], markets: MarketList): void {
  // One that waited leaves without having been in a book.
  if (first?.name === 'orderCancelled' || first?.name === 'queuedDone') {
    result.order = first.values['order'] as number;
    result.status = 'cancelled';
  }
  if (first?.name !== 'orderPlaced' && first?.name !== 'orderAmended') return;
  const { order, market, clientOrderId, size, remaining } = first.values as unknown as Placed;
  const { priceDecimals, sizeDecimals } = markets.decimalsOf(market);
  let left = remaining ?? size;
  let filled = 0;
  let value = 0n;
  for (const { name, values } of rest) {
    if (name === 'orderFilled' && values['taker'] === order) {
      const fill = values as ValuesOf<typeof orderFilled.specs>;
      filled += fill.size;
      left -= fill.size;
      value += BigInt(fill.price) * BigInt(fill.size);
    } else if (name === 'orderDecremented' && values['taker'] === order) left = values['takerRemaining'] as number;
    else if (name === 'orderCancelled' && values['order'] === order) left = -1;
  }
  result.order = order;
  if (clientOrderId !== undefined && clientOrderId !== NO_ID) result.client_order_id = clientOrderId;
  const isFilled = left === 0 && rest.at(-1)?.name !== 'orderDecremented';
  result.status = isFilled ? 'filled' : left > 0 ? 'open' : 'cancelled';
  result.filled = decimalOf(filled, sizeDecimals);
  result.average_price = filled === 0 ? null : displayedPrice(Number(value) / filled, priceDecimals);
  result.remaining = decimalOf(Math.max(0, left), sizeDecimals);
}

/** The property of a message that a field of a layout was made of. */
function propertyOf(layout: Layout, field: string): string {
  const properties = COMMAND_FORMS[TYPES.get(layout) ?? '']?.properties ?? {};
  const found = Object.entries(properties).find(([, form]) => 'field' in form && form.field === field);
  return found?.[0] ?? wireName(field);
}
