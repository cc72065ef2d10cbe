/**
 * Replies from the engine to one port, in shared memory: which command, its result code, and its sequence. There is
 * room for as many as a port may have commands under way, so that the engine never waits.
 */
import { assert } from '@intelligent-ledger/engine/core';

const HEAD_WORDS = 16;
const WRITTEN = 0;
const REPLY_WORDS = 4;
const TWO_32 = 4_294_967_296;

/** What became of a command. */
export interface Reply {
  /** The command's number on its port, counted with 32 bits. */
  ticket: number;
  code: number;
  /** Its place in the log; 0 when it got none. */
  sequence: number;
}

/** Shared memory for so many replies, a power of two. */
export function createReplyRing(repliesMax: number): SharedArrayBuffer {
  assert((repliesMax & (repliesMax - 1)) === 0, 'a ring is a power of two');
  return new SharedArrayBuffer((HEAD_WORDS + repliesMax * REPLY_WORDS) * 4);
}

class ReplyRing {
  protected readonly head: Int32Array;
  protected readonly words: Int32Array;
  protected readonly mask: number;
  protected at: number;

  constructor(memory: SharedArrayBuffer) {
    this.head = new Int32Array(memory, 0, HEAD_WORDS);
    this.words = new Int32Array(memory, HEAD_WORDS * 4);
    this.mask = this.words.length / REPLY_WORDS - 1;
    this.at = Atomics.load(this.head, WRITTEN);
  }

  protected placeOf(position: number): number {
    return (position & this.mask) * REPLY_WORDS;
  }
}

export class ReplyWriter extends ReplyRing {
  write(ticket: number, code: number, sequence: number): void {
    const to = this.placeOf(this.at);
    this.words[to] = ticket;
    this.words[to + 1] = code;
    this.words[to + 2] = sequence | 0;
    this.words[to + 3] = Math.floor(sequence / TWO_32);
    this.at = (this.at + 1) | 0;
  }

  /** Lets the reader see all that was written. */
  publish(): void {
    Atomics.store(this.head, WRITTEN, this.at);
  }
}

export class ReplyReader extends ReplyRing {
  /** Reads the next reply; false when there is none. */
  read(reply: Reply): boolean {
    if (Atomics.load(this.head, WRITTEN) === this.at) return false;
    const from = this.placeOf(this.at);
    reply.ticket = this.words[from] as number;
    reply.code = this.words[from + 1] as number;
    reply.sequence = ((this.words[from + 2] as number) >>> 0) + (this.words[from + 3] as number) * TWO_32;
    this.at = (this.at + 1) | 0;
    return true;
  }
}
