/**
 * The fields of the order commands in the input, each as a view of its own: `market[at]` is the market of the
 * placeOrder that begins at the word `at`. Compiled code that has checked an index for one view does not check it again
 * for another of the same length, which an index that differs for every field would need. A function that reads a
 * command masks its index with COMMAND_INDEX_MASK once.
 */
import { fieldView } from './input-buffer.ts';
import { amendOrder, cancelOrder, placeOrder, replaceOrder } from './schema/command.ts';
import { wordOf } from './schema/layout.ts';

/** Of a placeOrder; replaceOrder has the same, and two that are reserved in a placeOrder. */
export function placeFields(input: Int32Array) {
  const view = (name: Parameters<typeof wordOf<typeof placeOrder.specs>>[1]): Int32Array =>
    fieldView(input, wordOf(placeOrder, name));
  return {
    account: view('account'),
    market: view('market'),
    price: view('price'),
    size: view('size'),
    displaySize: view('displaySize'),
    expiryLow: view('expiry'),
    expiryHigh: fieldView(input, wordOf(placeOrder, 'expiry') + 1),
    /** The four bytes side, order type, time in force and self-trade mode. */
    terms: view('side'),
    flags: view('flags'),
    orderGroup: view('orderGroup'),
    /** The builder, plus one, and its rate. */
    builder: view('builder'),
    builderRate: view('builderFee'),
    slippage: view('slippage'),
    replacedLow: fieldView(input, wordOf(replaceOrder, 'replaced')),
    replacedHigh: fieldView(input, wordOf(replaceOrder, 'replaced') + 1),
  };
}

/** Of an amendOrder; cancelOrder has its order at the same place, and both their account where a placeOrder has it. */
export function amendFields(input: Int32Array) {
  return {
    orderLow: fieldView(input, wordOf(cancelOrder, 'order')),
    orderHigh: fieldView(input, wordOf(cancelOrder, 'order') + 1),
    price: fieldView(input, wordOf(amendOrder, 'price')),
    size: fieldView(input, wordOf(amendOrder, 'size')),
    displaySize: fieldView(input, wordOf(amendOrder, 'displaySize')),
    expiryLow: fieldView(input, wordOf(amendOrder, 'expiry')),
    expiryHigh: fieldView(input, wordOf(amendOrder, 'expiry') + 1),
  };
}
