/** What the money of a scene is, as drafts of its commands ask for it: who has what, and who sends the command. */
import { RULES_WITH_NONCES, VENUE_DOLLAR } from '@intelligent-ledger/engine/core';
import type { Asset } from '../judge/asset.ts';
import { balanceOf } from '../judge/books.ts';
import type { NaiveState } from '../judge/naive-state.ts';
import type { Scene } from './scene.ts';
import { accountFor, senderFor } from './sender.ts';

const U32_MAX = 4_294_967_295;
const STRANGE_ASSETS_PER_MILLE = 25;
/** How often a command that moves money comes under a key of its owner, which it may not. */
const KEYED_PER_MILLE = 40;
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

/** The head of a command that moves money: mostly of the owner itself, since no other key may. */
export function ownSender(scene: Scene, account: number) {
  const { random, profile, state } = scene;
  const sender = senderFor({ ...scene, profile: { ...profile, keyedPerMille: KEYED_PER_MILLE } }, account);
  // Under the first rules keys are not looked at, and any number comes.
  const isPlain = state.ruleVersion < RULES_WITH_NONCES && !random.happens(KEYED_PER_MILLE);
  return isPlain ? { ...sender, key: 0 } : sender;
}

function anyAsset({ random, state }: Scene): number {
  const isStrange = state.assets.length === 0 || random.happens(STRANGE_ASSETS_PER_MILLE);
  return isStrange ? random.pick([state.assets.length, U32_MAX]) : random.below(state.assets.length);
}
