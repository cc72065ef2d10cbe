/** A fill: what it does to the maker's order, and where there is money to positions, balances and fees. */
import { Side } from '@intelligent-ledger/engine/core';
import { balanceAccount, FEES, post } from './books.ts';
import { type Exposure, marketIn } from './exposure.ts';
import { makerFeeOf, takerFeeOf } from './fees.ts';
import { dollarIn } from './known-assets.ts';
import type { Order } from './naive-book.ts';
import { addLots } from './position.ts';

/** Who takes: an order on its way, or whoever a plan is for, who may have no account. */
export interface Taker {
  readonly side: Side;
  readonly account: number | undefined;
  readonly flags: number;
}

/** What a fill cost a side and what that realised, in micro-dollars. */
interface SideSettlement {
  readonly fee: bigint;
  readonly realised: bigint;
}

interface Settlement {
  readonly taker: SideSettlement;
  readonly maker: SideSettlement;
}

const NOTHING: SideSettlement = { fee: 0n, realised: 0n };

/**
 * Lets a maker that rests and a taker trade so many lots. What the taker has left is not looked at, and a taker without
 * an account has nothing that changes.
 */
export function settleFill(exposure: Exposure, maker: Order, { side, account }: Taker, lots: number): Settlement {
  maker.filled += lots;
  marketIn(exposure, maker.market).book.takeShown(maker, lots);
  if (exposure.assets.length === 0) return { taker: NOTHING, maker: NOTHING };
  const price = BigInt(maker.price);
  const bought = side === Side.buy ? BigInt(lots) : -BigInt(lots);
  const value = price * BigInt(lots);
  const settle = (of: number, lotsOf: bigint, fee: bigint): SideSettlement => {
    const realised = addLots(exposure, of, maker.market, { lots: lotsOf, price });
    post(dollarIn(exposure).books, balanceAccount(of), FEES, fee);
    return { fee, realised };
  };
  return {
    taker: account === undefined ? NOTHING : settle(account, bought, takerFeeOf(exposure, account, value)),
    maker: settle(maker.account, -bought, makerFeeOf(exposure, maker.account, value)),
  };
}
