/** All that the doors of the gateway share: views of the exchange, who may do what, and the way to the engine. */
import type { EnginePort } from '@intelligent-ledger/engine/client-port';
import { MessageDoor } from './accept/accept-message.ts';
import { isLiveCancel } from './accept/live-cancel.ts';
import { SessionSecrets } from './accept/session-secrets.ts';
import { Submitter } from './accept/submitter.ts';
import { Tokens } from './accept/tokens.ts';
import { RecordFeed } from './exchange/record-feed.ts';
import { ExchangeViews } from './exchange/views.ts';
import type { Faucet } from './faucet/faucet.ts';
import type { History } from './history/history.ts';
import { messageResult } from './json/message-result.ts';
import type { ResultContext } from './json/result-json.ts';
import type { BudgetTerms } from './limits/budget.ts';
import { Budgets } from './limits/budgets.ts';
import { LineGuard } from './limits/line-guard.ts';
import { StreamHub } from './streams/stream-hub.ts';

export interface Limits {
  readonly commands: BudgetTerms;
  readonly requests: BudgetTerms;
  /** For what those of an address are refused: ten for what no client sends that works, one for anything else. */
  readonly faults: BudgetTerms;
  /** New lines of an address. */
  readonly opened: BudgetTerms;
  /** Lines of an address at a time. */
  readonly linesPerAddress: number;
}

const LIMITS: Limits = {
  commands: { perSecond: 2_000, most: 20_000 },
  requests: { perSecond: 500, most: 5_000 },
  faults: { perSecond: 1_000, most: 10_000 },
  opened: { perSecond: 100, most: 1_000 },
  linesPerAddress: 1_000,
};

export interface GatewayOptions {
  readonly port: EnginePort;
  /** 32 random bytes of the exchange, from which secrets of sessions and codes of tokens are made. */
  readonly secret: Uint8Array;
  /** What the markets are called, by number. */
  readonly symbols: readonly string[];
  /** What closed and what filled since Genesis; the gateway does not close it. */
  readonly history: History;
  /** Gives demo money away; null where there is none. */
  readonly faucet: Faucet | null;
  /** The wall clock, in microseconds. */
  readonly now: () => number;
  /** What an owner may ask for, and whoever reads; as in production where it is not said. */
  readonly limits?: Partial<Limits>;
}

export class Gateway {
  readonly port: EnginePort;
  readonly views: ExchangeViews;
  readonly feed: RecordFeed;
  readonly door: MessageDoor;
  readonly submitter: Submitter;
  readonly tokens: Tokens;
  readonly secrets: SessionSecrets;
  readonly hub: StreamHub;
  readonly faucet: Faucet | null;
  readonly history: History;
  readonly now: () => number;
  readonly limits: Limits;
  /** Of commands, by owner. */
  readonly commandBudgets: Budgets<number>;
  /** Of everything else, by owner or address. */
  readonly requestBudgets: Budgets<string>;
  /** Of HTTP and WebSocket. */
  readonly lines: LineGuard;
  /** Where the binary door listens; null while there is none. */
  binaryPort: number | null = null;
  /** Comes back when the engine has ended. */
  readonly ended: Promise<void>;

  private constructor(options: GatewayOptions, views: ExchangeViews, hub: StreamHub, feed: RecordFeed) {
    const { port, secret, faucet, history, now } = options;
    const { registry, accounts } = views;
    this.port = port;
    this.views = views;
    this.feed = feed;
    this.secrets = new SessionSecrets(secret, registry.domain);
    this.tokens = new Tokens(registry, secret, now);
    const marketOf = (account: number, order: number) => accounts.orderOf(account, order)?.terms?.market;
    this.submitter = new Submitter(port);
    this.limits = { ...LIMITS, ...options.limits };
    const { commands, requests, faults, opened, linesPerAddress } = this.limits;
    this.commandBudgets = new Budgets('commands', commands, () => performance.now());
    this.requestBudgets = new Budgets('requests', requests, () => performance.now());
    this.lines = new LineGuard({ faults, opened, linesPerAddress, now: () => performance.now() });
    const secretOf: ResultContext['secretOf'] = (session) => this.secrets.secretOf(session).toString('hex');
    const ofResults = { markets: views.markets, secretOf };
    this.door = new MessageDoor({
      ...{ registry, secrets: this.secrets, submitter: this.submitter, marketOf, feed, budgets: this.commandBudgets },
      now: () => now() - port.status.get('engine_clock_offset_microseconds'),
      answerOf: (message, outcomes) => messageResult(message, outcomes, ofResults),
      isUnlimited: (message) => isLiveCancel(message, accounts),
    });
    this.hub = hub;
    this.faucet = faucet;
    this.history = history;
    this.now = now;
    this.ended = feed.run();
    // Whoever opened it hears of its end; nobody has to.
    this.ended.catch(() => undefined);
  }

  /** Begins with the state of the engine. */
  static async open(options: GatewayOptions): Promise<Gateway> {
    const views = new ExchangeViews(options.symbols);
    const hub = new StreamHub(views, options.port);
    const feed = await RecordFeed.open(options.port, [
      views,
      ...(options.faucet === null ? [] : [options.faucet]),
      hub,
    ]);
    // A state does not say when its orders came; the history does, once it has come to that state.
    await options.history.whenAt(feed.sequence);
    views.accounts.complete(options.history.openOrders());
    return new Gateway(options, views, hub, feed);
  }
}
