/**
 * The commands by which users convert, transfer, claim and withdraw. They are rare, so they go through the codec. Each
 * is given the bytes of a well-formed command of a user who may act, and either does what it says or changes nothing.
 * The rules are sections 4 to 8 of docs/concepts/money.md.
 */
import { ACCEPTED, type Answer, blaming, refusal } from '../answer.ts';
import { assert } from '../bug.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { decode } from '../schema/codec.ts';
import {
  BALANCE_MAX,
  ConversionDirection,
  claimSuspense,
  convert,
  pinDestination,
  requestWithdrawal,
  setAutoConversion,
  transfer,
  VENUE_DOLLAR,
  WITHDRAWALS_OF_OWNER_MAX,
  WithdrawalState,
} from '../schema/command.ts';
import { type Layout, offsetOf } from '../schema/layout.ts';
import {
  autoConversionSet,
  destinationPinned,
  suspenseClaimed,
  transferred,
  withdrawalMoved,
} from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';
import { BookAccount } from './ledger.ts';

const NO_MONEY = refusal(ResultCode.assetUnknown);
const ADDRESS_BYTES = 32;
const { toDollar: TO_DOLLAR } = ConversionDirection;

/** Applies a command of a user that is about money, and writes its record. */
export function applyMoneyOfUser(exchange: Exchange, layout: Layout, bytes: Uint8Array, records: RecordBuffer): Answer {
  if (!exchange.money.isOn) return NO_MONEY;
  switch (layout) {
    case pinDestination:
      return applyPinDestination(exchange, bytes, records);
    case setAutoConversion:
      return applySetAutoConversion(exchange, bytes, records);
    case convert:
      return applyConvert(exchange, bytes, records);
    case transfer:
      return applyTransfer(exchange, bytes, records);
    case claimSuspense:
      return applyClaimSuspense(exchange, bytes, records);
    default:
      assert(layout === requestWithdrawal, 'a well-formed order command goes another way');
      return applyRequestWithdrawal(exchange, bytes, records);
  }
}

function applyPinDestination(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { accounts, money } = exchange;
  const { account, key, destination } = decode(pinDestination, bytes);
  if (key !== 0) return blaming(pinDestination, 'key', ResultCode.keyMovesNoFunds);
  const owner = accounts.ownerOf(account);
  if (!money.destinations.mustPin(owner)) return blaming(pinDestination, 'account', ResultCode.destinationFixed);
  if (money.destinations.hasPinned(owner)) return blaming(pinDestination, 'destination', ResultCode.destinationFixed);
  const at = offsetOf(pinDestination, 'destination');
  const address = bytes.subarray(at, at + ADDRESS_BYTES);
  if (address.every((byte) => byte === 0)) return blaming(pinDestination, 'destination', ResultCode.fieldOutOfRange);
  money.destinations.pin(owner, address);
  records.append(destinationPinned, ResultCode.accepted, { owner, account, destination });
  return ACCEPTED;
}

function applySetAutoConversion({ money }: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { account, key, converts } = decode(setAutoConversion, bytes);
  if (key !== 0) return blaming(setAutoConversion, 'key', ResultCode.keyMovesNoFunds);
  money.setConverts(account, converts === 1);
  records.append(autoConversionSet, ResultCode.accepted, { account, converts });
  return ACCEPTED;
}

function applyConvert({ money, margin }: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { account, amount, asset, direction } = decode(convert, bytes);
  const { assets, ledger, conversion } = money;
  if (!assets.isCoin(asset)) return blaming(convert, 'asset', ResultCode.assetUnknown);
  if (amount % conversion.unitOf(asset, direction) !== 0) {
    return blaming(convert, 'amount', ResultCode.amountNotWhole);
  }
  const isToDollar = direction === TO_DOLLAR;
  const [given, got] = isToDollar ? [asset, VENUE_DOLLAR] : [VENUE_DOLLAR, asset];
  if (margin.spotReserves.leavableOf(account, given) < amount)
    return blaming(convert, 'amount', ResultCode.balanceTooSmall);
  const worth = conversion.worth(asset, direction, amount);
  const dollars = isToDollar ? worth : amount;
  const coins = isToDollar ? amount : worth;
  if (!conversion.isOpen(asset, direction, dollars)) return blaming(convert, 'asset', ResultCode.conversionClosed);
  if (ledger.balanceOf(account, got) + worth > BALANCE_MAX) {
    return blaming(convert, 'amount', ResultCode.balanceTooLarge);
  }
  if (!isToDollar && ledger.compare(asset, BookAccount.inventory, coins) < 0) {
    return blaming(convert, 'amount', ResultCode.inventoryTooSmall);
  }
  if (!margin.account.leavesMargin(account, given, amount, got, worth)) {
    return blaming(convert, 'amount', ResultCode.marginTooSmall);
  }
  conversion.convert(records, asset, direction, account, coins, dollars);
  return ACCEPTED;
}

