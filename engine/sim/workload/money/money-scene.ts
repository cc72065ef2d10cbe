/** What the money of a scene is, as drafts of its commands ask for it: who has what, and who sends the command. */
import { BALANCE_MAX, RULES_WITH_NONCES, VENUE_DOLLAR } from '@intelligent-ledger/engine/core';
import type { Asset } from '../../judge/money/asset.ts';
import { balanceOf, rewardsOf } from '../../judge/money/books.ts';
import type { NaiveState } from '../../judge/naive-state.ts';
import type { Scene } from '../scene.ts';
import { accountFor, senderFor } from '../senders/sender.ts';
import { coinsFor } from './money-amounts.ts';

const U32_MAX = 4_294_967_295;
/** How often a command that only owners may send comes in a session, where there are any. */
const IN_SESSION_PER_MILLE = 550;
const STRANGE_ASSETS_PER_MILLE = 25;
/** How often it is sent by an account that has what it asks for. */
const HOLDERS_PER_MILLE = 850;

/** Any assets but the venue dollar. */
export function coinsIn({ assets }: NaiveState): Asset[] {
  return assets.slice(VENUE_DOLLAR + 1);
}

/** Mostly the coin given, or any of them where none is; now and then the venue dollar or what does not exist. */
export function coinNumber({ random, state }: Scene, coin?: Asset): number {
  const coins = coinsIn(state);
  if (coins.length === 0 || random.happens(STRANGE_ASSETS_PER_MILLE)) {
    return random.pick([VENUE_DOLLAR, state.assets.length, U32_MAX]);
  }
  return (coin ?? random.pick(coins)).number;
}

/** What an account has of an asset, 0 where either does not exist. */
export function balanceIn({ assets }: NaiveState, account: number, asset: number): number {
  const books = assets[asset]?.books;
  return books === undefined ? 0 : Number(balanceOf(books, account));
}

/** The rewards of an owner, 0 where it has none. */
export function earnedBy({ assets }: NaiveState, owner: number | undefined): number {
  const books = assets[VENUE_DOLLAR]?.books;
  return books === undefined || owner === undefined ? 0 : Number(rewardsOf(books, owner));
}

/**
 * So many coins that an account has no room for dollars once they are converted, or not for all that its owner has
 * earned; undefined where that has earned next to nothing.
 */
export function coinsThatFill(
  { random, state }: Pick<Scene, 'random' | 'state'>,
  { decimals }: Asset,
  account: number,
) {
  const earned = earnedBy(state, state.accounts[account]?.owner);
  const room = BALANCE_MAX - balanceIn(state, account, VENUE_DOLLAR);
  if (earned < 2 || room < earned) return undefined;
  return coinsFor(decimals, room - random.pick([0, random.between(1, earned - 1)]));
}

/** An account and an asset of which it has something, mostly; `isCoin` leaves out the venue dollar. */
export function holding(scene: Scene, isCoin: boolean): { account: number; asset: number } {
  const { random, state, message } = scene;
  const sent = accountFor(scene);
  const held = state.assets.flatMap(({ number, books }) => {
    const isAsked = number !== VENUE_DOLLAR || !isCoin;
    const holders = isAsked ? [...books.balances].filter(([, balance]) => balance > 0n) : [];
    return holders.map(([account]) => ({ account, asset: number }));
  });
  const own = message === undefined ? held : held.filter(({ account }) => account === sent);
  if (own.length > 0 && random.happens(HOLDERS_PER_MILLE)) return random.pick(own);
  return { account: sent, asset: isCoin ? coinNumber(scene) : anyAsset(scene) };
}

/** The head of a command that only owners may send: mostly of the owner itself, and else under one of its keys. */
export function ownSender(scene: Scene, account: number) {
  const { random, profile, state } = scene;
  const { ownersPerMille: keyedPerMille } = profile.keys;
  const sender = senderFor({ ...scene, profile: { ...profile, keyedPerMille } }, account);
  // Under the first rules keys are not looked at, and any number comes.
  const isPlain = state.ruleVersion < RULES_WITH_NONCES && !random.happens(keyedPerMille);
  const { sessionsMax } = state.capacities;
  // In a session nothing of this is done, which is only tried now and then.
  const isInNone = sessionsMax > 0 && scene.message === undefined && !random.happens(IN_SESSION_PER_MILLE);
  return { ...sender, ...(isPlain ? { key: 0 } : {}), ...(isInNone ? { session: 0 } : {}) };
}

function anyAsset({ random, state }: Scene): number {
  const isStrange = state.assets.length === 0 || random.happens(STRANGE_ASSETS_PER_MILLE);
  return isStrange ? random.pick([state.assets.length, U32_MAX]) : random.below(state.assets.length);
}
