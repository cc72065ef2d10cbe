/**
 * When the engine hashes its state, so that whoever applies the same log can compare it. It stops meanwhile, so that it
 * does so only as often as costs a hundredth of its time, and not at all once one hash would hold up commands for long:
 * then followers compare theirs with each other, and with the records, of which every block tells.
 */
import type { Machine } from '@intelligent-ledger/engine/core';
import { NO_HASH } from '../journal/sealing.ts';
import { stateHashOf } from '../snapshots/snapshot-file.ts';

const SHARE_OF_TIME = 0.01;

export class StateHashes {
  private readonly pauseMax: number;
  private readonly millis: () => number;
  private cost = 0;
  private lastAt = Number.NEGATIVE_INFINITY;
  private lastSequence = -1;

  /** `pauseMax`: how long the engine may stop for one hash, in milliseconds. */
  constructor(pauseMax: number, millis: () => number) {
    this.pauseMax = pauseMax;
    this.millis = millis;
  }

  /** The state hash if it is time for one, else that of none. */
  next(machine: Machine): string {
    const begun = this.millis();
    const isTime = begun - this.lastAt >= this.cost / SHARE_OF_TIME;
    if (!isTime || this.cost > this.pauseMax || machine.sequence === this.lastSequence) return NO_HASH;
    return this.take(machine);
  }

  /** The state hash now, whatever it costs. */
  take(machine: Machine): string {
    const begun = this.millis();
    const hash = stateHashOf(machine.snapshot());
    this.lastAt = this.millis();
    this.cost = this.lastAt - begun;
    this.lastSequence = machine.sequence;
    return hash;
  }
}
