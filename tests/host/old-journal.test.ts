/**
 * A journal that an earlier version of this program wrote is applied again to the same state, and gone on with. The one
 * here is of 27 November 2026: the first version of all layouts, and 258 commands of seeded traffic.
 */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDirectories, EngineRefused, verifyJournal } from '@intelligent-ledger/engine/host';
import { afterEach, expect, test } from 'vitest';
import { sendTraffic, TestHosts } from './hosts.ts';
import { Traffic } from './traffic.ts';

const OLD = join(import.meta.dirname, 'old-journal');
const SEQUENCE = 258;
const STATE_HASH = '94f4a2b321c1bb3f9ad5b3ec0bde9a1f63752bf539279d632af1924ab6614917';
const SECTOR_BYTES = 4_096;
const hosts = new TestHosts();

afterEach(() => hosts.removeAll());

/** A copy of it as the journal of a data directory. */
function copied(): string {
  const data = hosts.newData();
  cpSync(OLD, dataDirectories(data).journal, { recursive: true });
  return data;
}

test('an old journal gives the state that it gave, and is gone on with', async () => {
  const data = copied();
  const host = await hosts.start(data);
  expect(host.started).toMatchObject({ sequence: SEQUENCE, stateHash: STATE_HASH, cut: null });
  await sendTraffic(host.openPort(), new Traffic(42, 10_000), 2, 20);
  await hosts.stop(host);
  const report = await verifyJournal(dataDirectories(data), { isFromSnapshot: false, onProgress: () => undefined });
  expect(report.findings.filter(({ holds }) => !holds)).toEqual([]);
  expect(report.facts['to_sequence']).toBe(SEQUENCE + 40);
});

test('a journal of a version that is not known is refused, with its place', async () => {
  for (const [at, what] of [
    [1, 'segmentHead of a known version'],
    [SECTOR_BYTES + 1, 'blockHead of a known version'],
  ] as const) {
    const data = copied();
    const { journal } = dataDirectories(data);
    const name = readdirSync(journal).find((file) => file.endsWith('.journal')) as string;
    const bytes = readFileSync(join(journal, name));
    bytes[at] = 9;
    writeFileSync(join(journal, name), bytes);
    const refused = hosts.start(data);
    await expect(refused).rejects.toThrow(EngineRefused);
    await expect(refused).rejects.toThrow(what);
  }
});
