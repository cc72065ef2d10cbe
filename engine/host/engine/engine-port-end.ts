/** The engine's end of a port: what it sent, where replies go, and how it is woken. */
import type { ResultCode } from '@intelligent-ledger/engine/core';
import { Doorbell } from '../rings/doorbell.ts';
import { MessageReader } from '../rings/message-ring.ts';
import { ReplyWriter } from '../rings/reply-ring.ts';
import type { PortInput } from '../sequencer/sequencer.ts';

/** The memory that a port and the engine share. */
export interface PortMemory {
  readonly messages: SharedArrayBuffer;
  readonly replies: SharedArrayBuffer;
  readonly bell: SharedArrayBuffer;
}

export class EnginePortEnd implements PortInput {
  readonly messages: MessageReader;
  readonly replies: ReplyWriter;
  readonly bell: Doorbell;
  ticket = 0;

  constructor({ messages, replies, bell }: PortMemory) {
    this.messages = new MessageReader(messages);
    this.replies = new ReplyWriter(replies);
    this.bell = new Doorbell(new Int32Array(bell));
  }

  refuse(ticket: number, code: ResultCode): void {
    this.replies.write(ticket, code, 0);
    this.replies.publish();
    this.bell.ring();
  }
}
