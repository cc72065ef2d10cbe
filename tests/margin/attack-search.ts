/**
 * A random attack: accounts that work together do whatever they can, at prices near the mark and far from it, with the
 * smallest amounts and the largest. Every command is asked every invariant; a run says what it came across.
 */
import {
  amendOrder,
  approveBuilder,
  cancelOrder,
  cancelOrders,
  claimRewards,
  claimSuspense,
  type LogicalState,
  OrderFlag,
  type OrderRow,
  type ResultCode,
  replaceOrder,
  setAssetPrice,
  setAssetTerms,
  setAutoConversion,
  setReferralTerms,
  setReferrer,
  skipDeposit,
  tick,
} from '@intelligent-ledger/engine/core';
import { draftOf, type Random } from '@intelligent-ledger/engine/sim';
import { AttackExchange, BYSTANDER, perpetual } from './attack-exchange.ts';
import { ASSETS, BALANCE_MAX, heldIn, MARKETS, PERPETUALS, SCALES, SPOTS, spotOf, worthOf } from './attack-markets.ts';
import { STEPS } from './attack-steps.ts';
import { newTally, type Tally } from './attack-tally.ts';
import { freeMarginOf } from './margin-twin.ts';

const COLLUDERS = [0, 1, 2, 3, 4];
const DAY = 86_400_000_000;
const ONE = 1_000_000_000;
const BUILDER_RATES = [1, 50_000, 100_000];
/** The owner whom all colluders approve, itself included. */
const BUILDER = 2;

export class AttackSearch {
  readonly exchange = new AttackExchange();
  readonly tally = newTally();
  private readonly random: Random;
  private readonly moves: boolean;

  /** `moves`: marks, prices and weights do not stay as they are. */
  constructor(random: Random, moves: boolean) {
    this.random = random;
    this.moves = moves;
    this.begin();
  }

  /** Goes on for so many commands. Throws where an invariant is broken. */
  run(steps: number): Tally {
    while (this.tally.steps < steps) this[this.random.weighted(STEPS)]();
    const { books } = this.exchange;
    this.tally.fills = books.fills;
    this.tally.spotFills = books.spotFills;
    this.tally.fillsInDebt = books.fillsInDebt;
    return this.tally;
  }

  private begin(): void {
    const { exchange, random } = this;
    PERPETUALS.forEach(({ maxPrice, maxSize }, index) => {
      const market = { ...perpetual, maxPrice, maxSize };
      if (index === 0) exchange.open(market);
      else exchange.openMarket(market);
    });
    for (const { decimals, price, ...terms } of ASSETS) exchange.asset(decimals, price, terms);
    for (const spot of SPOTS) exchange.spot(spot);
    PERPETUALS.forEach(({ positionMax, mark }, market) => {
      exchange.terms({ market, positionMax, openInterestMax: positionMax, leverage: 50 });
      exchange.mark(mark, market);
    });
    for (const account of [...COLLUDERS, BYSTANDER]) {
      exchange.deposit(account, 1, account === BYSTANDER ? 10 ** 14 : 10 ** random.between(0, 10));
      exchange.deposit(account, 2, 10 ** random.between(3, 12));
      exchange.deposit(account, 3, 10 ** random.between(0, 6));
      exchange.deposit(account, 4, 10 ** random.between(3, 12));
    }
    exchange.convert(BYSTANDER, 3, 1, exchange.balance(BYSTANDER, 3));
    if (random.happens(500)) exchange.pin(3);
    for (const account of [0, 1, 3]) exchange.send(approveBuilder, account, { builder: BUILDER, rateMax: 100_000 });
  }

  /** Counts what the last command did. */
  private count(before?: LogicalState): void {
    const { exchange, tally } = this;
    tally.steps += 1;
    tally.codes.set(exchange.code, (tally.codes.get(exchange.code) ?? 0) + 1);
    for (const { name, values } of exchange.records) {
      if (name === 'orderCancelled') {
        const code = values['code'] as ResultCode;
        tally.codes.set(code, (tally.codes.get(code) ?? 0) + 1);
      }
      if (name === 'converted') tally.conversions += 1;
      if (name === 'feeShared') tally.shares += 1;
      if (name === 'withdrawalMoved' && values['state'] === 4) tally.claimed += 1;
      if (name === 'withdrawalMoved' && values['state'] === 5) tally.voided += 1;
      if (name !== 'orderFilled' || before === undefined) continue;
      const both = [values['makerAccount'], values['takerAccount']] as number[];
      if (both.some((account) => freeMarginOf(before, account) < 0n)) tally.shortTrades += 1;
    }
  }

