/**
 * Tells on the error stream how far a long job is: nothing during the first second, then a line, with more below it if
 * the job has more to say. On a terminal they are overwritten; elsewhere they come anew every few seconds. It never
 * writes to the output stream, which is the result's.
 */

const QUIET_MS = 1_000;
const TERMINAL_INTERVAL_MS = 200;
const LINE_INTERVAL_MS = 5_000;
/** Looking at the clock costs more than a step of most jobs. */
const STEPS_PER_LOOK = 256;
const COLUMNS_DEFAULT = 80;

export class Progress {
  private readonly label: string;
  private readonly total: number;
  private readonly more: () => readonly string[];
  private readonly begunAt = performance.now();
  private nextAt = this.begunAt + QUIET_MS;
  /** Lines that stand on the terminal. */
  private shown = 0;
  private done = 0;

  /** Begins a job of `total` steps; 0 is unknown. `more` makes the lines below the first. */
  constructor(label: string, total: number, more: () => readonly string[] = () => []) {
    this.label = label;
    this.total = total;
    this.more = more;
  }

  /** One step is done. */
  step(): void {
    this.done += 1;
    if (this.done % STEPS_PER_LOOK === 0) this.look();
  }

  /** One step of a job is done whose steps are long. */
  tell(): void {
    this.done += 1;
    this.look();
  }

  /** The job is done. Answers how long it took, in milliseconds. */
  end(): number {
    if (process.stderr.isTTY) process.stderr.write(this.overwritten([]));
    return performance.now() - this.begunAt;
  }

  private look(): void {
    const now = performance.now();
    if (now < this.nextAt) return;
    const share = this.total > 0 ? ` of ${grouped(this.total)} (${Math.floor((100 * this.done) / this.total)} %)` : '';
    const lines = [`${this.label}: ${grouped(this.done)}${share}`, ...this.more()];
    process.stderr.write(process.stderr.isTTY ? this.overwritten(lines) : `${lines.join('\n')}\n`);
    this.nextAt = now + (process.stderr.isTTY ? TERMINAL_INTERVAL_MS : LINE_INTERVAL_MS);
  }

  /** The text that puts lines in the place of those that stand on the terminal; longer ones are cut, not wrapped. */
  private overwritten(lines: readonly string[]): string {
    const columns = process.stderr.columns ?? COLUMNS_DEFAULT;
    const up = this.shown > 1 ? `\u001b[${this.shown - 1}A` : '';
    const erase = this.shown > 0 ? `${up}\r\u001b[J` : '';
    this.shown = lines.length;
    return erase + lines.map((line) => line.slice(0, columns - 1)).join('\n');
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

/** An integer, or its digits, with its thousands set apart, for a reader. */
export function grouped(value: number | bigint | string): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
