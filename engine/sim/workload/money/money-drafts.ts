/** Which draft is made for which command of money. */

import type { Draft } from '../draft.ts';
import { type CommandName, MONEY_COMMAND_NAMES, type MoneyCommandName } from '../profile.ts';
import type { Scene } from '../scene.ts';
import { assetCreation, priceSetting, termsSetting } from './asset-drafts.ts';
import { conversion, transfers } from './conversion-drafts.ts';
import { autoConversionChoice, depositCredit, depositSkip, destinationPin, suspenseClaim } from './deposit-drafts.ts';
import { firstFunds } from './first-funds.ts';
import { withdrawalMove, withdrawalRequest } from './withdrawal-drafts.ts';

export function isOfMoney(name: CommandName): name is MoneyCommandName {
  return (MONEY_COMMAND_NAMES as readonly string[]).includes(name);
}

/** What is still to come before orders can, or the usual. */
export function moneyDraft(scene: Scene, name: MoneyCommandName): Draft {
  return firstFunds(scene, name) ?? usualDraft(scene, name);
}

function usualDraft(scene: Scene, name: MoneyCommandName): Draft {
  switch (name) {
    case 'pinDestination':
      return destinationPin(scene);
    case 'setAutoConversion':
      return autoConversionChoice(scene);
    case 'convert':
      return conversion(scene);
    case 'transfer':
      return transfers(scene);
    case 'claimSuspense':
      return suspenseClaim(scene);
    case 'requestWithdrawal':
      return withdrawalRequest(scene);
    case 'createAsset':
      return assetCreation(scene);
    case 'setAssetTerms':
      return termsSetting(scene);
    case 'setAssetPrice':
      return priceSetting(scene);
    case 'creditDeposit':
      return depositCredit(scene);
    case 'moveWithdrawal':
      return withdrawalMove(scene);
    case 'skipDeposit':
      return depositSkip(scene);
  }
}
