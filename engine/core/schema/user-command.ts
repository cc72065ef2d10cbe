/** The layouts of the commands that users send. All go on with the same head after that of every command. */
import { head } from './command-head.ts';
import {
  BUILDER_RATE_MAX,
  CANCEL_FILTER_NAMES,
  FILL_LIMIT_MAX,
  MESSAGE_COMMANDS_MAX,
  ORDER_FLAG_NAMES,
  ORDER_TYPE_NAMES,
  PRICE_TICKS_MAX,
  RATE_ONE,
  SELF_TRADE_NAMES,
  SIDE_NAMES,
  SIZE_LOTS_MAX,
  TIME_IN_FORCE_NAMES,
  WINDOW_MILLIS_MAX,
} from './command-terms.ts';
import { defineLayout, type FieldSpecs } from './layout.ts';

/** With what every command of a user begins. */
export const userHead = {
  ...head,
  account: { kind: 'u32', doc: 'The account that the command acts for.' },
  validUntil: { kind: 'u64', doc: 'Time in microseconds at which the command is dead; at most sixty seconds ahead.' },
  nonce: { kind: 'u64', doc: 'Number of the message under its key, spent once; in a message the place, from 1 to 63.' },
  key: { kind: 'u32', doc: 'Agent key that signed; 0 is the owner itself.' },
  session: { kind: 'u32', doc: 'Session that sent the command; 0 is none.' },
} as const satisfies FieldSpecs;

/** What placeOrder and replaceOrder say about the new order, at the same places. */
const orderTerms = {
  market: { kind: 'u32', doc: 'Number of the market.' },
  price: {
    kind: 'u32',
    min: 1,
    max: PRICE_TICKS_MAX,
    doc: 'Limit price, in ticks; of a market order the worst that it takes, on the step table or not.',
  },
  size: { kind: 'u32', min: 1, max: SIZE_LOTS_MAX, doc: 'Size, in lots.' },
  displaySize: { kind: 'u32', max: SIZE_LOTS_MAX, doc: 'Lots shown at a time; 0 shows all.' },
  expiry: { kind: 'u64', doc: 'Time in microseconds from which the order is dead; 0 is never.' },
  side: { kind: 'u8', min: 1, max: 2, names: SIDE_NAMES, doc: 'Buy or sell.' },
  orderType: { kind: 'u8', min: 1, max: 2, names: ORDER_TYPE_NAMES, doc: 'Type of the order.' },
  timeInForce: {
    kind: 'u8',
    min: 1,
    max: 3,
    names: TIME_IN_FORCE_NAMES,
    doc: 'What becomes of what does not match at once.',
  },
  selfTrade: {
    kind: 'u8',
    max: 4,
    names: SELF_TRADE_NAMES,
    doc: 'What happens when the order, as taker, would meet one of the same owner.',
  },
  flags: {
    kind: 'u32',
    mask: 3,
    names: ORDER_FLAG_NAMES,
    doc: 'Post-only: rejected if it would match at once. Reduce-only: never makes a position larger.',
  },
  clientOrderId: { kind: 'bytes', length: 16, doc: 'Name that the client gives the order; zeros are none.' },
  triggerPrice: { kind: 'u32', max: 0, doc: 'Mark price that activates the order; 0 is none.' },
  orderGroup: { kind: 'u32', doc: 'Order group of the account, whose fills have a common limit; 0 is none.' },
  builder: { kind: 'u32', doc: 'Owner that receives the builder fee, plus one; 0 is none.' },
  builderFee: { kind: 'u32', max: BUILDER_RATE_MAX, doc: 'Builder fee rate, in 1e-8.' },
  slippage: {
    kind: 'u32',
    max: RATE_ONE,
    doc: 'Of a market order: how far beyond the best opposite price it goes, in millionths of that; 0 is no bound.',
  },
} as const satisfies FieldSpecs;

export const placeOrder = defineLayout({
  name: 'placeOrder',
  number: 16,
  version: 1,
  byteLength: 128,
  doc:
    'Places an order. It matches what it crosses, in price-time order, and the rest of it rests, or is cancelled ' +
    'where its time in force says so.',
  fields: {
    ...userHead,
    ...orderTerms,
  },
});

export const cancelOrder = defineLayout({
  name: 'cancelOrder',
  number: 17,
  version: 1,
  byteLength: 64,
  doc: 'Takes an order of the account out of the book, by its number. Works in every market state.',
  fields: {
    ...userHead,
    order: { kind: 'u64', min: 1, doc: 'Number of the order.' },
  },
});

