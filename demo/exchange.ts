/** An exchange of its own: the durable engine, a follower that keeps its snapshots, and the gateway before it. */

import { join } from 'node:path';
import { OwnerKind } from '@intelligent-ledger/engine/core';
import {
  dataDirectories,
  type EngineHost,
  FollowerProcess,
  makeDirectories,
  type Started,
  type StartOptions,
  signingKeyOf,
  startEngine,
} from '@intelligent-ledger/engine/host';
import {
  type AppOptions,
  BinaryDoor,
  beginDemo,
  createApp,
  DEMO_COIN,
  type DemoMarket,
  DoorFailed,
  Faucet,
  Gateway,
  History,
  listen,
  type RoleKeys,
} from '@intelligent-ledger/server';
import { type ExchangeKeys, openKeys } from './exchange-keys.ts';
import { MarkKeeper } from './mark-keeper.ts';

export interface DemoOptions extends Pick<StartOptions, 'policy' | 'onProgress'> {
  /** Where it keeps its data. */
  readonly directory: string;
  readonly markets: readonly DemoMarket[];
  /** Where it listens; port 0 is any that is free. */
  readonly host: string;
  readonly port: number;
  readonly binaryPort: number;
  readonly logger: AppOptions['logger'];
}

type App = Awaited<ReturnType<typeof createApp>>;

interface Doors {
  readonly app: App;
  readonly binary: BinaryDoor;
  readonly url: string;
}

/** What everybody gets who asks, and what each trader of the demo does, in atoms of the coin. */
const FAUCET_ATOMS = 100_000_000_000;
const TRADER_ATOMS = 200_000_000_000_000;
const MICROS = 1_000;

export class DemoExchange {
  readonly keys: ExchangeKeys;
  readonly engine: EngineHost;
  readonly gateway: Gateway;
  /** As in `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly binary: BinaryDoor;
  private readonly app: App;
  private readonly follower: FollowerProcess;
  private readonly marks: MarkKeeper;

  private constructor(keys: ExchangeKeys, engine: EngineHost, gateway: Gateway, doors: Doors, data: string) {
    this.keys = keys;
    this.engine = engine;
    this.gateway = gateway;
    this.app = doors.app;
    this.binary = doors.binary;
    this.url = doors.url;
    this.follower = new FollowerProcess(data);
    this.marks = new MarkKeeper(gateway, signingKeyOf(keys.prices), now);
  }

  /** Starts the exchange of a directory; begins it where it is new. */
  static async start(options: DemoOptions): Promise<DemoExchange> {
    const { directory, host, port, binaryPort, logger, onProgress } = options;
    const keys = openKeys(directory);
    const directories = dataDirectories(directory);
    makeDirectories(directories);
    const engine = await startEngine({
      ...{ directories, operatorKey: keys.operator },
      ...(options.policy === undefined ? {} : { policy: options.policy }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    // What is open already is closed again where the rest cannot be opened, the last first.
    const open: (() => Promise<void>)[] = [() => engine.stop()];
    try {
      const gateway = await openGateway(engine, keys, options, open);
      const app = await createApp(gateway, { logger });
      const onFault = (error: unknown) => process.stderr.write(`the binary door ended: ${String(error)}\n`);
      const binary = await BinaryDoor.open({ engine, gateway, host, port: binaryPort, onFault });
      open.push(() => binary.close());
      const url = await listen(app, { host, port });
      return new DemoExchange(keys, engine, gateway, { app, binary, url }, directory);
    } catch (error) {
      for (const close of open.reverse()) await close();
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      throw isTaken ? new DoorFailed(`${error.message}; --port and --binary-port choose others`) : error;
    }
  }

  get started(): Started {
    return this.engine.started;
  }

  /** Takes nothing more, and stops once what was taken is answered and on the disk. */
  async stop(): Promise<void> {
    this.marks.stop();
    await this.binary.close();
    await this.app.close();
    await this.gateway.history.close();
    await this.engine.stop();
    await this.follower.stop();
  }
}

async function openGateway(
  engine: EngineHost,
  keys: ExchangeKeys,
  { markets, directory }: DemoOptions,
  open: (() => Promise<void>)[],
): Promise<Gateway> {
  const port = engine.openPort();
  const { exchange, operator, prices, deposits, secret, makers, takers } = keys;
  const roles: RoleKeys = {
    operator: signingKeyOf(operator),
    prices: signingKeyOf(prices),
    deposits: signingKeyOf(deposits),
  };
  await beginDemo(port, exchange, roles, markets, now);
  const faucet = new Faucet({ key: roles.deposits, asset: DEMO_COIN, amount: FAUCET_ATOMS }, now);
  const symbols = markets.map(({ symbol }) => symbol);
  const directories = dataDirectories(directory);
  const path = join(directory, 'history', 'history.sqlite');
  const onFault = (error: unknown) => process.stderr.write(`the history of accounts ended: ${String(error)}\n`);
  const history = await History.open({ engine, directories, exchange, path, onFault });
  open.push(() => history.close());
  const options = { port, secret: Buffer.from(secret, 'hex'), symbols, faucet, history, now };
  const gateway = await Gateway.open(options);
  for (const key of [...makers, ...takers]) {
    const identity = { kind: OwnerKind.ed25519, identity: signingKeyOf(key).publicKey };
    const { registry } = gateway.views;
    // One that was cut short by the end of the process is given the next time.
    if (registry.ownerIdentified(identity) !== undefined) continue;
    await gateway.feed.whenAt(await faucet.give(identity, registry, gateway.submitter, TRADER_ATOMS));
  }
  return gateway;
}

function now(): number {
  return Date.now() * MICROS;
}
