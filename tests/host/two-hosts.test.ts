/**
 * One journal has one writer: of hosts in several processes one starts, while it starts, runs, hangs and once it is
 * dead.
 */
import { afterEach, expect, test } from 'vitest';
import { HostProcess } from '../crash/host-process.ts';
import { TestHosts } from './hosts.ts';

const hosts = new TestHosts();
const processes: HostProcess[] = [];

afterEach(async () => {
  for (const process of processes.splice(0)) await process.signal('SIGKILL');
  await hosts.removeAll();
});

/** Starts a host process; answers it with what it said first. */
async function begun(data: string, seed: number): Promise<{ host: HostProcess; said: string }> {
  const host = new HostProcess(data, seed);
  processes.push(host);
  await host.begun;
  return { host, said: host.lines[0]?.kind ?? 'nothing' };
}

test('of hosts that start, run, hang and die, one writes at a time', async () => {
  const data = hosts.newData();
  const both = await Promise.all([begun(data, 1), begun(data, 2), begun(data, 3)]);
  expect(both.map(({ said }) => said).sort()).toEqual(['refused', 'refused', 'started']);
  const writer = both.find(({ said }) => said === 'started')?.host as HostProcess;
  expect((await begun(data, 4)).said).toBe('refused');
  await writer.signal('SIGSTOP');
  const { host: refused } = await begun(data, 5);
  expect(refused.lines[0]).toMatchObject({ kind: 'refused', why: expect.stringContaining('another host') });
  await writer.signal('SIGKILL');
  const next = await begun(data, 6);
  expect(next.said).toBe('started');
  const acknowledged = writer.lines.flatMap((line) => (line.kind === 'acknowledged' ? line.commands : []));
  const last = Math.max(0, ...acknowledged.map(([sequence]) => sequence));
  expect(next.host.lines[0]).toMatchObject({ kind: 'started' });
  const [first] = next.host.lines;
  expect(first?.kind === 'started' ? first.sequence : -1).toBeGreaterThanOrEqual(last);
}, 30_000);
