/**
 * The client order ids that are remembered, each with the order that has it and with what the command said that placed
 * it, so that a repeat is known from another order. An id is remembered until the end of the second in which the
 * command's valid-until lies, and as long as its order is open. Ids lie in a pool, are found through a hash table, and
 * wait for their second on a wheel of 64 lists. The hash is universal with keys that a host may choose and keep to
 * itself, because with keys that are known somebody can choose ids that meet in one place. No result depends on them.
 */
import { assert } from '../bug.ts';
import { type Clock, highOf, timeOf, wide } from '../clock.ts';
import { createDoubles, createWords } from '../numbers/words.ts';
import { placeOrder } from '../schema/command.ts';
import { wordOf } from '../schema/layout.ts';

const ENTRY_WORDS = 32;
const ENTRY_SHIFT = 5;
/** The next entry in the same place of the hash table; for a free entry the next free one. */
const CHAIN = 0;
/** The next entry in the same list of the wheel. */
const AFTER = 1;
const ACCOUNT = 2;
const ID = 3;
const ORDER_LOW = 7;
const ORDER_HIGH = 8;
const SECOND_LOW = 9;
const SECOND_HIGH = 10;
const KIND = 11;
const CONTENT = 12;
/** What a repeat must say again: two runs of words of placeOrder and replaceOrder. */
export const CONTENT_WORDS = 20;
const TERMS_FROM = wordOf(placeOrder, 'market');
const TERMS_WORDS = 8;
const REST_FROM = wordOf(placeOrder, 'triggerPrice');
const REST_WORDS = CONTENT_WORDS - TERMS_WORDS;

const COMMAND_ACCOUNT = wordOf(placeOrder, 'account');
const COMMAND_ID = wordOf(placeOrder, 'clientOrderId');
const COMMAND_VALID_UNTIL = wordOf(placeOrder, 'validUntil');

const MICROS_PER_SECOND = 1_000_000;
/** More than the seconds that a valid-until may lie ahead. */
const WHEEL = 64;
const WHEEL_MASK = WHEEL - 1;

const FREE = 0;
const USED = 1;
const FRESH = 2;
const WAITING = 3;

const SECOND = 0;
const TIME = 1;

/** In place of the next entry of a list: the entry is on none, because its second is over and its order is open. */
const HELD = -1;

/** Ten halves of words, each with a multiplier. */
export const ID_HASH_KEYS = 10;

/** Tells which order numbers are open, and makes an order keep the id that it has. */
export interface OpenOrders {
  /** The slot of the open order of a number, 0 when there is none. */
  find(numberLow: number, numberHigh: number): number;
  holdClientOrderId(slot: number, entry: number): void;
}

export type ClientOrderIds = ReturnType<typeof createClientOrderIds>;

