/** Logs for examples of money: assets, deposits and what users do with what they have. */
import {
  BALANCE_MAX,
  claimSuspense,
  convert,
  createAsset,
  creditDeposit,
  type FieldSpecs,
  type genesis,
  type Layout,
  moveWithdrawal,
  OwnerKind,
  offsetOf,
  pinDestination,
  type ResultCode,
  requestWithdrawal,
  setAssetPrice,
  setAssetTerms,
  setAutoConversion,
  skipDeposit,
  transfer,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { draftOf } from '../../workload/draft.ts';
import type { LogWriter } from '../../workload/log-writer.ts';
import { NaiveExchange } from '../naive-exchange.ts';
import { begun, senderOf } from '../queue/queue-log.ts';

type Values<L> = L extends Layout<infer Specs> ? Partial<ValuesOf<Specs>> : never;

/** A dollar, as prices count. */
export const ONE = 1_000_000_000;
/** Microseconds. */
export const DAY = 86_400_000_000;
/** The second account of owner 0; account 1 is of owner 1. */
export const SIBLING = 2;
const ROOM = { ownersMax: 8, accountsMax: 16, assetsMax: 5, withdrawalsMax: 20 };

/** An owner of each kind that the log does not know yet. */
export const STRANGER = { ownerKind: OwnerKind.ed25519, identity: '51'.repeat(32) };
export const PROGRAM = { ownerKind: OwnerKind.program, identity: '52'.repeat(32) };
export const ADDRESS = { ownerKind: OwnerKind.secp256k1, identity: `${'53'.repeat(20)}${'00'.repeat(12)}` };

/** A log that has begun, with the accounts 0 and 2 of owner 0 and 1 of owner 1, and no asset but the venue dollar. */
export function begunWithMoney(limits: Partial<ValuesOf<typeof genesis.specs>> = {}): LogWriter {
  return begun({ ...ROOM, ...limits });
}

/** A log whose asset 1 has so many decimals and has no terms. */
export function begunWithAsset(decimals = 6, limits: Partial<ValuesOf<typeof genesis.specs>> = {}): LogWriter {
  const log = begunWithMoney(limits);
  addAsset(log, decimals);
  return log;
}

/** The mint is of one byte. */
export function addAsset(log: LogWriter, decimals = 6, mint = '0a'): void {
  log.add(draftOf(createAsset, { decimals, mint: mint.repeat(32) }));
}

/** Of asset 1, unless said otherwise; what is not given is zero. */
export function setTerms(log: LogWriter, values: Values<typeof setAssetTerms>): void {
  log.add(draftOf(setAssetTerms, { asset: 1, ...values }));
}

export function setPrice(log: LogWriter, price = ONE, asset = 1): void {
  log.add(draftOf(setAssetPrice, { asset, price }));
}

/** An asset at par that converts as much in a day as there may be, unless said otherwise. */
export function openConversion(log: LogWriter, dailyConversionMax = BALANCE_MAX, asset = 1): void {
  setTerms(log, { asset, dailyConversionMax });
  setPrice(log, ONE, asset);
}

/** Of asset 1 to account 0, unless said otherwise. */
export function deposit(log: LogWriter, number: number, amount: number, to: Values<typeof creditDeposit> = {}): void {
  const owner = { ownerKind: OwnerKind.ed25519, identity: 'cd'.repeat(32) };
  log.add(draftOf(creditDeposit, { ...owner, deposit: number, amount, asset: 1, ...to }));
}

export function skip(log: LogWriter, number: number): void {
  log.add(draftOf(skipDeposit, { deposit: number }));
}

/** Owner 1, to whom account 1 belongs. */
export const SECOND = { ownerKind: OwnerKind.ed25519, identity: 'ef'.repeat(32) };

// What users send: of account 0 and asset 1, unless said otherwise.

export function toDollar(log: LogWriter, amount: number, values: Values<typeof convert> = {}): void {
  log.add(draftOf(convert, { ...senderOf(log), asset: 1, amount, direction: 1, ...values }));
}

export function toCoin(log: LogWriter, amount: number, values: Values<typeof convert> = {}): void {
  toDollar(log, amount, { direction: 2, ...values });
}

export function autoConvert(log: LogWriter, converts: number, values: Values<typeof setAutoConversion> = {}): void {
  log.add(draftOf(setAutoConversion, { ...senderOf(log), converts, ...values }));
}

/** To the sibling, unless said otherwise. */
export function send(log: LogWriter, amount: number, values: Values<typeof transfer> = {}): void {
  log.add(draftOf(transfer, { ...senderOf(log), asset: 1, amount, toAccount: SIBLING, ...values }));
}

export function claim(log: LogWriter, values: Values<typeof claimSuspense> = {}): void {
  log.add(draftOf(claimSuspense, { ...senderOf(log), asset: 1, ...values }));
}

export function withdraw(log: LogWriter, amount: number, values: Values<typeof requestWithdrawal> = {}): void {
  log.add(draftOf(requestWithdrawal, { ...senderOf(log), asset: 1, amount, ...values }));
}

export function pin(log: LogWriter, account: number, values: Values<typeof pinDestination> = {}): void {
  log.add(draftOf(pinDestination, { ...senderOf(log), account, destination: '77'.repeat(32), ...values }));
}

export function move(log: LogWriter, withdrawal: number, state: number): void {
  log.add(draftOf(moveWithdrawal, { withdrawal, state }));
}

/** The line of a story that says why a command was refused. */
export function refusal<Specs extends FieldSpecs>(
  layout: Layout<Specs>,
  code: keyof typeof ResultCode,
  field: keyof Specs & string,
): string {
  return `reject: ${code}, field ${offsetOf(layout, field)}`;
}

/** The logical state after a log. */
export function stateAfter(log: LogWriter): ReturnType<NaiveExchange['logicalState']> {
  const judge = new NaiveExchange();
  for (const entry of log.entries) judge.apply(entry);
  return judge.logicalState();
}
