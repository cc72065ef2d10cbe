/** What the rules of docs/concepts/money.md refuse, as code and field, in the order of its checks. */

import { MARGIN_OF_LEAVING } from '../margin/margin-goals.ts';

/** Every command of money is refused with this where there is none. */
const NO_MONEY = 'assetUnknown none';

export const MONEY_REJECTIONS: Readonly<Record<string, readonly string[]>> = {
  createAsset: [NO_MONEY, 'assetsFull none', 'assetAlreadyExists mint'],
  setAssetTerms: [NO_MONEY, 'assetUnknown asset'],
  setAssetPrice: [NO_MONEY, 'assetUnknown asset'],
  pinDestination: [
    NO_MONEY,
    'keyMovesNoFunds key',
    'destinationFixed account',
    'destinationFixed destination',
    'fieldOutOfRange destination',
  ],
  setAutoConversion: [NO_MONEY, 'keyMovesNoFunds key'],
  creditDeposit: [
    NO_MONEY,
    'depositOutOfOrder deposit',
    'assetUnknown asset',
    'fieldOutOfRange identity',
    'ownersFull none',
  ],
  skipDeposit: [NO_MONEY, 'depositOutOfOrder deposit'],
  claimSuspense: [
    NO_MONEY,
    'keyMovesNoFunds key',
    'assetUnknown asset',
    'nothingSuspended asset',
    'destinationMissing account',
    'balanceTooLarge asset',
  ],
  convert: [
    NO_MONEY,
    'assetUnknown asset',
    'amountNotWhole amount',
    'balanceTooSmall amount',
    'conversionClosed asset',
    'balanceTooLarge amount',
    'inventoryTooSmall amount',
    MARGIN_OF_LEAVING,
  ],
  transfer: [
    NO_MONEY,
    'keyMovesNoFunds key',
    'accountUnknown toAccount',
    'fieldOutOfRange toAccount',
    'assetUnknown asset',
    'balanceTooSmall amount',
    'balanceTooLarge amount',
    MARGIN_OF_LEAVING,
  ],
  requestWithdrawal: [
    NO_MONEY,
    'keyMovesNoFunds key',
    'assetUnknown asset',
    'amountTooSmall amount',
    'destinationMissing account',
    'withdrawalsFull none',
    'withdrawalQuotaReached none',
    'balanceTooSmall amount',
    MARGIN_OF_LEAVING,
  ],
  moveWithdrawal: [NO_MONEY, 'withdrawalUnknown withdrawal', 'withdrawalOutOfStep state'],
};
