/**
 * Every record of money as postings between named accounts. The accounts and what the records mean are those of
 * docs/concepts/money.md section 2 and docs/concepts/margin.md section 4; nothing here asks the machine.
 */
import {
  ConversionDirection,
  type converted,
  type DecodedRecord,
  type depositCredited,
  type feeShared,
  type fillSettled,
  type orderFilled,
  type rewardsClaimed,
  Side,
  type spotSettled,
  type suspenseClaimed,
  type transferred,
  type ValuesOf,
  VENUE_DOLLAR,
  WithdrawalState,
  type withdrawalMoved,
} from '@intelligent-ledger/engine/core';

/**
 * An account of the books of one asset: one of the venue's, a user's balance, what is in suspense for an owner, what an
 * owner has earned by fees of others, or the cash of an account's position in a market.
 */
export type AccountName =
  | 'vault'
  | 'issued'
  | 'inventory'
  | 'withdrawals'
  | 'fees'
  | `balance ${number}`
  | `suspense ${number}`
  | `rewards ${number}`
  | `position ${number} in ${number}`;

/** The record of a fill, which that of its settlement follows. */
export type Fill = ValuesOf<typeof orderFilled.specs>;

/** An amount of atoms that one account of an asset is debited and another credited. */
export interface Posting {
  readonly asset: number;
  readonly debit: AccountName;
  readonly credit: AccountName;
  readonly amount: number;
}

const { requested, claimed, voided } = WithdrawalState;

/**
 * The postings of a record; none of one that moves no money. `ownerOf` tells the owner of an account, and `fill` is the
 * last fill before the record, if there was one.
 */
export function postingsOf(
  { name, values }: DecodedRecord,
  ownerOf: (account: number) => number,
  fill: Fill | undefined,
): Posting[] {
  switch (name) {
    case 'fillSettled':
      if (fill === undefined) throw new Error('a settlement follows its fill');
      return ofFill(values as ValuesOf<typeof fillSettled.specs>, fill);
    case 'spotSettled':
      if (fill === undefined) throw new Error('a settlement follows its fill');
      return ofSpotFill(values as ValuesOf<typeof spotSettled.specs>, fill);
    case 'feeShared':
      return ofShares(values as ValuesOf<typeof feeShared.specs>);
    case 'rewardsClaimed': {
      const { owner, account, amount } = values as ValuesOf<typeof rewardsClaimed.specs>;
      return moved(`rewards ${owner}`, `balance ${account}`, amount);
    }
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

/**
 * What was paid goes from the buyer's position to the seller's; then what each realised to its balance, and the fees.
 */
function ofFill(settled: ValuesOf<typeof fillSettled.specs>, fill: Fill): Posting[] {
  const { market, price, size, makerAccount, takerAccount, takerSide } = fill;
  const [buyer, seller] = takerSide === Side.buy ? [takerAccount, makerAccount] : [makerAccount, takerAccount];
  const positionOf = (account: number): AccountName => `position ${account} in ${market}`;
  const paid = { asset: VENUE_DOLLAR, debit: positionOf(buyer), credit: positionOf(seller), amount: price * size };
  return [
    paid,
    ...moved(positionOf(takerAccount), `balance ${takerAccount}`, settled.takerRealised),
    ...moved(positionOf(makerAccount), `balance ${makerAccount}`, settled.makerRealised),
    ...moved(`balance ${takerAccount}`, 'fees', settled.takerFee),
    ...moved(`balance ${makerAccount}`, 'fees', settled.makerFee),
  ];
}

/** What was paid goes from the buyer to the seller, what was bought the other way, and then the fees. */
function ofSpotFill({ asset, atoms, takerFee, makerFee }: ValuesOf<typeof spotSettled.specs>, fill: Fill): Posting[] {
  const { price, size, makerAccount, takerAccount, takerSide } = fill;
  const [buyer, seller] = takerSide === Side.buy ? [takerAccount, makerAccount] : [makerAccount, takerAccount];
  return [
    { asset: VENUE_DOLLAR, debit: `balance ${buyer}`, credit: `balance ${seller}`, amount: price * size },
    { asset, debit: `balance ${seller}`, credit: `balance ${buyer}`, amount: atoms },
    ...moved(`balance ${takerAccount}`, 'fees', takerFee),
    ...moved(`balance ${makerAccount}`, 'fees', makerFee),
  ];
}

/** What others earned of a fee goes from the fees to their rewards. */
function ofShares({ referrer, referralShare, builder, builderFee }: ValuesOf<typeof feeShared.specs>): Posting[] {
  return [
    ...moved('fees', `rewards ${referrer - 1}`, referralShare),
    ...moved('fees', `rewards ${builder - 1}`, builderFee),
  ];
}

/** Dollars from one account to another, or with an amount below 0 the other way; nothing for 0. */
function moved(from: AccountName, to: AccountName, amount: number): Posting[] {
  if (amount === 0) return [];
  if (amount < 0) return [{ asset: VENUE_DOLLAR, debit: to, credit: from, amount: -amount }];
  return [{ asset: VENUE_DOLLAR, debit: from, credit: to, amount }];
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
