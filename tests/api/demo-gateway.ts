/** A gateway over a real host for tests of the API: a demo exchange with one market, and wallets that speak to it. */
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { tokenText } from '@intelligent-ledger/client/texts';
import type { MessageResult, Problem } from '@intelligent-ledger/client/wire';
import {
  dataDirectories,
  type EngineHost,
  newPrivateKey,
  type SigningKey,
  signingKeyOf,
} from '@intelligent-ledger/engine/client-port';
import { bytesOfAscii, messageText, type Ticks } from '@intelligent-ledger/engine/core';
import {
  type AppOptions,
  BinaryDoor,
  beginDemo,
  createApp,
  DEMO_COIN,
  Faucet,
  Gateway,
  History,
  type Limits,
  listen,
  type RoleKeys,
} from '@intelligent-ledger/server';
import type { FastifyInstance } from 'fastify';
import { TestHosts } from '../host/hosts.ts';

export const DOMAIN = 'ab'.repeat(32);
const OPERATOR = '0a'.repeat(32);
const SECRET = Buffer.alloc(32, 7);
const KEYS: RoleKeys = {
  operator: signingKeyOf(OPERATOR),
  prices: signingKeyOf('0b'.repeat(32)),
  deposits: signingKeyOf('0c'.repeat(32)),
};
/** Lots of a ten-thousandth, ticks of a cent. */
const MARKET = {
  symbol: 'DEMO-PERP',
  sizeDecimals: 4,
  maxPrice: 1_000_000,
  maxSize: 10_000_000,
  bands: [{ from: 1 as Ticks, step: 1 as Ticks }],
  mark: 10_000,
};
const MARKETS = [MARKET, { ...MARKET, symbol: 'OTHER-PERP', sizeDecimals: 2, maxSize: 100_000 }];
const FAUCET_ATOMS = 10_000_000_000;
const LIFE_MICROS = 30_000_000;
const HOUR_MICROS = 3_600_000_000;

function onFault(error: unknown): void {
  throw error;
}

export const now = () => Date.now() * 1_000;

/** What a request came to. */
export interface Answered<Body> {
  readonly status: number;
  readonly headers: Headers;
  /** As the test expects it: what is not so shows when it is compared. */
  readonly body: Body;
}

interface Start {
  /** The module of the engine's thread. */
  readonly thread?: URL;
  readonly hasFaucet?: boolean;
  readonly limits?: Partial<Limits>;
  readonly logger?: AppOptions['logger'];
  /** The port to listen on; any that is free, unless said otherwise. */
  readonly listenPort?: number;
}

export class DemoGateways {
  private readonly hosts = new TestHosts();
  private readonly apps = new Set<FastifyInstance>();
  private readonly doors = new Set<BinaryDoor>();
  private readonly histories = new Set<History>();

  newData(): string {
    return this.hosts.newData();
  }

  /** Starts the exchange in a directory with its gateway; begins it where it is new. */
  async start(
    data: string,
    { thread, hasFaucet = true, listenPort = 0, limits, logger = false }: Start = {},
  ): Promise<DemoGateway> {
    const ofThread = thread === undefined ? {} : { thread, retryMillis: 10 };
    const host = await this.hosts.start(data, { operatorKey: OPERATOR, ...ofThread });
    const port = host.openPort();
    await beginDemo(port, DOMAIN, KEYS, MARKETS, now);
    const terms = { key: KEYS.deposits, asset: DEMO_COIN, amount: FAUCET_ATOMS };
    const faucet = hasFaucet ? new Faucet(terms, now) : null;
    const history = await History.open({
      ...{ engine: host, directories: dataDirectories(data), exchange: DOMAIN },
      path: join(data, 'history', 'history.sqlite'),
      onFault,
    });
    this.histories.add(history);
    const gateway = await Gateway.open({
      port,
      history,
      secret: SECRET,
      symbols: MARKETS.map(({ symbol }) => symbol),
      faucet,
      now,
      ...(limits === undefined ? {} : { limits }),
    });
    const app = await createApp(gateway, { logger });
    this.apps.add(app);
    const url = await listen(app, { host: '127.0.0.1', port: listenPort });
    return new DemoGateway(url, host, app, gateway);
  }

