/** Why the judge rejects a command. */
import type { ResultCode } from '@intelligent-ledger/engine/core';

/** The reason, and the byte offset or name of the field to blame. */
export interface Refusal {
  readonly code: keyof typeof ResultCode;
  readonly field?: string | number;
}

/** Names a reason, and a field where one is to blame. */
export function refuse(code: keyof typeof ResultCode, field?: string | number): Refusal {
  return field === undefined ? { code } : { code, field };
}
