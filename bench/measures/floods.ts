/**
 * What those who mean no good do to somebody who trades: the 90th percentile of its acknowledgements while the exchange
 * is attacked over that without, in turns. Floods are tried twice as fast as an exchange without limits can refuse what
 * they send, which is measured first; lines that it ends, and does not open, are what keeps them from coming so fast.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AttackerProcess } from '../gateway/attacker-process.ts';
import type { AttackName } from '../gateway/attacks.ts';
import { FlowAccount } from '../gateway/flow-account.ts';
import { httpLine, type OrderLine } from '../gateway/loads.ts';
import { sendAtRate } from '../gateway/order-latency.ts';
import { pause } from '../gateway/pause.ts';
import { ServerProcess } from '../gateway/server-process.ts';
import { type Percentiles, percentilesOf } from '../host/percentiles.ts';
import { lineOf, type Measure, type Measured, nothingMeasured, type Settings } from '../run/measure.ts';
import { cacheDirectory } from '../workload/workload-file.ts';

/** Without a rate of their own. */
const STANDING: readonly AttackName[] = ['idle', 'slow', 'oversize'];
const FLOODS: readonly AttackName[] = ['malformed', 'forgedCodes', 'forgedSignatures', 'newLines', 'forgedLogons'];
/** Of lines that end, a closed loop is none, so that these come as fast as bodies that are refused. */
const RATED_AS: Partial<Record<AttackName, AttackName>> = { newLines: 'malformed', forgedLogons: 'malformed' };
const TURNS = 5;
const RATE = 100;
const ORDERS = 300;
const WARM_ORDERS = 1_000;
const LINES = 4;
const SETTLE_MILLIS = 1_000;
const MILLIS = 1_000;
const P90_MAX = 3;

export const FLOODS_MEASURE: Measure = {
  name: 'floods',
  about: 'acknowledgements of a client while others attack, over those without',
  run: measureFloods,
};

async function measureFloods(settings: Settings): Promise<Measured> {
  const measured = nothingMeasured();
  const directory = mkdtempSync(join(cacheDirectory(), 'floods-'));
  try {
    const rates = await refusalRates(join(directory, 'open'), settings);
    const server = await ServerProcess.start('exchange-server.ts', join(directory, 'limited'), 'production');
    try {
      await measureAll(measured, settings, server, rates);
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
  return measured;
}

/** How many requests of each kind an exchange without limits refuses in a second. */
async function refusalRates(directory: string, settings: Settings): Promise<ReadonlyMap<AttackName, number>> {
  const server = await ServerProcess.start('exchange-server.ts', directory);
  const rates = new Map<AttackName, number>();
  for (const kind of FLOODS.filter((name) => RATED_AS[name] === undefined)) {
    const attacker = await AttackerProcess.start(kind, server.ports, 0);
    await pause(SETTLE_MILLIS);
    const before = await attacker.answers();
    await pause(2 * SETTLE_MILLIS);
    const after = await attacker.answers();
    await attacker.stop();
    const rate = Math.round((MILLIS * (after.answered - before.answered)) / (2 * SETTLE_MILLIS));
    rates.set(kind, rate);
    settings.say(`${kind}: ${rate} refusals a second without limits`);
  }
  await server.stop();
  for (const [kind, as] of Object.entries(RATED_AS)) rates.set(kind as AttackName, rates.get(as) ?? 0);
  return rates;
}

async function measureAll(
  measured: Measured,
  settings: Settings,
  server: ServerProcess,
  rates: ReadonlyMap<AttackName, number>,
): Promise<void> {
  const url = `http://127.0.0.1:${server.ports.http}`;
  const accounts = await Promise.all(Array.from({ length: LINES }, (_, number) => FlowAccount.open(url, number)));
  const open = (account: FlowAccount) => httpLine(server.ports.http, account, { orders: 1, by: 'code', isBare: false });
  const lines = await Promise.all(accounts.map(open));
  const window = async () => {
    const times = await sendAtRate(lines, RATE, ORDERS);
    for (const account of accounts) await account.sign();
    return percentilesOf(times);
  };
  await warm(lines, accounts);
  for (const kind of [...STANDING, ...FLOODS]) {
    const rate = 2 * (rates.get(kind) ?? 0);
    const pairs: { quiet: Percentiles; attacked: Percentiles }[] = [];
    for (let turn = 0; turn < (settings.isQuick ? 1 : TURNS); turn += 1) {
      const quiet = await window();
      const attacker = await AttackerProcess.start(kind, server.ports, rate);
      const begun = performance.now();
      await pause(SETTLE_MILLIS);
      const attacked = await window();
      const { sent, answered } = await attacker.answers();
      await attacker.stop();
      const took = (performance.now() - begun) / MILLIS;
      await pause(SETTLE_MILLIS);
      pairs.push({ quiet, attacked });
      const words = rate === 0 ? '' : ` tried ${rate} a second, ${perSecond(sent, took)} came, ${answered} answered`;
      settings.say(`${kind}${words}: p90 ${micros(attacked.p90)} us, quiet ${micros(quiet.p90)} us`);
    }
    const ratios = pairs.map(({ quiet, attacked }) => attacked.p90 / quiet.p90);
    // One pair says little on a machine that others use too.
    const goal = settings.isQuick ? {} : { accept: P90_MAX };
    measured.lines.push(lineOf(`p90 of a client during ${kind} over quiet`, ratios, { ...goal, isBetter: 'less' }));
    measured.details[kind] = pairs;
  }
  for (const line of lines) line.close();
}

async function warm(lines: readonly OrderLine[], accounts: readonly FlowAccount[]): Promise<void> {
  await sendAtRate(lines, RATE * 5, WARM_ORDERS);
  for (const account of accounts) await account.sign();
}

function perSecond(count: number, seconds: number): number {
  return Math.round(count / seconds);
}

function micros(value: number): number {
  return Math.round(value);
}
