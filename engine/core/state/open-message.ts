/**
 * The message of several commands whose commands are just arriving: its nonce is spent, and the commands that follow
 * at once with its account, key and session, and their place as nonce, are part of it. It knows the sequence number of
 * its next command, so that any other entry ends it without having to say so. A command of a message has no other nonce
 * and is nothing alone, so that none can come a second time.
 */
import { type Clock, SEQUENCE_LOW } from '../clock.ts';
import { createWords } from '../numbers/words.ts';
import { openMessage, placeOrder } from '../schema/command.ts';
import { wordOf } from '../schema/layout.ts';

/** The place of the last command that may follow, and that of the next, which must have the sequence number NEXT. */
const LAST_PLACE = 0;
const NEXT_PLACE = 1;
const NEXT = 2;
const ACCOUNT = 3;
const KEY = 4;
const SESSION = 5;

const OPEN_MESSAGE_KIND = openMessage.number;
const COMMAND_ACCOUNT = wordOf(placeOrder, 'account');
const COMMAND_KEY = wordOf(placeOrder, 'key');
const COMMAND_SESSION = wordOf(placeOrder, 'session');
const COMMAND_NONCE = wordOf(placeOrder, 'nonce');

/** By whom all commands of a message are sent. */
export interface MessageSender {
  readonly account: number;
  readonly key: number;
  readonly session: number;
}

export type OpenMessage = ReturnType<typeof createOpenMessage>;

/** No message yet, of commands in `input` at the sequence number of `clock`. */
export function createOpenMessage(input: Int32Array, clock: Clock) {
  const words = createWords(6);
  // Before the first message the next place is beyond the last.
  words[NEXT_PLACE] = 1;

  /** Whether the user command at a word, whose nonce is a place, is the next of the message, which then goes on. */
  function takes(at: number): boolean {
    const place = words[NEXT_PLACE] as number;
    // A message within a message would let one nonce carry any number of commands.
    const isNext =
      ((input[at] as number) & 0xff) !== OPEN_MESSAGE_KIND &&
      isOpenAt(clock[SEQUENCE_LOW] as number) &&
      words[ACCOUNT] === input[at + COMMAND_ACCOUNT] &&
      words[KEY] === input[at + COMMAND_KEY] &&
      words[SESSION] === input[at + COMMAND_SESSION] &&
      place === input[at + COMMAND_NONCE];
    if (!isNext) return false;
    words[NEXT_PLACE] = place + 1;
    words[NEXT] = ((words[NEXT] as number) + 1) | 0;
    return true;
  }

  function isOpenAt(sequenceLow: number): boolean {
    return (words[NEXT_PLACE] as number) <= (words[LAST_PLACE] as number) && words[NEXT] === sequenceLow;
  }

  /** Makes a message open after the last entry, whose commands from one place to the last may follow. */
  function open({ account, key, session }: MessageSender, nextPlace: number, lastPlace: number): void {
    words[LAST_PLACE] = lastPlace;
    words[NEXT_PLACE] = nextPlace;
    words[NEXT] = ((clock[SEQUENCE_LOW] as number) + 1) | 0;
    words[ACCOUNT] = account;
    words[KEY] = key;
    words[SESSION] = session;
  }

  return {
    takes,
    open,
    /** Whether the next entry can be part of the message. */
    isOpen: () => isOpenAt(((clock[SEQUENCE_LOW] as number) + 1) | 0),
    account: () => words[ACCOUNT] as number,
    key: () => words[KEY] as number,
    session: () => (words[SESSION] as number) >>> 0,
    nextPlace: () => words[NEXT_PLACE] as number,
    lastPlace: () => words[LAST_PLACE] as number,
  };
}
