/** What the rules of docs/concepts/spot.md refuse, as code and field, in the order of its checks. */

/** Of a createMarket, for what it trades. */
export const SPOT_OF_MARKET = ['fieldOutOfRange baseAsset', 'assetUnknown baseAsset', 'assetHasMarket baseAsset'];

/** Of an order that comes, and of one that is amended: as it is to rest. */
export const SPOT_OF_REST = ['balanceTooSmall size', 'balanceTooLarge size'];

/** What ends the plan of a fill-or-kill order. */
export const SPOT_OF_PLAN = ['balanceTooSmall none', 'balanceTooLarge none'];
