/**
 * What no sequence of commands may break, asked of a snapshot and of the books made of records: each check answers in
 * sentences what is wrong, and nothing when all is well.
 */
import { type DecodedRecord, type LogicalState, limbsToBigInt } from '@intelligent-ledger/engine/core';
import type { AttackBooks } from './attack-books.ts';
import { equityIn, freeMarginOf } from './margin-twin.ts';

const BALANCE_LIMIT = 2n ** 52n;
/** The most decimals that an asset has: amounts of all assets at par are counted in these. */
const PAR_DECIMALS = 9;
const DOLLAR_DECIMALS = 6;

function sum(amounts: Iterable<bigint>): bigint {
  let all = 0n;
  for (const amount of amounts) all += amount;
  return all;
}

function differs(what: string, found: bigint, expected: bigint): string[] {
  return found === expected ? [] : [`${what}: ${found} and not ${expected}`];
}

/** Debits equal credits in every asset, venue dollars are backed at par, and what one is long another is short. */
export function booksFaults(state: LogicalState): string[] {
  const faults: string[] = [];
  let backing = 0n;
  let issued = 0n;
  for (const [asset, row] of state.assets.entries()) {
    const inventory = limbsToBigInt(row.inventoryHigh, row.inventoryLow);
    const debits = limbsToBigInt(row.vaultHigh, row.vaultLow) + limbsToBigInt(row.issuedHigh, row.issuedLow);
    const users = sum(state.balances.filter((of) => of.asset === asset).map(({ amount }) => BigInt(amount)));
    const suspense = sum(
      state.suspense.filter((of) => of.asset === asset).map(({ high, low }) => limbsToBigInt(high, low)),
    );
    const leaving = sum(state.withdrawals.filter((of) => of.asset === asset).map(({ amount }) => BigInt(amount)));
    const positions = asset === 0 ? sum(state.positions.map(({ cash }) => BigInt(cash))) : 0n;
    const rewards = asset === 0 ? sum(state.owners.map((owner) => BigInt(owner.rewards))) : 0n;
    const ofTrading = positions + rewards + limbsToBigInt(row.feesHigh, row.feesLow);
    const credits = users + inventory + suspense + leaving + ofTrading;
    faults.push(...differs(`credits of asset ${asset}`, credits, debits));
    if (asset === 0) issued = limbsToBigInt(row.issuedHigh, row.issuedLow);
    else backing += inventory * 10n ** BigInt(PAR_DECIMALS - row.decimals);
  }
  faults.push(...differs('venue dollars that are backed, in 1e-9', issued * 1_000n, backing));
  for (let market = 0; market < state.markets.length; market += 1) {
    const sizes = state.positions.filter((row) => row.market === market).map(({ size }) => BigInt(size));
    faults.push(...differs(`sizes in market ${market}`, sum(sizes), 0n));
  }
  for (const { account, asset, amount } of state.balances) {
    const isOwed = asset === 0 && BigInt(amount) > -BALANCE_LIMIT;
    if ((amount < 0 && !isOwed) || BigInt(amount) >= BALANCE_LIMIT) {
      faults.push(`account ${account} has ${amount} of asset ${asset}`);
    }
  }
  return faults;
}

/** What every account has for sale in spot markets is there. */
export function salesFaults(state: LogicalState): string[] {
  return state.markets.flatMap(({ asks, baseAsset, sizeDecimals }) => {
    const terms = state.assets[baseAsset];
    if (baseAsset === 0 || terms === undefined) return [];
    const lot = 10n ** BigInt(terms.decimals - sizeDecimals);
    return [...new Set(asks.map(({ account }) => account))].flatMap((account) => {
      const own = asks.filter((row) => row.account === account);
      const atoms = sum(own.map(({ size, filled }) => BigInt(size - filled))) * lot;
      const row = state.balances.find((each) => each.account === account && each.asset === baseAsset);
      const isThere = atoms <= BigInt(row?.amount ?? 0);
      return isThere ? [] : [`account ${account} sells ${atoms} of asset ${baseAsset} and has ${row?.amount ?? 0}`];
    });
  });
}

/** What the colluders hold of an asset, wherever in the exchange it is. */
function holdings(books: AttackBooks, state: LogicalState, asset: number): bigint {
  const isTheirs = (account: number): boolean => books.isColluder(books.ownerOf(account));
  const ofAsset = (row: { asset: number; account: number }): boolean => row.asset === asset && isTheirs(row.account);
  const balances = state.balances.filter(ofAsset).map(({ amount }) => BigInt(amount));
  const leaving = state.withdrawals.filter(ofAsset).map(({ amount }) => BigInt(amount));
  const suspended = state.suspense.filter((row) => row.asset === asset && books.isColluder(row.owner));
  const cash = asset === 0 ? state.positions.filter(({ account }) => isTheirs(account)) : [];
  const earned = asset === 0 ? state.owners.filter((_, owner) => books.isColluder(owner)) : [];
  return (
    sum(balances) +
    sum(leaving) +
    sum(suspended.map(({ high, low }) => limbsToBigInt(high, low))) +
    sum(cash.map((row) => BigInt(row.cash))) +
    sum(earned.map(({ rewards }) => BigInt(rewards)))
  );
}

/**
 * What the colluders took out and hold is what they brought, less fees: of each asset with what became of it by
 * conversion, and of all assets together at par. Nobody gains from nowhere.
 */
