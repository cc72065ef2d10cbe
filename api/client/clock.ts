/** The wall clock, by which nonces and lives of messages are. */

/** So long what a client sends is valid, unless it says otherwise, in microseconds. */
export const LIFE_MICROS = 30_000_000;

const MICROS = 1_000;

/** The time in microseconds since 1970. */
export function nowMicros(): number {
  return Date.now() * MICROS;
}
