/**
 * The open sessions of owners and their keys: until when each is open, what it sent last and what it has signed for.
 * Numbers are given as those of orders are, so that a session is found by its remainder alone; but they are of 32 bits,
 * and go round. A session is named by its slot once it was found. The rules are section 18 of docs/concepts/rules.md.
 */
import { createExpiryHeap } from '../book/expiry-heap.ts';
import { createOrderRing } from '../book/order-ring.ts';
import { createDoubleRows, createDoubles, createWords, doubleColumn } from '../numbers/words.ts';
import { SESSION_KEY_BYTES, SESSION_UNSIGNED_MICROS_MAX, SESSIONS_OF_OWNER_MAX } from '../schema/command.ts';

/** What every command of a session reads and writes lies in one row of 64 bytes. */
const ROW = 8;
const NUMBER = 0;
const OWNER = 1;
const KEY = 2;
const EXPIRES_AT = 3;
const LAST_SEQUENCE = 4;
const SIGNED_SEQUENCE = 5;
const UNSIGNED_SINCE = 6;
const NUMBERS = 4_294_967_296;
const UNSIGNED_MICROS_MAX = SESSION_UNSIGNED_MICROS_MAX;

/** What a session has signed for last; before it signed, where and when it was opened. */
export interface Signature {
  /** Number of the last message that it covers, and the sequence up to which it covers commands; 0 before any. */
  readonly counter: number;
  readonly ofSequence: number;
  /** Sequence and time, in microseconds, of the entry by which it came. */
  readonly sequence: number;
  readonly time: number;
}

/** Who opened a session, under which session key, and when it expires. */
export interface SessionTerms {
  readonly owner: number;
  /** 0 is the owner itself. */
  readonly key: number;
  /** Microseconds. */
  readonly expiresAt: number;
  readonly sessionKey: Uint8Array;
}

export type SessionTable = ReturnType<typeof createSessionTable>;

