/** Which situations of deposits and of suspense a command shows. */
import { NO_ACCOUNT, OWNER_KIND_NAMES, OwnerKind, ResultCode } from '@intelligent-ledger/engine/core';
import type { Asset } from '../../judge/money/asset.ts';
import { suspendedOf, usersOf } from '../../judge/money/books.ts';
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
  'deposit suspended without an account, beyond the next number',
  'deposit suspended without an account, since the table is full',
  'deposit suspended without an account, of an owner that has none',
  'deposit suspended without an account, of an address without a destination',
  'deposit suspended in an account that it opened',
  'deposit suspended without a destination',
  'deposit suspended for depositMax',
  'deposit suspended one atom beyond depositMax',
  'deposit suspended for depositMax by what the inventory holds',
  'deposit suspended for the largest balance',
  'deposit suspended one atom beyond the largest balance',
  'deposit credited up to depositMax',
  'deposit credited up to the largest balance',
  'deposit credited once a destination was pinned',
  'deposit credited while something is in suspense',
  'deposit refused that was taken',
  'deposit refused that leaves one out',
  'deposit sent again that was refused',
  'deposit credited after one that was skipped',
  'deposit refused that was skipped',
  'skip of a deposit that was refused',
  'skip of the first deposit',
  'skip of several deposits in a row',
  'skip refused that was taken',
  'skip refused that was skipped',
  'skip refused that leaves one out',
  'vault of 2^53 or more',
  'suspense of 2^53 or more',
  'claim of all that is in suspense',
  'claim beyond depositMax',
  'claim while depositMax is exceeded',
  'claim of what came without an account',
  'claim limited by the largest balance',
  'claim refused at the largest balance',
  'claim out of 2^53 or more',
  'claim once a destination was pinned',
];

/** Looks at deposits, and remembers the number that was refused last, those skipped, and who had no account. */
export class DepositCoverage {
  private refused = 0;
  private readonly skipped = new Set<number>();
  /** Owners of whom something came to suspense without an account. */
  private readonly homeless = new Set<number>();

  clear(): void {
    this.refused = 0;
    this.skipped.clear();
    this.homeless.clear();
  }

  situations(scene: MoneyScene): string[] {
    const { values, code, before } = scene;
    const deposit = Number(values['deposit']);
    if (code === ResultCode.depositOutOfOrder) {
      return [`deposit refused that ${this.disorderOf(deposit, before.lastDeposit)}`];
    }
    const credited = recordOf(scene, 'depositCredited');
    if (credited === undefined) {
      this.refused = deposit;
      return [];
    }
    const isHomeless = credited['account'] === NO_ACCOUNT;
    if (isHomeless) this.homeless.add(Number(credited['owner']));
    const suspended = isHomeless ? homelessSituations(scene, credited) : suspendedSituations(scene, credited);
    return [
      ...(this.refused === deposit ? ['deposit sent again that was refused'] : []),
      ...(this.skipped.has(deposit - 1) ? ['deposit credited after one that was skipped'] : []),
      ...ownerSituations(scene, credited),
      ...(credited['isSuspended'] === 1 ? suspended : takenSituations(scene, credited)),
      ...largeTotals(scene),
    ];
  }

  skipSituations({ values, code, before }: MoneyScene): string[] {
    const deposit = Number(values['deposit']);
    if (code === ResultCode.depositOutOfOrder) {
      return [`skip refused that ${this.disorderOf(deposit, before.lastDeposit)}`];
    }
    if (code !== ResultCode.accepted) return [];
    this.skipped.add(deposit);
    return [
      ...(this.refused === deposit ? ['skip of a deposit that was refused'] : []),
      ...(deposit === 1 ? ['skip of the first deposit'] : []),
      ...(this.skipped.has(deposit - 1) ? ['skip of several deposits in a row'] : []),
    ];
  }

  claimSituations(scene: MoneyScene): string[] {
    const { values, code, state } = scene;
    const coin = assetBefore(scene);
    const account = Number(values['account']);
    const owner = state.accounts[account]?.owner ?? -1;
    if (coin === undefined) return [];
    const room = LARGEST_BALANCE - balanceBefore(scene, account, coin.number);
    if (code === ResultCode.balanceTooLarge) return room === 0n ? ['claim refused at the largest balance'] : [];
    const claimed = recordOf(scene, 'suspenseClaimed');
    if (claimed === undefined) return [];
    const amount = BigInt(claimed['amount'] ?? 0);
    const suspended = suspendedOf(coin.books, owner);
    const isPart = amount < suspended;
    const held = heldOf(coin);
    const bound = BigInt(coin.depositMax);
    return [
      ...(isPart ? [] : ['claim of all that is in suspense']),
      ...(isPart && amount === room ? ['claim limited by the largest balance'] : []),
      ...(bound > 0n && held <= bound && held + amount > bound ? ['claim beyond depositMax'] : []),
      ...(bound > 0n && held > bound ? ['claim while depositMax is exceeded'] : []),
      ...(this.homeless.has(owner) ? ['claim of what came without an account'] : []),
      ...(suspended >= SECOND_LIMB ? ['claim out of 2^53 or more'] : []),
      ...(hasPinned(scene, owner) ? ['claim once a destination was pinned'] : []),
    ];
  }

