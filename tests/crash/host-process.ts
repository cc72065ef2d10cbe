/** A process that runs a host under load, as whoever kills it sees it: what it said, line by line. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Line } from './loaded-host.ts';

const PROGRAM = fileURLToPath(new URL('./loaded-host.ts', import.meta.url));

export class HostProcess {
  /** All that it said so far. */
  readonly lines: Line[] = [];
  /** Comes back once it said that it started, or why it did not, or ended. */
  readonly begun: Promise<void>;
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;
  private rest = '';
  private tell: () => void = () => {};

  constructor(data: string, seed: number) {
    this.child = spawn(process.execPath, [PROGRAM, data, String(seed)], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.closed = once(this.child, 'close');
    this.begun = new Promise((resolve) => {
      this.tell = resolve;
    });
    this.child.stdout?.on('data', (data: Buffer) => this.take(data.toString()));
    this.child.on('close', () => this.tell());
  }

  /** Sends a signal. But for `SIGSTOP` it has ended when this comes back, and all that it said has come. */
  async signal(signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP'): Promise<void> {
    this.child.kill(signal);
    if (signal !== 'SIGSTOP') await this.closed;
  }

  private take(text: string): void {
    const parts = `${this.rest}${text}`.split('\n');
    this.rest = parts.pop() ?? '';
    for (const part of parts) this.lines.push(JSON.parse(part) as Line);
    if (parts.length > 0) this.tell();
  }
}
