/** The layouts of the records of single orders: how they come, trade, change and go. */
import { ORDER_FLAG_NAMES, ORDER_TYPE_NAMES, SELF_TRADE_NAMES, SIDE_NAMES, TIME_IN_FORCE_NAMES } from './command.ts';
import { defineLayout } from './layout.ts';
import { head } from './record-head.ts';

export const orderPlaced = defineLayout({
  name: 'orderPlaced',
  number: 16,
  version: 1,
  byteLength: 96,
  doc: 'An order was accepted. Its fills follow; what is neither filled nor cancelled by then rests.',
  fields: {
    ...head,
    order: { kind: 'u64', doc: 'Number of the order.' },
    account: { kind: 'u32', doc: 'Account of the order.' },
    market: { kind: 'u32', doc: 'Number of the market.' },
    price: { kind: 'u32', doc: 'Price as placed, in ticks.' },
    size: { kind: 'u32', doc: 'Size, in lots.' },
    expiry: { kind: 'u64', doc: 'Time from which the order is dead; 0 is never.' },
    clientOrderId: { kind: 'bytes', length: 16, doc: 'Name given by the client.' },
    key: { kind: 'u32', doc: 'Agent key that placed it.' },
    session: { kind: 'u32', doc: 'Session that placed it.' },
    displaySize: { kind: 'u32', doc: 'Lots shown at a time; 0 shows all.' },
    side: { kind: 'u8', names: SIDE_NAMES, doc: 'Buy or sell.' },
    orderType: { kind: 'u8', names: ORDER_TYPE_NAMES, doc: 'Type of the order.' },
    timeInForce: { kind: 'u8', names: TIME_IN_FORCE_NAMES, doc: 'As placed.' },
    selfTrade: { kind: 'u8', names: SELF_TRADE_NAMES, doc: 'As placed.' },
    flags: { kind: 'u32', names: ORDER_FLAG_NAMES, mask: 3, doc: 'As placed.' },
    slippage: { kind: 'u32', doc: 'As placed.' },
  },
});

export const orderFilled = defineLayout({
  name: 'orderFilled',
  number: 17,
  version: 1,
  byteLength: 80,
  doc: 'A maker and a taker traded at the maker price.',
  fields: {
    ...head,
    maker: { kind: 'u64', doc: 'Order that rested.' },
    taker: { kind: 'u64', doc: 'Order that arrived.' },
    fill: { kind: 'u64', doc: 'Number of the fill, from 1 over all markets.' },
    market: { kind: 'u32', doc: 'Number of the market.' },
    price: { kind: 'u32', doc: 'Price, in ticks.' },
    size: { kind: 'u32', doc: 'Size, in lots.' },
    makerAccount: { kind: 'u32', doc: 'Account of the maker.' },
    takerAccount: { kind: 'u32', doc: 'Account of the taker.' },
    makerRemaining: { kind: 'u32', doc: 'Lots of the maker that still rest, hidden ones included; 0 closes it.' },
    takerSide: { kind: 'u32', names: SIDE_NAMES, doc: 'Side of the taker.' },
  },
});

export const orderCancelled = defineLayout({
  name: 'orderCancelled',
  number: 18,
  version: 1,
  byteLength: 48,
  doc: 'What remained of an order left the book, or never came into it, for the reason in `code`.',
  fields: {
    ...head,
    order: { kind: 'u64', doc: 'Number of the order.' },
    account: { kind: 'u32', doc: 'Account of the order.' },
    market: { kind: 'u32', doc: 'Number of the market.' },
    remaining: { kind: 'u32', doc: 'Lots that were cancelled.' },
  },
});

export const orderAmended = defineLayout({
  name: 'orderAmended',
  number: 19,
  version: 1,
  byteLength: 72,
  doc: 'An order was amended. Unless it kept its place it is now last at its price; its fills, if any, follow.',
  fields: {
    ...head,
    order: { kind: 'u64', doc: 'Number of the order.' },
    account: { kind: 'u32', doc: 'Account of the order.' },
    market: { kind: 'u32', doc: 'Number of the market.' },
    price: { kind: 'u32', doc: 'Limit price, in ticks.' },
    size: { kind: 'u32', doc: 'Total size with what has filled, in lots.' },
    expiry: { kind: 'u64', doc: 'Time from which the order is dead; 0 is never.' },
    displaySize: { kind: 'u32', doc: 'Lots shown at a time; 0 shows all.' },
    remaining: { kind: 'u32', doc: 'Lots that have not filled.' },
    keptPlace: { kind: 'u32', doc: '1 when the place in the queue was kept.' },
  },
});

export const orderDecremented = defineLayout({
  name: 'orderDecremented',
  number: 20,
  version: 1,
  byteLength: 64,
  doc: 'A maker and a taker of one owner met in the mode `decrement`: both lost the same lots, and nothing traded.',
  fields: {
    ...head,
    maker: { kind: 'u64', doc: 'Order that rested.' },
    taker: { kind: 'u64', doc: 'Order that arrived.' },
    market: { kind: 'u32', doc: 'Number of the market.' },
    size: { kind: 'u32', doc: 'Lots that both lost, of their total size too.' },
    makerAccount: { kind: 'u32', doc: 'Account of the maker.' },
    takerAccount: { kind: 'u32', doc: 'Account of the taker.' },
    makerRemaining: { kind: 'u32', doc: 'Lots of the maker that still rest; 0 closes it.' },
    takerRemaining: { kind: 'u32', doc: 'Lots of the taker that are left; 0 closes it.' },
  },
});

export const selfTradeSet = defineLayout({
  name: 'selfTradeSet',
  number: 21,
  version: 1,
  byteLength: 32,
  doc: 'What the orders of an account that name no self-trade prevention take for theirs from now on.',
  fields: {
    ...head,
    account: { kind: 'u32', doc: 'Number of the account.' },
    selfTrade: { kind: 'u32', names: SELF_TRADE_NAMES, doc: 'The default.' },
  },
});

export const messageOpened = defineLayout({
  name: 'messageOpened',
  number: 22,
  version: 1,
  byteLength: 48,
  doc: 'A message of several commands began.',
  fields: {
    ...head,
    nonce: { kind: 'u64', doc: 'The nonce that it spent.' },
    account: { kind: 'u32', doc: 'Account of the message.' },
    key: { kind: 'u32', doc: 'Key that signed it; 0 is the owner itself.' },
    commands: { kind: 'u32', doc: 'How many commands follow at most.' },
  },
});

export const orderKnown = defineLayout({
  name: 'orderKnown',
  number: 23,
  version: 1,
  byteLength: 64,
  doc: 'The command repeats one that was accepted: nothing happened again, and this is what became of its order.',
  fields: {
    ...head,
    order: { kind: 'u64', doc: 'Number of the order.' },
    account: { kind: 'u32', doc: 'Account of the order.' },
    isOpen: { kind: 'u32', doc: '1 while the order is open. What follows is zero when it is not.' },
    price: { kind: 'u32', doc: 'Limit price now, in ticks.' },
    size: { kind: 'u32', doc: 'Total size now, in lots.' },
    remaining: { kind: 'u32', doc: 'Lots that remain.' },
  },
});
