/** What the accounts of owners traded: every fill is kept, and all that follows is added up from the first. */
import { VOLUME_DAYS } from '@intelligent-ledger/engine/core';
import type { Exposure } from '../margin/exposure.ts';
import { floorDiv, smallerOf } from '../money/rounding.ts';
import type { NaiveState } from '../naive-state.ts';
import { ownerOf } from '../owners.ts';
import { dayOf } from './days.ts';

/** What an owner traded on a day. */
interface DayVolume {
  readonly day: number;
  /** Micro-dollars, with what the days before left below a dollar. */
  readonly micros: bigint;
}

const DOLLAR_MICROS = 1_000_000n;
/** More in a day are not counted. */
const DAY_MICROS_MAX = BigInt(Number.MAX_SAFE_INTEGER);

/** Keeps that an account traded a value now. */
export function countTrade(state: NaiveState, account: number, value: bigint): void {
  state.dayTrades.push({ owner: ownerOf(state, account), day: dayOf(state.time), value });
}

/** The days on which an owner traded, the first first. */
export function volumesOf({ dayTrades }: Pick<Exposure, 'dayTrades'>, owner: number): DayVolume[] {
  const own = dayTrades.filter((trade) => trade.owner === owner);
  const days = [...new Set(own.map(({ day }) => day))].sort((a, b) => a - b);
  const volumes: DayVolume[] = [];
  for (const day of days) {
    const rest = (volumes.at(-1)?.micros ?? 0n) % DOLLAR_MICROS;
    const values = own.filter((trade) => trade.day === day).map(({ value }) => value);
    const micros = values.reduce((sum, value) => sum + value, rest);
    volumes.push({ day, micros: smallerOf(micros, DAY_MICROS_MAX) });
  }
  return volumes;
}

/** The whole dollars of an owner on each of the fourteen days before a day, the last first. */
export function dollarsBefore(exposure: Pick<Exposure, 'dayTrades'>, owner: number, day: number): bigint[] {
  const volumes = volumesOf(exposure, owner);
  return Array.from({ length: VOLUME_DAYS }, (_, index) => {
    const micros = volumes.find((volume) => volume.day === day - 1 - index)?.micros ?? 0n;
    return floorDiv(micros, DOLLAR_MICROS);
  });
}
