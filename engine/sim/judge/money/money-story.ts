/** The records of money in short words, such as `deposit 1: 500 of 1 to account 0`. */
import { ConversionDirection, WITHDRAWAL_STATE_NAMES } from '@intelligent-ledger/engine/core';
import { feeInShort } from '../fees/fee-story.ts';
import type { JudgeRecord } from '../naive-state.ts';

/** One line for a record; of one that is not about money its name. */
export function moneyInShort({ name, values }: JudgeRecord): string {
  const { amount, asset, account, owner, isSuspended } = values;
  const much = `${amount} of ${asset}`;
  switch (name) {
    case 'assetCreated':
      return `asset ${asset}: ${values['decimals']} decimals`;
    case 'assetTermsSet':
      return termsInShort(values);
    case 'assetPriceSet':
      return `price of ${asset}: ${values['price']}`;
    case 'depositCredited':
      return `deposit ${values['deposit']}: ${much} to ${isSuspended === 1 ? `suspense of ${owner}` : account}`;
    case 'depositSkipped':
      return `skip deposit ${values['deposit']}`;
    case 'converted':
      return conversionInShort(values);
    case 'transferred':
      return `transfer ${much} from ${account} to ${values['toAccount']}`;
    case 'suspenseClaimed':
      return `claim ${much} of owner ${owner} to ${account}`;
    case 'withdrawalMoved':
      return `withdrawal ${values['withdrawal']} of ${account}: ${much}, ${stateOf(values)}`;
    case 'destinationPinned':
      return `pin owner ${owner} by ${account}`;
    case 'autoConversionSet':
      return `account ${account} converts: ${values['converts']}`;
    default:
      return marginInShort({ name, values });
  }
}

function marginInShort({ name, values }: JudgeRecord): string {
  switch (name) {
    case 'marginTermsSet':
      return `terms of market ${values['market']}: ${values['positionMax']}, leverage ${values['leverage']}`;
    case 'markPriceSet':
      return `mark of ${values['market']}: ${values['price']}`;
    case 'feeTiersSet':
      return `${values['tierCount']} tiers of ${values['ofSpot'] === 1 ? 'spot ' : ''}fees`;
    case 'spotSettled':
      return `spot: ${values['atoms']} of ${values['asset']}, fees ${values['takerFee']} ${values['makerFee']}`;
    case 'fillSettled':
      return settlementInShort(values);
    default:
      return feeInShort({ name, values });
  }
}

/** What a fill cost and realised; the taker comes first. */
function settlementInShort({ takerFee, makerFee, takerRealised, makerRealised }: JudgeRecord['values']): string {
  return `settle: fees ${takerFee} ${makerFee}, realised ${takerRealised} ${makerRealised}`;
}

/** The terms in the order of the bounds on a deposit, on the price, on the day and on a withdrawal. */
function termsInShort(values: JudgeRecord['values']): string {
  const terms = ['depositMax', 'bandRate', 'dailyConversionMax', 'withdrawalMin'].map((name) => values[name]);
  return `terms of ${values['asset']}: ${terms.join(', ')}`;
}

function conversionInShort({ account, asset, coins, dollars, direction }: JudgeRecord['values']): string {
  return direction === ConversionDirection.toDollar
    ? `${account} converts ${coins} of ${asset} to $${dollars}`
    : `${account} converts $${dollars} to ${coins} of ${asset}`;
}

function stateOf({ state, isSuspended }: JudgeRecord['values']): string {
  const name = WITHDRAWAL_STATE_NAMES[Number(state) as keyof typeof WITHDRAWAL_STATE_NAMES];
  return isSuspended === 1 ? `${name} to suspense` : name;
}
