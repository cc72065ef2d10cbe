/** How long the disk itself takes: bytes written to room that was there already, and a sync. */
import { closeSync, fdatasyncSync, fsyncSync, openSync, writeSync } from 'node:fs';

const ROOM_BYTES = 67_108_864;
const STEP_BYTES = 1_048_576;

/** Times in milliseconds of so many writes of so many bytes, each synced. */
export function syncTimes(path: string, byteLength: number, count: number): number[] {
  const file = openSync(path, 'w+');
  const zeros = new Uint8Array(STEP_BYTES);
  for (let at = 0; at < ROOM_BYTES; at += STEP_BYTES) writeSync(file, zeros, 0, STEP_BYTES, at);
  fsyncSync(file);
  const bytes = new Uint8Array(byteLength).fill(7);
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const begun = performance.now();
    writeSync(file, bytes, 0, byteLength, (index * byteLength) % (ROOM_BYTES - byteLength));
    fdatasyncSync(file);
    times.push(performance.now() - begun);
  }
  closeSync(file);
  return times;
}
