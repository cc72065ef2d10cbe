/**
 * Holds back lines that are refused again and again for what they send: what comes on such a line is not read for a
 * while, so that refusing costs the exchange no more than it allows, however much is sent. A line that is refused
 * nothing is never held back, whatever others of its address do.
 */
import type { Budgets } from './budgets.ts';

/** A line that can be left unread for a while. */
export interface Line {
  pause(): void;
  resume(): void;
}

/**
 * What no client sends that works: no text, no schema, nobody's signature. Who is short of budget, or asks for what is
 * gone, is not held back.
 */
const FAULTS: ReadonlySet<number> = new Set([400, 401, 403, 413, 415]);
/** Until when lines are held back, and what then lets them go. */
const held = new WeakMap<Line, NodeJS.Timeout>();

/** Notes that a line was answered with a status; `faults`: how often those of an address may be refused. */
export function holdBack(faults: Budgets<string>, address: string, line: Line, status: number): void {
  if (!FAULTS.has(status) || faults.spend(address, 1) === true) return;
  // What is owed makes the wait longer for each line more, so that all of an address together get what one would.
  faults.owe(address, 1);
  line.pause();
  clearTimeout(held.get(line));
  const timer = setTimeout(() => line.resume(), faults.wait(address, 1));
  timer.unref();
  held.set(line, timer);
}
