/**
 * The chains over what sessions sent, made again from the log: a signature is held to the chain up to the sequence that
 * it names, and what no signature covers when a session or the log ends is a tail, which is listed.
 */
import { type ChainedMessage, chainOfOpened, chainWith } from '@intelligent-ledger/engine/core';

/** What a session sent behind its last signature. */
export interface UnsignedTail {
  readonly session: number;
  readonly fromSequence: number;
  readonly toSequence: number;
  readonly messages: number;
  /** From the first message to the last but those that only cancel, which a session may do however late it is. */
  readonly micros: number;
}

interface Link {
  readonly counter: number;
  readonly sequence: number;
  readonly time: number;
  readonly onlyCancels: boolean;
  readonly chain: Uint8Array;
}

interface OfSession {
  /** Up to the last signature, or empty. */
  signed: Uint8Array;
  signedCounter: number;
  /** Behind it, in order. */
  readonly unsigned: Link[];
}

export class SessionChains {
  readonly tails: UnsignedTail[] = [];
  private readonly sessions = new Map<number, OfSession>();

  open(domain: string, session: number, sequence: number): void {
    this.sessions.set(session, { signed: chainOfOpened(domain, session, sequence), signedCounter: 0, unsigned: [] });
  }

  /** Takes the next message of a session; false when nothing is known of the session. */
  add(session: number, message: ChainedMessage, time: number, onlyCancels: boolean): boolean {
    const of = this.sessions.get(session);
    if (of === undefined) return false;
    const chain = chainWith(of.unsigned.at(-1)?.chain ?? of.signed, message);
    of.unsigned.push({ counter: message.counter, sequence: message.sequence, time, onlyCancels, chain });
    return true;
  }

  /** Holds a signature to the chain up to a sequence; answers whether it is that chain. */
  sign(session: number, signed: { readonly counter: number; readonly ofSequence: number; readonly chain: string }) {
    const of = this.sessions.get(session);
    if (of === undefined) return false;
    const covered = of.unsigned.filter(({ sequence }) => sequence <= signed.ofSequence);
    const last = covered.at(-1);
    const chain = last?.chain ?? of.signed;
    const counter = Math.max(of.signedCounter, ...covered.map((link) => link.counter));
    if (Buffer.from(chain).toString('hex') !== signed.chain || counter !== signed.counter) return false;
    of.unsigned.splice(0, covered.length);
    of.signed = chain;
    of.signedCounter = counter;
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

  private keepTail(session: number, { unsigned }: OfSession): void {
    const [first, last] = [unsigned[0], unsigned.at(-1)];
    if (first === undefined || last === undefined) return;
    const span = { fromSequence: first.sequence, toSequence: last.sequence, messages: unsigned.length };
    const lastTime = unsigned.findLast(({ onlyCancels }) => !onlyCancels)?.time ?? first.time;
    this.tails.push({ session, ...span, micros: lastTime - first.time });
  }
}
