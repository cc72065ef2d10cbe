/** A seeded log of accounts that deposit, trade perpetuals with each other in every way there is, and withdraw. */
import {
  amendOrder,
  approveBuilder,
  cancelOrder,
  claimRewards,
  convert,
  createAsset,
  createMarket,
  creditDeposit,
  encodeBands,
  encodeFeeTiers,
  type Layout,
  type Machine,
  OrderFlag,
  placeOrder,
  requestWithdrawal,
  setAssetPrice,
  setAssetTerms,
  setFeeTiers,
  setMarginTerms,
  setMarkPrice,
  setReferralTerms,
  setReferrer,
  type Ticks,
  transfer,
} from '@intelligent-ledger/engine/core';
import { draftOf, LogWriter, type Random } from '@intelligent-ledger/engine/sim';

const OWNERS = 4;
const MARKETS = 2;
const MAX_PRICE = 2_000;
/** It trades asset 2, of nine decimals: a lot is a millionth of a coin, a tick a dollar. */
export const SPOT = 2;
const SPOT_MARKET = { marketKind: 3, sizeDecimals: 6, state: 1, maxPrice: MAX_PRICE, maxSize: 100_000, baseAsset: 2 };
export const SPOT_PRICE = 150;
const MARK = 1_000;
/** Of the first owners, the account with which each begins. */
const FIRST_ACCOUNTS = [0, 1, 3, 4];
const BUILDER = 2;
const BUILDER_RATE = 30_000;

export class Trading extends LogWriter {
  private readonly random: Random;
  private nonce = 1_000;
  private deposits = 0;
  private accounts = 1;

  constructor(random: Random) {
    super();
    this.random = random;
  }

  /** The log up to where trading begins, each entry of which is accepted. */
  open(): readonly Uint8Array[] {
    const capacities = { assetsMax: 4, withdrawalsMax: 64, positionsMax: 40, ownersMax: 16, accountsMax: 24 };
    const market = {
      marketKind: 1,
      sizeDecimals: 2,
      maxPrice: MAX_PRICE,
      maxSize: 100_000,
      bands: [{ from: 1, step: 1 }],
    };
    this.begin({ ...capacities, ordersMax: 256, levelsMax: 256, makersPerCommandMax: 6 }, market);
    for (let more = 1; more < MARKETS; more += 1) this.openMarket(market);
    this.add(draftOf(createAsset, { decimals: 6, mint: '11'.repeat(32) }));
    this.add(draftOf(createAsset, { decimals: 9, mint: '22'.repeat(32) }));
    const weights = [1_000_000, 800_000];
    for (const [index, initialWeight] of weights.entries()) {
      const terms = { dailyConversionMax: 10 ** 12, bandRate: 20_000, initialWeight };
      this.add(draftOf(setAssetTerms, { asset: index + 1, ...terms }));
      this.add(draftOf(setAssetPrice, { asset: index + 1, price: index === 0 ? 10 ** 9 : 150 * 10 ** 9 }));
    }
    for (let market = 0; market < MARKETS; market += 1) this.setTerms(market);
    const tiers = [
      { takerRate: 45_000, makerRate: 15_000 },
      { volumeFrom: 1, takerRate: 40_000, makerRebate: 10_000 },
    ];
    this.add(draftOf(setFeeTiers, {}, encodeFeeTiers(tiers)));
    this.add(draftOf(setFeeTiers, { ofSpot: 1 }, encodeFeeTiers([{ takerRate: 70_000, makerRate: 40_000 }])));
    const bands = encodeBands([{ from: 1 as Ticks, step: 1 as Ticks }]);
    this.add(draftOf(createMarket, SPOT_MARKET, bands));
    this.add(draftOf(setReferralTerms, { discount: 40_000, share: 100_000 }));
    for (let owner = 0; owner < OWNERS; owner += 1) this.deposit(owner, 0, 1, 200_000);
    this.shareFees();
    return this.entries;
  }

  /** The next command, of any kind. */
  next(machine: Machine): Uint8Array {
    const { random } = this;
    this.accounts = machine.state?.accounts.count() ?? 0;
    if (random.below(50) === 0) this.time += random.below(200) * 86_400_000;
    this.time += random.below(1_000);
    const kind = random.below(100);
    if (kind < 55) return this.order();
    if (kind < 70) return this.cancelSome(machine);
    if (kind < 80) return this.amendSome(machine);
    if (kind < 86)
      return this.add(draftOf(setMarkPrice, { market: random.below(MARKETS), price: this.near(MARK, 60) }));
    if (kind < 88) return this.setTerms(random.below(MARKETS));
    if (kind < 92)
      return this.deposit(random.below(OWNERS), random.below(3), random.between(1, 2), random.below(500_000));
    if (kind < 94) return this.move(transfer, { toAccount: random.below(this.accounts + 2), asset: random.below(3) });
    if (kind < 96) return this.move(requestWithdrawal, { asset: random.between(1, 2) });
    if (kind < 97) return this.add(draftOf(claimRewards, this.user()));
    if (kind < 98) return this.move(convert, { asset: random.between(1, 2), direction: random.between(1, 2) });
    return this.add(draftOf(setAssetPrice, { asset: random.between(1, 2), price: random.between(1, 160) * 10 ** 9 }));
  }