  /** One of them rests, and another takes it: their own price, their own size. */
  private trade(): void {
    const maker = this.account();
    const taker = this.random.happens(150) ? this.account() : this.otherThan(maker);
    const market = this.random.below(MARKETS.length);
    const price = this.price(market);
    const size = this.size(market, maker, taker, price);
    const side = this.random.between(1, 2) as 1 | 2;
    this.place(maker, market, side, price, size);
    const more = this.random.happens(700) ? size : this.size(market, maker, taker, price);
    this.place(taker, market, (3 - side) as 1 | 2, price, more, this.random.between(1, 3));
  }

  /** One that is short of margin trades a part of its position near the mark, as maker or as taker, in every way. */
  private squeeze(): void {
    const { exchange, random } = this;
    const { state } = exchange;
    const short = state.positions.filter(({ account }) => freeMarginOf(state, account) < 0n);
    const row = short[random.below(short.length)];
    if (row === undefined) {
      this.tighten();
      return;
    }
    const { account, market } = row;
    const other = this.otherThan(account);
    const lots = Math.abs(row.size);
    const some = random.pick([1, lots, lots + 1, Math.ceil(lots / 2), random.between(1, lots)]);
    const size = Math.min(PERPETUALS[market]?.maxSize ?? 1, some);
    const away = random.between(0, 3);
    const price = random.happens(600) ? this.priceNear(market, row.size > 0 ? away : -away) : this.price(market);
    const reducing = row.size > 0 ? 2 : 1;
    const isMaker = random.happens(500);
    if (!isMaker) this.place(other, market, (3 - reducing) as 1 | 2, price, size);
    this.place(account, market, reducing, price, size, isMaker ? 1 : random.between(1, 3));
    if (isMaker) this.place(other, market, (3 - reducing) as 1 | 2, price, size, random.between(1, 3));
  }

  /** One that is short of margin sells coins, near their worth, as maker or as taker. */
  private sellShort(): void {
    const { exchange, random } = this;
    const { state } = exchange;
    const market = PERPETUALS.length + random.below(SPOTS.length);
    const short = COLLUDERS.filter(
      (account) => freeMarginOf(state, account) < 0n && heldIn(state, account, market) > 0,
    );
    const account = short[random.below(short.length)];
    if (account === undefined) {
      this.tighten();
      return;
    }
    const other = this.otherThan(account);
    const held = Math.min(MARKETS[market]?.maxSize ?? 1, heldIn(state, account, market));
    const size = random.pick([1, held, Math.ceil(held / 2), random.between(1, held)]);
    const below = Math.ceil(worthOf(state, market) / 10 ** random.between(1, 4));
    const price = random.happens(700) ? this.priceNear(market, random.between(-below, below)) : this.price(market);
    const isMaker = random.happens(500);
    if (!isMaker) this.place(other, market, 1, price, size);
    this.place(account, market, 2, price, size, isMaker ? 1 : random.between(1, 3));
    if (isMaker) this.place(other, market, 1, price, size, random.between(1, 3));
  }

  /** Makes somebody short of margin: by a mark that jumps, or where none moves by a leverage of 1. */
  private tighten(): void {
    const { exchange, random } = this;
    const { positions } = exchange.state;
    const market = positions[random.below(positions.length)]?.market ?? 0;
    const { positionMax } = PERPETUALS[market] ?? PERPETUALS[0];
    if (this.moves) {
      const mark = exchange.state.markets[market]?.markPrice ?? 1;
      const width = Math.max(1, Math.floor(mark / random.between(2, 30)));
      exchange.mark(this.priceNear(market, random.happens(500) ? width : -width), market);
    } else exchange.terms({ market, positionMax, openInterestMax: positionMax, leverage: random.between(1, 3) });
    this.count();
  }

  /** One of them gets enough to stand against all others. */
  private trust(): void {
    this.exchange.deposit(this.account(), 1, 10 ** this.random.between(10, 14));
    this.count();
  }

  private priceNear(market: number, away: number): number {
    const { maxPrice } = MARKETS[market] ?? PERPETUALS[0];
    return Math.min(maxPrice, Math.max(1, worthOf(this.exchange.state, market) + away));
  }

