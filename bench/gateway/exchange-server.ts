/**
 * The exchange as `npm start` puts it together, without traders, as a process of its own that says how much processor
 * time it has used. It is forked, and speaks to its parent by messages. Its arguments are the directory of its data,
 * and whether it has the limits of `production` or budgets that nobody spends.
 */
import { join } from 'node:path';
import { dataDirectories, makeDirectories, signingKeyOf, startEngine } from '@intelligent-ledger/engine/host';
import {
  BinaryDoor,
  beginDemo,
  createApp,
  DEMO_COIN,
  Faucet,
  Gateway,
  History,
  listen,
} from '@intelligent-ledger/server';
import { serveParent } from './server-messages.ts';
import { ThreadTimes } from './thread-times.ts';

const EXCHANGE = 'be'.repeat(32);
const FAUCET_ATOMS = 100_000_000_000_000;
/** Names are remembered until their orders' time to live is over. */
const CAPACITIES = { clientOrderIdsMax: 4_000_000 };
const UNSPENT = { perSecond: 1e9, most: 1e9 };
/** Lots of a ten-thousandth, ticks of a cent, at a hundred dollars. */
const MARKET = {
  symbol: 'BENCH-PERP',
  sizeDecimals: 4,
  maxPrice: 1_000_000,
  maxSize: 10_000_000,
  bands: [{ from: 1, step: 1 }],
  mark: 10_000,
} as unknown as Parameters<typeof beginDemo>[3][number];

const [directory = '', limits = 'none'] = process.argv.slice(2);
const now = () => Date.now() * 1_000;
const fail = (error: unknown) => {
  throw error;
};
const operator = '0a'.repeat(32);
const roles = {
  operator: signingKeyOf(operator),
  prices: signingKeyOf('0b'.repeat(32)),
  deposits: signingKeyOf('0c'.repeat(32)),
};
const directories = dataDirectories(directory);
makeDirectories(directories);
const threads = new ThreadTimes();
threads.name('gateway');
const engine = await startEngine({ directories, operatorKey: operator });
threads.name('engine');
const port = engine.openPort();
await beginDemo(port, EXCHANGE, roles, [MARKET], now, CAPACITIES);
const path = join(directory, 'history', 'history.sqlite');
const history = await History.open({ engine, directories, exchange: EXCHANGE, path, onFault: fail });
threads.name('history');
const gateway = await Gateway.open({
  ...{ port, history, now },
  secret: Buffer.alloc(32, 7),
  symbols: [MARKET.symbol],
  faucet: new Faucet({ key: roles.deposits, asset: DEMO_COIN, amount: FAUCET_ATOMS }, now),
  limits:
    limits === 'none'
      ? { commands: UNSPENT, requests: UNSPENT, faults: UNSPENT, opened: UNSPENT, linesPerAddress: 1e9 }
      : {},
});
const app = await createApp(gateway, { logger: { level: 'error' } });
const binary = await BinaryDoor.open({ engine, gateway, host: '127.0.0.1', port: 0, onFault: fail });
threads.name('binary');
const url = await listen(app, { host: '127.0.0.1', port: 0 });

serveParent({
  ports: { http: Number(new URL(url).port), binary: binary.port },
  threads: () => threads.read(),
  stop: async () => {
    await binary.close();
    await app.close();
    await history.close();
    await engine.stop();
  },
});
