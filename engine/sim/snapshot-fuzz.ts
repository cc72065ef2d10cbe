/**
 * Throws changed snapshots at `restoreMachine`. It must never throw; what it takes must give the same
 * bytes again and go on working. The bytes of Genesis are spared, since a capacity in it would only
 * ask for much memory.
 */
import { decode, genesis, restoreMachine, snapshotHead } from '@intelligent-ledger/engine/core';
import { continueInstead } from './workload/mutation.ts';
import type { Random } from './workload/random.ts';

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
    const at = random.below(changed.length);
    if (at >= snapshotHead.byteLength && at < genesisEnd) continue;
    changed[at] = random.happens(500) ? (changed[at] ?? 0) ^ (1 << random.below(8)) : random.below(256);
  }
  return changed;
}
