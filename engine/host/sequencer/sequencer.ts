/**
 * Decides what comes when: takes messages from the ports in turn, a few of each, until a block is full or nothing
 * waits. A port that sends much waits for itself and not for others: its messages fill what the others leave. Messages
 * are never taken apart.
 */
import { entryHead, ResultCode } from '@intelligent-ledger/engine/core';
import { BLOCK_COMMANDS_MAX } from '../journal/journal-layouts.ts';
import { MESSAGE_COUNT, MESSAGE_LENGTH, type MessageReader } from '../rings/message-ring.ts';
import type { BlockWords } from './block-words.ts';
import { MakersFirst } from './makers-first.ts';
import { messageFault } from './message-check.ts';

/** So many messages of a port are taken in one turn. */
const TURN_MESSAGES = 16;
const COMMAND_AT = entryHead.byteLength / 4;

/** A port as the sequencer sees it. */
export interface PortInput {
  readonly messages: MessageReader;
  /** The ticket of the next command. */
  ticket: number;
  /** Answers a command that gets no place in the log. */
  refuse(ticket: number, code: ResultCode): void;
}

/**
 * What was taken for one batch, in the order in which it was: runs of messages that follow each other on a port, each
 * with its place there, its words, and the ticket of its first command.
 */
class Taken {
  readonly ports = new Int32Array(BLOCK_COMMANDS_MAX);
  readonly places = new Int32Array(BLOCK_COMMANDS_MAX);
  readonly lengths = new Int32Array(BLOCK_COMMANDS_MAX);
  readonly tickets = new Int32Array(BLOCK_COMMANDS_MAX);
  length = 0;
  private nextTicket = 0;

  push(port: number, place: number, words: number, ticket: number, count: number): void {
    const last = this.length - 1;
    const end = last < 0 ? -1 : (this.places[last] as number) + (this.lengths[last] as number);
    const goesOn = end === place && this.ports[last] === port && this.nextTicket === ticket;
    this.nextTicket = (ticket + count) | 0;
    if (goesOn) {
      this.lengths[last] = (this.lengths[last] as number) + words;
      return;
    }
    this.ports[this.length] = port;
    this.places[this.length] = place;
    this.lengths[this.length] = words;
    this.tickets[this.length] = ticket;
    this.length += 1;
  }
}

export class Sequencer {
  private readonly ports: readonly (PortInput | null)[];
  private readonly makersFirst: MakersFirst | null;
  private turn = 0;
  /** A message that did not fit into the last block, by port: where it begins. */
  private readonly waiting = new Map<number, number>();
  private readonly first = new Taken();
  private readonly others = new Taken();
  /** Of the block that is being filled, with what was taken and is not copied yet. */
  private words = 0;
  private count = 0;

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
    this.words = 0;
    this.count = 0;
    this.makersFirst?.begin();
    this.gather(block);
    this.copy(this.first, block);
    this.copy(this.others, block);
    // Only now may what was copied be written over.
    for (const [port, input] of this.ports.entries()) if (!this.waiting.has(port)) input?.messages.release();
  }

  private gather(block: BlockWords): void {
    const { ports } = this;
    for (let idle = 0; idle < ports.length; ) {
      const port = this.turn % ports.length;
      const answer = this.takeTurn(port, block);
      if (answer === 'full') return;
      this.turn = port + 1;
      idle = answer === 'nothing' ? idle + 1 : 0;
    }
  }

  private takeTurn(port: number, block: BlockWords): 'nothing' | 'some' | 'full' {
    const input = this.ports[port] ?? null;
    if (input === null) return 'nothing';
    for (let index = 0; index < TURN_MESSAGES; index += 1) {
      const at = this.nextOf(port, input.messages);
      if (at === -1) return index === 0 ? 'nothing' : 'some';
      const { words } = input.messages;
      const count = words[at + MESSAGE_COUNT] as number;
      if (messageFault(words, at) !== 'none') {
        this.refuse(input, count);
        continue;
      }
      const length = words[at + MESSAGE_LENGTH] as number;
      if (!block.hasRoomFor(this.words + length, this.count + count)) {
        this.waiting.set(port, at);
        return 'full';
      }
      this.words += length;
      this.count += count;
      const isFirst = this.makersFirst?.isFirst(words, at + COMMAND_AT, count) ?? false;
      (isFirst ? this.first : this.others).push(port, at, length, input.ticket, count);
      input.ticket = (input.ticket + count) | 0;
    }
    return 'some';
  }

  /** Where the next message of a port begins, -1 when there is none. */
  private nextOf(port: number, messages: MessageReader): number {
    if (this.waiting.size === 0) return messages.next();
    const at = this.waiting.get(port);
    if (at === undefined) return messages.next();
    this.waiting.delete(port);
    return at;
  }

  private copy(taken: Taken, block: BlockWords): void {
    const { ports, places, lengths, tickets } = taken;
    for (let index = 0; index < taken.length; index += 1) {
      const port = ports[index] as number;
      const { words } = (this.ports[port] as PortInput).messages;
      block.add(words, places[index] as number, lengths[index] as number, port, tickets[index] as number);
    }
    taken.length = 0;
  }

  /** What its own library let through is no message; whoever waits for its commands gets an answer. */
  private refuse(input: PortInput, count: number): void {
    for (let index = 0; index < Math.min(Math.max(count, 1), BLOCK_COMMANDS_MAX); index += 1) {
      input.refuse(input.ticket, ResultCode.entryMalformed);
      input.ticket = (input.ticket + 1) | 0;
    }
  }
}
