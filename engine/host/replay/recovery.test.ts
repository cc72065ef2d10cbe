/**
 * Recovery refuses what it cannot stand for: entries that the machine does not take over, records and states other than
 * the journal says, a journal whose beginning is gone. Method: journals of real entries, written with one thing wrong.
 */

import { rmSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import {
  encode,
  encodeEntry,
  genesis,
  Machine,
  ROLE_KEY_BYTES,
  ROLE_KEYS,
  tick,
} from '@intelligent-ledger/engine/core';
import { afterEach, expect, test } from 'vitest';
import { systemDisk } from '../disk/disk.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import { type BlockTerms, NO_HASH } from '../journal/sealing.ts';
import { segmentsIn } from '../journal/segment-names.ts';
import { TemporaryDirectories, writerOptions } from '../journal/test-journals.ts';
import { dataDirectories, makeDirectories } from './data-directories.ts';
import { RecoveryFault, recover } from './recovery.ts';

const ENTRIES = 6;
const temporary = new TemporaryDirectories();

afterEach(() => temporary.removeAll());

/** Genesis and ticks, of which the machine takes over all. */
function entries(): Uint8Array[] {
  const blob = new Uint8Array(ROLE_KEYS * ROLE_KEY_BYTES);
  const rooms = { ownersMax: 1, accountsMax: 1, marketsMax: 1, ordersMax: 1, levelsMax: 1 };
  const work = { ruleVersion: 1, makersPerCommandMax: 1, drainPerCommandMax: 1 };
  const command = encode(genesis, { blobBytes: blob.length, ...work, ...rooms });
  const first = encodeEntry({ sequence: 1, time: 1, command, blob });
  const ticks = Array.from({ length: ENTRIES - 1 }, (_, index) => {
    return encodeEntry({ sequence: index + 2, time: index + 2, command: encode(tick, {}) });
  });
  return [first, ...ticks];
}

/** Writes each entry as a block of its own, with what a machine says of it unless `change` says otherwise. */
async function written(change: (terms: BlockTerms, entry: Uint8Array) => BlockTerms): Promise<string> {
  const data = temporary.make();
  const directories = dataDirectories(data);
  makeDirectories(directories);
  const start = { journal: 'ef'.repeat(16), epoch: 0, sequence: 0, crc: 0 };
  const writer = new JournalWriter(writerOptions(directories.journal), start);
  const machine = new Machine();
  let recordsCrc = 0;
  for (const [index, entry] of entries().entries()) {
    const terms = { firstSequence: index + 1, count: 1, recordsCrc, stateHash: machine.stateHash() };
    writer.append(entry, change(terms, entry));
    machine.applyBytes(entry);
    recordsCrc = crc32(machine.takeRecords(), recordsCrc);
    await writer.flush();
  }
  await writer.close();
  return data;
}

function recovered(data: string) {
  const directories = dataDirectories(data);
  return recover({ disk: systemDisk, directories, machine: {}, onProgress: () => undefined });
}

test('what a machine said of its entries, it says again', async () => {
  const { machine, start } = await recovered(await written((terms) => terms));
  expect(machine.sequence).toBe(ENTRIES);
  expect(start.sequence).toBe(ENTRIES);
});

test('records and states other than the journal says stop recovery, and say where', async () => {
  const records = await written((terms) => (terms.firstSequence === 4 ? { ...terms, recordsCrc: 1 } : terms));
  await expect(recovered(records)).rejects.toThrow('before entry 4 other records were written');
  const state = await written((terms) =>
    terms.firstSequence === 5 ? { ...terms, stateHash: '12'.repeat(32) } : terms,
  );
  await expect(recovered(state)).rejects.toThrow('before entry 5 the state is another');
  const without = await written((terms) => ({ ...terms, stateHash: NO_HASH }));
  expect((await recovered(without)).machine.sequence).toBe(ENTRIES);
});

test('an entry of a version that is not known stops recovery', async () => {
  const data = await written((terms, entry) => {
    if (terms.firstSequence === 3) entry[1] = 2;
    return terms;
  });
  const refused = recovered(data);
  await expect(refused).rejects.toThrow(RecoveryFault);
  await expect(refused).rejects.toThrow('entry 3 is not one that the machine takes over');
});

test('a journal that is gone is not begun anew, once anything of it was released', async () => {
  const data = await written((terms) => terms);
  const directories = dataDirectories(data);
  const { start } = await recovered(data);
  const { ReleasedMark } = await import('../journal/released-mark.ts');
  const mark = await ReleasedMark.open(systemDisk, directories.journal, start.journal, async () => undefined);
  mark.note(ENTRIES);
  await mark.close();
  for (const { name } of await segmentsIn(systemDisk, directories.journal)) rmSync(`${directories.journal}/${name}`);
  await expect(recovered(data)).rejects.toThrow('entries that were released are missing');
});
