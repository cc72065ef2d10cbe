/** The fills of every account, each side of a fill as its own entry, with what it cost and realised. */
import {
  type DecodedRecord,
  type feeShared,
  type fillSettled,
  type LogicalState,
  type orderFilled,
  Side,
  type spotSettled,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { Recent } from './recent.ts';
import type { FillEntry, HistoryPage } from './view.ts';

type Draft = { -readonly [Name in keyof FillEntry]: FillEntry[Name] };

export class FillHistory {
  private readonly fillsMax: number;
  private readonly accounts = new Map<number, Recent<FillEntry>>();
  /** By account and market. */
  private readonly positions = new Map<string, number>();
  /** The two sides of the last fill, of which more may be said yet. */
  private taker: Draft | undefined;
  private maker: Draft | undefined;

  private readonly onFill: (entry: FillEntry) => void;

  constructor(fillsMax: number, onFill: (entry: FillEntry) => void = () => {}) {
    this.fillsMax = fillsMax;
    this.onFill = onFill;
  }

  load({
    positions,
  }: {
    readonly positions: readonly Pick<LogicalState['positions'][number], 'account' | 'market' | 'size'>[];
  }): void {
    for (const { account, market, size } of positions) this.positions.set(`${account} ${market}`, size);
  }

  take({ name, values }: DecodedRecord): void {
    switch (name) {
      case 'orderFilled':
        this.fill(values as ValuesOf<typeof orderFilled.specs>);
        break;
      case 'fillSettled':
        this.settle(values as ValuesOf<typeof fillSettled.specs>);
        break;
      case 'spotSettled':
        this.settleSpot(values as ValuesOf<typeof spotSettled.specs>);
        break;
      case 'feeShared': {
        const { isMaker, builderFee } = values as ValuesOf<typeof feeShared.specs>;
        const side = isMaker === 1 ? this.maker : this.taker;
        if (side !== undefined) side.builderFee = builderFee;
        break;
      }
    }
  }

  of(account: number, page: HistoryPage): FillEntry[] {
    return this.accounts.get(account)?.page(page) ?? [];
  }

  private fill(values: ValuesOf<typeof orderFilled.specs>): void {
    const { fill, market, price, size, sequence, time, maker, taker, takerSide } = values;
    const common = { fill, market, price, size, sequence, time };
    const costs = { fee: 0, builderFee: 0, realised: 0, positionBefore: 0 };
    const makerSide = takerSide === Side.buy ? Side.sell : Side.buy;
    const ofTaker = { order: taker, account: values.takerAccount, side: takerSide as Side, isTaker: true };
    const ofMaker = { order: maker, account: values.makerAccount, side: makerSide, isTaker: false };
    this.taker = { ...common, ...costs, ...ofTaker };
    this.maker = { ...common, ...costs, ...ofMaker };
    this.add(this.maker);
    this.add(this.taker);
  }

  private add(entry: FillEntry): void {
    this.onFill(entry);
    const known = this.accounts.get(entry.account);
    const fills = known ?? new Recent<FillEntry>(this.fillsMax, ({ fill }) => fill);
    if (known === undefined) this.accounts.set(entry.account, fills);
    fills.add(entry);
  }

  /** Only in perpetual markets do fills make positions. */
  private settle(values: ValuesOf<typeof fillSettled.specs>): void {
    const { takerFee, makerFee, takerRealised, makerRealised } = values;
    this.cost(this.taker, takerFee, takerRealised);
    this.cost(this.maker, makerFee, makerRealised);
    for (const side of [this.taker, this.maker]) if (side !== undefined) this.move(side);
  }

  private settleSpot({ takerFee, makerFee }: ValuesOf<typeof spotSettled.specs>): void {
    this.cost(this.taker, takerFee, 0);
    this.cost(this.maker, makerFee, 0);
  }

  private cost(side: Draft | undefined, fee: number, realised: number): void {
    if (side !== undefined) Object.assign(side, { fee, realised });
  }

  private move(side: Draft): void {
    const key = `${side.account} ${side.market}`;
    side.positionBefore = this.positions.get(key) ?? 0;
    this.positions.set(key, side.positionBefore + (side.side === Side.buy ? side.size : -side.size));
  }
}
