/** Commands that show what happens, as it happens. */
import { type PublicClient, StreamClient, type StreamFrame, Unreachable } from '@intelligent-ledger/client';
import { type CliCommand, UsageFault } from '../command.ts';
import { wholeNumber } from '../market-of.ts';

const text = { type: 'string' } as const;
const WAIT_SECONDS = 60;
const PAUSE_MILLIS = 250;
const MILLIS = 1_000;
const STREAM = /^(book|book_orders|trades|orders):(0|[1-9][0-9]*)$/;

export const WATCHING: Readonly<Record<string, CliCommand>> = {
  wait: {
    usage: 'wait [SECONDS]',
    about:
      'comes back once the exchange answers and somebody buys and sells in each market; fails after so long, or 60',
    words: [0, 1],
    run: async ({ client }, [word]) => {
      const endsAt = performance.now() + MILLIS * (word === undefined ? WAIT_SECONDS : wholeNumber('the time', word));
      for (;;) {
        try {
          const { waiting, exchange } = await readiness(client);
          if (waiting.length === 0) return exchange;
          if (performance.now() > endsAt) throw new Unreachable(`nobody trades in ${waiting.join(', ')}`);
        } catch (error) {
          if (!(error instanceof Unreachable) || performance.now() > endsAt) throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS));
      }
    },
  },
  watch: {
    usage: 'watch STREAM [--after SEQUENCE] [--frames N]',
    about: 'every frame of book:MARKET, book_orders:MARKET, trades:MARKET or orders:ACCOUNT, until it is stopped',
    options: { after: text, frames: text },
    words: [1, 1],
    run: async (context, [stream = ''], { after, frames }) => {
      if (!STREAM.test(stream)) throw new UsageFault(`'${stream}' is no stream`);
      const left = typeof frames === 'string' ? wholeNumber('--frames', frames) : Number.POSITIVE_INFINITY;
      const from = typeof after === 'string' ? wholeNumber('--after', after) : undefined;
      const readToken = async () => (await context.trader()).readToken();
      const client = new StreamClient({ url: context.url, ...(stream.startsWith('orders:') ? { readToken } : {}) });
      await new Promise<void>((resolve) => {
        let shown = 0;
        const take = (frame: StreamFrame) => {
          if (shown < left) context.show(frame);
          shown += 1;
          if (shown >= left) resolve();
        };
        client.follow(stream, take, from);
      });
      client.close();
      return undefined;
    },
  },
};

/** The exchange, and the markets that lack somebody on a side. */
async function readiness(client: PublicClient) {
  const exchange = await client.exchange();
  const waiting: string[] = [];
  for (const { market, symbol } of await client.markets()) {
    const { bids, asks } = await client.book(market, 1);
    if (bids.length === 0 || asks.length === 0) waiting.push(symbol);
  }
  return { exchange, waiting };
}
