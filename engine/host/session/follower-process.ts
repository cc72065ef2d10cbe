/** A follower of the session's exchange in a process of its own, which takes the snapshots. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answer } from '../engine/queries.ts';

const PROGRAM = fileURLToPath(new URL('../follower/main.ts', import.meta.url));
const SNAPSHOT_COMMANDS = '100000';
const SNAPSHOT_SECONDS = '10';

export class FollowerProcess {
  private readonly child: ChildProcess;
  private readonly exit: Promise<unknown>;
  private asked = 0;

  /** What it has to say of differences goes to the error stream of this process. */
  constructor(exchange: string) {
    const given = ['--exchange', exchange, '--snapshot-commands', SNAPSHOT_COMMANDS, '--quiet'];
    this.child = spawn(process.execPath, [PROGRAM, ...given, '--snapshot-seconds', SNAPSHOT_SECONDS], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // A terminal's interrupt is for the session, which stops its follower.
      detached: true,
    });
    this.exit = once(this.child, 'exit');
  }

  /** The state hash once it has applied an entry; null when it has ended before. */
  stateHash(sequence: number): Promise<Answer<'stateHash'> | null> {
    const id = this.asked;
    this.asked += 1;
    const answered = new Promise<Answer<'stateHash'>>((resolve) => {
      this.child.on('message', (message: { id: number; answer: Answer<'stateHash'> }) => {
        if (message.id === id) resolve(message.answer);
      });
    });
    if (!this.child.connected) return Promise.resolve(null);
    this.child.send({ id, name: 'stateHash', ask: {}, from: sequence });
    return Promise.race([answered, this.exit.then(() => null)]);
  }

  /** Ends it; it takes a last snapshot of where it is. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGTERM');
    await this.exit;
  }
}
