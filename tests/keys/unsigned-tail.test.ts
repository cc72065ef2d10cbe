/**
 * What sessions are for: whoever trades in one has signed for all that it sent more than ten seconds ago. The core
 * keeps one time for that; here every command is kept, so that nobody has to believe that one is enough.
 */
import { Machine, ResultCode, SESSION_UNSIGNED_MICROS_MAX } from '@intelligent-ledger/engine/core';
import { LogWriter, Random } from '@intelligent-ledger/engine/sim';
import { expect, test } from 'vitest';

const SEEDS = [1, 2, 3, 4, 5, 6];
const STEPS = 4_000;
const DAY_ALMOST = 86_000_000_000;
const market = { marketKind: 2, sizeDecimals: 2, maxPrice: 1_000, maxSize: 100, bands: [{ from: 1, step: 1 }] };

interface Sent {
  readonly sequence: number;
  readonly time: number;
}

/** A session that sends, signs and waits at random, and all that it sent and has not signed for. */
class Sender {
  readonly log = new LogWriter();
  readonly machine = new Machine();
  readonly tally = { accepted: 0, late: 0, signed: 0, freed: 0, needless: 0 };
  private readonly random: Random;
  private unsigned: Sent[] = [];
  private counter = 0;
  private lastSignature: number;
  private wasLate = false;

  constructor(seed: number) {
    this.random = new Random(seed);
    this.log.begin({ sessionsMax: 1 }, market);
    this.log.openSession({ expiresAt: this.log.time + DAY_ALMOST });
    for (const entry of this.log.entries) this.machine.applyBytes(entry);
    this.lastSignature = this.machine.sequence;
  }

  step(): void {
    const { random, log } = this;
    log.time += random.pick([0, 1_000, 400_000, 2_000_000, SESSION_UNSIGNED_MICROS_MAX]);
    const what = random.weighted({ trade: 5, cancel: 3, sign: 4, settle: 1 });
    if (what === 'sign') this.sign();
    else if (what === 'settle') this.settle();
    else this.send(what === 'trade');
  }

  /** Places an order far from any other, or cancels one that there may be. */
  private send(isTrade: boolean): void {
    const { log, machine, unsigned, tally } = this;
    const entry = isTrade
      ? log.place({ price: 1, session: 1 })
      : log.cancel(this.random.between(1, 60), 0, { session: 1 });
    const code = machine.applyBytes(entry);
    const oldest = unsigned[0]?.time ?? log.time;
    const isOld = log.time - oldest > SESSION_UNSIGNED_MICROS_MAX;
    if (isTrade && isOld) expect(code).toBe(ResultCode.sessionLate);
    if (code === ResultCode.sessionLate) {
      expect(isTrade).toBe(true);
      tally.late += 1;
      // The one time that is kept may be earlier than that of the oldest command, and never later.
      if (!isOld) tally.needless += 1;
      this.wasLate = true;
    } else if (isTrade && this.wasLate) {
      tally.freed += 1;
      this.wasLate = false;
    }
    if (isTrade && code === ResultCode.accepted) tally.accepted += 1;
    this.unsigned.push({ sequence: machine.sequence, time: log.time });
  }

  /** Signs for all, or for what was acknowledged some commands ago. */
  private sign(): void {
    const { log, machine, random } = this;
    const ofSequence = Math.max(1, machine.sequence - random.pick([0, 0, 1, 2, 5, 20]));
    this.counter += 1;
    const code = machine.applyBytes(log.signSession(1, { counter: this.counter, ofSequence }));
    // Who signs for less than had happened as it signed last may hide something that is older than that.
    const isStale = ofSequence < this.lastSignature;
    expect(code).toBe(isStale ? ResultCode.signatureStale : ResultCode.accepted);
    if (isStale) return;
    this.tally.signed += 1;
    this.lastSignature = machine.sequence;
    this.unsigned = this.unsigned.filter(({ sequence }) => sequence > ofSequence);
  }

  /** Something of others happens. */
  private settle(): void {
    this.machine.applyBytes(this.log.place({ price: 2, account: 1 }));
    this.machine.takeRecords();
  }
}

test.each(SEEDS)('nobody trades in a session with anything unsigned for more than ten seconds, seed %i', (seed) => {
  const sender = new Sender(seed);
  for (let left = STEPS; left > 0; left -= 1) sender.step();
  const { accepted, late, freed, signed, needless } = sender.tally;
  // Both answers come often, and one who signs is free again.
  expect(Math.min(accepted, late, freed, signed)).toBeGreaterThan(30);
  expect(needless).toBeLessThan(late);
});

test('who signs for all every five seconds is never late, however much is on its way', () => {
  const log = new LogWriter();
  log.begin({ sessionsMax: 1 }, market);
  log.openSession({ expiresAt: log.time + DAY_ALMOST });
  const machine = new Machine();
  for (const entry of log.entries) machine.applyBytes(entry);
  for (let second = 1; second <= 60; second += 1) {
    log.time += 1_000_000;
    expect(machine.applyBytes(log.place({ price: 1, session: 1 }))).toBe(ResultCode.accepted);
    expect(machine.applyBytes(log.cancel(second, 0, { session: 1 }))).toBe(ResultCode.accepted);
    // The acknowledgement of the last command is still under way as the session signs.
    const signing = { counter: second, ofSequence: machine.sequence - 1 };
    if (second % 5 === 0) expect(machine.applyBytes(log.signSession(1, signing))).toBe(ResultCode.accepted);
  }
});
