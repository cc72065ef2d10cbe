/** The records of money in short words, such as `deposit 1: 500 of 1 to account 0`. */
import { ConversionDirection, WITHDRAWAL_STATE_NAMES } from '@intelligent-ledger/engine/core';
import type { JudgeRecord } from './naive-state.ts';

/** One line for a record; of one that is not about money its name. */
export function moneyInShort({ name, values }: JudgeRecord): string {
  const { amount, asset, account, owner, isSuspended } = values;
  const much = `${amount} of ${asset}`;
  switch (name) {
    case 'assetCreated':
      return `asset ${asset}: ${values['decimals']} decimals`;
    case 'assetTermsSet':
      return `terms of ${asset}: ${values['depositMax']}, ${values['bandRate']}, ${values['dailyConversionMax']}`;
    case 'assetPriceSet':
      return `price of ${asset}: ${values['price']}`;
    case 'depositCredited':
      return `deposit ${values['deposit']}: ${much} to ${isSuspended === 1 ? `suspense of ${owner}` : account}`;
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
      return name;
  }
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
