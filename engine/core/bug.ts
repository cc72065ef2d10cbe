/**
 * A broken invariant: the program, not its input, is wrong. The process must stop, and recovery
 * is a normal start (load the newest snapshot, replay the journal).
 */
export class EngineBug extends Error {
  override readonly name = 'EngineBug';
}

/** Stops the process with `message` when `condition` does not hold. Never used on input. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new EngineBug(message);
}
