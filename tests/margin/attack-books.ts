/**
 * What colluding owners did to an exchange, by its records alone: the books, the positions, what came in and went out,
 * and after every single fill whether it took somebody below zero, made a reduce-only order grow a position, or cost
 * the venue money.
 */
import {
  ConversionDirection,
  type DecodedRecord,
  OrderFlag,
  Side,
  WithdrawalState,
} from '@intelligent-ledger/engine/core';
import { RecordLedger } from '@intelligent-ledger/engine/host';
import { type AssetTerms, weightedValue } from './margin-twin.ts';

/** Sums by asset. */
export type Amounts = Map<number, bigint>;

/** What went between the colluders and everybody else, in atoms. */
export interface Flows {
  readonly deposited: Amounts;
  readonly claimed: Amounts;
  /** Coins that were given for dollars, less those that were got. */
  readonly converted: Amounts;
  /** Dollars that were got for coins, less those that were given. */
  dollars: bigint;
  /** Fees less rebates, and less what the colluders themselves earned of them. */
  fees: bigint;
}

function added(amounts: Amounts, asset: number, amount: bigint): void {
  amounts.set(asset, (amounts.get(asset) ?? 0n) + amount);
}

export class AttackBooks {
  readonly ledger = new RecordLedger();
  readonly flows: Flows = { deposited: new Map(), claimed: new Map(), converted: new Map(), dollars: 0n, fees: 0n };
  /** By account, then market; sizes of 0 stay. */
  readonly sizes = new Map<number, Map<number, bigint>>();
  fills = 0;
  spotFills = 0;
  /** Fills that left an account below zero, as it was before. */
  fillsInDebt = 0;
  /** Whether a mark, a price or a weight moved since this was last set to false. */
  hasMoved = false;
  private readonly marks = new Map<number, bigint>();
  private readonly assets = new Map<number, AssetTerms>();
  private readonly owners = new Map<number, number>();
  private readonly reduceOnly = new Set<number>();
  private readonly bystanders: ReadonlySet<number>;
  private fill: Readonly<Record<string, number>> = {};
  /** What the venue has of the fees of that fill. */
  private venueFee = 0n;

  /** The owners in `bystanders` are not of the colluders. */
  constructor(bystanders: ReadonlySet<number>) {
    this.bystanders = bystanders;
  }

  /** Takes the records of a command, and answers what is wrong with them. */
  take(records: readonly DecodedRecord[]): string[] {
    return records.flatMap((record) => this.takeOne(record));
  }

  sizeOf(account: number, market: number): bigint {
    return this.sizes.get(account)?.get(market) ?? 0n;
  }

  isColluder(owner: number): boolean {
    return !this.bystanders.has(owner);
  }

  ownerOf(account: number): number {
    return this.owners.get(account) ?? -1;
  }

  accounts(): number[] {
    return [...this.owners.keys()];
  }

  /** The free margin of an account with all that it needs: its worth at the marks. */
  equityOf(account: number): bigint {
    let equity = this.ledger.creditOf(0, `balance ${account}`);
    for (const [asset, terms] of this.assets) {
      equity += weightedValue(this.ledger.creditOf(asset, `balance ${account}`), terms);
    }
    for (const [market, size] of this.sizes.get(account) ?? []) {
      equity += this.ledger.creditOf(0, `position ${account} in ${market}`) + size * (this.marks.get(market) ?? 0n);
    }
    return equity;
  }

  private takeOne(record: DecodedRecord): string[] {
    const values = record.values as Readonly<Record<string, number>>;
    if (record.name === 'orderFilled') this.fill = values;
    if (record.name === 'fillSettled') return this.settle(record, values);
    if (record.name === 'spotSettled') return this.settleSpot(record, values);
    this.ledger.take([record]);
    this.note(record.name, values);
    return record.name === 'feeShared' ? this.share(values) : [];
  }

  /** Takes over a fill, and compares both accounts with what they were before. */
  private settle(record: DecodedRecord, settled: Readonly<Record<string, number>>): string[] {
    const {
      taker = 0,
      maker = 0,
      takerAccount = 0,
      makerAccount = 0,
      market = 0,
      price = 0,
      size = 0,
      fill = 0,
    } = this.fill;
    const bought = this.fill['takerSide'] === Side.buy ? size : -size;
    const sides = [
      { order: taker, account: takerAccount, lots: bought },
      { order: maker, account: makerAccount, lots: -bought },
    ];
    const before = sides.map(({ account }) => this.equityOf(account));
    const realisable = sides.map(({ account, lots }) => this.realisable(account, market, BigInt(lots), BigInt(price)));
    this.ledger.take([{ ...record, name: 'orderFilled', values: this.fill }, record]);
    const faults = sides.flatMap(({ order, account, lots }) => {
      return this.grow(account, market, BigInt(lots), order);
    });
    faults.push(...this.charge(settled));
    [settled['takerRealised'], settled['makerRealised']].forEach((realised, index) => {
      if (BigInt(realised ?? 0) !== realisable[index])
        faults.push(`fill ${fill} realised ${realised} of ${realisable[index]}`);
    });
    faults.push(
      ...this.losses(
        sides.map(({ account }) => account),
        before,
      ),
    );
    this.fills += 1;
    return faults;
  }