  private order(): void {
    const [account, market] = [this.account(), this.random.below(MARKETS.length)];
    const price = this.price(market);
    const size = this.size(market, account, this.account(), price);
    this.place(account, market, this.random.between(1, 2) as 1 | 2, price, size, this.random.between(1, 3));
  }

  private place(account: number, market: number, side: 1 | 2, price: number, size: number, timeInForce = 1): void {
    const before = this.exchange.state;
    const terms = { ...this.orderTerms(size, timeInForce, market), market };
    this.exchange.order(account, side, size, price, terms);
    this.count(before);
    if ((terms.flags & OrderFlag.reduceOnly) !== 0 && this.exchange.filled() > 0) this.tally.reduceOnlyFills += 1;
  }

  private orderTerms(size: number, timeInForce: number, market: number) {
    const { random, exchange } = this;
    const stays = timeInForce === 1;
    const mayReduce = spotOf(market) === undefined || random.happens(20);
    const reduces = mayReduce && random.happens(130) ? OrderFlag.reduceOnly : 0;
    const hasBuilder = random.happens(200);
    return {
      timeInForce: timeInForce as 1 | 2 | 3,
      orderType: (!stays && random.happens(200) ? 2 : 1) as 1 | 2,
      flags: reduces + (stays && random.happens(60) ? OrderFlag.postOnly : 0),
      displaySize: stays && size > 3 && random.happens(200) ? random.between(Math.ceil(size / 5), size) : 0,
      expiry: stays && random.happens(80) ? exchange.time + random.between(1, 5_000) : 0,
      selfTrade: random.below(5) as 0 | 1 | 2 | 3 | 4,
      builder: hasBuilder ? (random.happens(900) ? BUILDER + 1 : random.between(1, 4)) : 0,
      builderFee: hasBuilder ? random.pick(BUILDER_RATES) : 0,
    };
  }

  private cancel(): void {
    const order = this.someOrder();
    if (order === undefined) return;
    this.exchange.send(cancelOrder, order.account, { order: order.order });
    this.count();
  }

  private cancelAll(): void {
    this.exchange.send(cancelOrders, this.account(), { filter: this.random.below(2) });
    this.count();
  }

  private amend(): void {
    const order = this.someOrder();
    if (order === undefined) return;
    const market = this.exchange.state.markets.findIndex(({ bids, asks }) => [...bids, ...asks].includes(order));
    const price = this.random.happens(300) ? order.price : this.price(market);
    const size = this.size(market, order.account, order.account, price);
    const displaySize = this.random.happens(300) ? size : order.displaySize;
    const before = this.exchange.state;
    this.exchange.send(amendOrder, order.account, { order: order.order, price, size, displaySize });
    this.count(before);
  }

  private replace(): void {
    const order = this.someOrder();
    if (order === undefined) return;
    const market = this.random.below(MARKETS.length);
    const price = this.price(market);
    const size = this.size(market, order.account, this.account(), price);
    const timeInForce = this.random.between(1, 3);
    const terms = { ...this.orderTerms(size, timeInForce, market), market, price, size, side: order.side };
    const before = this.exchange.state;
    this.exchange.send(replaceOrder, order.account, { ...terms, replaced: order.order });
    this.count(before);
  }

  private deposit(): void {
    const asset = this.random.between(1, ASSETS.length);
    const amount = this.random.happens(80) ? BALANCE_MAX - this.random.below(3) : this.scaled(SCALES[asset] ?? 0);
    this.exchange.deposit(this.account(), asset, amount);
    this.count();
  }

  /** The same deposit once more, or one that was taken back. */
  private depositAgain(): void {
    const { exchange, random } = this;
    const { lastDeposit } = exchange.state;
    if (random.happens(500)) exchange.add(draftOf(skipDeposit, { deposit: lastDeposit + 1 }));
    else exchange.deposit(this.account(), random.between(1, 4), 10 ** 9, Math.max(1, lastDeposit - random.below(3)));
    this.count();
  }

  private convert(): void {
    const [account, asset, direction] = [this.account(), this.random.between(1, 4), this.random.between(1, 2)];
    this.exchange.convert(account, asset, direction as 1 | 2, this.wholePart(account, asset, direction));
    this.count();
  }

