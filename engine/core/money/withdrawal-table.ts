/**
 * Withdrawals that are neither claimed nor voided, by number and in order of number. Numbers only grow; a slot is found
 * through a table of chains by the low bits of the number, which nobody chooses.
 */
import { assert } from '../bug.ts';
import { createDoubles, createWords } from '../numbers/words.ts';
import { WithdrawalState } from '../schema/command.ts';

/** A withdrawal that is under way. */
export interface Withdrawal {
  readonly withdrawal: number;
  readonly account: number;
  readonly asset: number;
  readonly amount: number;
  readonly state: number;
}

export type WithdrawalTable = ReturnType<typeof createWithdrawalTable>;

/** No withdrawals yet, of at most so many, and of so many owners. */
export function createWithdrawalTable(withdrawalsMax: number, ownersMax: number) {
  // The smallest power of two that holds all.
  const chainCount = withdrawalsMax <= 1 ? 1 : 1 << (32 - Math.clz32(withdrawalsMax - 1));
  const chains = createWords(chainCount);
  // Slots count from 1. The links of the list in order of number lead round by slot 0, which is nobody's.
  const chained = createWords(withdrawalsMax + 1);
  const next = createWords(withdrawalsMax + 1);
  const previous = createWords(withdrawalsMax + 1);
  const numbers = createDoubles(withdrawalsMax + 1);
  const amounts = createDoubles(withdrawalsMax + 1);
  const accounts = createWords(withdrawalsMax + 1);
  const assets = createWords(withdrawalsMax + 1);
  const states = createWords(withdrawalsMax + 1);
  const countOfOwner = createWords(ownersMax);
  let count = 0;
  let fresh = 1;
  let free = 0;
  let last = 0;

  /** The slot of a withdrawal under way, 0 when there is none of this number. */
  function find(withdrawal: number): number {
    let slot = chains[withdrawal % chainCount] as number;
    while (slot !== 0 && numbers[slot] !== withdrawal) slot = chained[slot] as number;
    return slot;
  }

  /** Adds a withdrawal under the number after the last, to a table that is not full. */
  function request(owner: number, account: number, asset: number, amount: number): number {
    last += 1;
    add(owner, { withdrawal: last, account, asset, amount, state: WithdrawalState.requested });
    return last;
  }

  function add(owner: number, row: Withdrawal): void {
    assert(count < withdrawalsMax, 'the table of withdrawals is full');
    const slot = free === 0 ? fresh : free;
    if (free === 0) fresh += 1;
    else free = next[free] as number;
    numbers[slot] = row.withdrawal;
    amounts[slot] = row.amount;
    accounts[slot] = row.account;
    assets[slot] = row.asset;
    states[slot] = row.state;
    const chain = row.withdrawal % chainCount;
    chained[slot] = chains[chain] as number;
    chains[chain] = slot;
    const before = previous[0] as number;
    next[slot] = 0;
    previous[slot] = before;
    next[before] = slot;
    previous[0] = slot;
    countOfOwner[owner] = (countOfOwner[owner] as number) + 1;
    count += 1;
  }

  /** Takes out a withdrawal that is claimed or voided. */
  function remove(slot: number, owner: number): void {
    const chain = (numbers[slot] as number) % chainCount;
    if (chains[chain] === slot) chains[chain] = chained[slot] as number;
    else {
      let at = chains[chain] as number;
      while (chained[at] !== slot) at = chained[at] as number;
      chained[at] = chained[slot] as number;
    }
    next[previous[slot] as number] = next[slot] as number;
    previous[next[slot] as number] = previous[slot] as number;
    next[slot] = free;
    free = slot;
    countOfOwner[owner] = (countOfOwner[owner] as number) - 1;
    count -= 1;
  }

  function rowOf(slot: number): Withdrawal {
    return {
      withdrawal: numbers[slot] as number,
      account: accounts[slot] as number,
      asset: assets[slot] as number,
      amount: amounts[slot] as number,
      state: states[slot] as number,
    };
  }

  return {
    count: () => count,
    isFull: () => count >= withdrawalsMax,
    countOfOwner: (owner: number) => countOfOwner[owner] as number,
    /** Number of the last withdrawal that was requested. */
    last: () => last,
    restoreLast: (withdrawal: number) => {
      last = withdrawal;
    },
    find,
    request,
    /** Adds a withdrawal as a snapshot says, which come in order of number. */
    restore: add,
    remove,
    setState: (slot: number, state: number) => {
      states[slot] = state;
    },
    rowOf,
    /** All of them, in order of number. */
    rows: () => {
      const rows: Withdrawal[] = [];
      for (let slot = next[0] as number; slot !== 0; slot = next[slot] as number) rows.push(rowOf(slot));
      return rows;
    },
  };
}
