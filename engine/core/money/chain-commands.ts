/**
 * The commands that tell what happened on chain: a deposit, and how far a withdrawal has come. The rules are sections 5
 * and 8 of docs/concepts/money.md.
 */
import { ACCEPTED, type Answer, blaming, refusal } from '../answer.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { decode } from '../schema/codec.ts';
import {
  BALANCE_MAX,
  ConversionDirection,
  creditDeposit,
  moveWithdrawal,
  NO_ACCOUNT,
  skipDeposit,
  VENUE_DOLLAR,
  WithdrawalState,
} from '../schema/command.ts';
import { offsetOf, type ValuesOf } from '../schema/layout.ts';
import { accountOpened, depositCredited, depositSkipped, ownerRegistered, withdrawalMoved } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';
import { isIdentity } from '../state/identity-table.ts';
import type { Money } from './money.ts';

const IDENTITY_AT = offsetOf(creditDeposit, 'identity');
const IDENTITY_BYTES = 32;
/** Whose deposit it is was not registered yet. */
const NOBODY = -1;
const { requested: REQUESTED, finalized: FINALIZED, claimed: CLAIMED, voided: VOIDED } = WithdrawalState;

type Deposit = ValuesOf<typeof creditDeposit.specs>;

export function applyCreditDeposit(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { owners, accounts, money } = exchange;
  const values = decode(creditDeposit, bytes);
  const identity = bytes.subarray(IDENTITY_AT, IDENTITY_AT + IDENTITY_BYTES);
  if (!money.isOn) return refusal(ResultCode.assetUnknown);
  if (values.deposit !== money.lastDeposit() + 1)
    return blaming(creditDeposit, 'deposit', ResultCode.depositOutOfOrder);
  if (!money.assets.isCoin(values.asset)) return blaming(creditDeposit, 'asset', ResultCode.assetUnknown);
  if (!isIdentity(values.ownerKind, identity)) return blaming(creditDeposit, 'identity', ResultCode.fieldOutOfRange);
  const known = owners.find(values.ownerKind, identity);
  if (known === NOBODY && owners.isFull) return refusal(ResultCode.ownersFull);
  const owner = known === NOBODY ? registerOwner(exchange, values, identity, records) : known;
  money.setLastDeposit(values.deposit);
  const opened = accounts.countOf(owner);
  if (values.accountOfOwner < opened)
    credit(money, values, owner, accounts.find(owner, values.accountOfOwner), records);
  else if (values.accountOfOwner === opened && !accounts.isFull()) {
    credit(money, values, owner, openAccount(exchange, owner, records), records);
  } else suspend(money, values, owner, NO_ACCOUNT, records);
  return ACCEPTED;
}

export function applySkipDeposit({ money }: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { deposit } = decode(skipDeposit, bytes);
  if (!money.isOn) return refusal(ResultCode.assetUnknown);
  if (deposit !== money.lastDeposit() + 1) return blaming(skipDeposit, 'deposit', ResultCode.depositOutOfOrder);
  money.setLastDeposit(deposit);
  records.append(depositSkipped, ResultCode.accepted, { deposit });
  return ACCEPTED;
}

function registerOwner(exchange: Exchange, values: Deposit, identity: Uint8Array, records: RecordBuffer): number {
  const owner = exchange.owners.add(values.ownerKind, identity);
  records.append(ownerRegistered, ResultCode.accepted, {
    owner,
    ownerKind: values.ownerKind,
    identity: values.identity,
  });
  return owner;
}

function openAccount({ accounts }: Exchange, owner: number, records: RecordBuffer): number {
  const account = accounts.open(owner);
  const accountOfOwner = accounts.numberUnderOwner(account);
  records.append(accountOpened, ResultCode.accepted, { account, owner, accountOfOwner });
  return account;
}

/** Credits a deposit to the balance if that can take it, and converts what it can. */
function credit(money: Money, values: Deposit, owner: number, account: number, records: RecordBuffer): void {
  const { deposit, asset, amount } = values;
  if (!canTake(money, owner, account, asset, amount)) {
    suspend(money, values, owner, account, records);
    return;
  }
  money.ledger.creditDeposit(asset, account, amount);
  records.append(depositCredited, ResultCode.accepted, { deposit, amount, owner, account, asset });
  if (money.converts(account)) convertCredited(money, account, asset, amount, records);
}

function suspend({ ledger }: Money, values: Deposit, owner: number, account: number, records: RecordBuffer): void {
  const { deposit, asset, amount } = values;
  ledger.suspendDeposit(asset, owner, amount);
  records.append(depositCredited, ResultCode.accepted, { deposit, amount, owner, account, asset, isSuspended: 1 });
}

/** Whether a balance can take a deposit. */
function canTake(money: Money, owner: number, account: number, asset: number, amount: number): boolean {
  const { assets, ledger, destinations } = money;
  if (!destinations.isKnown(owner) || ledger.balanceOf(account, asset) + amount > BALANCE_MAX) return false;
  const { depositMax } = assets.termsOf(asset);
  return depositMax === 0 || !ledger.wouldExceed(asset, amount, depositMax);
}

function convertCredited(
  { conversion, ledger }: Money,
  account: number,
  asset: number,
  amount: number,
  records: RecordBuffer,
): void {
  const direction = ConversionDirection.toDollar;
  const coins = amount - (amount % conversion.unitOf(asset, direction));
  const dollars = conversion.worth(asset, direction, coins);
  if (coins === 0 || !conversion.isOpen(asset, direction, dollars)) return;
  if (ledger.balanceOf(account, VENUE_DOLLAR) + dollars > BALANCE_MAX) return;
  conversion.convert(records, asset, direction, account, coins, dollars);
}

export function applyMoveWithdrawal(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { accounts, money } = exchange;
  const { withdrawals, ledger } = money;
  const { withdrawal, state } = decode(moveWithdrawal, bytes);
  if (!money.isOn) return refusal(ResultCode.assetUnknown);
  const slot = withdrawals.find(withdrawal);
  if (slot === 0) return blaming(moveWithdrawal, 'withdrawal', ResultCode.withdrawalUnknown);
  const row = withdrawals.rowOf(slot);
  if (!mayBecome(row.state, state)) {
    return blaming(moveWithdrawal, 'state', ResultCode.withdrawalOutOfStep);
  }
  const { account, asset, amount } = row;
  const owner = accounts.ownerOf(account);
  const isSuspended = state === VOIDED && ledger.balanceOf(account, asset) + amount > BALANCE_MAX;
  if (state === CLAIMED) ledger.payWithdrawal(asset, amount);
  else if (isSuspended) ledger.suspendWithdrawal(asset, owner, amount);
  else if (state === VOIDED) ledger.returnWithdrawal(asset, account, amount);
  if (state === CLAIMED || state === VOIDED) withdrawals.remove(slot, owner);
  else withdrawals.setState(slot, state);
  const values = { withdrawal, amount, account, asset, state, isSuspended: isSuspended ? 1 : 0 };
  records.append(withdrawalMoved, ResultCode.accepted, values);
  return ACCEPTED;
}

/** One step at a time, or voided from any. */
function mayBecome(state: number, next: number): boolean {
  return next === VOIDED ? state >= REQUESTED && state <= FINALIZED : next === state + 1;
}
