/**
 * The chains over what sessions sent, made again from the log: a signature is held to the chain up to the sequence that
 * it names, and what no signature covers when a session or the log ends is a tail, which is listed. A signature over
 * another chain covers nothing, and its session is in dispute.
 */
import { type ChainedMessage, chainOfOpened, chainWith } from '@intelligent-ledger/engine/core';

/** What a session sent behind its last signature. */
export interface UnsignedTail {
  readonly session: number;
  readonly fromSequence: number;
  readonly toSequence: number;
  readonly messages: number;
  /** From the first message to the last command that was taken and may trade, in microseconds. */
  readonly micros: number;
  /** Whether the session has signed another chain than that of the log. */
  readonly isDisputed: boolean;
}

interface Link {
  readonly counter: number;
  readonly sequence: number;
  readonly time: number;
  readonly chain: Uint8Array;
}

class SessionChain {
  /** Up to the last signature, or empty. */
  signed: Uint8Array;
  /** Behind it, in order. */
  unsigned: Link[] = [];
  isDisputed = false;
  lastTradeTime = 0;
  /** Counters of all its messages: one that comes again is no link. */
  readonly counters = new Set<number>();

  constructor(opened: Uint8Array) {
    this.signed = opened;
  }
}

export class SessionChains {
  readonly tails: UnsignedTail[] = [];
  /** Sessions that have signed another chain, once each. */
  readonly disputed: number[] = [];
  private readonly sessions = new Map<number, SessionChain>();

  open(domain: string, session: number, sequence: number): void {
    this.sessions.set(session, new SessionChain(chainOfOpened(domain, session, sequence)));
  }

  /** Takes the next message of an open session. */
  add(session: number, message: ChainedMessage, time: number): void {
    const of = this.sessions.get(session);
    if (of === undefined || of.counters.has(message.counter)) return;
    of.counters.add(message.counter);
    const chain = chainWith(of.unsigned.at(-1)?.chain ?? of.signed, message);
    of.unsigned.push({ counter: message.counter, sequence: message.sequence, time, chain });
  }

  /** A command of the session was taken that may trade. */
  noteTrade(session: number, time: number): void {
    const of = this.sessions.get(session);
    if (of !== undefined) of.lastTradeTime = time;
  }

  /** Holds a signature to the chain up to a sequence; answers whether it is that chain. */
  sign(session: number, signed: { readonly counter: number; readonly ofSequence: number; readonly chain: string }) {
    const of = this.sessions.get(session);
    if (of === undefined) return false;
    const beyond = of.unsigned.findIndex(({ sequence }) => sequence > signed.ofSequence);
    const count = beyond === -1 ? of.unsigned.length : beyond;
    const chain = of.unsigned[count - 1]?.chain ?? of.signed;
    const covered = of.unsigned.slice(0, count);
    const isGood =
      Buffer.from(chain).toString('hex') === signed.chain && covered.every(({ counter }) => counter <= signed.counter);
    if (!isGood) {
      if (!of.isDisputed) this.disputed.push(session);
      of.isDisputed = true;
      return false;
    }
    of.unsigned = of.unsigned.slice(count);
    of.signed = chain;
    return true;
  }

  close(session: number): void {
    const of = this.sessions.get(session);
    if (of !== undefined) this.keepTail(session, of);
    this.sessions.delete(session);
  }

  /** The log ends here. */
  end(): void {
    for (const [session, of] of this.sessions) this.keepTail(session, of);
    this.sessions.clear();
  }

  private keepTail(session: number, { unsigned, lastTradeTime, isDisputed }: SessionChain): void {
    const [first, last] = [unsigned[0], unsigned.at(-1)];
    if (first === undefined || last === undefined) return;
    const span = { fromSequence: first.sequence, toSequence: last.sequence, messages: unsigned.length };
    this.tails.push({ session, ...span, micros: Math.max(0, lastTradeTime - first.time), isDisputed });
  }
}
