/**
 * Keeps the record chain at the speed of the system's own SHA-256. That cannot be saved half way, so that the records
 * since the last mark are kept and hashed at the next one; the core's own hash, which can, says where a chain stands.
 */
import { createHash } from 'node:crypto';
import { RECORD_CHAIN_INTERVAL, RecordChain, type RecordChainState, Sha256 } from '@intelligent-ledger/engine/core';
import type { Answered } from './block-runner.ts';

const FIRST_BYTES = 1_048_576;

export class ChainKeeper {
  /** The chain up to the first mark, which may begin with a hash that was saved half way. */
  private begun: RecordChain | null;
  private markHead: string;
  private lastSequence: number;
  /** The records since the last mark. */
  private pending = new Uint8Array(FIRST_BYTES);
  private pendingBytes = 0;

  constructor(state?: RecordChainState) {
    this.begun = new RecordChain(state);
    this.markHead = this.begun.head;
    this.lastSequence = this.begun.sequence;
  }

  /** Sequence of the last command taken; 0 before the first. */
  get sequence(): number {
    return this.lastSequence;
  }

  /** The head as of the last mark, as 64 lower-case hexadecimal digits. */
  get head(): string {
    return this.markHead;
  }

  /** Takes what the commands behind the last were answered. */
  take({ firstSequence, count, answers, records }: Answered): void {
    let from = 0;
    let isFirst = this.begun !== null;
    for (let index = 0; index < count; index += 1) {
      const sequence = firstSequence + index;
      const end = (answers[2 * index + 1] as number) * 4;
      if (isFirst) {
        this.takeFirst(records.subarray(from, end), sequence);
        from = end;
        isFirst = this.begun !== null;
      } else if (sequence % RECORD_CHAIN_INTERVAL === 0) {
        this.keep(records.subarray(from, end));
        from = end;
        this.mark();
      }
      this.lastSequence = sequence;
    }
    this.keep(records.subarray(from));
  }

  /** The state from which another chain can go on. */
  state(): RecordChainState {
    if (this.begun !== null) return this.begun.state();
    const saved = new Sha256()
      .update(Buffer.from(this.markHead, 'hex'))
      .update(this.pending.subarray(0, this.pendingBytes));
    return { sequence: this.lastSequence, head: this.markHead, pending: saved.save() };
  }

  private takeFirst(records: Uint8Array, sequence: number): void {
    this.begun?.update(records, sequence);
    if (sequence % RECORD_CHAIN_INTERVAL !== 0) return;
    this.markHead = this.begun?.head ?? '';
    this.begun = null;
  }

  private keep(records: Uint8Array): void {
    const length = this.pendingBytes + records.length;
    if (length > this.pending.length) {
      const larger = new Uint8Array(2 * length);
      larger.set(this.pending.subarray(0, this.pendingBytes));
      this.pending = larger;
    }
    this.pending.set(records, this.pendingBytes);
    this.pendingBytes = length;
  }

  private mark(): void {
    const hash = createHash('sha256').update(Buffer.from(this.markHead, 'hex'));
    this.markHead = hash.update(this.pending.subarray(0, this.pendingBytes)).digest('hex');
    this.pendingBytes = 0;
  }
}