  /** There and back, which changes nothing. */
  private roundTrip(): void {
    const { exchange } = this;
    const [account, asset] = [this.account(), this.random.between(1, 3)];
    const amount = this.wholePart(account, asset, 1);
    const [coins, dollars] = [exchange.balance(account, asset), exchange.balance(account)];
    const isThere = exchange.convert(account, asset, 1, amount) === 0;
    this.count();
    const isBack = exchange.convert(account, asset, 2, isThere ? exchange.balance(account) - dollars : 1) === 0;
    this.count();
    const isSame = exchange.balance(account, asset) === coins && exchange.balance(account) === dollars;
    if (isThere && isBack && !isSame) throw new Error(`a round trip of ${amount} of asset ${asset} changed something`);
  }

  private transfer(): void {
    const [account, asset] = [this.account(), this.random.below(5)];
    this.exchange.transfer(account, this.account(), asset, this.part(this.exchange.balance(account, asset)));
    this.count();
  }

  private withdraw(): void {
    const [account, asset] = [this.account(), this.random.between(1, 4)];
    this.exchange.withdraw(account, asset, this.part(this.exchange.balance(account, asset)));
    this.count();
  }

  /** To its next state mostly; sometimes to one that it may not come to, or that it had. */
  private moveWithdrawal(): void {
    const { random, exchange } = this;
    const { withdrawals, lastWithdrawal } = exchange.state;
    const row = withdrawals[random.below(withdrawals.length + 1)];
    const next = random.happens(800) ? (row?.state ?? 1) + 1 : random.between(2, 5);
    exchange.move(row?.withdrawal ?? Math.max(1, lastWithdrawal - random.below(4)), random.happens(150) ? 5 : next);
    this.count();
  }

  private claim(): void {
    this.exchange.send(claimSuspense, this.account(), { asset: this.random.between(1, 4) });
    this.count();
  }

  private pin(): void {
    const { exchange, random } = this;
    if (random.happens(300)) exchange.pin(this.account());
    else exchange.send(setAutoConversion, this.account(), { converts: random.below(2) });
    this.count();
  }

  /** A mark or a price moves, where they do. */
  private moveSome(): void {
    if (!this.moves) return;
    this.movePrice();
    this.count();
  }

  private movePrice(): void {
    const { exchange, random } = this;
    if (random.happens(150)) {
      const asset = random.between(1, 4);
      const near = (ASSETS[asset - 1]?.price ?? ONE) * (1 + random.between(-10, 10) / 100);
      exchange.add(draftOf(setAssetPrice, { asset, price: Math.floor(random.happens(100) ? 0 : near) }));
    } else if (random.happens(60)) {
      const asset = random.between(1, 4);
      const dailyConversionMax = ASSETS[asset - 1]?.dailyConversionMax ?? 0;
      const initialWeight = random.below(1_000_001);
      exchange.add(draftOf(setAssetTerms, { asset, bandRate: 20_000, dailyConversionMax, initialWeight }));
    } else {
      const market = random.below(PERPETUALS.length);
      const { maxPrice } = PERPETUALS[market] ?? PERPETUALS[0];
      const from = random.happens(100) ? random.between(1, maxPrice) : (exchange.state.markets[market]?.markPrice ?? 1);
      const width = Math.max(1, Math.floor(from / 50));
      exchange.mark(Math.min(maxPrice, Math.max(1, from + random.between(-width, width))), market);
    }
  }

  /** Leverage changes what is needed, and leaves accounts short while no price moves. */
  private terms(): void {
    const { random } = this;
    const market = random.below(PERPETUALS.length);
    const { positionMax, maxPrice } = PERPETUALS[market] ?? PERPETUALS[0];
    const leverage = random.pick([1, 2, 20, 50, 100]);
    const secondFrom = random.between(1, positionMax) * random.between(1, maxPrice);
    const hasTiers = leverage > 2 && random.happens(600);
    const tiers = { secondLeverage: 2, secondFrom, thirdLeverage: 1, thirdFrom: secondFrom + random.between(1, 1_000) };
    this.exchange.terms({ market, positionMax, openInterestMax: positionMax, leverage, ...(hasTiers ? tiers : {}) });
    this.count();
  }

  private fees(): void {
    const { random } = this;
    const least = random.pick([0, 1, 40_000, 1_000_000]);
    const rebates = random.happens(500);
    this.exchange.fees(
      random.below(2) as 0 | 1,
      ...[0, 1, 1_000].slice(0, random.between(1, 3)).map((volumeFrom) => ({
        volumeFrom,
        takerRate: random.pick([least, random.between(least, 1_000_000)]),
        makerRate: rebates ? 0 : random.below(1_000_001),
        makerRebate: rebates ? random.pick([least, random.below(least + 1)]) : 0,
      })),
    );
    this.count();
  }

