/**
 * What holds of the books after every command. A judge whose books do not balance is wrong, and says so with an error.
 */

import type { NaiveState } from '../naive-state.ts';
import { baseOf } from '../spot/base-asset.ts';
import { soldIn } from '../spot/sold.ts';
import type { Asset } from './asset.ts';
import { BALANCE_LIMIT, balanceOf, sumOf, usersOf } from './books.ts';
import { dollarsOf, wholeCoins } from './par.ts';

/** Throws an error when the books of an asset do not balance or the venue dollar is not backed. */
export function checkBooks(state: NaiveState): void {
  for (const asset of state.assets) checkAsset(state, asset);
  for (const { number } of state.markets) checkSizes(state, number);
  checkSold(state);
  const [dollar, ...coins] = state.assets;
  if (dollar === undefined) return;
  for (const { number, books, decimals } of coins) {
    const { inventory } = books;
    hold(inventory === wholeCoins(inventory, decimals), `the inventory of asset ${number} is not whole`);
  }
  const backing = sumOf(coins.map(({ books, decimals }) => dollarsOf(books.inventory, decimals)));
  hold(dollar.books.issued === backing, `${dollar.books.issued} dollars are issued, ${backing} are backed`);
}

function checkAsset(state: NaiveState, { number, books }: Asset): void {
  const { vault, issued, inventory, withdrawals, fees } = books;
  const suspended = [...books.suspense.values()];
  const suspense = sumOf(suspended);
  const earned = [...books.rewards.values()];
  const rewards = sumOf(earned);
  const came = vault + issued;
  const positions = number === 0 ? sumOf(state.positions.map(({ cash }) => cash)) : 0n;
  const is = usersOf(books) + inventory + suspense + withdrawals + positions + fees + rewards;
  hold(came === is, `of asset ${number} there came ${came} and there is ${is}`);
  const asked = sumOf(state.withdrawals.filter(({ asset }) => asset === number).map(({ amount }) => amount));
  hold(withdrawals === asked, `of asset ${number} ${withdrawals} is to leave, ${asked} was asked for`);
  const zeros = number === 0 ? [vault, inventory, suspense, withdrawals] : [issued, fees, rewards];
  hold(
    zeros.every((total) => total === 0n),
    `asset ${number} has something where none may be`,
  );
  const totals = [vault, issued, inventory, withdrawals, ...suspended, ...earned];
  hold(
    totals.every((total) => total >= 0n),
    `asset ${number} has a total below zero`,
  );
  hold(
    earned.every((amount) => amount < BALANCE_LIMIT),
    `an owner has rewards of asset ${number} beyond the bound`,
  );
  for (const [account, balance] of books.balances) {
    const isWithin = balance > -BALANCE_LIMIT && balance < BALANCE_LIMIT;
    hold(isWithin, `account ${account} has ${balance} of asset ${number}`);
  }
}

/** What one account is long another is short, and there is no position of nothing. */
function checkSizes({ positions }: NaiveState, market: number): void {
  const sizes = positions.filter((position) => position.market === market).map(({ size }) => size);
  hold(sumOf(sizes) === 0n, `the sizes of market ${market} add up to ${sumOf(sizes)}`);
  hold(!sizes.includes(0n), `market ${market} has a position of nothing`);
}

/** What is sold is there. */
function checkSold(state: NaiveState): void {
  for (const market of state.markets) {
    const books = baseOf(state, market)?.asset.books;
    if (books === undefined) continue;
    for (const { account } of market.book.asks) {
      const sold = soldIn(state, account, market);
      hold(balanceOf(books, account) >= sold, `account ${account} sells ${sold} atoms in market ${market.number}`);
    }
  }
}

function hold(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(`the books of the judge do not balance: ${otherwise}`);
}
