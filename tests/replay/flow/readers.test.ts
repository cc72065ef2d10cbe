/**
 * Tests of the readers of order flow: what they accept in which form, and which line they blame for what they do not.
 */
import { gzipSync } from 'node:zlib';
import {
  bestQuotes,
  FlowFault,
  l2Extent,
  l2Rows,
  lobsterExtent,
  lobsterMessages,
  mboExtent,
  mboRows,
  preexistingOrders,
} from '@intelligent-ledger/engine/host';
import { expect, test } from 'vitest';
import { writtenFile } from '../written-file.ts';

const MBO_HEADER = 'ts_event_ns,seq,action,side,price_ticks,size,order_id,flags';
const MBO_ROW = '1703545200157229399,6257,A,B,19188,2,18446744073709551615,130';
const MESSAGE_HEADER = 'time_s,type,order_id,size,price_1e4,side';
const L2_HEADER = 'local_ns,kind,exch_ms,side,price,qty,update_id';

async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const list: Row[] = [];
  for await (const row of rows) list.push(row);
  return list;
}

/** The fault of reading a file, without the path in front. */
async function faultOf(read: (path: string) => AsyncIterable<unknown>, path: string): Promise<string> {
  const error = await all(read(path)).then(
    () => 'no fault',
    (fault: unknown) => fault,
  );
  expect(error).toBeInstanceOf(FlowFault);
  const { message } = error as FlowFault;
  expect(message.startsWith(path)).toBe(true);
  return message.slice(path.length);
}

test('plain and gzip files give the same rows, told apart by their content and not their name', async () => {
  const text = `${MBO_HEADER}\n${MBO_ROW}\n`;
  const rows = await all(mboRows(writtenFile('flow.csv', text)));
  expect(rows).toEqual([
    {
      line: 2,
      timeNanos: '1703545200157229399',
      timeMicros: 1_703_545_200_157_229,
      seq: 6_257,
      action: 'A',
      side: 'B',
      price: 19_188,
      size: 2,
      orderId: '18446744073709551615',
      isSnapshot: false,
    },
  ]);
  expect(await all(mboRows(writtenFile('flow.csv.gz', text)))).toEqual(rows);
  expect(await all(mboRows(writtenFile('flow.csv', gzipSync(text))))).toEqual(rows);
});

test('columns are found by name in any order, among others, with either line ending and a mark in front', async () => {
  const text = `\uFEFFflags,order_id,venue,size,price_ticks,side,action,seq,ts_event_ns\r\n40,7,X,3,5,A,M,9,1000\r\n`;
  const [row] = await all(mboRows(writtenFile('flow.csv', text)));
  expect(row).toMatchObject({ orderId: '7', size: 3, price: 5, side: 'A', action: 'M', seq: 9, isSnapshot: true });
});

test('the last line needs no line break, and empty lines are allowed at the end only', async () => {
  expect(await all(mboRows(writtenFile('flow.csv', `${MBO_HEADER}\n${MBO_ROW}`)))).toHaveLength(1);
  expect(await all(mboRows(writtenFile('flow.csv', `${MBO_HEADER}\n${MBO_ROW}\n\n\n`)))).toHaveLength(1);
  const path = writtenFile('flow.csv', `${MBO_HEADER}\n\n${MBO_ROW}\n`);
  expect(await faultOf(mboRows, path)).toBe(', line 2: the line is empty');
});

test('rows that span the chunks of a file are whole', async () => {
  const count = 20_000;
  const lines = Array.from({ length: count }, (_, at) => `${at}000,${at},A,B,${at + 1},1,${at},0`);
  const rows = await all(mboRows(writtenFile('flow.csv', [MBO_HEADER, ...lines, ''].join('\n'))));
  expect(rows).toHaveLength(count);
  expect(rows.every((row, at) => row.orderId === String(at) && row.price === at + 1)).toBe(true);
});

test('a malformed table is refused with its line', async () => {
  const fault = (text: string) => faultOf(mboRows, writtenFile('flow.csv', text));
  expect(await fault('')).toBe(': the file is empty');
  expect(await fault('ts_event_ns,seq\n')).toContain(', line 1: no column is named action');
  expect(await fault(`${MBO_HEADER},seq\n`)).toBe(', line 1: two columns are named seq');
  expect(await fault(`${MBO_HEADER}\n${MBO_ROW}\n1,2,3\n`)).toBe(', line 3: the row has 3 fields, the header 8');
  expect(await fault(`${MBO_HEADER}\n"1",2,A,B,1,1,1,0\n`)).toContain(', line 2: the line has quotes');
  expect(await fault(`${MBO_HEADER}\n${'1'.repeat(70_000)}\n`)).toContain(', line 2: the line is too long');
});

