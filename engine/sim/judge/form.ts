/** The checks on a command's form, which come before all others. */
import { COMMANDS, firstFault, genesis, type Layout } from '@intelligent-ledger/engine/core';
import type { NaiveState } from './naive-state.ts';
import { type Refusal, refuse } from './refusal.ts';

/** The layout of a command whose form is sound, or why it is not. */
export function layoutOrRefusal(state: NaiveState, command: Uint8Array): Layout | Refusal {
  const layout = COMMANDS.find((candidate) => candidate.number === command[0]);
  if (layout === undefined) return refuse('commandKindUnknown', 0);
  if (command[1] !== layout.version) return refuse('commandVersionUnknown', 1);
  const blobBytes = new DataView(command.buffer, command.byteOffset).getUint16(2, true);
  const isLengthRight = command.length === layout.byteLength + blobBytes && blobBytes <= layout.blobBytesMax;
  if (!isLengthRight) return refuse('commandLengthWrong', 2);
  const isGenesis = layout.number === genesis.number;
  if (isGenesis && state.genesis !== undefined) return refuse('alreadyStarted');
  if (!isGenesis && state.genesis === undefined) return refuse('notStarted');
  const fault = firstFault(layout, command);
  return fault === -1 ? layout : refuse('fieldOutOfRange', fault);
}
