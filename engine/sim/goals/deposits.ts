/** Which situations of deposits and of suspense a command shows. */
import { OWNER_KIND_NAMES, OwnerKind, ResultCode } from '@intelligent-ledger/engine/core';
import { suspendedOf, usersOf } from '../judge/books.ts';
import { creditedSituations } from './conversions.ts';
import {
  assetBefore,
  balanceBefore,
  LARGEST_BALANCE,
  type MoneyScene,
  recordOf,
  SECOND_LIMB,
  type Values,
} from './money-scene.ts';

const KINDS = Object.values(OWNER_KIND_NAMES);

export const DEPOSIT_SITUATIONS = [
  ...KINDS.flatMap((kind) => [`deposit for a new ${kind} owner`, `deposit for a known ${kind} owner`]),
  'deposit for a new account of a known owner',
  'deposit suspended without a destination',
  'deposit suspended for depositMax',
  'deposit suspended one atom beyond depositMax',
  'deposit suspended for the largest balance',
  'deposit suspended one atom beyond the largest balance',
  'deposit credited up to depositMax',
  'deposit credited up to the largest balance',
  'deposit credited once a destination was pinned',
  'deposit credited while something is in suspense',
  'deposit refused that was taken',
  'deposit refused that leaves one out',
  'deposit sent again that was refused',
  'vault of 2^53 or more',
  'suspense of 2^53 or more',
  'claim of all that is in suspense',
  'claim limited by depositMax',
  'claim limited by the largest balance',
  'claim refused at depositMax',
  'claim refused beyond depositMax',
  'claim refused at the largest balance',
  'claim out of 2^53 or more',
  'claim once a destination was pinned',
];

/** Looks at deposits, and remembers the number that was refused last. */
export class DepositCoverage {
  private refused = 0;

  clear(): void {
    this.refused = 0;
  }

  situations(scene: MoneyScene): string[] {
    const { values, code, before } = scene;
    const deposit = Number(values['deposit']);
    if (code === ResultCode.depositOutOfOrder) {
      return [`deposit refused that ${deposit > before.lastDeposit ? 'leaves one out' : 'was taken'}`];
    }
    const credited = recordOf(scene, 'depositCredited');
    if (credited === undefined) {
      this.refused = deposit;
      return [];
    }
    return [
      ...(this.refused === deposit ? ['deposit sent again that was refused'] : []),
      ...ownerSituations(scene, credited),
      ...(credited['isSuspended'] === 1
        ? suspendedSituations(scene, credited)
        : [...takenSituations(scene, credited), ...creditedSituations(scene, credited)]),
      ...largeTotals(scene),
    ];
  }
}

function ownerSituations({ before, state }: MoneyScene, credited: Values): string[] {
  const owner = Number(credited['owner']);
  const isNew = owner >= before.owners;
  const kind = OWNER_KIND_NAMES[(state.owners[owner]?.ownerKind ?? OwnerKind.ed25519) as 1 | 2 | 3];
  const isAccountNew = !isNew && Number(credited['account']) >= before.accounts;
  return [
    `deposit for a ${isNew ? 'new' : 'known'} ${kind} owner`,
    ...(isAccountNew ? ['deposit for a new account of a known owner'] : []),
  ];
}

function suspendedSituations(scene: MoneyScene, credited: Values): string[] {
  const coin = assetBefore(scene);
  if (coin === undefined) return [];
  if (!isPinnedOrOwn(scene, credited)) return ['deposit suspended without a destination'];
  const amount = BigInt(credited['amount'] ?? 0);
  const users = usersOf(coin.books) + amount;
  const bound = BigInt(coin.depositMax);
  const balance = balanceBefore(scene, Number(credited['account']), coin.number) + amount;
  const isBeyondBound = bound > 0n && users > bound;
  if (isBeyondBound && balance <= LARGEST_BALANCE) {
    return [
      'deposit suspended for depositMax',
      ...(users === bound + 1n ? ['deposit suspended one atom beyond depositMax'] : []),
    ];
  }
  if (isBeyondBound) return [];
  return [
    'deposit suspended for the largest balance',
    ...(balance === LARGEST_BALANCE + 1n ? ['deposit suspended one atom beyond the largest balance'] : []),
  ];
}

function takenSituations(scene: MoneyScene, credited: Values): string[] {
  const coin = assetBefore(scene);
  if (coin === undefined) return [];
  const amount = BigInt(credited['amount'] ?? 0);
  const owner = Number(credited['owner']);
  const isAtBound = coin.depositMax > 0 && usersOf(coin.books) + amount === BigInt(coin.depositMax);
  const balance = balanceBefore(scene, Number(credited['account']), coin.number) + amount;
  return [
    ...(isAtBound ? ['deposit credited up to depositMax'] : []),
    ...(balance === LARGEST_BALANCE ? ['deposit credited up to the largest balance'] : []),
    ...(hasPinned(scene, owner) ? ['deposit credited once a destination was pinned'] : []),
    ...(suspendedOf(coin.books, owner) > 0n ? ['deposit credited while something is in suspense'] : []),
  ];
}

function largeTotals({ values, state }: MoneyScene): string[] {
  const books = state.assets[Number(values['asset'])]?.books;
  if (books === undefined) return [];
  const isLarge = [...books.suspense.values()].some((amount) => amount >= SECOND_LIMB);
  return [
    ...(books.vault >= SECOND_LIMB ? ['vault of 2^53 or more'] : []),
    ...(isLarge ? ['suspense of 2^53 or more'] : []),
  ];
}

export function claimSituations(scene: MoneyScene): string[] {
  const { values, code, state } = scene;
  const coin = assetBefore(scene);
  const account = Number(values['account']);
  const owner = state.accounts[account]?.owner ?? -1;
  if (coin === undefined) return [];
  const isBound = coin.depositMax > 0;
  const growth = BigInt(coin.depositMax) - usersOf(coin.books);
  const room = LARGEST_BALANCE - balanceBefore(scene, account, coin.number);
  if (code === ResultCode.balanceTooLarge) {
    return [
      ...(isBound && growth === 0n ? ['claim refused at depositMax'] : []),
      ...(isBound && growth < 0n ? ['claim refused beyond depositMax'] : []),
      ...(room === 0n ? ['claim refused at the largest balance'] : []),
    ];
  }
  const claimed = recordOf(scene, 'suspenseClaimed');
  if (claimed === undefined) return [];
  const amount = BigInt(claimed['amount'] ?? 0);
  const suspended = suspendedOf(coin.books, owner);
  const isPart = amount < suspended;
  return [
    ...(isPart ? [] : ['claim of all that is in suspense']),
    ...(isPart && isBound && amount === growth && growth < room ? ['claim limited by depositMax'] : []),
    ...(isPart && amount === room ? ['claim limited by the largest balance'] : []),
    ...(suspended >= SECOND_LIMB ? ['claim out of 2^53 or more'] : []),
    ...(hasPinned(scene, owner) ? ['claim once a destination was pinned'] : []),
  ];
}

function isPinnedOrOwn(scene: MoneyScene, credited: Values): boolean {
  const owner = Number(credited['owner']);
  return scene.state.owners[owner]?.ownerKind !== OwnerKind.secp256k1 || hasPinned(scene, owner);
}

/** An owner that was just registered has pinned nothing. */
function hasPinned({ state }: MoneyScene, owner: number): boolean {
  return !/^0*$/.test(state.owners[owner]?.destination ?? '');
}
