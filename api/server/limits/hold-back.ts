/**
 * Holds back who is refused again and again: what comes on such a line is not read for a while, so that refusing costs
 * the exchange no more than it allows, however much is sent. Nobody is held back for what others of his address do.
 */
import type { Budgets } from './budgets.ts';

/** A line that can be left unread for a while. */
interface Line {
  pause(): void;
  resume(): void;
}

/** Notes that a line was refused something; `faults`: how often those of an address may be. */
export function holdBack(faults: Budgets<string>, address: string, line: Line): void {
  const isFree = faults.spend(address, 1) === true;
  if (isFree) return;
  // What is owed makes the wait longer for each line more, so that all of an address together get what one would.
  faults.owe(address, 1);
  const wait = faults.wait(address, 1);
  line.pause();
  setTimeout(() => line.resume(), wait).unref();
}
