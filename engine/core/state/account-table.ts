/** Accounts in the order of opening: whose each is, which of its owner's it is, and how it prevents self-trade. */
import { assert } from '../bug.ts';
import { createWords } from '../numbers/words.ts';
import { SelfTrade } from '../schema/command.ts';

export type AccountTable = ReturnType<typeof createAccountTable>;

/** An empty table for so many accounts of so many owners. */
export function createAccountTable(accountsMax: number, ownersMax: number) {
  const owners = createWords(accountsMax);
  const selfTrades = createWords(accountsMax);
  const numbersUnderOwner = createWords(accountsMax);
  const countOfOwner = createWords(ownersMax);
  const counts = createWords(1);

  function count(): number {
    return counts[0] as number;
  }

  /** Opens an account of an owner that exists, in a table that is not full; answers its number. */
  function open(owner: number): number {
    assert(count() < accountsMax, 'the table of accounts is full');
    const account = count();
    const number = countOfOwner[owner] as number;
    owners[account] = owner;
    selfTrades[account] = SelfTrade.expireMaker;
    numbersUnderOwner[account] = number;
    countOfOwner[owner] = number + 1;
    counts[0] = account + 1;
    return account;
  }

  return {
    count,
    isFull: () => count() >= accountsMax,
    ownerOf: (account: number) => owners[account] as number,
    /** The self-trade prevention of orders that name none. */
    selfTradeOf: (account: number) => selfTrades[account] as number,
    setSelfTrade: (account: number, selfTrade: number) => {
      selfTrades[account] = selfTrade;
    },
    /** The number of an account under its owner, from 0. */
    numberUnderOwner: (account: number) => numbersUnderOwner[account] as number,
    open,
  };
}