test('a file that is not there, or a gzip that is cut off, is refused', async () => {
  expect(await faultOf(mboRows, 'no-such-file.csv')).toContain('cannot be read');
  const whole = gzipSync(`${MBO_HEADER}\n${`${MBO_ROW}\n`.repeat(9)}`);
  const cut = writtenFile('flow.csv.gz', whole.subarray(0, whole.length - 9));
  expect(await faultOf(mboRows, cut)).toContain('cannot be read');
});

test.each([
  ['x,1,A,B,5,1,7,0', "ts_event_ns is 'x'"],
  ['1,-1,A,B,5,1,7,0', "seq is '-1'"],
  ['1,1,X,B,5,1,7,0', "action is 'X'"],
  ['1,1,AM,B,5,1,7,0', "action is 'AM'"],
  ['1,1,A,X,5,1,7,0', "side is 'X'"],
  ['1,1,A,N,5,1,7,0', 'a row with action A needs a side'],
  ['1,1,A,B,5.5,1,7,0', "price_ticks is '5.5'"],
  ['1,1,A,B,-5,1,7,0', "price_ticks is '-5'"],
  ['1,1,A,B,0,1,7,0', "price_ticks is '0'"],
  ['1,1,A,B,1000000000,1,7,0', "price_ticks is '1000000000'"],
  ['1,1,A,B,5,0,7,0', "size is '0'"],
  ['1,1,C,B,5,1e3,7,0', "size is '1e3'"],
  ['1,1,A,B,5,2147483648,7,0', "size is '2147483648'"],
  ['1,1,A,B,5,1,,0', 'order_id is empty'],
  ['1,1,A,B,5,1,7,256', "flags is '256'"],
])('futures row %s is refused', async (row, why) => {
  expect(await faultOf(mboRows, writtenFile('flow.csv', `${MBO_HEADER}\n${MBO_ROW}\n${row}\n`))).toContain(
    `, line 3: ${why}`,
  );
});

test('a clear has no price, a sideless trade needs none, and a modification may leave nothing', async () => {
  const rows = ['1,1,R,N,,,,8', '1,2,T,N,,0,7,0', '1,3,M,B,5,0,7,0', '1,4,F,N,x,1,7,0'];
  const read = await all(mboRows(writtenFile('flow.csv', [MBO_HEADER, ...rows].join('\n'))));
  expect(read.map(({ action, price, size }) => [action, price, size])).toEqual([
    ['R', 0, 0],
    ['T', 0, 0],
    ['M', 5, 0],
    ['F', 0, 1],
  ]);
});

test('a futures file asks for as many orders as are open at once, and some more', async () => {
  const rows = ['1,1,A,B,5,9,1,0', '1,1,A,A,8,3,2,0', '1,1,C,B,5,4,1,0', '1,1,C,A,8,3,2,0', '1,1,M,A,900,3,3,0'];
  const path = writtenFile('flow.csv', [MBO_HEADER, ...rows].join('\n'));
  const extent = await mboExtent(mboRows(path));
  expect(extent).toEqual({ rows: 5, sizeDecimals: 0, step: 1, priceMax: 900, sizeMax: 9, ordersMax: 1_027 });
});

test('equity messages keep side and price of the order that rests, and times to the microsecond', async () => {
  const rows = ['34200.004241176,1,7,18,5853300,1', '35821.088778456004,4,7,8,5853300,1', '35822,5,0,8,0,-1'];
  const path = writtenFile('messages.csv', [MESSAGE_HEADER, ...rows].join('\n'));
  expect(await all(lobsterMessages(path))).toEqual([
    { line: 2, timeMicros: 34_200_004_241, kind: 'add', orderId: '7', isBuy: true, price: 5_853_300, size: 18 },
    { line: 3, timeMicros: 35_821_088_778, kind: 'execute', orderId: '7', isBuy: true, price: 5_853_300, size: 8 },
    { line: 4, timeMicros: 35_822_000_000, kind: 'none', orderId: '', isBuy: false, price: 0, size: 0 },
  ]);
  const extent = await lobsterExtent([], lobsterMessages(path));
  expect(extent).toMatchObject({ sizeDecimals: 2, step: 100, priceMax: 5_853_300, sizeMax: 1_800 });
});