  /** The same of a fill in a spot market: neither coins nor dollars come from nowhere, which the ledger says. */
  private settleSpot(record: DecodedRecord, settled: Readonly<Record<string, number>>): string[] {
    const accounts = [this.fill['takerAccount'] ?? 0, this.fill['makerAccount'] ?? 0];
    const before = accounts.map((account) => this.equityOf(account));
    this.ledger.take([{ ...record, name: 'orderFilled', values: this.fill }, record]);
    const faults = [...this.charge(settled), ...this.losses(accounts, before)];
    this.spotFills += 1;
    return faults;
  }

  /** What both sides of the last fill pay. */
  private charge(settled: Readonly<Record<string, number>>): string[] {
    this.venueFee = BigInt(settled['takerFee'] as number) + BigInt(settled['makerFee'] as number);
    this.flows.fees += this.venueFee;
    return this.costs();
  }

  /** What others earned of that. */
  private share(values: Readonly<Record<string, number>>): string[] {
    const { referrer = 0, referralShare = 0, builder = 0, builderFee = 0 } = values;
    for (const [earner, amount] of [
      [referrer - 1, BigInt(referralShare)],
      [builder - 1, BigInt(builderFee)],
    ] as const) {
      this.venueFee -= amount;
      if (this.isColluder(earner)) this.flows.fees -= amount;
    }
    return this.costs();
  }

  private costs(): string[] {
    const { venueFee } = this;
    return venueFee < 0n ? [`fill ${this.fill['fill']} paid ${-venueFee} more than it cost`] : [];
  }

  /** Who fell below zero by the last fill, or further below it. */
  private losses(accounts: readonly number[], before: readonly bigint[]): string[] {
    return accounts.flatMap((account, index) => {
      const [was, is] = [before[index] as bigint, this.equityOf(account)];
      if (is < 0n) this.fillsInDebt += 1;
      return is < 0n && is < was ? [`fill ${this.fill['fill']} took account ${account} from ${was} to ${is}`] : [];
    });
  }

  /** What closing lots at a price realises, rounded against whoever closes: margin.md section 4. */
  private realisable(account: number, market: number, lots: bigint, price: bigint): bigint {
    const size = this.sizeOf(account, market);
    if (size * lots >= 0n) return 0n;
    const [open, much] = [size < 0n ? -size : size, lots < 0n ? -lots : lots];
    const closed = much < open ? much : open;
    const paid = this.ledger.creditOf(0, `position ${account} in ${market}`) * closed;
    const share = paid / open - (paid < 0n && paid % open !== 0n ? 1n : 0n);
    return (size > 0n ? closed : -closed) * price + share;
  }

  /** Changes a position by what an order filled. */
  private grow(account: number, market: number, lots: bigint, order: number): string[] {
    const ofAccount = this.sizes.get(account) ?? new Map<number, bigint>();
    this.sizes.set(account, ofAccount);
    const was = ofAccount.get(market) ?? 0n;
    const is = was + lots;
    ofAccount.set(market, is);
    const isReduced = is * was >= 0n && is * is < was * was;
    return this.reduceOnly.has(order) && !isReduced ? [`reduce-only order ${order} made ${was} lots ${is}`] : [];
  }

  private note(name: string, values: Readonly<Record<string, number>>): void {
    const { account = 0, asset = 0, market = 0, price = 0 } = values;
    if (name === 'accountOpened') this.owners.set(account, values['owner'] as number);
    if (name === 'orderPlaced' && ((values['flags'] as number) & OrderFlag.reduceOnly) !== 0) {
      this.reduceOnly.add(values['order'] as number);
    }
    if (name === 'markPriceSet') this.marks.set(market, BigInt(price));
    if (name === 'assetCreated') {
      this.assets.set(asset, { decimals: values['decimals'] as number, price: 0n, weight: 0n });
    }
    const terms = this.assets.get(asset);
    if (name === 'assetPriceSet' && terms !== undefined) terms.price = BigInt(price);
    if (name === 'assetTermsSet' && terms !== undefined) terms.weight = BigInt(values['initialWeight'] as number);
    if (name === 'markPriceSet' || name === 'assetPriceSet' || name === 'assetTermsSet') this.hasMoved = true;
    this.noteFlow(name, values);
  }

  /** Adds up what goes between the colluders and others. */
  private noteFlow(name: string, values: Readonly<Record<string, number>>): void {
    const { account = 0, asset = 0 } = values;
    const amount = BigInt(values['amount'] ?? 0);
    if (name === 'depositCredited') {
      if (this.isColluder(values['owner'] as number)) added(this.flows.deposited, asset, amount);
      return;
    }
    if (!this.isColluder(this.ownerOf(account))) return;
    if (name === 'withdrawalMoved' && values['state'] === WithdrawalState.claimed) {
      added(this.flows.claimed, asset, amount);
    }
    if (name === 'converted') {
      const sign = values['direction'] === ConversionDirection.toDollar ? 1n : -1n;
      added(this.flows.converted, asset, sign * BigInt(values['coins'] as number));
      this.flows.dollars += sign * BigInt(values['dollars'] as number);
    }
  }
}
