/**
 * An account as its owner or one of its keys works with it: signs what is asked, sends it once however often the line
 * breaks, and reads what it may.
 */

import { LIFE_MICROS, nowMicros } from './clock.ts';
import type { HttpOptions } from './http.ts';
import { ApiProblem, Unreachable } from './problem.ts';
import { PublicClient } from './public-client.ts';
import { bytesOfText, hexOf } from './signing/bytes.ts';
import { messageText, tokenText } from './signing/texts.ts';
import type { Wallet } from './signing/wallet.ts';
import type {
  Account,
  Command,
  CommandResult,
  Fill,
  Keys,
  MessageResult,
  Order,
  PlaceOrder,
  Preview,
  Token,
} from './wire/index.ts';

export interface TraderOptions extends HttpOptions {
  readonly wallet: Wallet;
  /** The account; the first that the wallet may act for, unless said otherwise. */
  readonly account?: number;
}

const TOKEN_MICROS = 3_600_000_000;
/** A token is asked for anew so long before it is dead. */
const TOKEN_MARGIN_MICROS = 60_000_000;
const RETRY_MILLIS = 250;
const CLIENT_ORDER_ID_BYTES = 16;

export class Trader extends PublicClient {
  readonly wallet: Wallet;
  /** Identity of the exchange. */
  readonly exchangeId: string;
  readonly account: number;
  /** The key that signs; 0 is the owner. */
  readonly key: number;
  private token: Token;
  private lastNonce = 0;

  private constructor(options: TraderOptions, exchangeId: string, token: Token, account: number) {
    super(options);
    this.wallet = options.wallet;
    this.exchangeId = exchangeId;
    this.token = token;
    this.key = token.key;
    this.account = account;
  }

  /** Opens an account that there is. */
  static async open(options: TraderOptions): Promise<Trader> {
    const client = new PublicClient(options);
    const { exchange } = await client.exchange();
    const token = await askToken(client, exchange, options.wallet);
    const account = options.account ?? token.accounts[0];
    if (account === undefined) throw new Error('the wallet has no account');
    return new Trader(options, exchange, token, account);
  }

  /** Asks a demo exchange for money, which opens an account where there is none, and opens that. */
  static async openDemo(options: TraderOptions): Promise<Trader> {
    await new PublicClient(options).askFaucet(options.wallet);
    return Trader.open(options);
  }

  /** Sends commands as one message under one signature; answers what became of each. */
  async send(...commands: readonly Command[]): Promise<CommandResult[]> {
    return (await this.sendMessage(commands)).results;
  }

  /** The same, with the places in the log. */
  async sendMessage(commands: readonly Command[]): Promise<MessageResult> {
    const validUntil = nowMicros() + LIFE_MICROS;
    const body = this.bodyOf(commands, validUntil);
    const headers = { ...(await this.authorize(body)), 'il-exchange': this.exchangeId };
    for (;;) {
      try {
        return await this.http.post<MessageResult>('/v1/messages', body, headers);
      } catch (error) {
        // The same message again is the same message: it is taken once.
        if (!mayBeSentAgain(error) || nowMicros() > validUntil) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MILLIS));
      }
    }
  }

  accountState(): Promise<Account> {
    return this.read(`/v1/accounts/${this.account}`);
  }

  async openOrders(): Promise<Order[]> {
    return (await this.read<{ orders: Order[] }>(`/v1/accounts/${this.account}/orders`)).orders;
  }

  /** The keys and sessions of the owner, or of the key that reads. */
  keys(): Promise<Keys> {
    return this.read(`/v1/accounts/${this.account}/keys`);
  }

  /** What an order would do; nothing is placed. */
  async preview(order: PlaceOrder): Promise<Preview> {
    const headers = { authorization: `Bearer ${await this.readToken()}` };
    return this.http.post('/v1/preview', JSON.stringify({ account: this.account, order }), headers);
  }

  orderByClientId(clientOrderId: string): Promise<Order> {
    return this.read(`/v1/accounts/${this.account}/client-orders/${clientOrderId}`);
  }

  /** The newest first. */
  async fills(limit = 100): Promise<Fill[]> {
    return (await this.read<{ fills: Fill[] }>(`/v1/accounts/${this.account}/fills?limit=${limit}`)).fills;
  }

  /** A token for reading that lives for a while yet. */
  async readToken(): Promise<string> {
    if (this.token.valid_until - nowMicros() < TOKEN_MARGIN_MICROS) {
      this.token = await askToken(this, this.exchangeId, this.wallet);
    }
    return this.token.token;
  }

  /** The body of a message, with the next nonce. */
  protected bodyOf(commands: readonly Command[], validUntil: number, more: object = {}): string {
    this.lastNonce = Math.max(this.lastNonce + 1, nowMicros());
    const head = { account: this.account, key: this.key, nonce: this.lastNonce, valid_until: validUntil };
    return JSON.stringify({ ...head, ...more, commands: commands.map(named) });
  }

  /** The header that says who sends a body. */
  protected async authorize(body: string): Promise<Record<string, string>> {
    return { 'il-signature': await this.wallet.sign(bytesOfText(messageText(this.exchangeId, body))) };
  }

  private async read<Body>(path: string): Promise<Body> {
    return this.http.get<Body>(path, { authorization: `Bearer ${await this.readToken()}` });
  }
}

async function askToken({ http }: PublicClient, exchange: string, wallet: Wallet): Promise<Token> {
  const { kind, identity } = wallet;
  const valid_until = nowMicros() + TOKEN_MICROS;
  const signature = await wallet.sign(bytesOfText(tokenText(exchange, identity, valid_until)));
  return http.post<Token>('/v1/tokens', JSON.stringify({ kind, identity, valid_until, signature }));
}

/**
 * An order without a name gets one, so that one that is sent again over a restart of the exchange is the same order.
 */
function named(command: Command): Command {
  const isOrder = command.type === 'place_order' || command.type === 'replace_order';
  if (!isOrder || command.client_order_id !== undefined) return command;
  return { ...command, client_order_id: hexOf(crypto.getRandomValues(new Uint8Array(CLIENT_ORDER_ID_BYTES))) };
}

function mayBeSentAgain(error: unknown): boolean {
  if (error instanceof Unreachable) return true;
  return error instanceof ApiProblem && (error.problem.name === 'engine_ended' || error.problem.name === 'not_serving');
}