  /** Opens the binary door of a gateway. */
  async openBinary({ gateway, host }: DemoGateway): Promise<BinaryDoor> {
    const door = await BinaryDoor.open({ engine: host, gateway, host: '127.0.0.1', port: 0, onFault });
    this.doors.add(door);
    return door;
  }

  async stop({ app, host, gateway }: DemoGateway): Promise<void> {
    await this.closeDoors();
    this.apps.delete(app);
    await app.close();
    this.histories.delete(gateway.history);
    await gateway.history.close();
    await this.hosts.stop(host);
  }

  async removeAll(): Promise<void> {
    await this.closeDoors();
    for (const app of this.apps) await app.close();
    this.apps.clear();
    for (const history of this.histories) await history.close();
    this.histories.clear();
    await this.hosts.removeAll();
  }

  private async closeDoors(): Promise<void> {
    for (const door of this.doors) await door.close();
    this.doors.clear();
  }
}

export class DemoGateway {
  readonly url: string;
  readonly host: EngineHost;
  readonly app: FastifyInstance;
  readonly gateway: Gateway;

  constructor(url: string, host: EngineHost, app: FastifyInstance, gateway: Gateway) {
    this.url = url;
    this.host = host;
    this.app = app;
    this.gateway = gateway;
  }

  get<Body = Problem>(path: string, headers: Record<string, string> = {}): Promise<Answered<Body>> {
    return this.request(path, { headers });
  }

  post<Body = Problem>(path: string, body: string, headers: Record<string, string> = {}): Promise<Answered<Body>> {
    return this.request(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
  }

  /** A wallet with demo money. */
  async newTrader(): Promise<Trader> {
    const key = signingKeyOf(newPrivateKey());
    const asked = JSON.stringify({ identity: key.publicKey, kind: 'ed25519' });
    const { body } = await this.post<{ account: number }>('/v1/faucet', asked);
    return new Trader(this, key, body.account);
  }

  private async request<Body>(path: string, init: RequestInit): Promise<Answered<Body>> {
    const response = await fetch(`${this.url}${path}`, init);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
  }
}

/** A wallet that signs what it asks for. */
export class Trader {
  readonly gateway: DemoGateway;
  readonly key: SigningKey;
  readonly account: number;
  private lastNonce = 0;

  constructor(gateway: DemoGateway, key: SigningKey, account: number) {
    this.gateway = gateway;
    this.key = key;
    this.account = account;
  }

  /** The body of a message with these commands. */
  bodyOf(commands: readonly object[], more: object = {}): string {
    this.lastNonce = Math.max(this.lastNonce + 1, now());
    const head = { account: this.account, nonce: this.lastNonce, valid_until: now() + LIFE_MICROS };
    return JSON.stringify({ ...head, ...more, commands });
  }

  sign(body: string, domain = DOMAIN): string {
    return this.key.sign(bytesOfAscii(messageText(domain, body)));
  }

  /** Signs and sends commands. */
  ask(...commands: readonly object[]): Promise<Answered<MessageResult>> {
    const body = this.bodyOf(commands);
    return this.gateway.post('/v1/messages', body, { 'il-signature': this.sign(body) });
  }

  /** A header by which it reads. */
  async reading(): Promise<Record<string, string>> {
    const valid_until = now() + HOUR_MICROS;
    const identity = this.key.publicKey;
    const signature = this.key.sign(bytesOfAscii(tokenText(DOMAIN, identity, valid_until)));
    const asked = { identity, kind: 'ed25519', valid_until, signature };
    const { body } = await this.gateway.post<{ token: string }>('/v1/tokens', JSON.stringify(asked));
    return { authorization: `Bearer ${body.token}` };
  }
}

/** The code of a session for a body. */
export function codeOf(secret: string, body: string): string {
  return createHmac('sha256', Buffer.from(secret, 'hex')).update(messageText(DOMAIN, body)).digest('hex');
}
