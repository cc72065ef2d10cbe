/**
 * When the engine hashes its state, so that whoever applies the same log can compare it. It stops meanwhile, so that it
 * does so only as often as costs a hundredth of its time, and not at all once one hash would hold up commands for long:
 * then followers compare theirs with each other, and with the records, of which every block tells.
 */
import type { Machine } from '@intelligent-ledger/engine/core';
import { NO_HASH } from '../journal/sealing.ts';
import { stateHashOf } from '../snapshots/snapshot-file.ts';

const SHARE_OF_TIME = 0.01;
/**
 * A hash is held to cost the least of so many: on a busy machine one takes long because the thread had to wait, and
 * that is no reason to take none any more.
 */
const COSTS_KEPT = 3;

export class StateHashes {
  private readonly pauseMax: number;
  private readonly millis: () => number;
  private readonly hashOf: (machine: Machine) => string;
  private readonly costs: number[] = [];
  private lastAt = Number.NEGATIVE_INFINITY;
  private lastSequence = -1;

  /** `pauseMax`: how long the engine may stop for one hash, in milliseconds. */
  constructor(pauseMax: number, millis: () => number, hashOf = (machine: Machine) => stateHashOf(machine.snapshot())) {
    this.pauseMax = pauseMax;
    this.millis = millis;
    this.hashOf = hashOf;
  }

  /** The state hash before anything is served: taken again while it seems too costly, as the code is still cold. */
  first(machine: Machine): string {
    let hash = this.take(machine);
    while (this.cost > this.pauseMax && this.costs.length < COSTS_KEPT) hash = this.take(machine);
    return hash;
  }

  /** The state hash if it is time for one, else that of none. */
  next(machine: Machine): string {
    const { cost } = this;
    const isTime = this.millis() - this.lastAt >= cost / SHARE_OF_TIME;
    if (!isTime || cost > this.pauseMax || machine.sequence === this.lastSequence) return NO_HASH;
    return this.take(machine);
  }

  /** What a hash costs, in milliseconds. */
  private get cost(): number {
    return this.costs.length === 0 ? 0 : Math.min(...this.costs);
  }

  private take(machine: Machine): string {
    const begun = this.millis();
    const hash = this.hashOf(machine);
    this.lastAt = this.millis();
    if (this.costs.push(this.lastAt - begun) > COSTS_KEPT) this.costs.shift();
    this.lastSequence = machine.sequence;
    return hash;
  }
}
