/**
 * Sets up the exchange of a session: assets, deposits that register their owners and open their accounts, the market
 * with its margin terms, and a first mark from the rows that state the opening book. Every command of it is one of the
 * log, and its records are in the chain.
 */
import {
  createAsset,
  creditDeposit,
  encode,
  encodeFeeTiers,
  OwnerKind,
  setAssetPrice,
  setAssetTerms,
  setFeeTiers,
  setMarginTerms,
  setMarkPrice,
} from '@intelligent-ledger/engine/core';
import type { CommandLog } from '../desk/command-log.ts';
import {
  type Desk,
  type ExchangeRoom,
  MARKET,
  openMarket,
  type RecordReader,
  sendAll,
  startExchange,
} from '../desk/desk.ts';
import type { MarketTerms } from '../desk/market-terms.ts';
import type { MboRow } from '../flow/mbo.ts';
import { ASSET_NAMES, ASSET_TERMS, FEE_TIERS, MARGIN_TIERS } from './money-terms.ts';
import type { Member } from './sources.ts';

/** No position is worth this much at any price that its market can have. */
const POSITION_VALUE_END = 2 ** 51;
/** So many orders give a first mark where no rows state the opening book. */
const OPENING_ORDERS = 64;
/** Our makers and traders have less open than this at once. */
const SEEDED_ORDERS_MAX = 64;

/** A desk at an exchange with money, where every account has its deposits; the reader gets all its records. */
export function openMoneyDesk(
  terms: MarketTerms,
  members: readonly Member[],
  timeMicros: number,
  firstMark: number,
  reader: RecordReader,
  log: CommandLog | null = null,
): Desk {
  const desk = startExchange(withRoomForOurs(terms), roomFor(members.length), timeMicros, reader, log);
  for (const { asset, decimals, mint, price, ...rest } of ASSET_TERMS) {
    const commands = [
      encode(createAsset, { decimals, mint }),
      encode(setAssetTerms, { asset, ...rest }),
      encode(setAssetPrice, { asset, price }),
    ];
    sendAll(desk, commands);
  }
  openMarket(desk, terms);
  const positionMax = Math.floor((POSITION_VALUE_END - 1) / terms.maxPrice);
  const margin = { market: MARKET, positionMax, openInterestMax: positionMax, ...MARGIN_TIERS };
  const tiers = encodeFeeTiers(FEE_TIERS);
  sendAll(desk, [encode(setMarginTerms, margin), encode(setMarkPrice, { market: MARKET, price: firstMark })]);
  sendAll(desk, [encode(setFeeTiers, { blobBytes: tiers.length })], tiers);
  credit(desk, members);
  return desk;
}

/** The middle of the best prices, in feed ticks times `ticksPerFeedTick`, of the rows that state the opening book. */
export function firstMarkOf(rows: readonly MboRow[], ticksPerFeedTick: number): number {
  const orders = rows.filter(({ action, price }) => (action === 'A' || action === 'M') && price > 0);
  const stated = orders.filter(({ isSnapshot }) => isSnapshot);
  const opening = stated.length > 0 ? stated : orders.slice(0, OPENING_ORDERS);
  let bid = 0;
  let ask = 0;
  for (const { side, price } of opening) {
    if (side === 'B') bid = Math.max(bid, price);
    else ask = ask === 0 ? price : Math.min(ask, price);
  }
  const other = rows.find(({ price }) => price > 0)?.price ?? 1;
  const [low, high] = [bid || ask || other, ask || bid || other];
  return Math.max(1, Math.floor(((low + high) * ticksPerFeedTick) / 2));
}

function withRoomForOurs(terms: MarketTerms): MarketTerms {
  const { ordersMax, levelsMax } = terms;
  return { ...terms, ordersMax: ordersMax + SEEDED_ORDERS_MAX, levelsMax: levelsMax + SEEDED_ORDERS_MAX };
}

function roomFor(accounts: number): ExchangeRoom {
  return {
    ownersMax: accounts,
    accountsMax: accounts,
    assetsMax: ASSET_NAMES.length,
    withdrawalsMax: 1,
    positionsMax: accounts,
  };
}

/** The first deposit of each registers its owner and opens the account. */
function credit(desk: Desk, members: readonly Member[]): void {
  let deposit = 0;
  for (const { account, deposits } of members) {
    const identity = (account + 1).toString(16).padStart(64, '0');
    for (const { asset, amount } of deposits) {
      deposit += 1;
      sendAll(desk, [encode(creditDeposit, { ownerKind: OwnerKind.ed25519, deposit, amount, asset, identity })]);
    }
  }
}
