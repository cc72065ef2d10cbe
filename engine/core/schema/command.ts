/**
 * The binary layout of every command. Each begins with kind, version and the length of its blob;
 * a command of a user goes on with the same 32-byte head, so that who, by which key, in which
 * session, until when and with which nonce is read in one way. Layouts are append-only.
 */
import {
  clearMarket,
  continueWork,
  createMarket,
  genesis,
  openAccount,
  registerKey,
  registerOwner,
  resize,
  setMarketLimits,
  setMarketState,
  setOrderQuota,
  setReferencePrice,
  setStepTable,
  tick,
  upgradeRules,
} from './administration-command.ts';
import { approveBuilder, claimRewards, setReferralTerms, setReferrer } from './fee-command.ts';
import { approveKey, revokeKeys } from './key-command.ts';
import type { Layout } from './layout.ts';
import { setFeeTiers, setMarginTerms, setMarkPrice } from './margin-command.ts';
import {
  claimSuspense,
  convert,
  createAsset,
  creditDeposit,
  moveWithdrawal,
  pinDestination,
  requestWithdrawal,
  setAssetPrice,
  setAssetTerms,
  setAutoConversion,
  skipDeposit,
  transfer,
} from './money-command.ts';
import { closeSession, openSession, signSession } from './session-command.ts';
import {
  amendOrder,
  cancelByClientOrderId,
  cancelOrder,
  cancelOrders,
  openMessage,
  placeOrder,
  replaceOrder,
  scheduleCancel,
  setOrderGroup,
  setSelfTrade,
} from './user-command.ts';

export * from './administration-command.ts';
export * from './command-terms.ts';
export * from './fee-command.ts';
export * from './key-command.ts';
export * from './margin-command.ts';
export * from './money-command.ts';
export * from './session-command.ts';
export * from './user-command.ts';

/** Every command there is, in the order of their numbers. */
export const COMMANDS: readonly Layout[] = [
  genesis,
  tick,
  continueWork,
  registerOwner,
  openAccount,
  createMarket,
  setStepTable,
  setMarketState,
  setMarketLimits,
  setReferencePrice,
  upgradeRules,
  registerKey,
  setOrderQuota,
  clearMarket,
  resize,
  placeOrder,
  cancelOrder,
  amendOrder,
  setSelfTrade,
  openMessage,
  replaceOrder,
  cancelByClientOrderId,
  cancelOrders,
  scheduleCancel,
  setOrderGroup,
  pinDestination,
  setAutoConversion,
  convert,
  transfer,
  claimSuspense,
  requestWithdrawal,
  createAsset,
  setAssetTerms,
  setAssetPrice,
  creditDeposit,
  moveWithdrawal,
  skipDeposit,
  setMarginTerms,
  setMarkPrice,
  setFeeTiers,
  approveKey,
  revokeKeys,
  approveBuilder,
  setReferrer,
  claimRewards,
  setReferralTerms,
  openSession,
  signSession,
  closeSession,
];

const USER_COMMANDS = new Set(
  COMMANDS.filter(({ fields }) => fields.some(({ name }) => name === 'validUntil')).map(({ number }) => number),
);

/** Whether a command is a user's, so that it begins with the head of those. */
export function isOfUser({ number }: Layout): boolean {
  return USER_COMMANDS.has(number);
}
