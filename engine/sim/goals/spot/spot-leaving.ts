/** Which situations of money that leaves an account with orders in spot markets a command shows. */
import { ConversionDirection, convert, ResultCode, requestWithdrawal, transfer } from '@intelligent-ledger/engine/core';
import { balanceOf } from '../../judge/money/books.ts';
import { leavableOf, soldOf } from '../../judge/spot/sold.ts';
import type { MarginScene } from '../margin/margin-scene.ts';
import { needsOfKind } from './spot-scene.ts';

const LAYOUTS = [transfer, requestWithdrawal, convert];
const NAMES = LAYOUTS.map(({ name }) => name);

export const SPOT_LEAVING_SITUATIONS = [
  ...NAMES.flatMap((name) => [
    `${name} refused of what is sold`,
    `${name} of all that is not sold`,
    `${name} refused for what spot orders need`,
  ]),
  'transfer refused an atom beyond what is not sold',
];

export function spotLeavingSituations({ layout, values, code, before }: MarginScene): string[] {
  const known = LAYOUTS.find((candidate) => candidate === layout);
  const account = Number(values['account']);
  if (known === undefined) return [];
  const isOfNeeds = code === ResultCode.marginTooSmall && needsOfKind(before, account, true) > 0n;
  if (isOfNeeds) return [`${known.name} refused for what spot orders need`];
  const asset = Number(values['asset']);
  const books = before.assets[asset]?.books;
  const isGiven = layout !== convert || values['direction'] === ConversionDirection.toDollar;
  if (books === undefined || !isGiven || soldOf(before, account, asset) === 0n) return [];
  const amount = BigInt(values['amount'] ?? 0);
  const leavable = leavableOf(before, account, asset);
  if (code === ResultCode.accepted) return amount === leavable ? [`${known.name} of all that is not sold`] : [];
  const isOfSold = code === ResultCode.balanceTooSmall && amount <= balanceOf(books, account);
  if (!isOfSold) return [];
  const isNearly = layout === transfer && amount === leavable + 1n;
  return [
    `${known.name} refused of what is sold`,
    ...(isNearly ? ['transfer refused an atom beyond what is not sold'] : []),
  ];
}
