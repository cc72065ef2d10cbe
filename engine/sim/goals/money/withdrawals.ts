/** Which situations of withdrawals a command shows: how they are asked for, and how far they come. */
import {
  ResultCode,
  WITHDRAWAL_STATE_NAMES,
  WITHDRAWALS_OF_OWNER_MAX,
  WithdrawalState,
} from '@intelligent-ledger/engine/core';
import { NO_DESTINATION } from '../../judge/money/destinations.ts';
import type { NaiveState } from '../../judge/naive-state.ts';
import {
  assetBefore,
  balanceBefore,
  LARGEST_BALANCE,
  type MoneyBefore,
  type MoneyScene,
  recordOf,
} from './money-scene.ts';

const { requested, included, finalized, claimed, voided } = WithdrawalState;
const UNDER_WAY = [requested, included, finalized];
/** The states that a command may name. */
const NAMED = [included, finalized, claimed, voided];
const STEPS = UNDER_WAY.flatMap((from) => NAMED.map((to) => ({ from, to })));
const ENDS = ['claimed', 'voided', 'never requested'];

export const WITHDRAWAL_SITUATIONS = [
  ...STEPS.map(({ from, to }) => stepInWords(from, to, isStep(from, to))),
  ...ENDS.map((end) => `withdrawal refused that was ${end}`),
  'withdrawal voided into suspense',
  'withdrawal voided by which a balance is the largest',
  'withdrawal of all that there is',
  'withdrawal of less than converts',
  'withdrawal of the least that may be withdrawn',
  'withdrawal of all of a balance below the least',
  'withdrawal refused one atom below the least',
  'withdrawal refused below the least, of more than there is',
  'withdrawal refused that lacks one atom',
  'withdrawal once a destination was pinned',
  'withdrawal of a second account of its owner under way',
  'withdrawal that is the last of its owner',
  'withdrawal that is the last of all',
  'withdrawal once another of an owner with the most is over',
];

/** Looks at withdrawals, and remembers those that are over and who had as many as it may. */
export class WithdrawalCoverage {
  private readonly ends = new Map<number, string>();
  private readonly atMost = new Set<number>();

  clear(): void {
    this.ends.clear();
    this.atMost.clear();
  }

  requestSituations(scene: MoneyScene): string[] {
    const { values, code, before, state } = scene;
    const account = Number(values['account']);
    const owner = state.accounts[account]?.owner ?? -1;
    const asset = Number(values['asset']);
    const amount = BigInt(values['amount'] ?? 0);
    const balance = balanceBefore(scene, account, asset);
    if (code === ResultCode.withdrawalQuotaReached) this.atMost.add(owner);
    if (code === ResultCode.balanceTooSmall) {
      return balance > 0n && amount === balance + 1n ? ['withdrawal refused that lacks one atom'] : [];
    }
    const least = BigInt(assetBefore(scene)?.withdrawalMin ?? 0);
    if (code === ResultCode.amountTooSmall) {
      return [
        ...(amount === least - 1n ? ['withdrawal refused one atom below the least'] : []),
        ...(amount > balance ? ['withdrawal refused below the least, of more than there is'] : []),
      ];
    }
    if (code !== ResultCode.accepted) return [];
    const others = ofOwner(before, state, owner);
    const isOther = others.some((other) => other.account !== account);
    const decimals = assetBefore(scene)?.decimals ?? 0;
    const isOver = this.atMost.delete(owner);
    return [
      ...(amount === balance ? ['withdrawal of all that there is'] : []),
      ...(amount < 10n ** BigInt(Math.max(0, decimals - 6)) ? ['withdrawal of less than converts'] : []),
      ...(state.owners[owner]?.destination === NO_DESTINATION ? [] : ['withdrawal once a destination was pinned']),
      ...(amount === least && amount < balance ? ['withdrawal of the least that may be withdrawn'] : []),
      ...(amount < least ? ['withdrawal of all of a balance below the least'] : []),
      ...(isOther ? ['withdrawal of a second account of its owner under way'] : []),
      ...(others.length + 1 === WITHDRAWALS_OF_OWNER_MAX ? ['withdrawal that is the last of its owner'] : []),
      ...(state.withdrawals.length === state.limits.withdrawalsMax ? ['withdrawal that is the last of all'] : []),
      ...(isOver ? ['withdrawal once another of an owner with the most is over'] : []),
    ];
  }

  moveSituations(scene: MoneyScene): string[] {
    const { values, code, before, state } = scene;
    const number = Number(values['withdrawal']);
    const to = Number(values['state']);
    const row = before.withdrawals.find(({ withdrawal }) => withdrawal === number);
    if (row === undefined) return [`withdrawal refused that was ${this.ends.get(number) ?? 'never requested'}`];
    const isDone = code === ResultCode.accepted;
    if (isDone && to >= claimed) this.ends.set(number, WITHDRAWAL_STATE_NAMES[to as 4 | 5]);
    const isSuspended = recordOf(scene, 'withdrawalMoved')?.['isSuspended'] === 1;
    const balance = state.assets[row.asset]?.books.balances.get(row.account);
    const isLargest = isDone && to === voided && !isSuspended && balance === LARGEST_BALANCE;
    return [
      stepInWords(row.state, to, isDone),
      ...(isSuspended ? ['withdrawal voided into suspense'] : []),
      ...(isLargest ? ['withdrawal voided by which a balance is the largest'] : []),
    ];
  }
}

function ofOwner({ withdrawals }: MoneyBefore, state: NaiveState, owner: number) {
  return withdrawals.filter(({ account }) => state.accounts[account]?.owner === owner);
}

function isStep(from: number, to: number): boolean {
  return to === voided || to === from + 1;
}

function stepInWords(from: number, to: number, isDone: boolean): string {
  const [before, after] = [from, to].map((state) => WITHDRAWAL_STATE_NAMES[state as 1]);
  return `withdrawal ${isDone ? 'goes' : 'refused to go'} from ${before} to ${after}`;
}
