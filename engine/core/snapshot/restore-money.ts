/** Fills what is money of an exchange from the logical state in a snapshot, and refuses what is not possible. */
import { dayOf } from '../clock.ts';
import { BookAccount } from '../money/ledger.ts';
import { limbsToBigInt } from '../numbers/two-limb.ts';
import {
  ASSET_PRICE_ONE,
  ConversionDirection,
  VENUE_DOLLAR,
  VENUE_DOLLAR_DECIMALS,
  WITHDRAWALS_OF_OWNER_MAX,
} from '../schema/command.ts';
import type { Exchange } from '../state/exchange.ts';
import { bytesOf } from './restore-queue.ts';
import type { AssetRow, LogicalState } from './snapshot-reader.ts';

const NO_ADDRESS = '00'.repeat(32);
/** Far enough from the largest high limb of a total that no log gets there. */
const LIMB_MAX = 4_503_599_627_370_496;
const { vault: VAULT, issued: ISSUED, users: USERS } = BookAccount;
const { inventory: INVENTORY, suspense: SUSPENSE, withdrawals: WITHDRAWALS } = BookAccount;
const { positions: POSITIONS, fees: FEES, rewards: REWARDS } = BookAccount;

/** Fills a new exchange whose owners and accounts are there. Answers what is not possible. */
export function fillMoney(exchange: Exchange, state: LogicalState): string | null {
  if (!exchange.money.isOn) return faultWithoutMoney(state);
  if (state.assets.length > exchange.terms.assetsMax) return 'more assets than the capacities admit';
  return (
    fillUsers(exchange, state) ??
    fillAssets(exchange, state) ??
    fillBalances(exchange, state) ??
    fillSuspense(exchange, state) ??
    fillWithdrawals(exchange, state)
  );
}

function faultWithoutMoney(state: LogicalState): string | null {
  const { owners, accounts, assets, balances, suspense, withdrawals, lastDeposit, lastWithdrawal } = state;
  const { feeTiers, volumes, positions } = state;
  const isPinned = owners.some(({ destination }) => destination !== NO_ADDRESS);
  const hasShares = owners.some(
    ({ referrer, rewards, builderCount, builders }) => referrer + rewards + builderCount > 0 || !/^0*$/.test(builders),
  );
  const ofMargin = feeTiers.length + volumes.length + positions.length;
  const ofMoney = assets.length + balances.length + suspense.length + withdrawals.length;
  const rows = ofMoney + ofMargin + lastDeposit + lastWithdrawal;
  const { discount, share } = state.referral;
  return isPinned || hasShares || rows + discount + share > 0 || accounts.some(({ converts }) => converts !== 0)
    ? 'there is no money'
    : null;
}

function fillUsers({ money }: Exchange, state: LogicalState): string | null {
  for (const [owner, { destination }] of state.owners.entries()) {
    if (destination === NO_ADDRESS) continue;
    if (!money.destinations.mustPin(owner)) return 'an owner has a destination besides itself';
    money.destinations.pin(owner, bytesOf(destination));
  }
  for (const [account, { converts }] of state.accounts.entries()) money.setConverts(account, converts === 1);
  money.setLastDeposit(state.lastDeposit);
  return null;
}

function fillAssets({ money }: Exchange, state: LogicalState): string | null {
  const { assets, ledger } = money;
  if (state.assets.length === 0 || !isVenueDollar(state.assets[0] as AssetRow)) return 'there is no venue dollar';
  for (const [asset, row] of state.assets.entries()) {
    if (asset !== VENUE_DOLLAR) {
      const mint = bytesOf(row.mint);
      if (assets.hasMint(mint)) return 'an asset is there twice';
      assets.create(row.decimals, mint);
      assets.setTerms(asset, row);
      assets.setPrice(asset, row.price);
    }
    if (row.conversionDay > dayOf(state.time)) return 'a conversion is not possible';
    assets.addConversion(asset, row.conversionDay, row.netConversion);
    if (Math.max(row.vaultHigh, row.issuedHigh, row.inventoryHigh, Math.abs(row.feesHigh)) > LIMB_MAX)
      return 'an account is near the end of its range';
    if (state.lastDeposit === 0 && row.vaultHigh + row.vaultLow > 0) return 'nothing was deposited';
    ledger.restoreAccount(asset, VAULT, row.vaultHigh, row.vaultLow);
    ledger.restoreAccount(asset, ISSUED, row.issuedHigh, row.issuedLow);
    ledger.restoreAccount(asset, INVENTORY, row.inventoryHigh, row.inventoryLow);
    ledger.restoreAccount(asset, FEES, row.feesHigh, row.feesLow);
  }
  return null;
}

