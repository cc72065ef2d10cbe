/**
 * Our makers and traders together, and when each looks at the book: at its turn, counted in rows of the feed, so that
 * they are as busy as the flow is. What they do follows from the flow and the seed alone.
 */
import type { Side } from '@intelligent-ledger/engine/core';
import type { Desk } from '../desk/desk.ts';
import { SeededMakers } from './seeded-makers.ts';
import { SeededTraders } from './seeded-traders.ts';
import { accountsOf, type Member } from './sources.ts';

/** In rows: a maker looks as often, a trader as often. */
const ROWS_PER_MAKER_LOOK = 120;
const ROWS_PER_TRADER_LOOK = 576;

export interface CrowdTerms {
  readonly members: readonly Member[];
  readonly random: (below: number) => number;
  /** Distance of the prices of the market, in ticks. */
  readonly step: number;
  /** Largest price of the market, in ticks. */
  readonly priceMax: number;
}

export class SeededCrowd {
  private readonly makers: SeededMakers;
  private readonly traders: SeededTraders;
  private readonly onTrade: () => void;
  private rows = 0;

  /** `onTrade` is called after each command of ours that may have traded with others. */
  constructor(desk: Desk, { members, random, step, priceMax }: CrowdTerms, onTrade: () => void) {
    this.onTrade = onTrade;
    this.makers = new SeededMakers(desk, accountsOf(members, 'seeded makers'), random, step, priceMax);
    const traders = accountsOf(members, 'seeded traders');
    this.traders = new SeededTraders(desk, traders, random, step, () => this.afterTake());
  }

  /** A row of the feed has passed in an open market: lets those look whose turn it is. */
  row(): void {
    this.rows += 1;
    const maker = turnAt(this.rows, ROWS_PER_MAKER_LOOK, this.makers.count);
    if (maker !== null) this.makers.look(maker);
    const trader = turnAt(this.rows, ROWS_PER_TRADER_LOOK, this.traders.count);
    if (trader !== null) this.traders.look(trader);
  }

  /** Takes away our orders that an order of the feed would meet which in the feed met nobody. */
  giveWay(side: Side, price: number): void {
    this.makers.giveWay(side, price);
    this.traders.giveWay(side, price);
  }

  /** Takes off our orders what the desk's last command traded and cancelled. */
  settle(): void {
    this.makers.settle();
    this.traders.settle();
  }

  private afterTake(): void {
    this.settle();
    this.onTrade();
  }
}

/** Whose turn it is at a row, turns being spread evenly over a round of rows; null when it is nobody's. */
function turnAt(row: number, rowsPerRound: number, count: number): number | null {
  const rowsPerTurn = Math.floor(rowsPerRound / count);
  if (row % rowsPerTurn !== 0) return null;
  return (row / rowsPerTurn) % count;
}
