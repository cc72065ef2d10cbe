/**
 * Whose the orders of a session are. There are four sources of them, each with accounts of owners of their own: the
 * orders that rest in the feed, its takers, and makers and traders of ours that are made from a seed. A feed does not
 * say whose its orders are, so that a hash of their ids spreads them.
 */
import type { FeedAccounts } from '../desk/feed-orders.ts';
import { Asset } from './money-terms.ts';

export type SourceName = 'feed makers' | 'feed takers' | 'seeded makers' | 'seeded traders';
export const SOURCE_NAMES: readonly SourceName[] = ['feed makers', 'feed takers', 'seeded makers', 'seeded traders'];

export interface Deposit {
  readonly asset: number;
  /** In atoms. */
  readonly amount: number;
}

/** An account of a source. */
export interface Member {
  readonly source: SourceName;
  /** Number of the account, and of its owner. */
  readonly account: number;
  readonly deposits: readonly Deposit[];
}

const FEED_ACCOUNTS = 8;
const SEEDED_MAKERS = 4;
const SEEDED_TRADERS = 12;
const ATOMS_PER_USDC = 1_000_000;
const ATOMS_PER_COIN = 1_000_000_000;
/** So much that no order of a feed is refused. */
const FEED_MAKER_USDC = 100_000_000;
const FEED_TAKER_USDC = 50_000_000;
/** Some run short with so little, which is what they are for. */
const MAKER_USDC_MIN = 40;
const MAKER_USDC_MORE = 400;
const TRADER_USDC_MIN = 15;
const TRADER_USDC_MORE = 150;
/** One of so many seeded traders brings the other coin too. */
const TRADERS_PER_COIN = 3;
const COINS_MAX = 3;

/** All accounts of a session, in order of number. `random` draws what those of ours deposit. */
export function membersFrom(random: (below: number) => number): Member[] {
  const members: Member[] = [];
  const add = (source: SourceName, usdc: number, coins: number) => {
    const deposits: Deposit[] = [{ asset: Asset.usdc, amount: usdc * ATOMS_PER_USDC }];
    if (coins > 0) deposits.push({ asset: Asset.coin, amount: coins * ATOMS_PER_COIN });
    members.push({ source, account: members.length, deposits });
  };
  for (let at = 0; at < FEED_ACCOUNTS; at += 1) add('feed makers', FEED_MAKER_USDC, 0);
  for (let at = 0; at < FEED_ACCOUNTS; at += 1) add('feed takers', FEED_TAKER_USDC, 0);
  for (let at = 0; at < SEEDED_MAKERS; at += 1) add('seeded makers', MAKER_USDC_MIN + random(MAKER_USDC_MORE), 0);
  for (let at = 0; at < SEEDED_TRADERS; at += 1) {
    const coins = at % TRADERS_PER_COIN === 0 ? 1 + random(COINS_MAX) : 0;
    add('seeded traders', TRADER_USDC_MIN + random(TRADER_USDC_MORE), coins);
  }
  return members;
}

/** Numbers of the accounts of a source. */
export function accountsOf(members: readonly Member[], source: SourceName): number[] {
  return members.filter((member) => member.source === source).map(({ account }) => account);
}

/** Spreads a feed's orders over its accounts. */
export function feedAccountsOf(members: readonly Member[]): FeedAccounts {
  const makers = accountsOf(members, 'feed makers');
  const takers = accountsOf(members, 'feed takers');
  return {
    ofMaker: (id) => makers[hashOf(id) % makers.length] as number,
    ofTaker: (id) => takers[hashOf(id) % takers.length] as number,
  };
}

/** The 32-bit FNV-1a hash of a text of ASCII letters, its high half mixed into the low one. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 16)) >>> 0;
}