export function valueFaults(books: AttackBooks, state: LogicalState): string[] {
  const { deposited, claimed, converted, dollars, fees } = books.flows;
  const faults: string[] = [];
  let gained = 0n;
  for (const [asset, { decimals }] of state.assets.entries()) {
    const out = (claimed.get(asset) ?? 0n) + holdings(books, state, asset);
    const brought = deposited.get(asset) ?? 0n;
    const became = asset === 0 ? dollars - fees : -(converted.get(asset) ?? 0n);
    faults.push(...differs(`asset ${asset} of the colluders`, out, brought + became));
    gained += (out - brought) * 10n ** BigInt(PAR_DECIMALS - decimals);
  }
  return [...faults, ...differs('what the colluders gained at par, in 1e-9', gained, -fees * 1_000n)];
}

/** While no price moves, nobody falls below zero, or further below it. Both lists are by account. */
export function debtFaults(before: readonly bigint[], after: readonly bigint[]): string[] {
  return after.flatMap((is, account) => {
    const was = before[account] ?? 0n;
    return is < 0n && is < was ? [`account ${account} fell from ${was} to ${is} at the same prices`] : [];
  });
}

/** What the books say that were made of records is what the snapshot says: balances, cash, sizes, fees and worth. */
export function ledgerFaults(books: AttackBooks, state: LogicalState): string[] {
  const faults: string[] = [];
  const { ledger } = books;
  for (const account of books.accounts()) {
    for (const asset of state.assets.keys()) {
      const row = state.balances.find((candidate) => candidate.account === account && candidate.asset === asset);
      const kept = ledger.creditOf(asset, `balance ${account}`);
      faults.push(...differs(`asset ${asset} of account ${account}`, BigInt(row?.amount ?? 0), kept));
    }
    for (const market of state.markets.keys()) {
      const row = state.positions.find((candidate) => candidate.account === account && candidate.market === market);
      const cash = ledger.creditOf(0, `position ${account} in ${market}`);
      faults.push(...differs(`cash of ${account} in ${market}`, BigInt(row?.cash ?? 0), cash));
      const size = books.sizeOf(account, market);
      faults.push(...differs(`size of ${account} in ${market}`, BigInt(row?.size ?? 0), size));
    }
    faults.push(...differs(`worth of ${account}`, equityIn(state, account), books.equityOf(account)));
  }
  for (const [owner, { rewards }] of state.owners.entries()) {
    faults.push(...differs(`rewards of ${owner}`, BigInt(rewards), ledger.creditOf(0, `rewards ${owner}`)));
  }
  const [dollar] = state.assets;
  const fees = dollar === undefined ? 0n : limbsToBigInt(dollar.feesHigh, dollar.feesLow);
  return [...faults, ...differs('fees', fees, ledger.creditOf(0, 'fees'))];
}

/** Whether money that leaves an account is asked of its margin: it has a position, a resting order or a loan. */
export function isBound(state: LogicalState, account: number): boolean {
  const isOf = (row: { account: number }): boolean => row.account === account;
  const owes = state.balances.some((row) => isOf(row) && row.asset === 0 && row.amount < 0);
  return owes || state.positions.some(isOf) || state.markets.some((row) => row.bids.some(isOf) || row.asks.some(isOf));
}

/** After money left an account that was bound: what is left is enough, without any profit that is not realised. */
export function leavingFaults(state: LogicalState, account: number, countsProfit: boolean): string[] {
  let free = freeMarginOf(state, account);
  for (const row of state.positions) {
    const unrealised = BigInt(row.cash) + BigInt(row.size) * BigInt(state.markets[row.market]?.markPrice ?? 0);
    if (row.account === account && !countsProfit && unrealised > 0n) free -= unrealised;
  }
  return free < 0n ? [`money left account ${account} with a free margin of ${free}`] : [];
}

/** After fills, coins are taken only of who traded, to dollars, and no more than its debt took. */
export function paidFaults(state: LogicalState, records: readonly DecodedRecord[]): string[] {
  const fills = records.filter(({ name }) => name === 'orderFilled');
  if (fills.length === 0) return [];
  const sides = fills.flatMap(({ values }) => [values['takerAccount'], values['makerAccount']]);
  const conversions = records.filter(({ name }) => name === 'converted');
  return conversions.flatMap(({ values: { account, asset, direction } }, index) => {
    const step = 10 ** Math.max(0, DOLLAR_DECIMALS - (state.assets[Number(asset)]?.decimals ?? 0));
    const last = state.balances.find((row) => row.account === account && row.asset === 0)?.amount ?? 0;
    // Of several coins only the last may have brought more than was owed.
    const later = conversions.slice(index + 1).filter(({ values }) => values['account'] === account);
    const dollars = later.reduce((sum, { values }) => sum - Number(values['dollars']), last);
    const isDebt = sides.includes(account) && direction === 1 && dollars < step;
    return isDebt ? [] : [`account ${account} paid with asset ${asset} and then had ${dollars}`];
  });
}

/** Nobody who takes no part has more or less. */
export function bystanderFaults(books: AttackBooks, before: LogicalState, after: LogicalState): string[] {
  const of = (state: LogicalState): string =>
    state.balances
      .filter(({ account }) => !books.isColluder(books.ownerOf(account)))
      .map(({ account, asset, amount }) => `${amount} of ${asset} in ${account}`)
      .join(', ');
  return of(before) === of(after) ? [] : [`bystanders had ${of(before)} and have ${of(after)}`];
}