function isVenueDollar(row: AssetRow): boolean {
  const { decimals, mint, price, depositMax, dailyConversionMax, withdrawalMin, bandRate, conversionDay } = row;
  const hasTerms = depositMax + dailyConversionMax + withdrawalMin + bandRate + conversionDay + row.initialWeight > 0;
  const isPriced = decimals === VENUE_DOLLAR_DECIMALS && price === ASSET_PRICE_ONE;
  return isPriced && mint === NO_ADDRESS && !hasTerms && row.netConversion === 0;
}

function fillBalances({ accounts, money }: Exchange, state: LogicalState): string | null {
  let last = -1;
  for (const { account, asset, amount } of state.balances) {
    const place = account * state.assets.length + asset;
    if (account >= accounts.count() || asset >= state.assets.length || place <= last || !isBalance(asset, amount)) {
      return 'a balance is not possible';
    }
    money.ledger.restoreBalance(account, asset, amount);
    last = place;
  }
  return null;
}

/** Only dollars are ever owed. */
function isBalance(asset: number, amount: number): boolean {
  return asset === VENUE_DOLLAR ? amount !== 0 : amount > 0;
}

function fillSuspense({ owners, money }: Exchange, state: LogicalState): string | null {
  let last = -1;
  for (const { owner, asset, high, low } of state.suspense) {
    const place = owner * state.assets.length + asset;
    if (owner >= owners.count || !money.assets.isCoin(asset) || place <= last || high + low === 0) {
      return 'an amount in suspense is not possible';
    }
    const amount = limbsToBigInt(high, low);
    if (money.ledger.totalOf(asset, SUSPENSE) + amount > money.ledger.totalOf(asset, VAULT)) {
      return 'more is in suspense than the chain holds';
    }
    money.ledger.restoreSuspense(owner, asset, high, low);
    last = place;
  }
  return null;
}

function fillWithdrawals({ accounts, money }: Exchange, state: LogicalState): string | null {
  const { withdrawals, destinations, ledger } = money;
  let last = 0;
  for (const row of state.withdrawals) {
    const isThere = row.account < accounts.count() && money.assets.isCoin(row.asset);
    if (!isThere || row.withdrawal <= last || withdrawals.isFull()) return 'a withdrawal is not possible';
    const owner = accounts.ownerOf(row.account);
    const isWithinQuota = withdrawals.countOfOwner(owner) < WITHDRAWALS_OF_OWNER_MAX;
    if (!isWithinQuota || !destinations.isKnown(owner)) return 'a withdrawal is not possible';
    withdrawals.restore(owner, row);
    ledger.restoreWithdrawal(row.asset, row.amount);
    last = row.withdrawal;
  }
  if (last > state.lastWithdrawal) return 'a withdrawal has a number that was not given';
  withdrawals.restoreLast(state.lastWithdrawal);
  return null;
}

/** Whether for each asset debits equal credits, and every venue dollar is backed, once all is filled. */
export function faultOfBooks({ money }: Exchange): string | null {
  if (!money.isOn) return null;
  const { assets, ledger, conversion } = money;
  let backing = 0n;
  for (let asset = 0; asset < assets.count(); asset += 1) {
    const of = (account: BookAccount): bigint => ledger.totalOf(asset, account);
    const debits = of(VAULT) + of(ISSUED);
    const ofTrading = of(POSITIONS) + of(FEES) + of(REWARDS);
    const credits = of(USERS) + of(INVENTORY) + of(SUSPENSE) + of(WITHDRAWALS) + ofTrading;
    if (debits !== credits) return 'the books do not balance';
    const isKept = asset === VENUE_DOLLAR ? of(VAULT) + of(INVENTORY) === 0n : of(ISSUED) === 0n && of(FEES) === 0n;
    if (!isKept) return 'an asset has an account that is not its own';
    const coins = BigInt(conversion.unitOf(asset, ConversionDirection.toDollar));
    const dollars = BigInt(conversion.unitOf(asset, ConversionDirection.toCoin));
    if (of(INVENTORY) % coins !== 0n) return 'the inventory holds less than a micro-dollar';
    backing += (of(INVENTORY) / coins) * dollars;
  }
  return backing === ledger.totalOf(VENUE_DOLLAR, ISSUED) ? null : 'the venue dollar is not backed';
}
