/**
 * The record chain: one hash over all records that the core ever emitted, by which machines that apply
 * the same log show that they said the same. It is marked at each sequence number that is a multiple of
 * 1,024: the new head is SHA-256 over the bytes of the head before and all record bytes since. Whoever
 * keeps the chain gives it the records of every command in order; the machine itself does not need it.
 */
import { assert } from '../bug.ts';
import { hexOf, SHA256_BYTES, Sha256 } from '../numbers/sha256.ts';

/** How many commands lie between two marks. */
export const RECORD_CHAIN_INTERVAL = 1_024;

/** All that is needed to go on with a chain elsewhere. */
export interface RecordChainState {
  /** Sequence number of the last command taken; 0 before the first. */
  readonly sequence: number;
  /** The head, as 64 lower-case hexadecimal digits. */
  readonly head: string;
  /** The saved hash over the head's bytes and the records since its mark. */
  readonly pending: Uint8Array;
}

export class RecordChain {
  private lastSequence: number;
  private lastHead: string;
  private readonly pending: Sha256;

  /** Begins a chain whose head is 32 zero bytes, or goes on with one. Takes only a state that `state` gave. */
  constructor(state?: RecordChainState) {
    this.lastSequence = state?.sequence ?? 0;
    this.lastHead = state?.head ?? '00'.repeat(SHA256_BYTES);
    this.pending = state ? new Sha256(state.pending) : new Sha256().update(new Uint8Array(SHA256_BYTES));
  }

  /** Takes the records of the command with the next sequence number; there may be none. Another number is a bug. */
  update(records: Uint8Array, sequence: number): void {
    assert(sequence === this.lastSequence + 1, `record chain: ${sequence} does not follow ${this.lastSequence}`);
    this.lastSequence = sequence;
    this.pending.update(records);
    if (sequence % RECORD_CHAIN_INTERVAL !== 0) return;
    const head = this.pending.digest();
    this.lastHead = hexOf(head);
    this.pending.reset().update(head);
  }

  /** The head as of the last mark, as 64 lower-case hexadecimal digits. */
  get head(): string {
    return this.lastHead;
  }

  /** Sequence number of the last command taken; 0 before the first. */
  get sequence(): number {
    return this.lastSequence;
  }

  /** What the head would be if the chain were marked now. Changes nothing. */
  tip(): string {
    return this.pending.hex();
  }

  /** The state from which another chain can go on. */
  state(): RecordChainState {
    return { sequence: this.lastSequence, head: this.lastHead, pending: this.pending.save() };
  }
}
