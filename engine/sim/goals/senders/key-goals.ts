/** What the rules of keys refuse, as code and field, in the order of their checks. */
import {
  amendOrder,
  cancelByClientOrderId,
  cancelOrder,
  cancelOrders,
  isOfUser,
  type Layout,
  openMessage,
  placeOrder,
  replaceOrder,
} from '@intelligent-ledger/engine/core';
import { isOfCancels } from '../../judge/senders/key-questions.ts';

/** Of the commands about keys themselves. */
export const KEY_REJECTIONS: Readonly<Record<string, readonly string[]>> = {
  approveKey: [
    'keyIsNotOwner key',
    'fieldOutOfRange identity',
    'ownerAlreadyRegistered identity',
    'expiryNotAhead expiresAt',
    'accountUnknown ofAccount',
    'keyMarketsInvalid none',
    'keyAlreadyRegistered identity',
    'keyQuotaReached none',
    'keysFull none',
  ],
  revokeKeys: ['keyIsNotOwner key', 'keyUnknown ofKey'],
};

/** What every command of a user is refused for the key under which it comes; cancels are not counted. */
export function keyRejectionsOf(layout: Layout): string[] {
  if (!isOfUser(layout)) return [];
  const always = ['keyRevoked key', 'keyExpired key', 'keyOutOfScope account', 'keyOutOfScope key'];
  const counted = isOfCancels(layout) ? [] : ['keyRateReached key'];
  if (layout === cancelOrders) return [...always, 'keyOutOfScope filter'];
  if (layout === amendOrder) return [...always, ...counted, 'keyOutOfScope order', 'keyOutOfScope size'];
  const isPlacing = layout === placeOrder || layout === replaceOrder;
  return [...always, ...counted, ...(isPlacing ? ['keyOutOfScope market', 'keyOutOfScope size'] : [])];
}

const CANCEL_NAMES = [cancelOrder, cancelByClientOrderId, cancelOrders, openMessage].map(({ name }) => name);
/** What a key may have become. */
const FATES = ['lives', 'was revoked by itself', 'was revoked with all', 'had expired'];
/** At what an order is worth its size. */
const UNITS = ['its price', 'the mark', 'the reference price'];

export const KEY_SITUATIONS = [
  'key added',
  'key added with the identity of another kind',
  'key added that is the last of its owner',
  ...FATES.map((fate) => `key approved again that ${fate}`),
  'key approved again that was registered',
  'key approved again that sent something in this second',
  'key confined to one market',
  'key confined to eight markets',
  'key confined to the account that approves it',
  'key confined to another account of its owner',
  'key approved that expires in the next microsecond',
  'approval refused that expires now',
  'approval refused for an account of another owner',
  'approval refused for an account that is none',
  ...['that are not whole', 'that descend', 'that come twice', 'that do not exist'].map(
    (which) => `approval refused for markets ${which}`,
  ),
  'all keys revoked',
  'all keys revoked of an owner that has none',
  ...FATES.map((fate) => `key revoked that ${fate}`),
  'revocation refused of a key of another owner',
  'revocation refused of a key that is none',
  'nonce refused that a key spent before it was approved again',
  'command in the last microsecond of a key',
  'command refused in the microsecond in which its key expires',
  'key refused that was revoked by itself',
  'key refused that was revoked with all',
  'key refused as revoked that has expired too',
  'key refused as expired of another account too',
  'repeat refused as its key is dead',
  'dead key under version 1',
  'order of a dead key filled',
  'orders of a dead key cancelled by its owner',
  'turn under a key that is dead by then',
  ...CANCEL_NAMES.flatMap((name) => [`${name} under a key of cancels alone`, `${name} while the rate is reached`]),
  'repeat answered under a key without scope',
  'repeat answered while the rate of its key is reached',
  'repeat refused for scope',
  'repeat refused for the rate',
  ...['scope', 'rate', 'market', 'worth'].map((what) => `message that goes on after a command refused for its ${what}`),
  'message ended as its key expired',
  'last command of a key in a second',
  'command counted without a bound',
  ...['market', 'worth'].map((what) => `command counted that is refused for its ${what}`),
  'command counted that its own rules refuse',
  'rate reached in the last microsecond of a second',
  'key free again in the next second',
  'key free again as the next second begins',
  'market refused before the worth',
  ...UNITS.flatMap((unit) => [
    `order refused for its worth at ${unit}`,
    `order worth just its bound at ${unit}`,
    `order refused that is worth a micro-dollar too much at ${unit}`,
    `amend refused for its worth at ${unit}`,
  ]),
  'order refused for its worth in a market that does not exist',
  'order refused for its worth beyond 2^53',
  'order let through at a mark below its reference price',
  'market order to sell refused for its worth at the reference price',
  'amend of a waiting order refused for its key',
  'amend of an order that is gone under a bound key',
];
