/** What everybody may ask an exchange. */
import { Http, type HttpOptions } from './http.ts';
import type { Wallet } from './signing/wallet.ts';
import type { Book, BookOrders, Exchange, FaucetAnswer, Market, Trade } from './wire/index.ts';

export class PublicClient {
  readonly http: Http;

  constructor(options: HttpOptions) {
    this.http = new Http(options);
  }

  exchange(): Promise<Exchange> {
    return this.http.get('/v1/exchange');
  }

  async markets(): Promise<Market[]> {
    return (await this.http.get<{ markets: Market[] }>('/v1/markets')).markets;
  }

  market(market: number): Promise<Market> {
    return this.http.get(`/v1/markets/${market}`);
  }

  /** Asks a demo exchange for money for a wallet, which opens an account where there is none. */
  askFaucet({ kind, identity }: Pick<Wallet, 'kind' | 'identity'>): Promise<FaucetAnswer> {
    return this.http.post('/v1/faucet', JSON.stringify({ kind, identity }));
  }

  /** The best levels of each side, best first. */
  book(market: number, levels = 50): Promise<Book> {
    return this.http.get(`/v1/markets/${market}/book?levels=${levels}`);
  }

  /** Every order in the order in which it trades. */
  bookOrders(market: number): Promise<BookOrders> {
    return this.http.get(`/v1/markets/${market}/orders`);
  }

  /** The newest first. */
  async trades(market: number, limit = 100): Promise<Trade[]> {
    return (await this.http.get<{ trades: Trade[] }>(`/v1/markets/${market}/trades?limit=${limit}`)).trades;
  }
}
