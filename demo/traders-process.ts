/** The traders of the demo in a process of their own, which is started again when it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface TradersOptions {
  /** Where recorded order flow lies, or the seed that it is made from. */
  readonly data: string;
  readonly seed: number | null;
  /** How many times as fast as it was recorded it is played. */
  readonly speed: number;
}

const PROGRAM = fileURLToPath(new URL('./traders.ts', import.meta.url));
const AGAIN_MILLIS = 1_000;

export class TradersProcess {
  private readonly given: readonly string[];
  private child: ChildProcess;
  private isStopping = false;
  private ended: () => void = () => {};

  constructor(url: string, directory: string, { data, seed, speed }: TradersOptions) {
    const flow = seed === null ? ['--data', data] : ['--seed', String(seed)];
    this.given = ['--url', url, '--exchange', directory, '--speed', String(speed), ...flow];
    this.child = this.start();
  }

  /** Lets them end what they are at. */
  async stop(): Promise<void> {
    this.isStopping = true;
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const isEnded = new Promise<void>((resolve) => {
      this.ended = resolve;
    });
    this.child.kill('SIGTERM');
    await isEnded;
  }

  private start(): ChildProcess {
    // A terminal's interrupt is for the exchange, which stops its traders.
    const child = spawn(process.execPath, [PROGRAM, ...this.given], {
      // By the channel they learn that the exchange's process is gone, however it went.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      detached: true,
    });
    child.on('exit', () => {
      this.ended();
      if (this.isStopping) return;
      setTimeout(() => {
        if (!this.isStopping) this.child = this.start();
      }, AGAIN_MILLIS).unref();
    });
    return child;
  }
}
