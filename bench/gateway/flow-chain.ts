/**
 * The chain of a session, kept as a client keeps it that sends much: what was sent lies as it was until it is to be
 * signed, so that no hash is made while something is measured.
 */
import { createHash } from 'node:crypto';
import { sessionText } from '@intelligent-ledger/client/texts';

interface Sent {
  readonly counter: number;
  readonly bytes: Uint8Array;
}

export class FlowChain {
  private chain: Buffer;
  private all: Sent[] = [];
  private readonly sequences: number[] = [];
  private lastSequence = 0;
  private counter = 0;

  constructor(exchange: string, session: number, openedSequence: number) {
    this.chain = hashed(Buffer.from(sessionText(exchange, session, openedSequence)));
  }

  sent(counter: number, bytes: Uint8Array): void {
    this.all.push({ counter, bytes });
  }

  /** The next that was sent has its commands at these places in the log. */
  answered(first: number, last: number): void {
    this.sequences.push(first);
    this.lastSequence = last;
  }

  /** What is to be signed, where something was answered. */
  next(): { readonly counter: number; readonly of_sequence: number; readonly chain: string } | null {
    if (this.sequences.length === 0) return null;
    const link = Buffer.alloc(16);
    for (const [index, sequence] of this.sequences.entries()) {
      const { counter, bytes } = this.all[index] as Sent;
      link.writeBigUInt64LE(BigInt(counter));
      link.writeBigUInt64LE(BigInt(sequence), 8);
      this.chain = hashed(Buffer.concat([this.chain, link, hashed(bytes)]));
      this.counter = counter;
    }
    this.all = this.all.slice(this.sequences.length);
    this.sequences.length = 0;
    return { counter: this.counter, of_sequence: this.lastSequence, chain: this.chain.toString('hex') };
  }
}

function hashed(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
