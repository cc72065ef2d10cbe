/**
 * What comes into a block and in which order: ports in turn, messages whole, and with makers first cancels and
 * post-only orders before the rest, but never before what their own account had sent. Method: ports filled with seeded
 * messages.
 */
import {
  cancelOrder,
  createMarket,
  decodeEntry,
  encode,
  entryHead,
  OrderFlag,
  placeOrder,
  ResultCode,
} from '@intelligent-ledger/engine/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CommandBatch } from '../port/command-batch.ts';
import { createMessageRing, MESSAGE_LENGTH, MessageReader, MessageWriter } from '../rings/message-ring.ts';
import { BlockWords, ORIGIN_WORDS } from './block-words.ts';
import { type PortInput, Sequencer } from './sequencer.ts';

const INPUT_WORDS = 262_272;

interface TestPort extends PortInput {
  readonly writer: MessageWriter;
  readonly refusals: number[];
}

function newPort(bytes = 262_144): TestPort {
  const memory = createMessageRing(bytes);
  const refusals: number[] = [];
  return {
    writer: new MessageWriter(memory),
    messages: new MessageReader(memory),
    ticket: 0,
    refusals,
    refuse: (ticket, code) => {
      expect(code).toBe(ResultCode.entryMalformed);
      refusals.push(ticket);
    },
  };
}

type Kind = 'cancel' | 'postOnly' | 'take' | 'administration';

function send(port: TestPort, ...commands: readonly (readonly [Kind, number])[]): void {
  const batch = new CommandBatch();
  for (const [kind, account] of commands) {
    if (kind === 'cancel') batch.add(encode(cancelOrder, { account, order: 1 }));
    else if (kind === 'administration') batch.add(encode(createMarket, {}));
    else batch.add(encode(placeOrder, { account, flags: kind === 'postOnly' ? OrderFlag.postOnly : 0 }));
  }
  expect(port.writer.tryWriteAll(batch.words, batch.length)).toBe(true);
  port.writer.publish();
}

/** Fills a block; answers the port and ticket of each of its commands. */
function fill(sequencer: Sequencer, lastSequence = 0): { block: BlockWords; order: [number, number][] } {
  const block = new BlockWords(new Int32Array(INPUT_WORDS));
  block.begin(lastSequence, 77);
  sequencer.fill(block);
  const order = Array.from({ length: block.count }, (_, index): [number, number] => {
    const at = index * ORIGIN_WORDS;
    return [block.origins[at] as number, block.origins[at + 1] as number];
  });
  return { block, order };
}

test('a port that sends much does not keep another waiting', () => {
  const [much, little] = [newPort(8_388_608), newPort()];
  for (let index = 0; index < 40; index += 1)
    send(much, ...Array.from({ length: 1_000 }, (): [Kind, number] => ['take', 1]));
  const sequencer = new Sequencer([much, little], false);
  fill(sequencer);
  send(little, ['take', 2], ['cancel', 2]);
  const { order } = fill(sequencer);
  const places = order.flatMap(([port], index) => (port === 1 ? [index] : []));
  expect(places.length).toBe(2);
  expect(places[0]).toBeLessThan(32);
});

test('every entry gets its sequence and the time of its block, and every message its tickets, in order', () => {
  const port = newPort();
  const sequencer = new Sequencer([port], false);
  send(port, ['take', 1], ['cancel', 2], ['postOnly', 3]);
  const { block, order } = fill(sequencer, 2 ** 33);
  expect(order).toEqual([
    [0, 0],
    [0, 1],
    [0, 2],
  ]);
  let at = 0;
  for (let index = 1; index <= 3; index += 1) {
    const { head, byteLength } = decodeEntry(block.entries, at);
    expect(head).toMatchObject({ sequence: 2 ** 33 + index, time: 77 });
    at += byteLength;
  }
  expect(at).toBe(block.length * 4);
  expect(fill(sequencer).order).toEqual([]);
});

test('with makers first nothing overtakes its own account, nor administration, and makers overtake the rest', () => {
  const anyKind = fc.constantFrom<Kind>('cancel', 'postOnly', 'take', 'take', 'administration');
  const anyCommands = fc.array(fc.tuple(anyKind, fc.nat(3)), { minLength: 1, maxLength: 30 });
  let overtakes = 0;
  fc.assert(
    fc.property(anyCommands, (commands) => {
      const port = newPort();
      send(port, ...commands);
      const { order } = fill(new Sequencer([port], true));
      expect(order.map(([, ticket]) => ticket).sort((one, other) => one - other)).toEqual(commands.map((_, at) => at));
      const placeOf = new Map(order.map(([, ticket], place) => [ticket, place]));
      for (const [early, [kind, account]] of commands.entries()) {
        for (let late = early + 1; late < commands.length; late += 1) {
          const [lateKind, lateAccount] = commands[late] as [Kind, number];
          const isOvertaken = (placeOf.get(late) as number) < (placeOf.get(early) as number);
          if (!isOvertaken) continue;
          overtakes += 1;
          expect(kind).not.toBe('administration');
          expect(['cancel', 'postOnly']).toContain(lateKind);
          expect(lateAccount).not.toBe(account);
        }
      }
    }),
    { seed: 39 },
  );
  expect(overtakes).toBeGreaterThan(0);
});

test('what is no message is answered and changes nothing else', () => {
  const port = newPort();
  const batch = new CommandBatch();
  batch.add(encode(cancelOrder, { account: 1, order: 1 }));
  const wrong = batch.words.slice(0, batch.length);
  wrong[0] = ((wrong[0] as number) & 0xffff0000) | 0x0201;
  expect(port.writer.tryWriteAll(wrong, wrong[MESSAGE_LENGTH] as number)).toBe(true);
  send(port, ['take', 1]);
  const { order, block } = fill(new Sequencer([port], false));
  expect(port.refusals).toEqual([0]);
  expect(order).toEqual([[0, 1]]);
  expect(block.entries.length).toBe(entryHead.byteLength + placeOrder.byteLength);
});

test('a batch refuses what could not stand in the log', () => {
  const batch = new CommandBatch();
  expect(batch.add(new Uint8Array(4))).toBe('entryMalformed');
  expect(batch.add(new Uint8Array(300))).toBe('entryMalformed');
  expect(batch.add(new Uint8Array(70_000))).toBe('entryMalformed');
  expect(batch.add(new Uint8Array(64), new Uint8Array(70_000))).toBe('entryMalformed');
  expect(batch.addMessage([], new Uint8Array(8))).toBe('noEntries');
  expect(
    batch.addMessage(
      Array.from({ length: 2_000 }, () => ({ command: new Uint8Array(64) })),
      new Uint8Array(8),
    ),
  ).toBe('tooLong');
  expect(batch).toMatchObject({ length: 0, count: 0 });
});