function applyTransfer(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { accounts, money, margin } = exchange;
  const { account, key, amount, asset, toAccount } = decode(transfer, bytes);
  if (key !== 0) return blaming(transfer, 'key', ResultCode.keyMovesNoFunds);
  const isOwn = toAccount < accounts.count() && accounts.ownerOf(toAccount) === accounts.ownerOf(account);
  if (!isOwn) return blaming(transfer, 'toAccount', ResultCode.accountUnknown);
  if (toAccount === account) return blaming(transfer, 'toAccount', ResultCode.fieldOutOfRange);
  if (asset >= money.assets.count()) return blaming(transfer, 'asset', ResultCode.assetUnknown);
  const { ledger } = money;
  if (margin.spotReserves.leavableOf(account, asset) < amount)
    return blaming(transfer, 'amount', ResultCode.balanceTooSmall);
  if (ledger.balanceOf(toAccount, asset) + amount > BALANCE_MAX) {
    return blaming(transfer, 'amount', ResultCode.balanceTooLarge);
  }
  if (!margin.account.mayLeave(account, asset, amount)) return blaming(transfer, 'amount', ResultCode.marginTooSmall);
  ledger.transfer(asset, account, toAccount, amount);
  records.append(transferred, ResultCode.accepted, { amount, account, toAccount, asset });
  return ACCEPTED;
}

function applyClaimSuspense(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { accounts, money } = exchange;
  const { account, key, asset } = decode(claimSuspense, bytes);
  if (key !== 0) return blaming(claimSuspense, 'key', ResultCode.keyMovesNoFunds);
  const owner = accounts.ownerOf(account);
  const { assets, ledger, destinations } = money;
  if (!assets.isCoin(asset)) return blaming(claimSuspense, 'asset', ResultCode.assetUnknown);
  if (ledger.compareSuspense(owner, asset, 0) === 0) {
    return blaming(claimSuspense, 'asset', ResultCode.nothingSuspended);
  }
  if (!destinations.isKnown(owner)) return blaming(claimSuspense, 'account', ResultCode.destinationMissing);
  const amount = ledger.suspenseUpTo(owner, asset, BALANCE_MAX - ledger.balanceOf(account, asset));
  if (amount === 0) return blaming(claimSuspense, 'asset', ResultCode.balanceTooLarge);
  ledger.releaseSuspense(asset, owner, account, amount);
  records.append(suspenseClaimed, ResultCode.accepted, { amount, owner, account, asset });
  return ACCEPTED;
}

function applyRequestWithdrawal(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { accounts, money, margin } = exchange;
  const { account, key, amount, asset } = decode(requestWithdrawal, bytes);
  const owner = accounts.ownerOf(account);
  const { assets, ledger, destinations, withdrawals } = money;
  if (key !== 0) return blaming(requestWithdrawal, 'key', ResultCode.keyMovesNoFunds);
  if (!assets.isCoin(asset)) return blaming(requestWithdrawal, 'asset', ResultCode.assetUnknown);
  if (amount < assets.termsOf(asset).withdrawalMin && amount !== ledger.balanceOf(account, asset)) {
    return blaming(requestWithdrawal, 'amount', ResultCode.amountTooSmall);
  }
  if (!destinations.isKnown(owner)) return blaming(requestWithdrawal, 'account', ResultCode.destinationMissing);
  if (withdrawals.isFull()) return refusal(ResultCode.withdrawalsFull);
  if (withdrawals.countOfOwner(owner) >= WITHDRAWALS_OF_OWNER_MAX) {
    return refusal(ResultCode.withdrawalQuotaReached);
  }
  if (margin.spotReserves.leavableOf(account, asset) < amount) {
    return blaming(requestWithdrawal, 'amount', ResultCode.balanceTooSmall);
  }
  if (!margin.account.mayLeave(account, asset, amount))
    return blaming(requestWithdrawal, 'amount', ResultCode.marginTooSmall);
  ledger.holdWithdrawal(asset, account, amount);
  const withdrawal = withdrawals.request(owner, account, asset, amount);
  const state = WithdrawalState.requested;
  records.append(withdrawalMoved, ResultCode.accepted, { withdrawal, amount, account, asset, state });
  return ACCEPTED;
}
