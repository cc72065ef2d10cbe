/**
 * What a key is asked, beside its rules, whenever a command comes under it: first whether it is alive, and once its
 * nonce is spent whether it may do this. Key 0 is the owner itself and is asked nothing.
 */
import {
  amendOrder,
  CancelFilter,
  cancelByClientOrderId,
  cancelOrder,
  cancelOrders,
  closeSession,
  decode,
  KeyScope,
  type Layout,
  openMessage,
  placeOrder,
  replaceOrder,
  Side,
  signSession,
} from '@intelligent-ledger/engine/core';
import { knownPrice, worthOf } from '../margin/worth.ts';
import type { NaiveState } from '../naive-state.ts';
import { ownerNumbered } from '../owners.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type AgentKey, countedIn, isConfinedElsewhere, isExpiredKey, isOutOfMarkets } from './agent-key.ts';

const SECOND_MICROS = 1_000_000;
/** A key that may only cancel may do these, and nobody counts them. */
const CANCELS: readonly Layout[] = [
  ...[cancelOrder, cancelByClientOrderId, cancelOrders],
  ...[openMessage, signSession, closeSession],
];

/** Whether a command is one that needs no flag but that of cancels. */
export function isOfCancels(layout: Layout): boolean {
  return CANCELS.includes(layout);
}

/** Whether a key was revoked, by itself or with all of its owner. */
export function isRevoked(state: NaiveState, { owner, epoch }: AgentKey): boolean {
  return epoch !== ownerNumbered(state, owner).keyEpoch;
}

/** Why a key cannot act for an account, if it is not key 0. It is known to be one of the account's owner. */
export function lifeRefusal(state: NaiveState, key: number, account: number): Refusal | undefined {
  const known = state.keys[key - 1];
  if (known === undefined) return undefined;
  if (isRevoked(state, known)) return refuse('keyRevoked', 'key');
  if (isExpiredKey(known, state.time)) return refuse('keyExpired', 'key');
  return isConfinedElsewhere(known, account) ? refuse('keyOutOfScope', 'account') : undefined;
}

/** Why a key that is alive may not do this, if it is not key 0. Counts the command where it is one that is counted. */
export function scopeRefusal(state: NaiveState, key: number, layout: Layout, command: Uint8Array): Refusal | undefined {
  const known = state.keys[key - 1];
  if (known === undefined) return undefined;
  const admitting = isOfCancels(layout) ? KeyScope.cancel | KeyScope.trade : KeyScope.trade;
  if ((known.scope & admitting) === 0) return refuse('keyOutOfScope', 'key');
  if (layout === cancelOrders && sweepsOthers(known, command)) return refuse('keyOutOfScope', 'filter');
  if (isOfCancels(layout)) return undefined;
  return rateRefusal(state, known) ?? orderRefusal(state, known, layout, command);
}

/** Whether a cancelOrders is about accounts to which the key does not reach. */
function sweepsOthers({ ofAccount }: AgentKey, command: Uint8Array): boolean {
  return ofAccount !== 0 && (decode(cancelOrders, command).filter & CancelFilter.wholeOwner) !== 0;
}

function rateRefusal(state: NaiveState, key: AgentKey): Refusal | undefined {
  const now = Math.floor(state.time / SECOND_MICROS);
  const counted = countedIn(key, now);
  const { commandsPerSecond } = key;
  if (commandsPerSecond !== 0 && counted >= commandsPerSecond) return refuse('keyRateReached', 'key');
  Object.assign(key, { second: now, commands: counted + 1 });
  return undefined;
}

function orderRefusal(state: NaiveState, key: AgentKey, layout: Layout, command: Uint8Array): Refusal | undefined {
  switch (layout) {
    case placeOrder:
      return termsRefusal(state, key, { ...decode(placeOrder, command), blamed: 'market' });
    case replaceOrder:
      return termsRefusal(state, key, { ...decode(replaceOrder, command), blamed: 'market' });
    case amendOrder: {
      const { account, order, price, size } = decode(amendOrder, command);
      const open = state.openOrderOf(account, order);
      return open && termsRefusal(state, key, { market: open.market, side: open.side, price, size, blamed: 'order' });
    }
    default:
      return undefined;
  }
}

/** An order of so many lots at a price in a market; `blamed` is the field that says which market. */
interface OrderTerms {
  readonly market: number;
  readonly side: number;
  readonly price: number;
  readonly size: number;
  readonly blamed: string;
}

function termsRefusal(state: NaiveState, key: AgentKey, terms: OrderTerms): Refusal | undefined {
  if (isOutOfMarkets(key, terms.market)) return refuse('keyOutOfScope', terms.blamed);
  const { orderValueMax } = key;
  if (orderValueMax === 0) return undefined;
  // What a sale without a known price is worth, nobody can say.
  const isOpenEnded = terms.side === Side.sell && knownPrice(state, terms.market) === 0;
  const isTooDear = isOpenEnded || worthOf(state, terms) > BigInt(orderValueMax);
  return isTooDear ? refuse('keyOutOfScope', 'size') : undefined;
}
