/** Makes the memory that an engine shares with whoever uses it. */
import { DOORBELL_WORDS } from '../rings/doorbell.ts';
import { createMessageRing } from '../rings/message-ring.ts';
import { createRecordRing } from '../rings/record-ring.ts';
import { createReplyRing } from '../rings/reply-ring.ts';
import type { PortMemory } from './engine-port-end.ts';
import { createStatusMemory } from './host-status.ts';
import type { EngineMemory } from './thread-messages.ts';

/** With a record ring of so many bytes, a power of two. */
export function createEngineMemory(recordRingBytes: number): EngineMemory {
  return { bell: createBell(), records: createRecordRing(recordRingBytes), status: createStatusMemory() };
}

/** Of a port with room for so many bytes of messages and so many commands under way, both powers of two. */
export function createPortMemory(messageBytes: number, commandsMax: number): PortMemory {
  return { messages: createMessageRing(messageBytes), replies: createReplyRing(commandsMax), bell: createBell() };
}

function createBell(): SharedArrayBuffer {
  return new SharedArrayBuffer(DOORBELL_WORDS * 4);
}
