/** The command that sets all capacities anew. None becomes smaller, and none brings money or sessions where none is. */
import { type resize, resized, SENDERS_MAX, type ValuesOf } from '@intelligent-ledger/engine/core';
import { CAPACITIES, capacitiesIn } from './capacities.ts';
import type { NaiveState } from './naive-state.ts';
import { type Refusal, refuse } from './refusal.ts';

export function changeCapacities(state: NaiveState, command: ValuesOf<typeof resize.specs>): Refusal | undefined {
  const shrinking = CAPACITIES.find((name) => command[name] < state.capacities[name]);
  if (shrinking !== undefined) return refuse('capacityShrinks', shrinking);
  if (!state.hasMoney && command.assetsMax > 0) return refuse('fieldOutOfRange', 'assetsMax');
  const areSessionsKept = state.limits.sessionsMax > 0;
  if (!areSessionsKept && command.sessionsMax > 0) return refuse('fieldOutOfRange', 'sessionsMax');
  if (command.ownersMax + command.keysMax > SENDERS_MAX) return refuse('fieldOutOfRange', 'keysMax');
  state.capacities = capacitiesIn(command);
  // The record says those capacities for which it has a field.
  const said = Object.entries(state.capacities).filter(([name]) => name in resized.specs);
  state.emit(resized, Object.fromEntries(said));
  return undefined;
}
