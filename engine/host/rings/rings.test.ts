/**
 * The rings by any run of writes and reads: messages come whole and in order, or are refused; replies too; a reader of
 * records gets every frame in order or is told that it is behind. Method: lists of what was written judge.
 */
import { encode, encodeEntry, tick } from '@intelligent-ledger/engine/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMessageRing, MESSAGE_COUNT, MESSAGE_LENGTH, MessageReader, MessageWriter } from './message-ring.ts';
import { frameWords, writeFrame } from './record-frame.ts';
import { createRecordRing, RecordRingReader, RecordRingWriter } from './record-ring.ts';
import { createReplyRing, type Reply, ReplyReader, ReplyWriter } from './reply-ring.ts';

/** A message of so many words at least, told by a number in its last word. */
function messageOf(number: number, words: number): Int32Array {
  const entry = encodeEntry({ sequence: 0, time: 0, command: encode(tick, {}), frame: new Uint8Array(8 * words) });
  const message = new Int32Array(entry.buffer, 0, entry.length / 4);
  message[MESSAGE_LENGTH] = message.length;
  message[MESSAGE_COUNT] = 1;
  message[message.length - 1] = number;
  return message;
}

test('messages come whole and in order, through every end of the ring, and are refused where there is no room', () => {
  const anyStep = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(0));
  let refused = 0;
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 30, maxLength: 200, size: 'max' }), (steps) => {
      const memory = createMessageRing(1_024);
      const writer = new MessageWriter(memory);
      const reader = new MessageReader(memory);
      const written: number[] = [];
      let number = 0;
      const readAll = () => {
        for (let at = reader.next(); at !== -1; at = reader.next()) {
          const length = reader.words[at + MESSAGE_LENGTH] as number;
          expect(reader.words[at + length - 1]).toBe(written.shift());
        }
        reader.release();
      };
      for (const step of steps) {
        if (step === 0) readAll();
        else {
          number += 1;
          const message = messageOf(number, step);
          if (message.length > writer.wordsMax) continue;
          if (writer.tryWrite(message, 0)) written.push(number);
          else refused += 1;
          writer.publish();
        }
      }
      readAll();
      expect(written).toEqual([]);
      expect(writer.tryWrite(messageOf(0, 1), 0)).toBe(true);
    }),
    { seed: 45 },
  );
  expect(refused).toBeGreaterThan(0);
});

test('replies come in order, with sequences of any size', () => {
  const memory = createReplyRing(8);
  const writer = new ReplyWriter(memory);
  const reader = new ReplyReader(memory);
  const reply: Reply = { ticket: 0, code: 0, sequence: 0 };
  for (let ticket = 0; ticket < 100; ticket += 1) {
    writer.write(ticket, ticket % 7, ticket * 2 ** 40);
    expect(reader.read(reply)).toBe(false);
    writer.publish();
    expect(reader.read(reply)).toBe(true);
    expect(reply).toEqual({ ticket, code: ticket % 7, sequence: ticket * 2 ** 40 });
  }
});

/** A frame of one command whose records have so many words, all of its sequence. */
function frameOf(sequence: number, words: number): Int32Array {
  const records = new Uint8Array(new Int32Array(words).fill(sequence).buffer);
  const answered = { firstSequence: sequence, count: 1, answers: Int32Array.of(0, words), records };
  const frame = new Int32Array(frameWords(answered));
  writeFrame(answered, frame, 0);
  return frame;
}

test('a reader gets every frame in order, or is told that it is behind, and then finds its place or none', () => {
  let behind = 0;
  let missed = 0;
  const anyStep = fc.oneof(
    { weight: 30, arbitrary: fc.integer({ min: 1, max: 60 }) },
    { weight: 1, arbitrary: fc.constant(0) },
  );
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 30, maxLength: 300, size: 'max' }), (steps) => {
      const memory = createRecordRing(4_096);
      const writer = new RecordRingWriter(memory);
      const reader = new RecordRingReader(memory);
      let sequence = 0;
      let next = 1;
      const readAll = () => {
        for (let frame = reader.next(); frame !== 'end'; frame = reader.next()) {
          if (frame === 'behind') {
            behind += 1;
            if (reader.goTo(next)) continue;
            missed += sequence + 1 - next;
            reader.skipToEnd();
            next = sequence + 1;
            continue;
          }
          expect(frame.firstSequence).toBe(next);
          expect(frame.recordsOf(0).every((byte, at) => at % 4 !== 0 || byte === next % 256)).toBe(true);
          next += 1;
        }
      };
      for (const words of steps) {
        if (words === 0) readAll();
        else {
          sequence += 1;
          writer.write(frameOf(sequence, words), 0);
          writer.publish();
        }
      }
      readAll();
      expect(next).toBe(sequence + 1);
      // Whatever is still there is found by its sequence, and what is to come is at the end.
      if (sequence === 0) return;
      expect(reader.goTo(sequence)).toBe(true);
      const last = reader.next();
      expect(typeof last === 'string' ? last : last.firstSequence).toBe(sequence);
      expect(reader.goTo(sequence + 1)).toBe(true);
      expect(reader.next()).toBe('end');
    }),
    { seed: 46 },
  );
  expect(behind).toBeGreaterThan(0);
  expect(missed).toBeGreaterThan(0);
});