export const amendOrder = defineLayout({
  name: 'amendOrder',
  number: 18,
  version: 1,
  byteLength: 64,
  doc:
    'States anew the price, total size (fills included), display and expiry of an order. The number stays; the place ' +
    'in the queue stays when price and display size do and the size does not grow.',
  fields: {
    ...userHead,
    order: { kind: 'u64', min: 1, doc: 'Number of the order.' },
    price: { kind: 'u32', min: 1, max: PRICE_TICKS_MAX, doc: 'Limit price, in ticks.' },
    size: { kind: 'u32', min: 1, max: SIZE_LOTS_MAX, doc: 'Total size with what has filled, in lots.' },
    displaySize: { kind: 'u32', max: SIZE_LOTS_MAX, doc: 'Lots shown at a time; 0 shows all.' },
    flags: { kind: 'u32', mask: 0, doc: 'None yet.' },
    expiry: { kind: 'u64', doc: 'Time in microseconds from which the order is dead; 0 is never.' },
  },
});

export const setSelfTrade = defineLayout({
  name: 'setSelfTrade',
  number: 19,
  version: 1,
  byteLength: 64,
  doc: 'Sets what the orders of the account that name no self-trade prevention take for theirs.',
  fields: {
    ...userHead,
    selfTrade: { kind: 'u32', min: 1, max: 4, names: SELF_TRADE_NAMES, doc: 'The default; expire-maker at first.' },
  },
});

export const openMessage = defineLayout({
  name: 'openMessage',
  number: 20,
  version: 1,
  byteLength: 64,
  doc:
    'Begins a message of several commands, whose one nonce it spends. They follow at once, each with the account, ' +
    'key and session of the message and its place as nonce; any other entry ends it.',
  fields: {
    ...userHead,
    commands: { kind: 'u32', min: 1, max: MESSAGE_COMMANDS_MAX, doc: 'How many commands follow.' },
  },
});

export const replaceOrder = defineLayout({
  name: 'replaceOrder',
  number: 21,
  version: 1,
  byteLength: 128,
  doc:
    'Cancels an order of the account and places another, both or neither. The old one is named by its number, or ' +
    'where that is 0 by its client order id.',
  fields: {
    ...userHead,
    ...orderTerms,
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
    replaced: { kind: 'u64', doc: 'Number of the order to cancel; 0 when its client order id names it.' },
    replacedClientOrderId: { kind: 'bytes', length: 16, doc: 'Client order id of the order to cancel; else zeros.' },
  },
});

export const cancelByClientOrderId = defineLayout({
  name: 'cancelByClientOrderId',
  number: 22,
  version: 1,
  byteLength: 64,
  doc: 'Takes an order of the account out of the book, by its client order id. Works in every market state.',
  fields: {
    ...userHead,
    clientOrderId: { kind: 'bytes', length: 16, doc: 'Name that the client gave the order.' },
  },
});

export const cancelOrders = defineLayout({
  name: 'cancelOrders',
  number: 23,
  version: 1,
  byteLength: 64,
  doc:
    'Cancels the open orders that a filter admits: some at once, the rest as queued work. Works in every market ' +
    'state.',
  fields: {
    ...userHead,
    filter: {
      kind: 'u32',
      mask: 31,
      names: CANCEL_FILTER_NAMES,
      doc: 'Of all accounts of the owner, or only of this one; and of those only of a market, key, session or group.',
    },
    market: { kind: 'u32', doc: 'Number of the market, where the filter names it.' },
    ofKey: { kind: 'u32', doc: 'Key that placed the orders, where the filter names it.' },
    ofSession: { kind: 'u32', doc: 'Session that sent the orders, where the filter names it.' },
    ofGroup: { kind: 'u32', doc: 'Order group in which the orders rest, where the filter names it.' },
  },
});

export const scheduleCancel = defineLayout({
  name: 'scheduleCancel',
  number: 24,
  version: 1,
  byteLength: 64,
  doc:
    'Schedules the cancelling of all orders of the account, unless it is put off before: for senders that may fall ' +
    'silent.',
  fields: {
    ...userHead,
    at: { kind: 'u64', doc: 'Time in microseconds, at least five seconds ahead; 0 schedules nothing.' },
  },
});

export const setOrderGroup = defineLayout({
  name: 'setOrderGroup',
  number: 25,
  version: 1,
  byteLength: 64,
  doc: 'Makes an order group of the account, sets it anew, or with a limit of 0 removes it.',
  fields: {
    ...userHead,
    fillLimit: { kind: 'u64', max: FILL_LIMIT_MAX, doc: 'Lots filled in the window at which it trips; 0 removes it.' },
    windowMillis: { kind: 'u32', min: 1, max: WINDOW_MILLIS_MAX, doc: 'The window, in milliseconds.' },
    group: { kind: 'u32', doc: 'Number of the group; 0 makes a new one.' },
  },
});
