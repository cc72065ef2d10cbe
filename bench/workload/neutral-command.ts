/**
 * The form in which every engine receives the same commands: seven 32-bit words each, after a head of
 * sixteen words, little-endian. A command names its order by a reference, the number of its
 * placement from 0, because each engine has order numbers of its own. A file has three sections: a
 * prefill that builds the book, the commands that are measured, and a drain that cancels all that rests,
 * so that a next pass begins with an empty book on the same engine.
 */

export const COMMAND_WORDS = 7;
export const HEAD_WORDS = 16;
const FILE_MAGIC = 0x4c4d5831;

/** What a command does. A move states a new price and the total size that the order was placed with. */
export const CommandType = { place: 1, take: 2, cancel: 3, move: 4 } as const;

/** Places of the words of a command. */
export const Word = { type: 0, reference: 1, side: 2, price: 3, size: 4, account: 5, market: 6 } as const;

/** 1 buys and 2 sells, as in the commands of the exchange. */
export const BUY = 1;
export const SELL = 2;

/** What the head says: counts of the three sections, bounds, and what a correct engine answers. */
export interface WorkloadHead {
  readonly seed: number;
  readonly prefillCount: number;
  readonly measuredCount: number;
  readonly drainCount: number;
  readonly referenceCount: number;
  readonly marketCount: number;
  readonly accountCount: number;
  /** Largest price of every market, in ticks. */
  readonly priceMax: number;
  /** Capacity for open orders of an engine that has one; the same along an axis of growth. */
  readonly ordersMax: number;
  /** Most price levels in use at once, both sides, all markets. */
  readonly levelsMost: number;
  /** Most orders open at once. */
  readonly ordersMost: number;
  readonly expected: Outcome;
}

/** What a machine has to have room for. */
export type WorkloadSize = Pick<WorkloadHead, 'accountCount' | 'marketCount' | 'priceMax' | 'ordersMax'>;

/** What the prefill and the measured commands together did; equal for every engine, or the run is void. */
export interface Outcome {
  readonly fills: number;
  readonly lots: number;
  /** Orders at rest after the last measured command, each of which the drain must find. */
  readonly resting: number;
  /** FNV-1a over taker, maker, price and size of every fill in order, the orders as references; signed. */
  readonly tradeHash: number;
}

/** Words of the head in their order. */
export function encodeHead(head: WorkloadHead): Int32Array {
  const { expected } = head;
  return Int32Array.of(
    FILE_MAGIC,
    head.seed,
    head.prefillCount,
    head.measuredCount,
    head.drainCount,
    head.referenceCount,
    head.marketCount,
    head.accountCount,
    head.priceMax,
    head.levelsMost,
    head.ordersMost,
    expected.fills,
    expected.lots,
    expected.resting,
    expected.tradeHash,
    head.ordersMax,
  );
}

/** The head of a file; refuses what is not one. */
export function decodeHead(words: Int32Array): WorkloadHead {
  const at = (index: number): number => words[index] as number;
  if (at(0) !== FILE_MAGIC) throw new Error('this is no workload file');
  return {
    seed: at(1),
    prefillCount: at(2),
    measuredCount: at(3),
    drainCount: at(4),
    referenceCount: at(5),
    marketCount: at(6),
    accountCount: at(7),
    priceMax: at(8),
    levelsMost: at(9),
    ordersMost: at(10),
    ordersMax: at(15),
    expected: { fills: at(11), lots: at(12), resting: at(13), tradeHash: at(14) },
  };
}

const FNV_PRIME = 16_777_619;
export const FNV_START = 0x811c9dc5 | 0;

/** The trade hash after one more fill. */
export function hashTrade(hash: number, taker: number, maker: number, price: number, size: number): number {
  let next = Math.imul(hash ^ taker, FNV_PRIME);
  next = Math.imul(next ^ maker, FNV_PRIME);
  next = Math.imul(next ^ price, FNV_PRIME);
  return Math.imul(next ^ size, FNV_PRIME);
}