test.each([
  ['34200.0,8,7,18,5853300,1', "type is '8'"],
  ['09:30,1,7,18,5853300,1', "time_s is '09:30'"],
  ['34200.0,1,7,18,5853300,2', "side is '2'"],
  ['34200.0,1,7,18,-1,1', "price_1e4 is '-1'"],
  ['34200.0,1,7,0,5853300,1', "size is '0'"],
  ['34200.0,1,,1,5853300,1', 'order_id is empty'],
])('equity message %s is refused', async (row, why) => {
  const path = writtenFile('messages.csv', `${MESSAGE_HEADER}\n${row}\n`);
  expect(await faultOf(lobsterMessages, path)).toContain(`, line 2: ${why}`);
});

test('a price of a fraction of a cent makes the step a ten-thousandth of a dollar', async () => {
  const path = writtenFile('messages.csv', `${MESSAGE_HEADER}\n1,1,7,18,5853300,1\n1,1,8,18,5853350,-1\n`);
  expect((await lobsterExtent([], lobsterMessages(path))).step).toBe(1);
});

test('pre-existing orders come in the order in which they enter', async () => {
  const text = 'order_id,size,price_1e4,side,insert_before_row\n1,5,100,1,9\n2,5,100,-1,0\n3,5,100,1,9\n';
  const orders = await preexistingOrders(writtenFile('orders.csv', text));
  expect(orders.map(({ orderId, beforeRow }) => [orderId, beforeRow])).toEqual([
    ['2', 0],
    ['1', 9],
    ['3', 9],
  ]);
});

test('a side without quotes is zero, however the file writes it', async () => {
  const text = 'ask_1e4,ask_size,bid_1e4,bid_size\n9999999999,0,5853300,18\n5859400,200,-9999999999,0\n';
  expect(await all(bestQuotes(writtenFile('bbo.csv', text)))).toEqual([
    { askPrice: 0, askSize: 0, bidPrice: 5_853_300, bidSize: 18 },
    { askPrice: 5_859_400, askSize: 200, bidPrice: 0, bidSize: 0 },
  ]);
});

test('depth prices and quantities are exact millionths', async () => {
  const path = writtenFile(
    'l2.csv',
    `${L2_HEADER}\n1723161255030314667,D,1723161256298,b,58710.20,0.014,5123107837557\n`,
  );
  expect(await all(l2Rows(path))).toEqual([
    {
      line: 2,
      timeMicros: 1_723_161_255_030_314,
      kind: 'D',
      isBid: true,
      priceMicros: 58_710_200_000,
      quantityMicros: 14_000,
      updateId: 5_123_107_837_557,
    },
  ]);
});

test.each([
  ['1,X,1,b,1.0,1.0,1', "kind is 'X'"],
  ['x,D,1,b,1.0,1.0,1', "local_ns is 'x'"],
  ['1,D,1,c,1.0,1.0,1', "side is 'c'"],
  ['1,D,1,b,0.00,1.0,1', "price is '0.00'"],
  ['1,D,1,b,1.0000001,1.0,1', "price is '1.0000001'"],
  ['1,D,1,b,1.0,-1.0,1', "qty is '-1.0'"],
  ['1,D,1,b,1.0,1.0,1.5', "update_id is '1.5'"],
])('depth row %s is refused', async (row, why) => {
  expect(await faultOf(l2Rows, writtenFile('l2.csv', `${L2_HEADER}\n${row}\n`))).toContain(`, line 2: ${why}`);
});

test('the units of a depth market are the coarsest that hold every price and quantity exactly', async () => {
  const extentOf = (...rows: string[]) => {
    const path = writtenFile('l2.csv', [L2_HEADER, ...rows].join('\n'));
    return l2Extent(path, l2Rows(path));
  };
  const bitcoin = await extentOf('1,S,1,b,61800.20,2.909,7', '1,D,1,a,61800.30,0.000,8', '1,T,1,a,1.123456,1.0,9');
  expect(bitcoin).toMatchObject({ sizeDecimals: 3, step: 100, priceMax: 61_800_300, sizeMax: 2_909, snapshots: [7] });
  const cheap = await extentOf('1,S,1,b,0.12345,7000,7');
  expect(cheap).toMatchObject({ sizeDecimals: 0, step: 10, priceMax: 123_450, sizeMax: 7_000 });
  // Whole quantities of what costs much: more size decimals than needed, so that prices stay below 1e9 ticks.
  expect(await extentOf('1,S,1,b,61800.2,2,7')).toMatchObject({ sizeDecimals: 2, priceMax: 618_002_000, sizeMax: 200 });
  await expect(extentOf('1,S,1,b,61800.23,0.00001,7')).rejects.toThrow(
    'with 2 decimals and quantities with 5 do not fit',
  );
});
