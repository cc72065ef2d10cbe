/** What the rules of docs/concepts/margin.md refuse, as code and field, in the order of its checks. */

const NO_MONEY = 'assetUnknown none';

export const MARGIN_REJECTIONS: Readonly<Record<string, readonly string[]>> = {
  setMarginTerms: [
    NO_MONEY,
    'marketUnknown market',
    'marketKindWrong market',
    'marketTooLarge positionMax',
    ...['secondLeverage', 'thirdLeverage', 'secondFrom', 'thirdFrom'].map((field) => `marginTiersInvalid ${field}`),
  ],
  setMarkPrice: [NO_MONEY, 'marketUnknown market', 'marketKindWrong market', 'fieldOutOfRange price'],
  setFeeTiers: [NO_MONEY, 'feeTiersInvalid none'],
  approveBuilder: [NO_MONEY, 'keyIsNotOwner key', 'ownerUnknown builder', 'builderQuotaReached none'],
  setReferrer: [
    NO_MONEY,
    'keyIsNotOwner key',
    'referrerFixed account',
    'ownerUnknown referrer',
    'fieldOutOfRange referrer',
  ],
  claimRewards: [NO_MONEY, 'keyMovesNoFunds key', 'nothingEarned none', 'balanceTooLarge account'],
  setReferralTerms: [NO_MONEY, 'feeTiersInvalid share'],
};

/** What is refused of the builder of an order. */
export const BUILDER_OF_PLACEMENT = [
  'flagsConflict builderFee',
  'builderNotApproved builder',
  'builderNotApproved builderFee',
];

/** What the margin question refuses of an order that comes: as it is to rest or to take. */
export const MARGIN_OF_PLACEMENT = [
  'marketUnpriced market',
  'nothingToReduce flags',
  'positionsFull none',
  'positionLimitReached size',
  'openInterestCapReached size',
  'marginTooSmall size',
];

/** What ends the plan of a fill-or-kill order. */
export const MARGIN_OF_PLAN = [
  'nothingToReduce none',
  'positionLimitReached none',
  'openInterestCapReached none',
  'marginTooSmall none',
];

export const MARGIN_OF_AMEND = [
  'nothingToReduce order',
  'positionLimitReached size',
  'openInterestCapReached size',
  'marginTooSmall size',
];

/** Of money that leaves. */
export const MARGIN_OF_LEAVING = 'marginTooSmall amount';
