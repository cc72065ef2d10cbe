/** A seeded log of accounts that deposit, trade perpetuals with each other in every way there is, and withdraw. */
import {
  amendOrder,
  cancelOrder,
  convert,
  createAsset,
  creditDeposit,
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
  transfer,
} from '@intelligent-ledger/engine/core';
import { draftOf, LogWriter, type Random } from '@intelligent-ledger/engine/sim';

const OWNERS = 4;
const MARKETS = 2;
const MAX_PRICE = 2_000;
const MARK = 1_000;

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
    for (let owner = 0; owner < OWNERS; owner += 1) this.deposit(owner, 0, 1, 200_000);
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
    if (kind < 98) return this.move(convert, { asset: random.between(1, 2), direction: random.between(1, 2) });
    return this.add(draftOf(setAssetPrice, { asset: random.between(1, 2), price: random.between(1, 160) * 10 ** 9 }));
  }

  private order(): Uint8Array {
    const { random } = this;
    const isLimit = random.below(4) > 0;
    const timeInForce = isLimit && random.below(3) > 0 ? 1 : random.between(2, 3);
    const stays = timeInForce === 1;
    const flags = (stays && random.below(8) === 0 ? OrderFlag.postOnly : 0) + (random.below(5) === 0 ? 2 : 0);
    const size = this.sizeOf();
    return this.add(
      draftOf(placeOrder, {
        ...this.user(),
        market: random.below(MARKETS),
        side: random.between(1, 2),
        orderType: isLimit ? 1 : 2,
        timeInForce,
        flags,
        size,
        displaySize: stays && size > 10 && random.below(6) === 0 ? Math.ceil(size / 3) : 0,
        expiry: stays && random.below(6) === 0 ? this.time + random.below(5_000) + 1 : 0,
        selfTrade: random.below(5),
        price: this.near(MARK, 40),
      }),
    );
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

  private user() {
    this.nonce += 1;
    const account = this.random.below(this.accounts);
    return { account, nonce: this.nonce, validUntil: this.time + 1_000_000 };
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
