/** Which rule answers which command of money. Where there is no money, none does. */
import {
  claimSuspense,
  convert,
  createAsset,
  creditDeposit,
  decode,
  moveWithdrawal,
  pinDestination,
  requestWithdrawal,
  setAssetPrice,
  setAssetTerms,
  setAutoConversion,
  skipDeposit,
  transfer,
} from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { addAsset, changePrice, changeTerms } from './assets.ts';
import { chooseAutoConversion, convertAtPar } from './conversion.ts';
import { credit, skip } from './deposits.ts';
import { pin } from './destinations.ts';
import { claim } from './suspense.ts';
import { moveToSibling } from './transfers.ts';
import * as withdrawals from './withdrawals.ts';

const OF_USERS = [pinDestination, setAutoConversion, convert, transfer, claimSuspense, requestWithdrawal];
const OF_CHAIN = [creditDeposit, moveWithdrawal, skipDeposit];
const MONEY_COMMANDS = [...OF_USERS, createAsset, setAssetTerms, setAssetPrice, ...OF_CHAIN];

/** Whether a command is one of money. */
export function isOfMoney(command: Uint8Array): boolean {
  return MONEY_COMMANDS.some(({ number }) => number === command[0]);
}

/** Carries out a command of money or says why not. */
export function executeMoney(state: NaiveState, command: Uint8Array): Refusal | undefined {
  if (!state.hasMoney) return refuse('assetUnknown');
  switch (command[0]) {
    case pinDestination.number:
      return pin(state, decode(pinDestination, command));
    case setAutoConversion.number:
      return chooseAutoConversion(state, decode(setAutoConversion, command));
    case convert.number:
      return convertAtPar(state, decode(convert, command));
    case transfer.number:
      return moveToSibling(state, decode(transfer, command));
    case claimSuspense.number:
      return claim(state, decode(claimSuspense, command));
    case requestWithdrawal.number:
      return withdrawals.request(state, decode(requestWithdrawal, command));
    case createAsset.number:
      return addAsset(state, decode(createAsset, command));
    case setAssetTerms.number:
      return changeTerms(state, decode(setAssetTerms, command));
    case setAssetPrice.number:
      return changePrice(state, decode(setAssetPrice, command));
    case creditDeposit.number:
      return credit(state, decode(creditDeposit, command));
    case moveWithdrawal.number:
      return withdrawals.move(state, decode(moveWithdrawal, command));
    case skipDeposit.number:
      return skip(state, decode(skipDeposit, command));
    default:
      throw new Error(`the judge has no rule for command ${command[0]}`);
  }
}
