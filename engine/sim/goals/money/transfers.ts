/** Which situations of transfers a command shows. */
import { ResultCode, VENUE_DOLLAR } from '@intelligent-ledger/engine/core';
import { balanceBefore, LARGEST_BALANCE, type MoneyScene } from './money-scene.ts';

export const TRANSFER_SITUATIONS = [
  'transfer of venue dollars',
  'transfer of coins',
  'transfer of all that there is',
  'transfer by which a balance is the largest',
  'transfer refused one atom beyond the largest balance',
  'transfer refused that lacks one atom',
  'transfer refused to a stranger',
  'transfer refused to nobody',
];

export function transferSituations(scene: MoneyScene): string[] {
  const { values, code, state } = scene;
  const [account = 0, toAccount = 0, asset = 0] = ['account', 'toAccount', 'asset'].map((name) => Number(values[name]));
  const amount = BigInt(values['amount'] ?? 0);
  const balance = balanceBefore(scene, account, asset);
  const gained = balanceBefore(scene, toAccount, asset) + amount;
  switch (code) {
    case ResultCode.accepted:
      return [
        `transfer of ${asset === VENUE_DOLLAR ? 'venue dollars' : 'coins'}`,
        ...(amount === balance ? ['transfer of all that there is'] : []),
        ...(gained === LARGEST_BALANCE ? ['transfer by which a balance is the largest'] : []),
      ];
    case ResultCode.accountUnknown:
      if (state.accounts[account] === undefined) return [];
      return [`transfer refused to ${state.accounts[toAccount] === undefined ? 'nobody' : 'a stranger'}`];
    case ResultCode.balanceTooLarge:
      return gained === LARGEST_BALANCE + 1n ? ['transfer refused one atom beyond the largest balance'] : [];
    case ResultCode.balanceTooSmall:
      return balance > 0n && amount === balance + 1n ? ['transfer refused that lacks one atom'] : [];
    default:
      return [];
  }
}
