/** The command that begins a message of several commands. Its nonce is spent already, where nonces are. */
import { messageOpened, type openMessage, type ValuesOf } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';

const RULES_WITH_MESSAGES = 2;

/** Under the first version of the rules it only answers. */
export function begin(state: NaiveState, command: ValuesOf<typeof openMessage.specs>): undefined {
  const { nonce, account, key, session, commands } = command;
  if (state.ruleVersion >= RULES_WITH_MESSAGES) state.message = { account, key, session, next: 1, last: commands };
  state.emit(messageOpened, { nonce, account, key, commands });
}
