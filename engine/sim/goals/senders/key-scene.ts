/** What the goals of keys are told of a command: what there was before it, how it was answered, and what there is. */
import { amendOrder, approveKey, decode, type Layout, revokeKeys } from '@intelligent-ledger/engine/core';
import type { JudgeRecord, Message, NaiveState } from '../../judge/naive-state.ts';
import { type NamingValues, repeatedBy } from '../../judge/orders/client-order-ids.ts';
import { type AgentKey, countedIn } from '../../judge/senders/agent-key.ts';
import { isRevoked } from '../../judge/senders/key-questions.ts';
import { waitingOrders } from '../../workload/queue/queued-work.ts';
import { secondOf } from '../../workload/senders/key-scene.ts';

export type KeyValues = Readonly<Record<string, number | string>>;

/** The command and what is known before it is applied. What can change is copied. */
export interface KeyBefore {
  readonly layout: Layout;
  readonly values: KeyValues;
  readonly blob: Uint8Array;
  /** The key under which it comes, if it is one of the account's owner. */
  readonly key: AgentKey | undefined;
  readonly isRevoked: boolean;
  /** Of an approval or a revocation: all keys, and the owner with its epoch. */
  readonly keys: readonly AgentKey[];
  readonly owner: number | undefined;
  readonly epoch: number;
  readonly message: Message | undefined;
  /** Whether its nonce is kept, and whether it repeats a client order id. */
  readonly isNonceKept: boolean;
  readonly isRepeat: boolean;
  /** The market of the order that an amend names, if that is open, and whether the order waits. */
  readonly amended: { readonly market: number; readonly waits: boolean } | undefined;
}

/** A command under a key, with how it was answered and what there is now. */
export interface Asked extends KeyBefore {
  readonly key: AgentKey;
  readonly code: number;
  /** The field that the refusal names. */
  readonly field: string;
  readonly records: readonly JudgeRecord[];
  readonly state: NaiveState;
}

/** Whether a command was counted in the present second of its key: it may be sent, whatever it says. */
export function isCounted({ key, values, state }: Asked): boolean {
  const second = secondOf(state.time);
  const now = state.keys[Number(values['key']) - 1];
  return now !== undefined && countedIn(now, second) === countedIn(key, second) + 1;
}

/** What is known before a command of a user is applied, whose bytes are whole. */
export function beforeOf(layout: Layout, command: Uint8Array, state: NaiveState): KeyBefore {
  const values: KeyValues = decode(layout, command);
  const { account, key: number, nonce } = values as { account: number; key: number; nonce: number };
  const owner = state.accounts[account]?.owner;
  const known = state.keys[number - 1];
  const key = known !== undefined && known.owner === owner ? { ...known } : undefined;
  const isAboutKeys = layout === approveKey || layout === revokeKeys;
  const isNaming = 'clientOrderId' in values && 'market' in values;
  return {
    layout,
    values,
    blob: command.subarray(layout.byteLength),
    key,
    isRevoked: key !== undefined && isRevoked(state, key),
    keys: isAboutKeys ? state.keys.map((other) => ({ ...other })) : [],
    owner,
    epoch: state.owners[owner ?? -1]?.keyEpoch ?? 0,
    message: state.message,
    isNonceKept: state.keyNonces[number - 1]?.includes(nonce) ?? false,
    isRepeat:
      key !== undefined && isNaming && repeatedBy(state, values as unknown as NamingValues, command) !== undefined,
    amended:
      layout === amendOrder && key !== undefined ? amendedOf(state, account, Number(values['order'])) : undefined,
  };
}

function amendedOf(state: NaiveState, account: number, number: number) {
  const order = state.openOrderOf(account, number);
  return order && { market: order.market, waits: waitingOrders(state).includes(order) };
}
