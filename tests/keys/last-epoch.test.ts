/** The epoch of the keys of an owner has an end, to which no log of a test gets: a snapshot that says so does. */
import {
  decodeSnapshot,
  KEY_EPOCH_MAX,
  Machine,
  offsetOf,
  ResultCode,
  restoreMachine,
  revokeKeys,
  snapshotHead,
  snapshotOwner,
} from '@intelligent-ledger/engine/core';
import { draftOf, LogWriter } from '@intelligent-ledger/engine/sim';
import { expect, test } from 'vitest';

const GENESIS_BYTES = 224;
const market = { marketKind: 2, sizeDecimals: 2, maxPrice: 1_000, maxSize: 100, bands: [{ from: 1, step: 1 }] };

test('at the last epoch all keys are revoked one by one only', () => {
  const log = new LogWriter();
  log.begin({}, market);
  log.approveKey(1);
  const first = new Machine();
  for (const entry of log.entries) first.applyBytes(entry);
  const bytes = first.snapshot();
  const ownerAt = snapshotHead.byteLength + GENESIS_BYTES;
  new DataView(bytes.buffer).setUint32(ownerAt + offsetOf(snapshotOwner, 'keyEpoch'), KEY_EPOCH_MAX - 1, true);
  const restored = restoreMachine(bytes);
  if ('refused' in restored) throw new Error(restored.refused);
  const { machine } = restored;
  const revoke = (ofKey: number): ResultCode => {
    const head = { account: 0, nonce: 1_000 + machine.sequence, validUntil: log.time + 1_000 };
    return machine.applyBytes(log.add(draftOf(revokeKeys, { ...head, ofKey })));
  };
  expect([revoke(0), revoke(0), revoke(1)]).toEqual([
    ResultCode.accepted,
    ResultCode.fieldOutOfRange,
    ResultCode.accepted,
  ]);
  const state = decodeSnapshot(machine.snapshot());
  if (typeof state === 'string') throw new Error(state);
  expect(state.owners[0]?.keyEpoch).toBe(KEY_EPOCH_MAX);
  expect(state.keys[0]?.epoch).toBe(0);
});
