/** A follower in a process of its own beside hosts that are killed, which is killed now and then too. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../engine/host/follower/main.ts', import.meta.url));
/** So often that snapshots and the archive are being written at many of the moments in which something is killed. */
const SNAPSHOT_COMMANDS = '3000';

export class KilledFollower {
  /** How often it ended by itself, which it never is to. */
  readonly faults: string[] = [];
  private readonly data: string;
  private child: ChildProcess | null = null;

  constructor(data: string) {
    this.data = data;
  }

  /** Starts it if it does not run. */
  start(): void {
    if (this.child !== null) return;
    const given = ['--exchange', this.data, '--snapshot-commands', SNAPSHOT_COMMANDS, '--quiet'];
    const child = spawn(process.execPath, [PROGRAM, ...given], { stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('exit', (code, signal) => {
      if (signal !== 'SIGKILL') this.faults.push(`a follower ended by itself, with ${code ?? signal}`);
    });
    this.child = child;
  }

  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }
}
