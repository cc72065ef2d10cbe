/**
 * Decides what comes when: takes messages from the ports in turn, a few of each, until a block is full or nothing
 * waits. A port that sends much waits for itself and not for others: its messages fill what the others leave. Messages
 * are never taken apart.
 */
import { entryHead, ResultCode } from '@intelligent-ledger/engine/core';
import { BLOCK_COMMANDS_MAX } from '../journal/journal-layouts.ts';
import { MESSAGE_HEAD_WORDS, type MessageReader } from '../rings/message-ring.ts';
import type { BlockWords } from './block-words.ts';
import { MakersFirst } from './makers-first.ts';
import { messageFault } from './message-check.ts';

/** So many messages of a port are taken in one turn. */
const TURN_MESSAGES = 16;
const COMMAND_AT = MESSAGE_HEAD_WORDS + entryHead.byteLength / 4;

/** A port as the sequencer sees it. */
export interface PortInput {
  readonly messages: MessageReader;
  /** The ticket of the next command. */
  ticket: number;
  /** Answers a command that gets no place in the log. */
  refuse(ticket: number, code: ResultCode): void;
}

interface Taken {
  readonly port: number;
  readonly input: PortInput;
  readonly at: number;
  readonly ticket: number;
}

export class Sequencer {
  private readonly ports: readonly (PortInput | null)[];
  private readonly makersFirst: MakersFirst | null;
  private turn = 0;
  /** A message that did not fit into the last block, by port: where it begins. */
  private readonly waiting = new Map<number, number>();
  private first: Taken[] = [];
  private others: Taken[] = [];

  /** Over ports that may come and go; a port keeps its place. */
  constructor(ports: readonly (PortInput | null)[], hasMakersFirst: boolean) {
    this.ports = ports;
    this.makersFirst = hasMakersFirst ? new MakersFirst() : null;
  }

  /** Forgets what waited on a port that is gone. */
  forget(port: number): void {
    this.waiting.delete(port);
  }

  /** Fills a block that was begun, from where the last one left off. */
  fill(block: BlockWords): void {
    this.gather(block);
    for (const taken of [this.first, this.others]) {
      for (const { input, at, port, ticket } of taken) block.add(input.messages.words, at, port, ticket);
      taken.length = 0;
    }
    // Only now may what was copied be written over.
    for (const [port, input] of this.ports.entries()) if (!this.waiting.has(port)) input?.messages.release();
  }

  private gather(block: BlockWords): void {
    const { ports } = this;
    this.makersFirst?.begin();
    const used = { words: 0, count: 0 };
    for (let idle = 0; idle < ports.length; ) {
      const port = this.turn % ports.length;
      const answer = this.takeTurn(port, block, used);
      if (answer === 'full') return;
      this.turn = port + 1;
      idle = answer === 'nothing' ? idle + 1 : 0;
    }
  }

  private takeTurn(port: number, block: BlockWords, used: { words: number; count: number }) {
    const input = this.ports[port] ?? null;
    if (input === null) return 'nothing';
    for (let index = 0; index < TURN_MESSAGES; index += 1) {
      const at = this.waiting.get(port) ?? input.messages.next();
      if (at === -1) return index === 0 ? 'nothing' : 'some';
      const { words } = input.messages;
      const count = words[at + 1] as number;
      if (messageFault(words, at) !== 'none') {
        this.refuse(input, count);
        continue;
      }
      const length = (words[at] as number) - MESSAGE_HEAD_WORDS;
      if (!block.hasRoomFor(used.words + length, used.count + count)) {
        this.waiting.set(port, at);
        return 'full';
      }
      this.waiting.delete(port);
      used.words += length;
      used.count += count;
      const isFirst = this.makersFirst?.isFirst(words, at + COMMAND_AT, count) ?? false;
      (isFirst ? this.first : this.others).push({ port, input, at, ticket: input.ticket });
      input.ticket = (input.ticket + count) | 0;
    }
    return 'some';
  }

  /** What its own library let through is no message; whoever waits for its commands gets an answer. */
  private refuse(input: PortInput, count: number): void {
    for (let index = 0; index < Math.min(Math.max(count, 1), BLOCK_COMMANDS_MAX); index += 1) {
      input.refuse(input.ticket, ResultCode.entryMalformed);
      input.ticket = (input.ticket + 1) | 0;
    }
  }
}
