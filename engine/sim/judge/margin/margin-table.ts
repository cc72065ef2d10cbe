/** Which rule answers which command of margin and fees. Where there is no money, none does. */
import {
  approveBuilder,
  claimRewards,
  decode,
  setFeeTiers,
  setMarginTerms,
  setMarkPrice,
  setReferralTerms,
  setReferrer,
} from '@intelligent-ledger/engine/core';
import { approve } from '../fees/builders.ts';
import { changeFeeTiers } from '../fees/fee-tiers.ts';
import { changeReferralTerms } from '../fees/referral-terms.ts';
import { nameReferrer } from '../fees/referrers.ts';
import { claimEarned } from '../fees/rewards.ts';
import type { NaiveState } from '../naive-state.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { changeMarginTerms } from './margin-terms.ts';
import { changeMark } from './marks.ts';

const OF_USERS = [approveBuilder, setReferrer, claimRewards];
const MARGIN_COMMANDS = [setMarginTerms, setMarkPrice, setFeeTiers, setReferralTerms, ...OF_USERS];

/** Whether a command is one of margin. */
export function isOfMargin(command: Uint8Array): boolean {
  return MARGIN_COMMANDS.some(({ number }) => number === command[0]);
}

/** Carries out a command of margin or says why not. */
export function executeMargin(state: NaiveState, command: Uint8Array): Refusal | undefined {
  if (!state.hasMoney) return refuse('assetUnknown');
  switch (command[0]) {
    case setMarginTerms.number:
      return changeMarginTerms(state, decode(setMarginTerms, command));
    case setMarkPrice.number:
      return changeMark(state, decode(setMarkPrice, command));
    case setFeeTiers.number:
      return changeFeeTiers(state, decode(setFeeTiers, command), command.subarray(setFeeTiers.byteLength));
    case setReferralTerms.number:
      return changeReferralTerms(state, decode(setReferralTerms, command));
    case approveBuilder.number:
      return approve(state, decode(approveBuilder, command));
    case setReferrer.number:
      return nameReferrer(state, decode(setReferrer, command));
    case claimRewards.number:
      return claimEarned(state, decode(claimRewards, command));
    default:
      throw new Error(`the judge has no rule for command ${command[0]}`);
  }
}
