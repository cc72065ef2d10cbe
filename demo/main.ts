/**
 * The exchange: a durable engine, the gateway before it, and traders that speak to it as anybody would. It runs until
 * it is stopped, and goes on where it was when it is started again. Exits with 2 when it cannot be run as asked.
 */
import { join, resolve } from 'node:path';
import {
  EngineRefused,
  FlowFault,
  grouped,
  isStarted,
  parsedArguments,
  runProgram,
  UsageFault,
  wholeNumber,
} from '@intelligent-ledger/engine/host';
import { DoorFailed } from '@intelligent-ledger/server';
import { DemoExchange, type DemoOptions } from './exchange.ts';
import { KeysFault } from './exchange-keys.ts';
import { type DemoFlow, demoFlow } from './order-flow.ts';
import { StatusLine } from './status-line.ts';
import { TradersProcess } from './traders-process.ts';

const DATA_DEFAULT = resolve(import.meta.dirname, '../../shared/data');
const EXCHANGES = resolve(import.meta.dirname, '../exchange-data');
const PORT_DEFAULT = 8_080;
const BINARY_PORT_DEFAULT = 8_081;
const PORT_MAX = 65_535;
const SEED_MAX = 4_294_967_295;
const SPEED_DEFAULT = 10;
const MILLIS = 1_000;
const USAGE = `Usage: npm start -- [--port N] [--binary-port N] [--host NAME] [--exchange DIR] [--data DIR] [--seed N]
                    [--speed N] [--no-traders] [--policy NAME] [--log LEVEL] [--seconds N]

  --port N        where it listens for HTTP and WebSocket; by default ${PORT_DEFAULT}, and 0 is any that is free
  --binary-port N where it listens for binary order entry; by default ${BINARY_PORT_DEFAULT}
  --host NAME     on which address; by default 127.0.0.1, this machine alone
  --exchange DIR  where it keeps journal, snapshots, archive and keys; by default a directory of the order flow's own
                  below exchange-data
  --data DIR      where recorded order flow lies (an orderflow/*mbo*.csv or .csv.gz); by default ../shared/data
  --seed N        generate the order flow from this seed instead
  --speed N       how many times as fast as it was recorded the traders play it; by default ${SPEED_DEFAULT}
  --no-traders    nobody trades but who comes
  --policy NAME   when a command is acknowledged: sync, once the disk has it (the default); interval, once the system
                  has it, which a power cut may lose
  --seconds N     stops after so long; by default it runs until it is stopped
  --log LEVEL     what the gateway writes of requests, a line of JSON each: error (the default), info, debug
`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const OPTIONS = {
  ...{
    port: text,
    'binary-port': text,
    host: { ...text, default: '127.0.0.1' },
    exchange: text,
    data: text,
    seed: text,
    speed: text,
  },
  ...{
    'no-traders': flag,
    policy: { ...text, default: 'sync' },
    log: text,
    seconds: text,
    help: { ...flag, short: 'h' },
  },
} as const;

const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { values } = parsedArguments(OPTIONS);
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const { host, policy, log } = values;
  if (policy !== 'sync' && policy !== 'interval') throw new UsageFault(`there is no policy '${policy}'`);
  const port = bounded('port', values.port, PORT_DEFAULT, PORT_MAX);
  const binaryPort = bounded('binary-port', values['binary-port'], BINARY_PORT_DEFAULT, PORT_MAX);
  const seed = values.seed === undefined ? null : bounded('seed', values.seed, 0, SEED_MAX);
  const speed = wholeNumber('speed', values.speed, SPEED_DEFAULT);
  const stop = whenStopped(wholeNumber('seconds', values.seconds, 0));
  const data = resolve(values.data ?? DATA_DEFAULT);
  const flow = await demoFlow(data, seed);
  const directory = resolve(values.exchange ?? join(EXCHANGES, `exchange-${flow.name}`));
  // What goes wrong in the gateway itself is said in any case.
  const logger = { level: log ?? 'error' };
  const exchange = await DemoExchange.start({
    ...terms(flow, directory),
    ...{ host, port, binaryPort, policy, logger },
  });
  sayStart(exchange, directory);
  const traders = values['no-traders'] ? null : new TradersProcess(exchange.url, directory, { data, seed, speed });
  say(traders === null ? 'Nobody trades but who comes.' : `${flow.words}\nTraders play it, ${speed} times as fast.`);
  const status = new StatusLine(exchange.engine, exchange.gateway, process.stdout);
  const isStopped = await Promise.race([stop.then(() => true), exchange.engine.ended.then(() => false)]);
  status.stop();
  await traders?.stop();
  await exchange.stop();
  const sequence = grouped(exchange.engine.status.get('engine_durable_sequence'));
  say(`Stopped at ${sequence}; the same command goes on from there.`);
  return isStopped ? 0 : 1;
}

function terms({ market }: DemoFlow, directory: string): Pick<DemoOptions, 'directory' | 'markets' | 'onProgress'> {
  const onProgress = ({ from, sequence }: { from: number; sequence: number }) =>
    say(`Recovering: entry ${grouped(sequence)}, from the snapshot at ${grouped(from)}`);
  return { directory, markets: [market], onProgress };
}

function sayStart({ started, url, binary }: DemoExchange, directory: string): void {
  const { sequence, recoveryMillis, snapshot } = started;
  const took = `${Math.round(recoveryMillis)} ms`;
  const from = snapshot === 0 ? 'from the first entry' : `from the snapshot at ${grouped(snapshot)}`;
  say(`Exchange in ${directory}`);
  say(
    sequence === 0
      ? `It is new; it was ready in ${took}.`
      : `Recovered ${grouped(sequence)} entries in ${took}, ${from}.`,
  );
  say(
    `HTTP ${url}   WebSocket ${url.replace(/^http/, 'ws')}/v1/stream   binary ${binary.port}   reference ${url}/docs`,
  );
  say(`Try: curl '${url}/v1/markets/0/book?levels=3'`);
}

function bounded(name: string, given: string | undefined, ifNone: number, max: number): number {
  const value = wholeNumber(name, given, ifNone);
  if (value > max) throw new UsageFault(`--${name} is at most ${max}`);
  return value;
}

/** Comes back when the process is told to stop, or after so many seconds, where there are any. */
function whenStopped(seconds: number): Promise<void> {
  return new Promise((done) => {
    if (seconds > 0) setTimeout(done, seconds * MILLIS);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => done());
  });
}

// The compiler is left as it is: what suits the core alone has the gateway compiled for minutes (ARCHITECTURE.md).
if (isStarted(import.meta.filename)) {
  await runProgram(USAGE, main, [FlowFault, EngineRefused, KeysFault, DoorFailed]);
}
