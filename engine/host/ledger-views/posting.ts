/**
 * Every record of money as postings between named accounts. The accounts and what the records mean are those of
 * docs/concepts/money.md section 2; nothing here asks the machine.
 */
import {
  ConversionDirection,
  type converted,
  type DecodedRecord,
  type depositCredited,
  type suspenseClaimed,
  type transferred,
  type ValuesOf,
  VENUE_DOLLAR,
  WithdrawalState,
  type withdrawalMoved,
} from '@intelligent-ledger/engine/core';

/** An account of the books of one asset: one of the venue's, a user's balance, or what is in suspense for an owner. */
export type AccountName = 'vault' | 'issued' | 'inventory' | 'withdrawals' | `balance ${number}` | `suspense ${number}`;

/** An amount of atoms that one account of an asset is debited and another credited. */
export interface Posting {
  readonly asset: number;
  readonly debit: AccountName;
  readonly credit: AccountName;
  readonly amount: number;
}

const { requested, claimed, voided } = WithdrawalState;

/** The postings of a record; none of one that moves no money. `ownerOf` tells the owner of an account. */
export function postingsOf({ name, values }: DecodedRecord, ownerOf: (account: number) => number): Posting[] {
  switch (name) {
    case 'depositCredited':
      return [ofDeposit(values as ValuesOf<typeof depositCredited.specs>)];
    case 'converted':
      return ofConversion(values as ValuesOf<typeof converted.specs>);
    case 'transferred': {
      const { asset, account, toAccount, amount } = values as ValuesOf<typeof transferred.specs>;
      return [{ asset, debit: `balance ${account}`, credit: `balance ${toAccount}`, amount }];
    }
    case 'suspenseClaimed': {
      const { asset, owner, account, amount } = values as ValuesOf<typeof suspenseClaimed.specs>;
      return [{ asset, debit: `suspense ${owner}`, credit: `balance ${account}`, amount }];
    }
    case 'withdrawalMoved':
      return ofWithdrawal(values as ValuesOf<typeof withdrawalMoved.specs>, ownerOf);
    default:
      return [];
  }
}

function ofDeposit(values: ValuesOf<typeof depositCredited.specs>): Posting {
  const { asset, owner, account, amount, isSuspended } = values;
  return { asset, debit: 'vault', credit: isSuspended === 1 ? `suspense ${owner}` : `balance ${account}`, amount };
}

function ofConversion(values: ValuesOf<typeof converted.specs>): Posting[] {
  const { asset, account, coins, dollars, direction } = values;
  const balance: AccountName = `balance ${account}`;
  if (direction === ConversionDirection.toDollar) {
    return [
      { asset, debit: balance, credit: 'inventory', amount: coins },
      { asset: VENUE_DOLLAR, debit: 'issued', credit: balance, amount: dollars },
    ];
  }
  return [
    { asset: VENUE_DOLLAR, debit: balance, credit: 'issued', amount: dollars },
    { asset, debit: 'inventory', credit: balance, amount: coins },
  ];
}

/** Between being requested and being claimed or voided a withdrawal moves no money. */
function ofWithdrawal(values: ValuesOf<typeof withdrawalMoved.specs>, ownerOf: (account: number) => number): Posting[] {
  const { asset, account, amount, state, isSuspended } = values;
  if (state === requested) return [{ asset, debit: `balance ${account}`, credit: 'withdrawals', amount }];
  if (state === claimed) return [{ asset, debit: 'withdrawals', credit: 'vault', amount }];
  if (state !== voided) return [];
  const credit: AccountName = isSuspended === 1 ? `suspense ${ownerOf(account)}` : `balance ${account}`;
  return [{ asset, debit: 'withdrawals', credit, amount }];
}
