/** A client that follows streams over all kills, and is compared at the end with what a new one reads. */
import { BookCopy, StreamClient, type Trader } from '@intelligent-ledger/client';
import type { BookFrame, Market, OrderEvent, OrdersFrame, TradesFrame } from '@intelligent-ledger/client/wire';

export class Watcher {
  readonly events: OrderEvent[] = [];
  readonly trades: number[] = [];
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
    const trade = ({ trades }: TradesFrame) => void this.trades.push(...trades.map(({ fill }) => fill));
    this.client.follow<TradesFrame>('trades:0', trade, after);
    this.client.follow<BookFrame>('book:0', (frame) => {
      if (!this.book.take(frame)) this.wrongBooks += 1;
    });
  }

  /** Comes back once it has seen an event of a place in the log, and so many trades. */
  async whenAt(sequence: number, trades: number): Promise<void> {
    const isThere = () => (this.events.at(-1)?.seq ?? 0) >= sequence && this.trades.length >= trades;
    while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  close(): void {
    this.client.close();
  }
}