/** No session yet, and room for so many of so many owners; for none where there are to be none. */
export function createSessionTable(sessionsMax: number, ownersMax: number) {
  const ring = createOrderRing(sessionsMax);
  const slots = ring.size + 1;
  const heap = createExpiryHeap(ring.size);
  const rows = createDoubleRows((slots + 1) * ROW);
  const numbers = doubleColumn(rows, NUMBER, ROW);
  const owners = doubleColumn(rows, OWNER, ROW);
  const keys = doubleColumn(rows, KEY, ROW);
  const expiries = doubleColumn(rows, EXPIRES_AT, ROW);
  const lastSequences = doubleColumn(rows, LAST_SEQUENCE, ROW);
  const signedSequences = doubleColumn(rows, SIGNED_SEQUENCE, ROW);
  const unsignedSince = doubleColumn(rows, UNSIGNED_SINCE, ROW);
  const counters = createDoubles(slots);
  const signatureSequences = createDoubles(slots);
  const signatureTimes = createDoubles(slots);
  const sessionKeys = new Uint8Array(slots * SESSION_KEY_BYTES);
  // The sessions of an owner, the last opened at the end, and how many they are.
  const ownersListed = sessionsMax === 0 ? 0 : ownersMax;
  const firsts = createWords(ownersListed);
  const lasts = createWords(ownersListed);
  const openCounts = createWords(ownersListed);
  const nexts = createWords(slots);
  const previouses = createWords(slots);

  /** The slot of the open session of a number from 1 on, 0 when there is none. */
  function find(session: number): number {
    const slot = ring.slotOf(session | 0);
    return numbers[slot * ROW] === session ? slot : 0;
  }

  /** Opens a session, for which there is room; answers its slot. */
  function open(terms: SessionTerms, sequence: number, time: number): number {
    return restore(giveNumber(), terms, { counter: 0, ofSequence: 0, sequence, time });
  }

  /** The next number, which is the last given from then on. 0 is none. */
  function giveNumber(): number {
    do {
      ring.give();
      // What is taken off is a multiple of the ring, so that the place stays the same.
      ring.setLast(ring.lastGiven() % NUMBERS);
    } while (ring.lastGiven() === 0);
    return ring.lastGiven();
  }

  /** Adds an open session whose place in the ring is free. */
  function restore(session: number, terms: SessionTerms, signed: Signature): number {
    const { owner, key, expiresAt, sessionKey } = terms;
    const slot = ring.slotOf(session | 0);
    const at = slot * ROW;
    ring.take(slot);
    numbers[at] = session;
    owners[at] = owner;
    keys[at] = key;
    expiries[at] = expiresAt;
    lastSequences[at] = 0;
    unsignedSince[at] = 0;
    keepSignature(slot, signed);
    sessionKeys.set(sessionKey, slot * SESSION_KEY_BYTES);
    heap.add(slot, expiresAt, session);
    join(slot, owner);
    return slot;
  }

  function keepSignature(slot: number, { counter, ofSequence, sequence, time }: Signature): void {
    signedSequences[slot * ROW] = ofSequence;
    counters[slot] = counter;
    signatureSequences[slot] = sequence;
    signatureTimes[slot] = time;
  }

  function join(slot: number, owner: number): void {
    const last = lasts[owner] as number;
    nexts[slot] = 0;
    previouses[slot] = last;
    if (last === 0) firsts[owner] = slot;
    else nexts[last] = slot;
    lasts[owner] = slot;
    openCounts[owner] = (openCounts[owner] as number) + 1;
  }

  function close(slot: number): void {
    const owner = owners[slot * ROW] as number;
    const next = nexts[slot] as number;
    const previous = previouses[slot] as number;
    if (previous === 0) firsts[owner] = next;
    else nexts[previous] = next;
    if (next === 0) lasts[owner] = previous;
    else previouses[next] = previous;
    openCounts[owner] = (openCounts[owner] as number) - 1;
    heap.remove(slot);
    ring.release(slot);
    numbers[slot * ROW] = 0;
  }

  /** Notes that the session sent the command of a sequence at a time. */
  function note(slot: number, sequence: number, time: number): void {
    const at = slot * ROW;
    if (!isUnsigned(slot)) unsignedSince[at] = time;
    lastSequences[at] = sequence;
  }

  /** Whether the session sent anything beyond what it has signed for. */
  function isUnsigned(slot: number): boolean {
    return (lastSequences[slot * ROW] as number) > (signedSequences[slot * ROW] as number);
  }

  /** Takes over a signature. What came before the last one is covered by this one, so that the rest is younger. */
  function sign(slot: number, signature: Signature): void {
    const since = Math.max(unsignedSince[slot * ROW] as number, signatureTimes[slot] as number);
    keepSignature(slot, signature);
    unsignedSince[slot * ROW] = isUnsigned(slot) ? since : 0;
  }

  function isLate(slot: number, time: number): boolean {
    return isUnsigned(slot) && time - (unsignedSince[slot * ROW] as number) > UNSIGNED_MICROS_MAX;
  }

  /** Makes what a session sent last, and since when something is unsigned, what a snapshot says. */
  function restoreSent(slot: number, lastSequence: number, since: number): void {
    lastSequences[slot * ROW] = lastSequence;
    unsignedSince[slot * ROW] = since;
  }

  /** The sessions of an owner, in order of number. */
  function openedBy(owner: number): number[] {
    const slotsOfOwner: number[] = [];
    let slot = ownersListed === 0 ? 0 : (firsts[owner] as number);
    for (; slot !== 0; slot = nexts[slot] as number) slotsOfOwner.push(slot);
    return slotsOfOwner.sort((one, other) => (numbers[one * ROW] as number) - (numbers[other * ROW] as number));
  }

  return {
    /** Whether there can be any, so that the numbers in commands are looked at. */
    areKept: sessionsMax > 0,
    ring,
    count: heap.size,
    isFull: () => heap.size() >= sessionsMax,
    /** Whether an owner has as many sessions as it may have. */
    hasAllOf: (owner: number) => (openCounts[owner] as number) >= SESSIONS_OF_OWNER_MAX,
    find,
    /** Whether no session is open at the place of a number. */
    isFree: (session: number) => numbers[ring.slotOf(session | 0) * ROW] === 0,
    open,
    restore,
    restoreSent,
    close,
    note,
    sign,
    isLate,
    /** The earliest expiry, larger than every time when none is open. */
    firstExpiry: heap.firstExpiry,
    /** The session of that, the lowest number among equals; one must be open. */
    firstToExpire: heap.first,
    openedBy,
    numberOf: (slot: number) => numbers[slot * ROW] as number,
    ownerOf: (slot: number) => owners[slot * ROW] as number,
    keyOf: (slot: number) => keys[slot * ROW] as number,
    expiryOf: (slot: number) => expiries[slot * ROW] as number,
    lastSequenceOf: (slot: number) => lastSequences[slot * ROW] as number,
    unsignedSinceOf: (slot: number) => unsignedSince[slot * ROW] as number,
    signatureOf: (slot: number): Signature => ({
      counter: counters[slot] as number,
      ofSequence: signedSequences[slot * ROW] as number,
      sequence: signatureSequences[slot] as number,
      time: signatureTimes[slot] as number,
    }),
    /** The 32 bytes, in place. */
    sessionKeyOf: (slot: number) => sessionKeys.subarray(slot * SESSION_KEY_BYTES, (slot + 1) * SESSION_KEY_BYTES),
  };
}
