/**
 * What can be asked of the state. A question changes nothing, and its answer says as of which sequence it is. What is
 * asked comes from outside: a question that cannot be answered is refused, whatever it is made of.
 */
import type {
  AccountHealth,
  Level,
  Machine,
  MatchPlan,
  OrderPreview,
  PreviewedOrder,
  Quote,
  Side,
} from '@intelligent-ledger/engine/core';
import { EngineBug, isLots, isTicks } from '@intelligent-ledger/engine/core';
import { stateHashOf } from '../snapshots/snapshot-file.ts';

const LEVELS_MAX = 10_000;

export interface Queries {
  quotes: { ask: { market: number }; answer: { bid: Quote | null; ask: Quote | null } };
  depth: { ask: { market: number; side: Side; levels: number }; answer: Level[] };
  accountHealth: { ask: { account: number }; answer: AccountHealth | null };
  previewOrder: { ask: PreviewedOrder; answer: OrderPreview | null };
  planMatch: { ask: { market: number; side: Side; price: number; size: number }; answer: MatchPlan };
  /** The state, as a snapshot. Holds the engine up for as long as the state is large, as the next does. */
  state: { ask: Record<never, never>; answer: Uint8Array };
  stateHash: { ask: Record<never, never>; answer: string };
}

export type QueryName = keyof Queries;

/** An answer, or why there is none. */
export type Answer<Name extends QueryName> =
  | { readonly asOf: number; readonly answer: Queries[Name]['answer'] }
  | { readonly asOf: number; readonly refused: 'notStarted' | 'askedWrongly' | 'notServing' };

type Answerers = { readonly [Name in QueryName]: (machine: Machine, ask: Queries[Name]['ask']) => unknown };

const ANSWERERS: Answerers = {
  quotes: (machine, { market }) => {
    checkMarket(machine, market);
    return { bid: machine.bestBid(market), ask: machine.bestAsk(market) };
  },
  depth: (machine, { market, side, levels }) => {
    checkMarket(machine, market);
    return machine.depth(market, side, Math.min(levels, LEVELS_MAX));
  },
  accountHealth: (machine, { account }) => machine.accountHealth(account),
  previewOrder: (machine, order) => machine.previewOrder(order),
  planMatch: (machine, { market, side, price, size }) => {
    checkMarket(machine, market);
    if (!isTicks(price) || !isLots(size)) throw new RangeError('that is no price or no size');
    return machine.planMatch(market, side, price, size);
  },
  state: (machine) => machine.snapshot(),
  stateHash: (machine) => stateHashOf(machine.snapshot()),
};

function checkMarket(machine: Machine, market: number): void {
  if (!(market < (machine.state?.markets.count() ?? 0))) throw new RangeError('there is no such market');
}

/** Answers a question as of the last command that was applied. */
export function answerQuery(machine: Machine, name: string, ask: unknown): Answer<QueryName> {
  const asOf = machine.sequence;
  if (machine.state === null && name !== 'stateHash' && name !== 'state') return { asOf, refused: 'notStarted' };
  if (!Object.hasOwn(ANSWERERS, name) || !isQuestion(ask)) return { asOf, refused: 'askedWrongly' };
  try {
    return { asOf, answer: ANSWERERS[name as QueryName](machine, ask as never) as never };
  } catch (error) {
    // Reading changes nothing, so that a question that makes no sense is no reason to stop.
    if (error instanceof EngineBug || error instanceof RangeError || error instanceof TypeError)
      return { asOf, refused: 'askedWrongly' };
    throw error;
  }
}

function isQuestion(ask: unknown): boolean {
  return typeof ask === 'object' && ask !== null && Object.values(ask).every(isSound);
}

/** Whether a value is a whole number that is not negative, or something other than a number. */
function isSound(value: unknown): boolean {
  return typeof value !== 'number' || (Number.isSafeInteger(value) && value >= 0);
}
