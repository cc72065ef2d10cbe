/**
 * A stream and its readers: one frame for all, whoever cannot keep up is passed over, and gets what he missed in one
 * frame, or a snapshot, or is told that the stream ends. Method: a source of numbers, and readers that read when the
 * test says.
 */
import { expect, test } from 'vitest';
import { Stream, type StreamReader, type StreamSource } from './stream.ts';

/** Says which numbers it was asked between; those below `oldest` are not known any more. */
class Numbers implements StreamSource {
  oldest = 0;
  readonly hasSnapshot: boolean;

  constructor(hasSnapshot: boolean) {
    this.hasSnapshot = hasSnapshot;
  }

  snapshot(): string | null {
    return this.hasSnapshot ? 'snapshot' : null;
  }

  between(from: number, to: number): string | null | 'tooOld' {
    if (from < this.oldest) return 'tooOld';
    return from === to ? null : `${from} to ${to}`;
  }
}

class Reader implements StreamReader {
  isReady = true;
  readonly said: string[] = [];

  send(frame: string): void {
    this.said.push(frame);
  }

  end(name: string, sequence: number, problem: string): void {
    this.said.push(`${name} ended at ${sequence}: ${problem}`);
  }
}

function begun(hasSnapshot: boolean) {
  const source = new Numbers(hasSnapshot);
  const stream = new Stream('numbers', source, 10);
  const [quick, slow] = [new Reader(), new Reader()];
  stream.add(quick, 10);
  stream.add(slow, 10);
  return { source, stream, quick, slow };
}

test('every reader gets every frame, and what did not happen is no frame', () => {
  const { stream, quick, slow } = begun(true);
  for (const to of [11, 11, 14]) stream.publish(to);
  expect(quick.said).toEqual(['10 to 11', '11 to 14']);
  expect(slow.said).toEqual(quick.said);
});

test('who is not ready is passed over, and gets what he missed at once', () => {
  const { stream, quick, slow } = begun(true);
  stream.publish(11);
  slow.isReady = false;
  for (const to of [12, 13, 14]) {
    stream.publish(to);
    stream.catchUp();
  }
  slow.isReady = true;
  stream.catchUp();
  stream.publish(15);
  expect(slow.said).toEqual(['10 to 11', '11 to 14', '14 to 15']);
  expect(quick.said).toEqual(['10 to 11', '11 to 12', '12 to 13', '13 to 14', '14 to 15']);
});

test.each([true, false])(
  'who missed too much begins anew where there is a snapshot (%s), or is told where it ended',
  (has) => {
    const { source, stream, slow } = begun(has);
    slow.isReady = false;
    stream.publish(11);
    source.oldest = 11;
    slow.isReady = true;
    stream.catchUp();
    stream.publish(12);
    expect(slow.said).toEqual(has ? ['snapshot', '11 to 12'] : ['numbers ended at 10: reader_too_slow']);
  },
);

test('a stream whose own past is gone gives every reader a snapshot', () => {
  const { source, stream, quick } = begun(true);
  source.oldest = 11;
  stream.publish(12);
  stream.catchUp();
  source.oldest = 0;
  stream.publish(13);
  expect(quick.said).toEqual(['snapshot', '12 to 13']);
});

test('who left hears nothing more', () => {
  const { stream, quick, slow } = begun(true);
  slow.isReady = false;
  stream.publish(11);
  for (const reader of [quick, slow]) stream.remove(reader);
  expect(stream.isIdle).toBe(true);
  slow.isReady = true;
  stream.publish(12);
  stream.catchUp();
  expect(slow.said).toEqual([]);
});
