/** Differences are planted in the judge, to see that they are found and cut down to what a reader can follow. */
import { ResultCode, type Side } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { runCampaign, runSteps } from './equality.ts';
import { Coverage } from './goals/coverage.ts';
import { type Answer, NaiveExchange } from './judge/naive-exchange.ts';
import { shrunk } from './shrinking.ts';
import type { TwinOptions } from './twins.ts';

const SEED = 11;
const COMMANDS = 40_000;
/** Much of a list that was cut down is owners and accounts up to those that it names, which keep their numbers. */
const FEW = 20;
/** The number of no owner. */
const NOBODY = -1;

/** A judge by whose rules an amend that keeps its place goes to the back all the same. */
class RestlessExchange extends NaiveExchange {
  override apply(entry: Uint8Array): Answer {
    const answer = super.apply(entry);
    const amended = answer.records.find(({ name, values }) => name === 'orderAmended' && values['keptPlace'] === 1);
    const order = this.state.openOrders().find((candidate) => candidate.order === amended?.values['order']);
    if (order === undefined) return answer;
    const { book } = this.state.marketOf(order);
    book.leave(order);
    book.rest(order);
    return answer;
  }
}

/** A judge that misstates one value of one kind of record. */
class MisspeakingExchange extends NaiveExchange {
  override apply(entry: Uint8Array): Answer {
    const { code, records } = super.apply(entry);
    const misstated = records.map((record) => {
      const { name, values } = record;
      const isWrong = name === 'orderFilled' && Number(values['index']) > 1;
      return isWrong ? { name, values: { ...values, makerRemaining: Number(values['makerRemaining']) + 1 } } : record;
    });
    return { code, records: misstated };
  }
}

/** A judge that lets one order more rest than Genesis allows. */
class GenerousExchange extends NaiveExchange {
  override apply(entry: Uint8Array): Answer {
    const answer = super.apply(entry);
    const { genesis } = this.state;
    const isStarted = answer.records.some(({ name }) => name === 'started');
    if (isStarted && genesis !== undefined) this.state.genesis = { ...genesis, levelsMax: genesis.levelsMax + 1 };
    return answer;
  }
}

/** A judge that plans one lot more than a taker asks for. */
class OverplanningExchange extends NaiveExchange {
  override planMatch(market: number, side: Side, price: number, size: number) {
    return super.planMatch(market, side, price, size + 1);
  }
}

/** A judge that takes an order of another account for the sender's own when it is cancelled. */
class TrustingExchange extends NaiveExchange {
  override apply(entry: Uint8Array): Answer {
    const answer = super.apply(entry);
    return answer.code === ResultCode.orderUnknown ? { ...answer, code: ResultCode.accepted } : answer;
  }
}

/** A judge by whose books one atom more came with a deposit, to the suspense of nobody, so that they still balance. */
class MiscountingExchange extends NaiveExchange {
  override apply(entry: Uint8Array): Answer {
    const answer = super.apply(entry);
    const credited = answer.records.find(({ name }) => name === 'depositCredited');
    const books = this.state.assets[Number(credited?.values['asset'])]?.books;
    if (books === undefined) return answer;
    books.vault += 1n;
    books.suspense.set(NOBODY, (books.suspense.get(NOBODY) ?? 0n) + 1n);
    return answer;
  }
}

/** Runs a campaign to its first difference and shrinks that. */
function shrunkFailure(makeJudge: () => NaiveExchange, stateEvery: number) {
  const failed = runCampaign(SEED, COMMANDS, { coverage: new Coverage(), makeJudge });
  if (failed?.difference === undefined) throw new Error('the planted difference was not found');
  const { profile, steps, difference } = failed;
  const options: TwinOptions = { stateEvery, recordBytesMax: profile.recordBytesMax, makeJudge };
  return { ...shrunk(steps, difference, (some) => runSteps(some, options)), options };
}

test('a changed rule of priority is found and shrunk to the few commands that show it', () => {
  const { steps, difference, options } = shrunkFailure(() => new RestlessExchange(), 1);
  expect(steps.length).toBeLessThanOrEqual(FEW);
  expect(difference.what).toBe('state');
  expect(runSteps(steps, options)).toEqual(difference);
  expect(runSteps(steps, { stateEvery: 1, recordBytesMax: 0 })).toBeUndefined();
});

test('a misstated record is found and shrunk to the few commands that show it', () => {
  const { steps, difference, options } = shrunkFailure(() => new MisspeakingExchange(), 1_000);
  expect(steps.length).toBeLessThanOrEqual(FEW);
  expect(difference.what).toBe('records');
  expect(difference.text).toContain('makerRemaining');
  expect(runSteps(steps, options)).toEqual(difference);
});

test.each([
  ['plan', () => new OverplanningExchange()],
  ['totals', () => new MiscountingExchange()],
  ['code', () => new TrustingExchange()],
])('a different %s is found and shrunk to the few commands that show it', (what, makeJudge) => {
  const { steps, difference } = shrunkFailure(makeJudge, 1_000);
  expect(difference.what).toBe(what);
  expect(steps.length).toBeLessThanOrEqual(FEW);
});

test('a changed capacity is found in the state itself', () => {
  const { steps, difference } = shrunkFailure(() => new GenerousExchange(), 1);
  expect(steps.length).toBe(1);
  expect(difference.text).toContain('levelsMax');
});
