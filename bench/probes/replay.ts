/**
 * Applies a journal again, as recovery does: reading, check sums of blocks and records, and the machine. The first part
 * warms up and does not count. Options: `--data`, a data directory.
 */
import { parseArgs } from 'node:util';
import { dataDirectories, openJournal, systemDisk, tuneCompiler } from '@intelligent-ledger/engine/host';

const WARM_COMMANDS = 2_000_000;

export interface ReplayReport {
  readonly commands: number;
  readonly cpuNs: number;
  readonly wallNs: number;
}

tuneCompiler();
const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { data: text, warm: text, seconds: text, commands: text } });

async function run(data: string): Promise<ReplayReport> {
  const { reader, replayer } = await openJournal(systemDisk, dataDirectories(data), { machine: { isResident: true } });
  let from = -1;
  let [cpu, wall] = [process.cpuUsage(), performance.now()];
  for (let block = await reader.next(); block !== null; block = await reader.next()) {
    const fault = replayer.take(block);
    if (fault !== null) throw new Error(fault);
    if (from !== -1 || replayer.machine.sequence < WARM_COMMANDS) continue;
    from = replayer.machine.sequence;
    [cpu, wall] = [process.cpuUsage(), performance.now()];
  }
  const { user, system } = process.cpuUsage(cpu);
  const commands = from === -1 ? 0 : replayer.machine.sequence - from;
  return { commands, cpuNs: (user + system) * 1_000, wallNs: (performance.now() - wall) * 1e6 };
}

const nothing: ReplayReport = { commands: 0, cpuNs: 0, wallNs: 0 };
process.stdout.write(`${JSON.stringify(values.data === undefined ? nothing : await run(values.data))}\n`);
