/**
 * The time of the engine, in microseconds: the only clock that anything in the log has. It never goes back. It runs
 * with the system's monotonic clock, and follows the system's wall clock: where that is behind or a little ahead by
 * running slower or faster, so that one that is set back does not make it stand still, and where it is far ahead, as
 * after the system slept, at once. Across a restart it goes on from the later of the last entry and the wall clock.
 */

/** Of the time that passes, so much is made up at most where the wall clock says another time. */
const SLEW = 0.05;
/** A wall clock that is ahead by more is followed at once: commands are valid for no more than a minute. */
const STEP_MICROS = 1_000_000;

export class EngineClock {
  private readonly wallMicros: () => number;
  private readonly monotonicMicros: () => number;
  private time: number;
  private seen: number;

  /** Goes on behind the last entry's time. */
  constructor(lastTime: number, wallMicros: () => number, monotonicMicros: () => number) {
    this.wallMicros = wallMicros;
    this.monotonicMicros = monotonicMicros;
    this.time = Math.max(lastTime, Math.floor(wallMicros()));
    this.seen = monotonicMicros();
  }

  /** The time now, a whole number, never less than before. */
  now(): number {
    const monotonic = this.monotonicMicros();
    const passed = Math.max(0, monotonic - this.seen);
    const ahead = this.offset - passed;
    const correction = ahead > STEP_MICROS ? ahead : Math.max(-SLEW * passed, Math.min(SLEW * passed, ahead));
    this.time += passed + correction;
    this.seen = monotonic;
    return Math.floor(this.time);
  }

  /** By how much the wall clock is ahead, in microseconds. */
  get offset(): number {
    return this.wallMicros() - this.time;
  }
}

/** The clock of the system. */
export function systemClock(lastTime: number): EngineClock {
  const monotonic = () => performance.now() * 1_000;
  return new EngineClock(lastTime, () => Date.now() * 1_000, monotonic);
}
