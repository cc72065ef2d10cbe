/** A run of the fuzzer against an exchange of its own. */
import { StreamRequest } from '@intelligent-ledger/client/wire';
import { Random } from '@intelligent-ledger/engine/sim';
import { type DemoGateway, DemoGateways } from '../api/demo-gateway.ts';
import { routesOf } from './api-routes.ts';
import { type FuzzTotals, fuzzBytes, fuzzFrames, fuzzRequests, stateOf } from './fuzz-round.ts';
import { type Schema, valueFor } from './schema-values.ts';

const FRAMES = 12;
const LINES = 4;
/** A budget would end the run; it is held to elsewhere. */
const PLENTY = { perSecond: 1e6, most: 1e9 };

/** So many rounds over every route, unsigned and signed, with frames and bytes between. */
export async function runFuzz(seed: number, rounds: number, tell: () => void): Promise<FuzzTotals> {
  const random = new Random(seed);
  const gateways = new DemoGateways();
  const totals: FuzzTotals = { requests: 0, answers: new Map(), faults: [] };
  try {
    const limits = { commands: PLENTY, requests: PLENTY, faults: PLENTY, opened: PLENTY };
    const gateway = await gateways.start(gateways.newData(), { limits });
    const door = await gateways.openBinary(gateway);
    const routes = await routesOf(gateway.url);
    // Money that anybody may have is given without a signature.
    const closed = routes.filter(({ path }) => path !== '/v1/faucet');
    const trader = await gateway.newTrader();
    for (let round = 0; round < rounds; round += 1) {
      const before = await stateOf(gateway);
      await fuzzRequests(gateway, closed, null, random, totals);
      await fuzzFrames(gateway, framesOf(random), totals);
      for (let line = 0; line < LINES; line += 1) await fuzzBytes(portOf(gateway), random, totals);
      for (let line = 0; line < LINES; line += 1) await fuzzBytes(door.port, random, totals);
      if ((await stateOf(gateway)) !== before) totals.faults.push(`round ${round}: something changed unsigned`);
      await fuzzRequests(gateway, routes, trader, random, totals);
      tell();
    }
    const { status } = await gateway.get('/readyz');
    if (status !== 200) totals.faults.push(`it is not ready any more: ${status}`);
  } finally {
    await gateways.removeAll();
  }
  return totals;
}

function framesOf(random: Random): string[] {
  return Array.from({ length: FRAMES }, () => JSON.stringify(valueFor(StreamRequest as Schema, random)) ?? 'undefined');
}

function portOf({ url }: DemoGateway): number {
  return Number(new URL(url).port);
}
