/**
 * Which lines may be opened, and which end: an address has so many at a time, and one that is refused again and again
 * for what it sends loses the lines on which it does, and gets no new ones for a while. Refusing so costs the
 * exchange no more than it allows, however much is sent. A line that is refused nothing never ends by this, whatever
 * others of its address do.
 */
import type { Budgets } from './budgets.ts';

/**
 * What no client sends that works: no text, no schema, nobody's signature. Who is short of budget, or asks for what is
 * gone, is not to blame.
 */
const FAULTS: ReadonlySet<number> = new Set([400, 401, 403, 413, 415]);
/** An address gets no new line while less than this share of its refusals is left. */
const SHARE_FOR_NEW = 0.1;

export interface LineGuardOptions {
  /** How often those of an address may be refused. */
  readonly faults: Budgets<string>;
  /** Lines of an address at a time. */
  readonly linesPerAddress: number;
}

export class LineGuard {
  private readonly faults: Budgets<string>;
  private readonly linesPerAddress: number;
  private readonly lines = new Map<string, number>();
  private readonly ended = new WeakSet<object>();

  constructor({ faults, linesPerAddress }: LineGuardOptions) {
    this.faults = faults;
    this.linesPerAddress = linesPerAddress;
  }

  /** Whether an address gets a new line, which is then counted until it has `left`. */
  admits(address: string): boolean {
    const count = this.lines.get(address) ?? 0;
    const { most } = this.faults.terms;
    if (count >= this.linesPerAddress || this.faults.wait(address, SHARE_FOR_NEW * most) > 0) return false;
    this.lines.set(address, count + 1);
    return true;
  }

  left(address: string): void {
    const count = (this.lines.get(address) ?? 0) - 1;
    if (count > 0) this.lines.set(address, count);
    else this.lines.delete(address);
  }

  /** Notes that somebody of an address was answered with a status; whether the line it came on is to end with that. */
  isTooMuch(address: string, status: number): boolean {
    return FAULTS.has(status) && this.faults.spend(address, 1) !== true;
  }

  /** Notes that a line ends: what it had sent already is not looked at. */
  end(line: object): void {
    this.ended.add(line);
  }

  hasEnded(line: object): boolean {
    return this.ended.has(line);
  }
}