  /** Who shares in their fees: builders, referrers, and what these have of them. */
  private shares(): void {
    const { exchange, random } = this;
    const kind = random.below(4);
    if (kind === 0) exchange.send(setReferrer, this.account(), { referrer: random.below(4) });
    else if (kind === 1) {
      const [discount, share] = [random.pick([0, 1, 40_000, 1_000_000]), random.pick([0, 1, 100_000, 1_000_000])];
      exchange.add(draftOf(setReferralTerms, { discount, share }));
    } else {
      const rateMax = random.happens(150) ? 0 : random.pick(BUILDER_RATES);
      exchange.send(approveBuilder, this.account(), { builder: random.below(4), rateMax });
    }
    this.count();
  }

  private rewards(): void {
    this.exchange.send(claimRewards, this.account(), {});
    this.count();
  }

  /** A command that was sent before is sent again. */
  private repeat(): void {
    const { exchange, random } = this;
    exchange.apply(exchange.entries[exchange.entries.length - 1 - random.below(10)] ?? new Uint8Array(0));
    this.count();
  }

  private wait(): void {
    const { exchange, random } = this;
    exchange.time += random.happens(300) ? random.between(1, 15) * DAY : random.below(2_000);
    exchange.add(draftOf(tick, {}));
    this.count();
  }

  private account(): number {
    return this.random.pick(COLLUDERS);
  }

  /** An account of another owner. */
  private otherThan(account: number): number {
    const { books } = this.exchange;
    return this.random.pick(COLLUDERS.filter((each) => books.ownerOf(each) !== books.ownerOf(account)));
  }

  private someOrder(): OrderRow | undefined {
    const orders = this.exchange.state.markets.flatMap(({ bids, asks }) => [...bids, ...asks]);
    return orders[this.random.below(orders.length)];
  }

  /** At the mark, near it, anywhere, or at the ends of the table. */
  private price(market: number): number {
    const { random } = this;
    const { maxPrice } = MARKETS[market] ?? PERPETUALS[0];
    const mark = worthOf(this.exchange.state, market);
    const kind = random.below(10);
    if (kind < 2) return mark;
    if (kind < 7) {
      const width = Math.max(1, Math.floor(mark / 10 ** random.between(1, 3)));
      return Math.min(maxPrice, Math.max(1, mark + random.between(-width, width)));
    }
    return kind < 9 ? random.between(1, maxPrice) : random.pick([1, maxPrice]);
  }

  /** Dust, what one of two holds, what one can pay for at some leverage, or anything up to the largest. */
  private size(market: number, one: number, other: number, price: number): number {
    const { random, exchange } = this;
    const { maxSize } = MARKETS[market] ?? PERPETUALS[0];
    const held = heldIn(exchange.state, random.pick([one, other]), market);
    const kind = random.below(8);
    let size = random.between(1, 3);
    if (kind < 3) size = held + (random.happens(200) ? random.between(-1, 1) : 0);
    else if (kind < 4) size = Math.floor(held / random.between(2, 5));
    else if (kind < 6) size = Math.floor((Math.max(0, exchange.balance(one)) * random.between(1, 120)) / price / 4);
    else if (kind < 7) size = Math.floor(maxSize / 10 ** random.below(10));
    return Math.min(maxSize, Math.max(1, size));
  }

  /** From an atom to a hundred thousand whole units, of any order of magnitude. */
  private scaled(decimals: number): number {
    return this.random.between(1, 9) * 10 ** this.random.below(decimals + 6);
  }

  /** All of it, one more or less, half, or any part. */
  private part(whole: number): number {
    const { random } = this;
    const share = Math.floor(whole / random.between(1, 9) / 10 ** random.below(8));
    return Math.min(BALANCE_MAX, Math.max(1, random.pick([whole, whole - 1, whole + 1, 1, share, share, share])));
  }

  /** Some of what an account has to convert, mostly such that nothing would be rounded. */
  private wholePart(account: number, asset: number, direction: number): number {
    const amount = this.part(this.exchange.balance(account, direction === 1 ? asset : 0));
    const scale = SCALES[asset] ?? 6;
    const unit = direction === 1 ? 10 ** Math.max(0, scale - 6) : 10 ** Math.max(0, 6 - scale);
    return this.random.happens(900) ? Math.max(unit, amount - (amount % unit)) : amount;
  }
}
