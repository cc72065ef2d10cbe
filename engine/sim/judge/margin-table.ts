/** Which rule answers which command of margin and fees. Where there is no money, none does. */
import { decode, setFeeTiers, setMarginTerms, setMarkPrice } from '@intelligent-ledger/engine/core';
import { changeFeeTiers } from './fee-tiers.ts';
import { changeMarginTerms } from './margin-terms.ts';
import { changeMark } from './marks.ts';
import type { NaiveState } from './naive-state.ts';
import { type Refusal, refuse } from './refusal.ts';

const MARGIN_COMMANDS = [setMarginTerms, setMarkPrice, setFeeTiers];

/** Whether a command is one of margin. */
export function isOfMargin(command: Uint8Array): boolean {
  return MARGIN_COMMANDS.some(({ number }) => number === command[0]);
}

/** Carries out a command of margin or says why not. */
export function executeMargin(state: NaiveState, command: Uint8Array): Refusal | undefined {
  if (!state.hasMoney) return refuse('assetUnknown');
  switch (command[0]) {
    case setMarginTerms.number:
      return changeMarginTerms(state, decode(setMarginTerms, command));
    case setMarkPrice.number:
      return changeMark(state, decode(setMarkPrice, command));
    case setFeeTiers.number:
      return changeFeeTiers(state, command.subarray(setFeeTiers.byteLength));
    default:
      throw new Error(`the judge has no rule for command ${command[0]}`);
  }
}
