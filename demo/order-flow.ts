/** The order flow that the traders of the demo play, and the market that it needs. */
import type { FlowRow } from '@intelligent-ledger/agents';
import {
  exchangeName,
  inCents,
  type MboRow,
  marketTermsFor,
  mboExtent,
  sessionSource,
} from '@intelligent-ledger/engine/host';
import type { DemoMarket } from '@intelligent-ledger/server';

/** A tick of the flow is a quarter dollar. */
const CENTS_PER_FEED_TICK = 25;
const CENTS = 100;
const SYMBOL = 'FLOW-PERP';
/** A market outlives its flow: prices may go so many times as high, where such prices can be. */
const PRICE_ROOM = 2;
const ACTIONS: Readonly<Record<MboRow['action'], FlowRow['action'] | null>> = {
  ...{ A: 'add', M: 'modify', C: 'cancel', T: 'trade', R: 'clear' },
  // What makers filled, the exchange says itself.
  F: null,
};

export interface DemoFlow {
  /** A sentence that says what it is. */
  readonly words: string;
  /** Of the exchange that plays it: where it comes from, and some digits of what it is. */
  readonly name: string;
  readonly rows: readonly FlowRow[];
  readonly market: DemoMarket;
}

/** The first recorded flow below a directory; one made from the seed where there is none, or a seed is given. */
export async function demoFlow(directory: string, seed: number | null): Promise<DemoFlow> {
  const source = await sessionSource(directory, seed);
  const extent = inCents(await mboExtent(each(source.rows)));
  const roomy = { ...extent, priceMax: extent.priceMax * PRICE_ROOM };
  const { sizeDecimals, bands, maxPrice, maxSize } = marketTermsFor(source.name, roomy);
  const rows = source.rows.flatMap(flowRows);
  const first = rows.find(({ action }) => action === 'add');
  const mark = Math.round(Number(first?.price ?? 0) * CENTS);
  const market = { symbol: SYMBOL, sizeDecimals, bands, maxPrice, maxSize, mark };
  return { words: source.words, name: exchangeName(source), rows, market };
}

function flowRows({ action, side, orderId, price, size, timeMicros }: MboRow): FlowRow[] {
  const word = ACTIONS[action];
  // A trade without a side is one of the feed's opening auction, which this market has not.
  if (word === null || (word === 'trade' && side === 'N')) return [];
  const cents = price * CENTS_PER_FEED_TICK;
  const dollars = `${Math.floor(cents / CENTS)}.${String(cents % CENTS).padStart(2, '0')}`.replace(/\.?0+$/, '');
  return [{ timeMicros, action: word, id: orderId, side: side === 'B' ? 'buy' : 'sell', price: dollars, size }];
}

async function* each(rows: readonly MboRow[]): AsyncGenerator<MboRow> {
  yield* rows;
}
