/** A fill: what it does to the maker's order, and where there is money to positions, balances, fees and rewards. */
import { Side } from '@intelligent-ledger/engine/core';
import { makerFeeOf, type SideFee, takerFeeOf } from '../fees/fees.ts';
import { reward } from '../fees/rewards.ts';
import { balanceAccount, FEES, post } from '../money/books.ts';
import { dollarIn } from '../money/known-assets.ts';
import type { Order } from '../orders/naive-book.ts';
import { baseOf } from '../spot/base-asset.ts';
import { exchangeLots } from '../spot/spot-settling.ts';
import { type Exposure, marketIn } from './exposure.ts';
import type { BuilderTerms } from './held-margin.ts';
import { addLots } from './position.ts';

/** Who takes: an order on its way, or whoever a plan is for, who may have no account. */
export interface Taker extends BuilderTerms {
  readonly side: Side;
  readonly account: number | undefined;
  readonly flags: number;
}

/** What moved of a fee to an owner that earned it, be it less than that. */
interface Share {
  readonly owner: number;
  readonly moved: bigint;
}

/** What a fill cost a side, what that realised, and what of the fee went to others, in micro-dollars. */
export interface SideSettlement {
  readonly fee: bigint;
  readonly realised: bigint;
  /** In the order in which they moved. Of a side of which nothing moved to somebody, undefined. */
  readonly referral: Share | undefined;
  readonly builder: Share | undefined;
}

/** Of both sides of a fill. */
export interface Settlement {
  readonly taker: SideSettlement;
  readonly maker: SideSettlement;
}

const NOTHING: SideSettlement = { fee: 0n, realised: 0n, referral: undefined, builder: undefined };

/**
 * Lets a maker that rests and a taker trade so many lots. What the taker has left is not looked at, and a taker without
 * an account has nothing that changes.
 */
export function settleFill(exposure: Exposure, maker: Order, taker: Taker, lots: number): Settlement {
  maker.filled += lots;
  const market = marketIn(exposure, maker.market);
  market.book.takeShown(maker, lots);
  if (exposure.assets.length === 0) return { taker: NOTHING, maker: NOTHING };
  const price = BigInt(maker.price);
  const bought = taker.side === Side.buy ? BigInt(lots) : -BigInt(lots);
  const value = price * BigInt(lots);
  const { account, builder, builderFee } = taker;
  const base = baseOf(exposure, market);
  if (base !== undefined) {
    const [buyer, seller] = taker.side === Side.buy ? [account, maker.account] : [maker.account, account];
    exchangeLots(exposure, base, { buyer, seller, lots: BigInt(lots), price });
  }
  const settle = (of: number, lotsOf: bigint, fee: SideFee): SideSettlement => {
    const realised = base === undefined ? addLots(exposure, of, maker.market, { lots: lotsOf, price }) : 0n;
    return { ...settleFee(exposure, of, fee), realised };
  };
  return {
    taker:
      account === undefined
        ? NOTHING
        : settle(account, bought, takerFeeOf(exposure, { account, market: market.number, builder, builderFee }, value)),
    maker: settle(maker.account, -bought, makerFeeOf(exposure, maker, value)),
  };
}

/** The fee goes to the venue, and from there to the referrer first and then to the builder what they earned of it. */
function settleFee(exposure: Exposure, account: number, { paid, referral, builder }: SideFee) {
  const { books } = dollarIn(exposure);
  post(books, balanceAccount(account), FEES, paid);
  const shareOf = (earning: SideFee['referral']): Share | undefined => {
    if (earning === undefined) return undefined;
    const moved = reward(books, earning.owner, earning.amount);
    return moved === 0n ? undefined : { owner: earning.owner, moved };
  };
  return { fee: paid, referral: shareOf(referral), builder: shareOf(builder) };
}
