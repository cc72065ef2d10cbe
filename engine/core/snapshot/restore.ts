/**
 * Makes a machine of a snapshot. Any bytes may be given: what is not the snapshot of a possible
 * state is refused with a sentence that says why. The last check is the strongest: the machine's
 * own snapshot must be the same bytes.
 */
import { capacityTooLate } from '../administration.ts';
import { fieldUnfit, Machine, type MachineOptions } from '../machine.ts';
import { genesis, resize } from '../schema/command.ts';
import { snapshotHead } from '../schema/snapshot.ts';
import type { Exchange, GenesisTerms } from '../state/exchange.ts';
import { canCountSenders } from '../state/nonce-windows.ts';
import { faultOfCounts, fillExchange } from './restore-exchange.ts';
import { type Capacities, decodeSnapshot, type LogicalState } from './snapshot-reader.ts';

export type Restored = { readonly machine: Machine } | { readonly refused: string };

/** A machine in the state of a snapshot, or why there is none. `options` may differ from those it was taken under. */
export function restoreMachine(bytes: Uint8Array, options: MachineOptions = {}): Restored {
  const state = decodeSnapshot(bytes);
  if (typeof state === 'string') return { refused: state };
  const machine = new Machine(options);
  machine.setTime(state.sequence, state.time);
  if (state.genesis !== null) {
    if (fieldUnfit(state.genesis) !== null) return { refused: 'the terms of Genesis do not go together' };
    if (!machine.hasRoomFor(state.genesis)) return { refused: 'the record buffer is below the largest answer' };
    const refused = faultOfCapacities(state, state.genesis) ?? faultOfCounts(state, state.capacities);
    if (refused !== null) return { refused };
    const from = snapshotHead.byteLength;
    const genesisBytes = bytes.slice(from, from + genesis.byteLength + state.genesis.blobBytes);
    const exchange = startedOrNull(machine, { ...state.genesis, ...state.capacities }, genesisBytes);
    if (exchange === null) return { refused: 'this machine has no room for the capacities of Genesis' };
    const fault = fillExchange(exchange, machine.input, state);
    if (fault !== null) return { refused: fault };
    machine.resume();
  }
  const again = machine.snapshot();
  const isSame = again.length === bytes.length && again.every((byte, index) => byte === bytes[index]);
  return isSame ? { machine } : { refused: 'the restored state has another snapshot' };
}

/** The tables of a machine; null when the language has no memory for what Genesis asks for, of which it throws this. */
function startedOrNull(machine: Machine, terms: GenesisTerms, genesisBytes: Uint8Array): Exchange | null {
  try {
    return machine.start(terms, genesisBytes);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Whether capacities are what Genesis and later resizes can have led to. */
function faultOfCapacities({ capacities }: LogicalState, terms: GenesisTerms): string | null {
  for (const [name, value] of Object.entries(capacities)) {
    const first = terms[name as keyof Capacities];
    const { max } = resize.specs[name as keyof Capacities];
    if (value < first || value > max) return 'a capacity is not possible';
  }
  const isPossible = capacityTooLate(terms, capacities) === undefined && canCountSenders(capacities);
  return isPossible ? null : 'a capacity is not possible';
}
