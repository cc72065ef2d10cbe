/**
 * Tells on the error stream how far a long job is: nothing during the first second, then a line that is overwritten on
 * a terminal, or a new line every few seconds elsewhere. It never writes to the output stream, which is the result's.
 */

const QUIET_MS = 1_000;
const TERMINAL_INTERVAL_MS = 200;
const LINE_INTERVAL_MS = 5_000;
/** Looking at the clock costs more than a step of most jobs. */
const STEPS_PER_LOOK = 256;

export class Progress {
  private readonly label: string;
  private readonly total: number;
  private readonly begunAt = performance.now();
  private nextAt = this.begunAt + QUIET_MS;
  private hasShown = false;
  private done = 0;

  /** Begins a job of `total` steps; 0 is unknown. */
  constructor(label: string, total: number) {
    this.label = label;
    this.total = total;
  }

  /** One step is done. */
  step(): void {
    this.done += 1;
    if (this.done % STEPS_PER_LOOK === 0) this.look();
  }

  /** The job is done. Answers how long it took, in milliseconds. */
  end(): number {
    if (this.hasShown && process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    return performance.now() - this.begunAt;
  }

  private look(): void {
    const now = performance.now();
    if (now < this.nextAt) return;
    const share = this.total > 0 ? ` of ${grouped(this.total)} (${Math.floor((100 * this.done) / this.total)} %)` : '';
    const text = `${this.label}: ${grouped(this.done)}${share}`;
    process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
    this.hasShown = true;
    this.nextAt = now + (process.stderr.isTTY ? TERMINAL_INTERVAL_MS : LINE_INTERVAL_MS);
  }
}

/** The same items, with progress shown while they are read. */
export async function* watched<Item>(label: string, items: AsyncIterable<Item>): AsyncGenerator<Item> {
  const progress = new Progress(label, 0);
  for await (const item of items) {
    yield item;
    progress.step();
  }
  progress.end();
}

/** An integer with its thousands set apart, for a reader. */
export function grouped(value: number | bigint): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