  private order(): Uint8Array {
    const { random } = this;
    const isLimit = random.below(4) > 0;
    const timeInForce = isLimit && random.below(3) > 0 ? 1 : random.between(2, 3);
    const stays = timeInForce === 1;
    const market = random.below(MARKETS + 1);
    const reduces = market !== SPOT && random.below(5) === 0;
    const flags = (stays && random.below(8) === 0 ? OrderFlag.postOnly : 0) + (reduces ? 2 : 0);
    const size = this.sizeOf();
    return this.add(
      draftOf(placeOrder, {
        ...this.user(),
        market,
        side: random.between(1, 2),
        orderType: isLimit ? 1 : 2,
        timeInForce,
        flags,
        size,
        displaySize: stays && size > 10 && random.below(6) === 0 ? Math.ceil(size / 3) : 0,
        expiry: stays && random.below(6) === 0 ? this.time + random.below(5_000) + 1 : 0,
        selfTrade: random.below(5),
        price: market === SPOT ? this.near(SPOT_PRICE, 15) : this.near(MARK, 40),
        ...this.builderOf(),
      }),
    );
  }

  /** The first owner referred all others, and those before the builder have approved it, each for a little less. */
  private shareFees(): void {
    for (const [owner, account] of FIRST_ACCOUNTS.entries()) {
      if (owner > 0) this.add(draftOf(setReferrer, { ...this.userOf(account), referrer: 0 }));
      const approval = { builder: BUILDER, rateMax: BUILDER_RATE - owner };
      if (owner < BUILDER) this.add(draftOf(approveBuilder, { ...this.userOf(account), ...approval }));
    }
  }

  /** The builder of one order in three, which not every owner has approved, or not at this rate. */
  private builderOf() {
    if (this.random.below(3) > 0) return {};
    return { builder: BUILDER + (this.random.below(9) === 0 ? 0 : 1), builderFee: BUILDER_RATE - this.random.below(3) };
  }

  private cancelSome(machine: Machine): Uint8Array {
    return this.add(draftOf(cancelOrder, { ...this.user(), ...this.someOrder(machine) }));
  }

  private amendSome(machine: Machine): Uint8Array {
    const values = { ...this.someOrder(machine), price: this.near(MARK, 40), size: this.sizeOf() };
    return this.add(draftOf(amendOrder, { ...this.user(), ...values }));
  }

  /** A late order, of the account whose it is while it is open. */
  private someOrder(machine: Machine): { readonly order: number; readonly account: number } {
    const book = machine.state?.book;
    const order = Math.max(1, (book?.ring.lastGiven() ?? 0) - this.random.below(30));
    const slot = book?.find(order | 0, 0) ?? 0;
    return { order, account: slot === 0 ? 0 : (book?.accountOf(slot) ?? 0) };
  }

  private sizeOf(): number {
    return this.random.below(3) === 0 ? this.random.between(1, 3) : this.random.between(1, 4_000);
  }

  private near(price: number, width: number): number {
    return price + this.random.between(-width, width);
  }

  /** How a command of an account begins. */
  userOf(account: number) {
    this.nonce += 1;
    return { account, nonce: this.nonce, validUntil: this.time + 1_000_000 };
  }

  private user() {
    return this.userOf(this.random.below(this.accounts));
  }

  private move(layout: Layout, values: Readonly<Record<string, number>>): Uint8Array {
    const amount = 10 ** this.random.below(6) * this.random.between(1, 9);
    return this.add(draftOf(layout, { ...this.user(), amount, ...values }));
  }

  private setTerms(market: number): Uint8Array {
    const { random } = this;
    const tiers = { leverage: random.between(20, 50), secondLeverage: random.between(3, 19), thirdLeverage: 2 };
    const bounds = { secondFrom: random.between(1, 10) * 10 ** 5 + 1, thirdFrom: 4_000_003 };
    const isTight = random.below(3) === 0;
    const positionMax = isTight ? 3_000 : 50_000;
    const openInterestMax = random.below(4) === 0 ? 2_000 : 100_000;
    return this.add(draftOf(setMarginTerms, { market, positionMax, openInterestMax, ...tiers, ...bounds }));
  }

  private deposit(owner: number, accountOfOwner: number, asset: number, amount: number): Uint8Array {
    this.deposits += 1;
    const identity = (owner + 1).toString(16).padStart(2, '0').repeat(32);
    const values = { ownerKind: 1, deposit: this.deposits, amount: amount + 1, asset, accountOfOwner, identity };
    return this.add(draftOf(creditDeposit, values));
  }
}
