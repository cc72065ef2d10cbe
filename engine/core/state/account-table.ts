/**
 * Accounts in the order of opening: whose each is, which of its owner's it is, and how it prevents self-trade. One is
 * found by its number under its owner through chains; nobody chooses either number, so that no chain is long by intent.
 */
import { assert } from '../bug.ts';
import { createWords, wordColumn } from '../numbers/words.ts';
import { SelfTrade } from '../schema/command.ts';
import { ACCOUNT_WORDS_SHIFT, AccountWord, createAccountLines } from './hot-lines.ts';

const LINE = ACCOUNT_WORDS_SHIFT;
/** An odd number that spreads owners over the chains: 2^32 over the golden ratio. */
const SPREAD = 0x9e3779b1;

export type AccountTable = ReturnType<typeof createAccountTable>;

/** An empty table for so many accounts of so many owners. */
export function createAccountTable(accountsMax: number, ownersMax: number) {
  const lines = createAccountLines(accountsMax);
  const columnOf = (word: number): Int32Array => wordColumn(lines.words, word, 1 << LINE);
  const owners = columnOf(AccountWord.owner);
  const selfTrades = columnOf(AccountWord.selfTrade);
  const lastSeats = columnOf(AccountWord.lastSeat);
  const numbersUnderOwner = createWords(accountsMax);
  const countOfOwner = createWords(ownersMax);
  const counts = createWords(1);
  const chainCount = accountsMax <= 1 ? 1 : 1 << (32 - Math.clz32(accountsMax - 1));
  // Links are account plus one, 0 for nothing.
  const chains = createWords(chainCount);
  const chained = createWords(accountsMax);

  function chainOf(owner: number, number: number): number {
    return (Math.imul(owner, SPREAD) + number) & (chainCount - 1);
  }

  /** The account with a number under an owner, which has one. */
  function find(owner: number, number: number): number {
    let account = (chains[chainOf(owner, number)] as number) - 1;
    while (owners[account << LINE] !== owner || numbersUnderOwner[account] !== number) {
      assert(account >= 0, 'the owner has an account with this number');
      account = (chained[account] as number) - 1;
    }
    return account;
  }

  function count(): number {
    return counts[0] as number;
  }

  /** Opens an account of an owner that exists, in a table that is not full; answers its number. */
  function open(owner: number): number {
    assert(count() < accountsMax, 'the table of accounts is full');
    const account = count();
    const number = countOfOwner[owner] as number;
    owners[account << LINE] = owner;
    selfTrades[account << LINE] = SelfTrade.expireMaker;
    numbersUnderOwner[account] = number;
    countOfOwner[owner] = number + 1;
    counts[0] = account + 1;
    const chain = chainOf(owner, number);
    chained[account] = chains[chain] as number;
    chains[chain] = account + 1;
    return account;
  }

  return {
    lines,
    count,
    isFull: () => count() >= accountsMax,
    ownerOf: (account: number) => owners[account << LINE] as number,
    /** The self-trade prevention of orders that name none. */
    selfTradeOf: (account: number) => selfTrades[account << LINE] as number,
    setSelfTrade: (account: number, selfTrade: number) => {
      selfTrades[account << LINE] = selfTrade;
    },
    /** The seat that was found last for its owner, which most often is that of the next order; or another's by now. */
    lastSeatOf: (account: number) => lastSeats[account << LINE] as number,
    setLastSeat: (account: number, seat: number) => {
      lastSeats[account << LINE] = seat;
    },
    /** The number of an account under its owner, from 0. */
    numberUnderOwner: (account: number) => numbersUnderOwner[account] as number,
    /** How many accounts an owner has. */
    countOf: (owner: number) => countOfOwner[owner] as number,
    find,
    open,
  };
}
