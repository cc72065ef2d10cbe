/**
 * Throws changed snapshots at `restoreMachine`. It must never throw; what it takes must give the same
 * bytes again and go on working. The bytes of Genesis are spared, and of the present capacities all but
 * the lowest, since a larger one would only ask for much memory.
 */
import { decode, genesis, offsetOf, restoreMachine, snapshotHead } from '@intelligent-ledger/engine/core';
import { continueInstead } from './workload/mutation.ts';
import type { Random } from './workload/random.ts';

const CAPACITIES_AT = offsetOf(snapshotHead, 'ownersMax');
const CAPACITIES_END = offsetOf(snapshotHead, 'withdrawalsMax') + 4;
/** These capacities stand apart from the others. */
const APART = [offsetOf(snapshotHead, 'positionsMax'), offsetOf(snapshotHead, 'sessionsMax')];

/** Restores so many changed copies of a snapshot, and says what is wrong with one of them. */
export function snapshotFinding(
  random: Random,
  snapshot: Uint8Array,
  count: number,
  recordBytesMax: number,
): string | undefined {
  for (let left = count; left > 0; left -= 1) {
    const changed = changedSnapshot(random, snapshot);
    const restored = restoreMachine(changed, { recordBytesMax });
    if ('refused' in restored) continue;
    const again = restored.machine.snapshot();
    if (Buffer.compare(again, changed) !== 0) return 'a changed snapshot was taken and gives other bytes';
    const { sequence, time } = restored.machine;
    if (sequence < Number.MAX_SAFE_INTEGER) restored.machine.applyBytes(continueInstead(sequence + 1, time));
  }
  return undefined;
}

function changedSnapshot(random: Random, snapshot: Uint8Array): Uint8Array {
  if (random.happens(100)) return snapshot.slice(0, random.below(snapshot.length));
  if (random.happens(50)) return Uint8Array.from([...snapshot, ...random.bytes(8)]);
  const changed = snapshot.slice();
  const { genesisBytes } = decode(snapshotHead, snapshot);
  const genesisEnd = snapshotHead.byteLength + Math.max(genesisBytes, genesis.byteLength);
  for (let left = random.between(1, 3); left > 0; left -= 1) {
    const at = random.happens(150) ? random.below(snapshotHead.byteLength) : random.below(changed.length);
    if (at >= snapshotHead.byteLength && at < genesisEnd) continue;
    if (isUpperInCapacity(at)) continue;
    const how = random.weighted({ bit: 4, noise: 4, word: at < genesisEnd ? 0 : 3 });
    if (how === 'word') changeWord(random, changed, at & ~7, genesisEnd);
    else changed[at] = how === 'bit' ? (changed[at] ?? 0) ^ (1 << random.below(8)) : random.below(256);
  }
  return changed;
}

function isUpperInCapacity(at: number): boolean {
  const isOfMany = at >= CAPACITIES_AT && at < CAPACITIES_END && (at - CAPACITIES_AT) % 4 !== 0;
  return isOfMany || APART.some((apart) => at > apart && at < apart + 4);
}

/** Makes a number one larger or smaller, or that of a place nearby: two rows come to say the same, or change places. */
function changeWord(random: Random, changed: Uint8Array, at: number, from: number): void {
  const view = new DataView(changed.buffer, changed.byteOffset);
  const near = Math.min(changed.length - 8, Math.max(from, at + 8 * random.between(-16, 16)));
  const [word, other] = [view.getBigUint64(at, true), view.getBigUint64(near, true)];
  const next = BigInt.asUintN(64, word + (random.happens(500) ? 1n : -1n));
  view.setBigUint64(at, random.happens(500) ? next : other, true);
  if (random.happens(300)) view.setBigUint64(near, word, true);
}
