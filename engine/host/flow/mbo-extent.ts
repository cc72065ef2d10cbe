/** How far a futures order flow file reaches, in its own units: a feed tick is a tick and a contract a lot. */
import { type FlowExtent, OpenTally, roomFor } from './extent.ts';
import type { MboRow } from './mbo.ts';

/** Reads all rows, which are not kept. */
export async function mboExtent(rows: AsyncIterable<MboRow>): Promise<FlowExtent> {
  const open = new OpenTally();
  let count = 0;
  let priceMax = 0;
  let sizeMax = 0;
  for await (const row of rows) {
    count += 1;
    priceMax = Math.max(priceMax, row.price);
    sizeMax = Math.max(sizeMax, row.size);
    if (row.action === 'A' || row.action === 'M') open.state(row.orderId, row.size);
    else if (row.action === 'C') open.reduce(row.orderId, row.size);
    else if (row.action === 'R') open.clear();
  }
  return { rows: count, sizeDecimals: 0, step: 1, priceMax, sizeMax, ordersMax: roomFor(open.peak) };
}