/** An empty memory for so many ids of commands in `input`; with room for none it remembers nothing. */
export function createClientOrderIds(idsMax: number, input: Int32Array, clock: Clock, hashKeys: Int32Array) {
  const tableBits = tableBitsFor(idsMax);
  const table = createWords(1 << tableBits);
  const entries = createWords((idsMax + 1) * ENTRY_WORDS);
  const heads = createWords(WHEEL);
  const tails = createWords(WHEEL);
  const counts = createWords(4);
  counts[FRESH] = 1;
  // The second whose list is emptied next, and the time from which it may be.
  const due = createDoubles(2);

  function hashOf(account: number, a: number, b: number, c: number, d: number): number {
    const sum = half(account, 0) + half(a, 2) + half(b, 4) + half(c, 6) + half(d, 8);
    return (sum | 0) >>> (32 - tableBits);
  }

  /** Multiplies both halves of a word by keys of their own. */
  function half(word: number, key: number): number {
    const low = Math.imul(word & 0xffff, hashKeys[key] as number);
    return (low + Math.imul(word >>> 16, hashKeys[key + 1] as number)) | 0;
  }

  /** The entry of the account and id that a command has at these words of the input, 0 when none is remembered. */
  function find(accountAt: number, idAt: number): number {
    const account = input[accountAt] as number;
    const a = input[idAt] as number;
    const b = input[idAt + 1] as number;
    const c = input[idAt + 2] as number;
    const d = input[idAt + 3] as number;
    let entry = table[hashOf(account, a, b, c, d)] as number;
    while (entry !== 0) {
      const at = entry << ENTRY_SHIFT;
      const isSame =
        entries[at | ACCOUNT] === account &&
        entries[at | ID] === a &&
        entries[at | (ID + 1)] === b &&
        entries[at | (ID + 2)] === c &&
        entries[at | (ID + 3)] === d;
      if (isSame) return entry;
      entry = entries[at | CHAIN] as number;
    }
    return 0;
  }

  /** Whether the command at a word says the same of its order as the one that an entry remembers. */
  function isRepeat(entry: number, command: number): boolean {
    const at = entry << ENTRY_SHIFT;
    if (entries[at | KIND] !== ((input[command] as number) & 0xff)) return false;
    for (let word = 0; word < TERMS_WORDS; word += 1) {
      if (entries[at + CONTENT + word] !== input[command + TERMS_FROM + word]) return false;
    }
    for (let word = 0; word < REST_WORDS; word += 1) {
      if (entries[at + CONTENT + TERMS_WORDS + word] !== input[command + REST_FROM + word]) return false;
    }
    return true;
  }

  /** Remembers the id of the command at a word, which is not remembered yet, for an order. There must be room. */
  function add(command: number, orderLow: number, orderHigh: number): void {
    const validUntil = wide(
      input[command + COMMAND_VALID_UNTIL] as number,
      input[command + COMMAND_VALID_UNTIL + 1] as number,
    );
    const second = secondOf(validUntil);
    const entry = enter(input, command + COMMAND_ACCOUNT, command + COMMAND_ID, orderLow, orderHigh, second);
    const at = entry << ENTRY_SHIFT;
    entries[at | KIND] = (input[command] as number) & 0xff;
    for (let word = 0; word < TERMS_WORDS; word += 1) {
      entries[at + CONTENT + word] = input[command + TERMS_FROM + word] as number;
    }
    for (let word = 0; word < REST_WORDS; word += 1) {
      entries[at + CONTENT + TERMS_WORDS + word] = input[command + REST_FROM + word] as number;
    }
    wait(entry, second);
  }

  /** Puts an id into the table, and answers its entry, which is on no list yet. */
  function enter(
    words: Int32Array,
    accountAt: number,
    idAt: number,
    orderLow: number,
    orderHigh: number,
    second: number,
  ): number {
    const entry = takeEntry();
    const at = entry << ENTRY_SHIFT;
    entries[at | ACCOUNT] = words[accountAt] as number;
    for (let word = 0; word < 4; word += 1) entries[at | (ID + word)] = words[idAt + word] as number;
    entries[at | ORDER_LOW] = orderLow;
    entries[at | ORDER_HIGH] = orderHigh;
    entries[at | SECOND_LOW] = second | 0;
    entries[at | SECOND_HIGH] = highOf(second);
    const place = placeOf(entry);
    entries[at | CHAIN] = table[place] as number;
    table[place] = entry;
    counts[USED] = (counts[USED] as number) + 1;
    return entry;
  }

  function placeOf(entry: number): number {
    const at = entry << ENTRY_SHIFT;
    return hashOf(
      entries[at | ACCOUNT] as number,
      entries[at | ID] as number,
      entries[at | (ID + 1)] as number,
      entries[at | (ID + 2)] as number,
      entries[at | (ID + 3)] as number,
    );
  }

  function takeEntry(): number {
    const free = counts[FREE] as number;
    if (free !== 0) {
      counts[FREE] = entries[(free << ENTRY_SHIFT) | CHAIN] as number;
      return free;
    }
    const fresh = counts[FRESH] as number;
    assert(fresh <= idsMax, 'the memory of client order ids is full');
    counts[FRESH] = fresh + 1;
    return fresh;
  }

  /** Puts an entry at the end of the list of its second. */
  function wait(entry: number, second: number): void {
    const list = second & WHEEL_MASK;
    entries[(entry << ENTRY_SHIFT) | AFTER] = 0;
    const tail = tails[list] as number;
    if (tail === 0) heads[list] = entry;
    else entries[(tail << ENTRY_SHIFT) | AFTER] = entry;
    tails[list] = entry;
    if (counts[WAITING] === 0 || second < (due[SECOND] as number)) setDue(second);
    counts[WAITING] = (counts[WAITING] as number) + 1;
  }

  function setDue(second: number): void {
    due[SECOND] = second;
    due[TIME] = (second + 1) * MICROS_PER_SECOND;
  }

  /** Whether the second of some waiting id is over. */
  function isDue(): boolean {
    return counts[WAITING] !== 0 && timeOf(clock) >= (due[TIME] as number);
  }

  /** From when on an id may go; the largest number when none waits. */
  function dueTime(): number {
    return counts[WAITING] === 0 ? Number.MAX_VALUE : (due[TIME] as number);
  }

  /**
   * Lets ids go whose second is over, the earliest first and in a second in the order in which they came, at most so
   * many; answers how many. One whose order is open stays with it.
   */
  function clear(orders: OpenOrders, idsToClear: number): number {
    let cleared = 0;
    for (;;) {
      seekDue();
      if (cleared === idsToClear || !isDue()) return cleared;
      const entry = heads[(due[SECOND] as number) & WHEEL_MASK] as number;
      const at = entry << ENTRY_SHIFT;
      leaveList((due[SECOND] as number) & WHEEL_MASK, entry);
      const slot = orders.find(entries[at | ORDER_LOW] as number, entries[at | ORDER_HIGH] as number);
      if (slot === 0) forget(entry);
      else {
        entries[at | AFTER] = HELD;
        orders.holdClientOrderId(slot, entry);
      }
      cleared += 1;
    }
  }

  /** Moves the second that is due on to one in which an id waits, or to one that is not over. */
  function seekDue(): void {
    for (let passed = 0; isDue(); passed += 1) {
      const entry = heads[(due[SECOND] as number) & WHEEL_MASK] as number;
      if (entry !== 0 && secondOfEntry(entry) === due[SECOND]) return;
      setDue(passed < WHEEL ? (due[SECOND] as number) + 1 : earliestSecond());
    }
  }

  function leaveList(list: number, entry: number): void {
    const after = entries[(entry << ENTRY_SHIFT) | AFTER] as number;
    heads[list] = after;
    if (after === 0) tails[list] = 0;
    counts[WAITING] = (counts[WAITING] as number) - 1;
  }

  /** The earliest second of a waiting id. In each list the first is the earliest. */
  function earliestSecond(): number {
    let earliest = Number.MAX_SAFE_INTEGER;
    for (let list = 0; list < WHEEL; list += 1) {
      const entry = heads[list] as number;
      if (entry !== 0) earliest = Math.min(earliest, secondOfEntry(entry));
    }
    return earliest;
  }

  function secondOfEntry(entry: number): number {
    const at = entry << ENTRY_SHIFT;
    return wide(entries[at | SECOND_LOW] as number, entries[at | SECOND_HIGH] as number);
  }

  /** Takes an entry that is on no list out of the table. */
  function forget(entry: number): void {
    const at = entry << ENTRY_SHIFT;
    const place = placeOf(entry);
    let link = table[place] as number;
    if (link === entry) table[place] = entries[at | CHAIN] as number;
    else {
      while (entries[(link << ENTRY_SHIFT) | CHAIN] !== entry) link = entries[(link << ENTRY_SHIFT) | CHAIN] as number;
      entries[(link << ENTRY_SHIFT) | CHAIN] = entries[at | CHAIN] as number;
    }
    entries[at | CHAIN] = counts[FREE] as number;
    counts[FREE] = entry;
    counts[USED] = (counts[USED] as number) - 1;
  }

  /**
   * Remembers an id as a snapshot says: `words` has the account, the four words of the id, the kind and the content.
   * An id that is held waits for nothing; its order must be told.
   */
  function restore(words: Int32Array, orderLow: number, orderHigh: number, second: number, isHeld: boolean): number {
    const entry = enter(words, 0, 1, orderLow, orderHigh, second);
    const at = entry << ENTRY_SHIFT;
    entries[at | KIND] = words[5] as number;
    entries.set(words.subarray(6, 6 + CONTENT_WORDS), at + CONTENT);
    if (isHeld) entries[at | AFTER] = HELD;
    else wait(entry, second);
    return entry;
  }

  /** Every waiting entry in the order in which `clear` comes to them. */
  function waiting(): number[] {
    const lists = Array.from({ length: WHEEL }, (_, list) => {
      const found: number[] = [];
      for (let entry = heads[list] as number; entry !== 0; entry = entries[(entry << ENTRY_SHIFT) | AFTER] as number) {
        found.push(entry);
      }
      return found;
    });
    // A stable sort: within a second the order of the list stays.
    return lists.flat().sort((left, right) => secondOfEntry(left) - secondOfEntry(right));
  }

  return {
    isOn: idsMax > 0,
    isFull: () => (counts[USED] as number) >= idsMax,
    count: () => counts[USED] as number,
    find,
    isRepeat,
    add,
    /** Entries that wait for their time. */
    waitingCount: () => counts[WAITING] as number,
    isDue,
    dueTime,
    clear,
    forget,
    waiting,
    secondOfEntry,
    orderLowOf: (entry: number) => entries[(entry << ENTRY_SHIFT) | ORDER_LOW] as number,
    orderHighOf: (entry: number) => entries[(entry << ENTRY_SHIFT) | ORDER_HIGH] as number,
    accountOf: (entry: number) => entries[(entry << ENTRY_SHIFT) | ACCOUNT] as number,
    /** The words of an id, in place. */
    idOf: (entry: number) => entries.subarray((entry << ENTRY_SHIFT) + ID, (entry << ENTRY_SHIFT) + ID + 4),
    /** Kind of the command that placed the order. */
    kindOf: (entry: number) => entries[(entry << ENTRY_SHIFT) | KIND] as number,
    /** What that command said of the order, in place. */
    contentOf: (entry: number) => {
      const from = (entry << ENTRY_SHIFT) + CONTENT;
      return entries.subarray(from, from + CONTENT_WORDS);
    },
    restore,
  };
}

/** The second of engine time in which a time lies. */
export function secondOf(timeMicros: number): number {
  return Math.floor(timeMicros / MICROS_PER_SECOND);
}

/** At least twice as many places as ids, and at least two. */
function tableBitsFor(idsMax: number): number {
  let bits = 1;
  while (1 << bits < 2 * idsMax) bits += 1;
  return bits;
}
