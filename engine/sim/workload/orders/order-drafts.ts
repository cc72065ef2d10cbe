/** Commands of users. Most are about orders that are open and prices that others quote. */
import {
  amendOrder,
  cancelOrder,
  MarketState,
  OrderFlag,
  OrderType,
  placeOrder,
  SelfTrade,
  Side,
  setSelfTrade,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../../judge/naive-state.ts';
import type { Market, Order } from '../../judge/orders/naive-book.ts';
import { type Draft, draftOf } from '../draft.ts';
import { builderFor } from '../margin/builder-terms.ts';
import { hasMoney } from '../margin/margin-scene.ts';
import { marketNumber } from '../market-drafts.ts';
import type { Profile } from '../profile.ts';
import { groupFor, isDead, membersOfTripped } from '../queue/group-drafts.ts';
import type { Random } from '../random.ts';
import type { Scene } from '../scene.ts';
import { accountFor, senderFor } from '../senders/sender.ts';
import { clientOrderIdFor } from './client-order-ids.ts';
import {
  beyondDead,
  displayFor,
  expiryFor,
  facingOrder,
  fittingSize,
  icebergFor,
  priceFor,
  priceTerms,
  sizeFor,
} from './order-terms.ts';

/** How often a command about an order is about one whose group has tripped, while there are some. */
const DEAD_PER_MILLE = 200;
/** How often of a thousand times two things are put together that do not go together. */
const CONFLICTS_PER_MILLE = 30;
const MONEYLESS_REDUCES_PER_MILLE = 3;
const MODES = Object.values(SelfTrade).filter((mode) => mode !== SelfTrade.accountDefault);

export function placement(scene: Scene): Draft {
  const { random, profile, state } = scene;
  const account = accountFor(scene);
  const terms = termsFor(scene, account, marketNumber(random, profile, state));
  return draftOf(placeOrder, {
    ...senderFor(scene, account),
    ...terms,
    clientOrderId: clientOrderIdFor(scene, account),
  });
}

/** What an order says beside who sends it and its client order id. */
export function termsFor(scene: Scene, account: number, number: number) {
  const { random, profile, state, time } = scene;
  const market = state.markets[number];
  // Seldom are orders dead while others behind them are not, so that is made use of.
  const beyond = market !== undefined && random.happens(90) ? beyondDead(scene, market) : undefined;
  const timeInForce = beyond === undefined ? timeInForceFor(random, profile) : TimeInForce.fillOrKill;
  const side = beyond?.side ?? random.pick(Object.values(Side));
  const isPassing = timeInForce !== TimeInForce.goodTillCancelled;
  const isMarketOrder = random.happens(isPassing ? profile.marketOrderPerMille : CONFLICTS_PER_MILLE);
  const terms = beyond ?? priceTerms(scene, market, side, isMarketOrder ? OrderType.market : OrderType.limit);
  const selfTrade = random.happens(profile.namedSelfTradePerMille) ? random.pick(MODES) : SelfTrade.accountDefault;
  const isIceberg = random.happens(isPassing ? CONFLICTS_PER_MILLE : profile.icebergPerMille);
  const isFitting = market !== undefined && timeInForce === TimeInForce.fillOrKill;
  const built = builderFor(scene, account);
  const sizes = isIceberg
    ? icebergFor(scene, market)
    : {
        size: isFitting
          ? fittingSize(scene, market, { ...terms, ...built, account, selfTrade })
          : sizeFor(scene, market),
      };
  return {
    ...terms,
    ...sizes,
    market: number,
    expiry: isPassing && !random.happens(CONFLICTS_PER_MILLE) ? 0 : expiryFor(random, profile, time),
    timeInForce,
    selfTrade,
    flags: flagsFor(scene, market, side, isPassing),
    orderGroup: groupFor(scene, account),
    ...built,
  };
}

export function cancellation(scene: Scene): Draft {
  const { order, account } = target(scene);
  return draftOf(cancelOrder, { ...senderFor(scene, account), order });
}

export function amendment(scene: Scene): Draft {
  const { random, profile, state, time } = scene;
  const { order, account, open } = target(scene);
  const market = open === undefined ? undefined : state.markets[open.market];
  const faced = market !== undefined && open !== undefined ? facingOrder(market, open.side) : undefined;
  const isPriceKept = open !== undefined && random.happens(isDead(scene, faced) ? 150 : 500);
  const price = market === undefined ? 1 : isPriceKept ? open?.price : priceFor(scene, market, open?.side ?? Side.buy);
  const size = open === undefined ? 1 : newSize(scene, open, market);
  const displaySize = open === undefined ? 0 : newDisplaySize(scene, open, size, market);
  const expiry = random.happens(300) ? expiryFor(random, profile, time) : (open?.expiry ?? 0);
  return draftOf(amendOrder, { ...senderFor(scene, account), order, price: price ?? 1, size, displaySize, expiry });
}

export function selfTradeChoice(scene: Scene): Draft {
  const selfTrade = scene.random.pick(MODES);
  return draftOf(setSelfTrade, { ...senderFor(scene, accountFor(scene)), selfTrade });
}

function timeInForceFor(random: Random, profile: Profile): number {
  if (!random.happens(profile.immediatePerMille)) return TimeInForce.goodTillCancelled;
  return random.happens(profile.fillOrKillPerMille) ? TimeInForce.fillOrKill : TimeInForce.immediateOrCancel;
}

/** Where there is no money an order hardly ever only reduces, since there is nothing to reduce. */
function flagsFor(scene: Scene, market: Market | undefined, side: Side, isPassing: boolean): number {
  const { random, profile, state } = scene;
  const reducesPerMille = hasMoney(state) ? profile.margin.reduceOnlyPerMille : MONEYLESS_REDUCES_PER_MILLE;
  const reduceOnly = random.happens(reducesPerMille) ? OrderFlag.reduceOnly : 0;
  return reduceOnly | (isPostOnly(scene, market, side, isPassing) ? OrderFlag.postOnly : 0);
}

/** Mostly in a market that takes nothing else, and often where only dead orders are in the way. */
function isPostOnly(scene: Scene, market: Market | undefined, side: Side, isPassing: boolean) {
  const { random, profile } = scene;
  if (isPassing) return random.happens(CONFLICTS_PER_MILLE);
  if (market?.state === MarketState.postOnly) return random.happens(850);
  const isFacingDead = market !== undefined && isDead(scene, facingOrder(market, side));
  return random.happens(isFacingDead ? 600 : profile.postOnlyPerMille);
}

/** An open order and its account; now and then a stranger's account, or an order that is gone or never was. */
export function target(scene: Scene): { order: number; account: number; open?: Order } {
  const { random, state, message } = scene;
  const account = accountFor(scene);
  const orders = state.openOrders();
  const own = message === undefined ? [] : orders.filter((order) => order.account === message.account);
  if (orders.length === 0 || random.happens(40)) {
    const order = random.pick([1 + random.below(state.lastOrder + 2), state.lastOrder + 64, Number.MAX_SAFE_INTEGER]);
    return { order, account };
  }
  if (own.length > 0) return targetOf(random.pick(own));
  const dead = membersOfTripped(state, orders);
  if (dead.length > 0 && random.happens(DEAD_PER_MILLE)) return targetOf(random.pick(dead));
  const open = random.happens(400) ? (crossing(state) ?? random.pick(orders)) : random.pick(orders);
  return { ...targetOf(open), account: random.happens(30) ? account : open.account };
}

function targetOf(open: Order) {
  return { order: open.order, account: open.account, open };
}

/** The best bid of a crossed market, which keeps it from opening. */
function crossing(state: NaiveState): Order | undefined {
  const isCrossed = ({ book }: Market) => (book.bids[0]?.price ?? 0) >= (book.asks[0]?.price ?? Number.MAX_VALUE);
  return state.markets.find(isCrossed)?.book.bids[0];
}

function newSize(scene: Scene, open: Order, market: Market | undefined): number {
  const { random, state } = scene;
  const isAwaited = open.filled > 0 && membersOfTripped(state, [open]).length > 0;
  if (random.happens(isAwaited ? 300 : 50)) return Math.max(1, open.filled - random.below(2));
  if (random.happens(400)) return random.between(Math.min(open.filled + 1, open.size), open.size);
  const most = Math.max(1, 100 * open.displaySize);
  if (open.displaySize > 0 && random.happens(80)) return Math.min(most + random.below(2), market?.maxSize ?? most);
  return open.size + (random.happens(200) ? 0 : sizeFor(scene, market));
}

/** Mostly what it was, so that orders keep their place; else another part of the size, or all of it. */
function newDisplaySize({ random }: Scene, open: Order, size: number, market: Market | undefined): number {
  if (random.happens(850)) return open.displaySize;
  return random.happens(300) ? 0 : displayFor(random, size, market);
}
