/** A client that follows streams over all kills, and is compared at the end with what a new one reads. */
import { BookCopy, StreamClient, type Trader } from '@intelligent-ledger/client';
import type { BookFrame, Market, OrderEvent, OrdersFrame, Trade, TradesFrame } from '@intelligent-ledger/client/wire';

const LOOK_MILLIS = 10;
/** An exchange that runs has sent everything that a client missed long before. */
const LOOKS_MAX = 6_000;

/** A client that follows did not see what was there to see. */
class StreamIncomplete extends Error {}

export class Watcher {
  readonly events: OrderEvent[] = [];
  readonly trades: Trade[] = [];
  /** Frames of the book whose checksum was not that of the copy. */
  wrongBooks = 0;
  private readonly book: BookCopy;
  private readonly client: StreamClient;
  private readonly stream: string;

  constructor(url: string, trader: Trader, market: Market, after: number) {
    this.book = new BookCopy(market);
    this.stream = `orders:${trader.account}`;
    this.client = new StreamClient({ url, readToken: () => trader.readToken() });
    const take = ({ events }: OrdersFrame) => void this.events.push(...events);
    this.client.follow<OrdersFrame>(this.stream, take, after);
    const trade = ({ trades }: TradesFrame) => void this.trades.push(...trades);
    this.client.follow<TradesFrame>('trades:0', trade, after);
    this.client.follow<BookFrame>('book:0', (frame) => {
      if (!this.book.take(frame)) this.wrongBooks += 1;
    });
  }

  /**
   * Comes back once it has seen an event and a trade of a place in the log: each stream is behind the other for as
   * long as it is read again from the journal. Fails with `StreamIncomplete` where they never come.
   */
  async whenAt(sequence: number): Promise<void> {
    const hasSeen = (said: readonly { readonly seq: number }[]) => (said.at(-1)?.seq ?? 0) >= sequence;
    for (let looks = 0; !hasSeen(this.events) || !hasSeen(this.trades); looks += 1) {
      if (looks === LOOKS_MAX) throw new StreamIncomplete(`no event and trade at ${sequence}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MILLIS));
    }
  }

  close(): void {
    this.client.close();
  }
}
