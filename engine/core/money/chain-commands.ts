/**
 * The commands that tell what happened on chain: a deposit, and how far a withdrawal has come. The rules are sections 5
 * and 8 of docs/concepts/money.md.
 */
import { ACCEPTED, type Answer, blaming, refusal } from '../answer.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { decode } from '../schema/codec.ts';
import { BALANCE_MAX, ConversionDirection, creditDeposit, moveWithdrawal, WithdrawalState } from '../schema/command.ts';
import { offsetOf, type ValuesOf } from '../schema/layout.ts';
import { accountOpened, converted, depositCredited, ownerRegistered, withdrawalMoved } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';
import { isIdentity } from '../state/identity-table.ts';
import { BookAccount } from './ledger.ts';
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
  const opened = known === NOBODY ? 0 : accounts.countOf(known);
  const isNew = values.accountOfOwner >= opened;
  if (values.accountOfOwner > opened) return blaming(creditDeposit, 'accountOfOwner', ResultCode.accountUnknown);
  if (isNew && accounts.isFull()) return refusal(ResultCode.accountsFull);
  const owner = known === NOBODY ? registerOwner(exchange, values, identity, records) : known;
  const account = isNew ? openAccount(exchange, owner, records) : accounts.find(owner, values.accountOfOwner);
  money.setLastDeposit(values.deposit);
  credit(money, values, owner, account, records);
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

/** Credits a deposit to the balance or puts it into suspense, and converts what it can. */
function credit(money: Money, values: Deposit, owner: number, account: number, records: RecordBuffer): void {
  const { ledger } = money;
  const { deposit, asset, amount } = values;
  const isSuspended = !canTake(money, owner, account, asset, amount);
  if (isSuspended) ledger.suspendDeposit(asset, owner, amount);
  else ledger.creditDeposit(asset, account, amount);
  const row = { deposit, amount, owner, account, asset, isSuspended: isSuspended ? 1 : 0 };
  records.append(depositCredited, ResultCode.accepted, row);
  if (!isSuspended && money.converts(account)) convertCredited(money, account, asset, amount, records);
}

/** Whether a balance can take a deposit. */
function canTake(money: Money, owner: number, account: number, asset: number, amount: number): boolean {
  const { assets, ledger, destinations } = money;
  if (!destinations.isKnown(owner) || ledger.balanceOf(account, asset) + amount > BALANCE_MAX) return false;
  const { depositMax } = assets.termsOf(asset);
  return (
    depositMax === 0 || (amount <= depositMax && ledger.compare(asset, BookAccount.users, depositMax - amount) <= 0)
  );
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
  if (ledger.balanceOf(account, 0) + dollars > BALANCE_MAX) return;
  conversion.convert(asset, direction, account, coins, dollars);
  records.append(converted, ResultCode.accepted, { coins, dollars, account, asset, direction });
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
