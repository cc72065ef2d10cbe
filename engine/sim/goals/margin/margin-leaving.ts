/** Which situations of money that leaves an account with margin a command shows, and of loans that are paid back. */
import {
  convert,
  creditDeposit,
  ResultCode,
  requestWithdrawal,
  transfer,
  VENUE_DOLLAR,
} from '@intelligent-ledger/engine/core';
import { copyOf } from '../../judge/margin/exposure.ts';
import { freeMarginOf, freeMarginWithoutProfit } from '../../judge/margin/free-margin.ts';
import { hasAnyRow } from '../../judge/margin/position-rows.ts';
import { balanceOf } from '../../judge/money/books.ts';
import { dollarsOf, type MarginScene } from './margin-scene.ts';

const LAYOUTS = [transfer, requestWithdrawal, convert];
const NAMES = LAYOUTS.map(({ name }) => name);

export const LEAVING_SITUATIONS = [
  ...NAMES.flatMap((name) => [`${name} refused for margin`, `${name} of an account with positions or orders`]),
  'transfer refused for a profit that does not count',
  'requestWithdrawal refused for a profit that does not count',
  'transfer of all that margin admits',
  'transfer refused one atom beyond what margin admits',
  'transfer of coins that count refused for margin',
  'convert to-coin refused for margin',
  'convert that a profit admits',
  'money that leaves an account without positions and orders, not asked',
  'loan without positions and orders',
  'loan repaid by a conversion',
  'loan repaid by a transfer',
  'loan repaid by a deposit',
];

export function leavingSituations(scene: MarginScene): string[] {
  const { layout, values, code } = scene;
  const known = LAYOUTS.find((candidate) => candidate === layout);
  const account = Number(values['account']);
  const repaid = repaidSituations(scene);
  if (known === undefined) return repaid;
  if (code === ResultCode.marginTooSmall) return refusedSituations(scene, known.name, account);
  if (code !== ResultCode.accepted) return repaid;
  const isAsked = hasAnyRow(scene.before, account) || dollarsOf(scene.before, account) < 0n;
  if (!isAsked) return [...repaid, 'money that leaves an account without positions and orders, not asked'];
  const isConversion = layout === convert;
  const isAll = layout === transfer && freeMarginWithoutProfit(scene.state, account) === 0n;
  const isByProfit = isConversion && freeMarginWithoutProfit(scene.state, account) < 0n;
  return [
    ...repaid,
    `${known.name} of an account with positions or orders`,
    ...(isAll ? ['transfer of all that margin admits'] : []),
    ...(isByProfit ? ['convert that a profit admits'] : []),
    ...(dollarsOf(scene.before, account) < 0n && !hasAnyRow(scene.before, account)
      ? ['loan without positions and orders']
      : []),
  ];
}

function refusedSituations({ layout, values, before }: MarginScene, name: string, account: number): string[] {
  const refused = `${name} refused for margin`;
  if (layout === convert)
    return [refused, ...(values['direction'] === 2 ? ['convert to-coin refused for margin'] : [])];
  const asset = Number(values['asset']);
  const after = copyOf(before);
  const books = after.assets[asset]?.books;
  if (books === undefined) return [refused];
  books.balances.set(account, balanceOf(books, account) - BigInt(values['amount'] ?? 0));
  const isOfCoins = layout === transfer && asset !== VENUE_DOLLAR;
  const isNearly = layout === transfer && asset === VENUE_DOLLAR && freeMarginWithoutProfit(after, account) === -1n;
  return [
    refused,
    ...(freeMarginOf(after, account) >= 0n ? [`${name} refused for a profit that does not count`] : []),
    ...(isOfCoins ? ['transfer of coins that count refused for margin'] : []),
    ...(isNearly ? ['transfer refused one atom beyond what margin admits'] : []),
  ];
}

/** A loan that was there before the command and is gone, or smaller, by money that came. */
function repaidSituations({ layout, code, before, state }: MarginScene): string[] {
  const ways = new Map([
    [convert.number, 'a conversion'],
    [transfer.number, 'a transfer'],
    [creditDeposit.number, 'a deposit'],
  ]);
  const way = layout === undefined ? undefined : ways.get(layout.number);
  if (way === undefined || code !== ResultCode.accepted) return [];
  const isPaid = [...before.accounts.keys()].some((account) => {
    const was = dollarsOf(before, account);
    return was < 0n && dollarsOf(state, account) > was;
  });
  return isPaid ? [`loan repaid by ${way}`] : [];
}
