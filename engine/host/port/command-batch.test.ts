/** Messages of a batch lie in it as the core encodes their entries, however much was in it before. */
import { encode, encodeEntry, memberFrame } from '@intelligent-ledger/engine/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MESSAGE_COUNT, MESSAGE_LENGTH } from '../rings/message-ring.ts';
import { CommandBatch } from './command-batch.ts';

const bytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength });
const message = fc.record({
  frame: bytes(0, 40),
  commands: fc.array(fc.record({ command: bytes(8, 128), blob: bytes(0, 30) }), { minLength: 1, maxLength: 5 }),
});

/** A message entry by entry, with what the ring keeps where its sequence will stand. */
function encoded({ frame, commands }: { frame: Uint8Array; commands: { command: Uint8Array; blob: Uint8Array }[] }) {
  const entries = commands.map(({ command, blob }, index) => {
    return encodeEntry({
      sequence: 0,
      time: 0,
      command,
      blob,
      frame: index === 0 ? frame : encode(memberFrame, { index }),
    });
  });
  const all = Buffer.concat(entries);
  all.writeInt32LE(all.length / 4, 4 * MESSAGE_LENGTH);
  all.writeInt32LE(commands.length, 4 * MESSAGE_COUNT);
  return all;
}

test('messages lie in a batch as the core encodes them', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 40 }), fc.boolean(), (messages, isUsedAgain) => {
      const batch = new CommandBatch();
      if (isUsedAgain) {
        batch.add(new Uint8Array(512).fill(9), new Uint8Array(64).fill(9));
        batch.clear();
      }
      for (const { commands, frame } of messages) {
        const [first] = commands;
        const isOne = first !== undefined && commands.length === 1;
        const fault = isOne ? batch.add(first.command, frame, first.blob) : batch.addMessage(commands, frame);
        expect(fault).toBe('none');
      }
      const expected = Buffer.concat(messages.map(encoded));
      expect(Buffer.from(batch.words.buffer, 0, batch.length * 4).equals(expected)).toBe(true);
      expect(batch.count).toBe(messages.reduce((sum, { commands }) => sum + commands.length, 0));
    }),
    { seed: 27_112_026 },
  );
});

test('what is no message leaves the batch as it was', () => {
  const batch = new CommandBatch();
  batch.add(new Uint8Array(16).fill(1));
  const before = batch.length;
  expect(batch.add(new Uint8Array(4))).toBe('entryMalformed');
  expect(batch.addMessage([], new Uint8Array(0))).toBe('noEntries');
  expect(batch.add(new Uint8Array(70_000))).toBe('entryMalformed');
  expect([batch.length, batch.count]).toEqual([before, 1]);
});