  private disorderOf(deposit: number, lastDeposit: number): string {
    if (deposit > lastDeposit) return 'leaves one out';
    return this.skipped.has(deposit) ? 'was skipped' : 'was taken';
  }
}

function ownerSituations({ before, state }: MoneyScene, credited: Values): string[] {
  const owner = Number(credited['owner']);
  const isNew = owner >= before.owners;
  const kind = OWNER_KIND_NAMES[(state.owners[owner]?.ownerKind ?? OwnerKind.ed25519) as 1 | 2 | 3];
  const isAccountNew = !isNew && isOpened(credited, before);
  return [
    `deposit for a ${isNew ? 'new' : 'known'} ${kind} owner`,
    ...(isAccountNew ? ['deposit for a new account of a known owner'] : []),
  ];
}

function isOpened({ account }: Values, { accounts }: MoneyScene['before']): boolean {
  return account !== NO_ACCOUNT && Number(account) >= accounts;
}

/** Why a deposit had no account: its number, or the room for one. */
function homelessSituations(scene: MoneyScene, credited: Values): string[] {
  const { values, state } = scene;
  const owner = Number(credited['owner']);
  const own = state.accounts.filter((account) => account.owner === owner).length;
  const isBeyond = Number(values['accountOfOwner']) > own;
  const without = 'deposit suspended without an account';
  return [
    `${without}, ${isBeyond ? 'beyond the next number' : 'since the table is full'}`,
    ...(own === 0 ? [`${without}, of an owner that has none`] : []),
    ...(isPinnedOrOwn(scene, credited) ? [] : [`${without}, of an address without a destination`]),
  ];
}

function suspendedSituations(scene: MoneyScene, credited: Values): string[] {
  const coin = assetBefore(scene);
  if (coin === undefined) return [];
  const opened = isOpened(credited, scene.before) ? ['deposit suspended in an account that it opened'] : [];
  if (!isPinnedOrOwn(scene, credited)) return [...opened, 'deposit suspended without a destination'];
  const amount = BigInt(credited['amount'] ?? 0);
  const held = heldOf(coin) + amount;
  const bound = BigInt(coin.depositMax);
  const balance = balanceBefore(scene, Number(credited['account']), coin.number) + amount;
  const isBeyondBound = bound > 0n && held > bound;
  const isOfInventory = held - coin.books.inventory <= bound;
  if (isBeyondBound && balance <= LARGEST_BALANCE) {
    return [
      ...opened,
      'deposit suspended for depositMax',
      ...(held === bound + 1n ? ['deposit suspended one atom beyond depositMax'] : []),
      ...(isOfInventory ? ['deposit suspended for depositMax by what the inventory holds'] : []),
    ];
  }
  if (isBeyondBound) return opened;
  return [
    ...opened,
    'deposit suspended for the largest balance',
    ...(balance === LARGEST_BALANCE + 1n ? ['deposit suspended one atom beyond the largest balance'] : []),
  ];
}

function takenSituations(scene: MoneyScene, credited: Values): string[] {
  const coin = assetBefore(scene);
  if (coin === undefined) return [];
  const amount = BigInt(credited['amount'] ?? 0);
  const owner = Number(credited['owner']);
  const isAtBound = coin.depositMax > 0 && heldOf(coin) + amount === BigInt(coin.depositMax);
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

/** What counts up to depositMax. */
function heldOf({ books }: Asset): bigint {
  return usersOf(books) + books.inventory;
}

function isPinnedOrOwn(scene: MoneyScene, credited: Values): boolean {
  const owner = Number(credited['owner']);
  return scene.state.owners[owner]?.ownerKind !== OwnerKind.secp256k1 || hasPinned(scene, owner);
}

/** An owner that was just registered has pinned nothing. */
function hasPinned({ state }: MoneyScene, owner: number): boolean {
  return !/^0*$/.test(state.owners[owner]?.destination ?? '');
}
