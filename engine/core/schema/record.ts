/**
 * The binary layout of every record: what the core says about what a command did. All begin with
 * the same 24 bytes. A reader that sees only records, in order, holds the same book as the core.
 * The first records of a command may be cancellations of expired orders; then comes its own answer.
 */
import {
  accountOpened,
  advanced,
  keyRegistered,
  marketCreated,
  marketLimitsSet,
  marketStateSet,
  orderQuotaSet,
  ownerRegistered,
  referencePriceSet,
  rejected,
  resized,
  rulesUpgraded,
  started,
  stepTableSet,
} from './administration-record.ts';
import { builderApproved, feeShared, referralTermsSet, referrerSet, rewardsClaimed } from './fee-record.ts';
import { keyApproved, keysRevoked } from './key-record.ts';
import type { Layout } from './layout.ts';
import { feeTiersSet, fillSettled, marginTermsSet, markPriceSet, spotSettled } from './margin-record.ts';
import {
  assetCreated,
  assetPriceSet,
  assetTermsSet,
  autoConversionSet,
  converted,
  depositCredited,
  depositSkipped,
  destinationPinned,
  suspenseClaimed,
  transferred,
  withdrawalMoved,
} from './money-record.ts';
import {
  messageOpened,
  orderAmended,
  orderCancelled,
  orderDecremented,
  orderFilled,
  orderKnown,
  orderPlaced,
  selfTradeSet,
} from './order-record.ts';
import {
  cancelScheduled,
  marketCleared,
  orderDeferred,
  orderGrouped,
  orderGroupSet,
  orderGroupTripped,
  ordersCancelled,
  queuedDone,
} from './queue-record.ts';
import { sessionClosed, sessionOpened, sessionSigned } from './session-record.ts';

export * from './administration-record.ts';
export * from './fee-record.ts';
export * from './key-record.ts';
export * from './margin-record.ts';
export * from './money-record.ts';
export * from './order-record.ts';
export * from './queue-record.ts';
export * from './session-record.ts';

/** In `rejected.field`: no single field is to blame. */
export const NO_FIELD = 65_535;

/** Every record there is, in the order of their numbers. */
export const RECORDS: readonly Layout[] = [
  rejected,
  started,
  advanced,
  ownerRegistered,
  accountOpened,
  marketCreated,
  stepTableSet,
  marketStateSet,
  marketLimitsSet,
  referencePriceSet,
  rulesUpgraded,
  keyRegistered,
  orderPlaced,
  orderFilled,
  orderCancelled,
  orderAmended,
  orderDecremented,
  selfTradeSet,
  messageOpened,
  orderKnown,
  orderQuotaSet,
  ordersCancelled,
  orderDeferred,
  queuedDone,
  marketCleared,
  cancelScheduled,
  orderGroupSet,
  orderGroupTripped,
  orderGrouped,
  resized,
  assetCreated,
  assetTermsSet,
  assetPriceSet,
  depositCredited,
  converted,
  transferred,
  suspenseClaimed,
  withdrawalMoved,
  destinationPinned,
  autoConversionSet,
  depositSkipped,
  marginTermsSet,
  markPriceSet,
  feeTiersSet,
  fillSettled,
  keyApproved,
  keysRevoked,
  builderApproved,
  referrerSet,
  rewardsClaimed,
  referralTermsSet,
  feeShared,
  spotSettled,
  sessionOpened,
  sessionSigned,
  sessionClosed,
];
