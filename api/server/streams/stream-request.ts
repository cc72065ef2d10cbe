/** Reads what comes over a WebSocket: one JSON object a frame, which says what is asked. */
import { CancelOnDisconnect, Logon, Ping, Send, Subscribe, Unsubscribe } from '@intelligent-ledger/client/wire';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Credentials } from '../accept/accept-message.ts';
import { Refused } from '../accept/problems.ts';
import { schemaFaultOf } from '../accept/schema-fault.ts';

const SCHEMAS = {
  subscribe: Subscribe,
  unsubscribe: Unsubscribe,
  logon: Logon,
  send: Send,
  cancel_on_disconnect: CancelOnDisconnect,
  ping: Ping,
} as const;

export type StreamOp = keyof typeof SCHEMAS;
export type Request = { [Op in StreamOp]: Static<(typeof SCHEMAS)[Op]> & { readonly op: Op } }[StreamOp];

const CHECKS = new Map(Object.entries(SCHEMAS).map(([op, schema]) => [op, Compile(schema as TSchema)]));

/** What is known of a request that may be none: by which it is answered. */
export interface RequestHead {
  readonly op: string;
  readonly id?: number;
}

/** The request that a frame is; fails with `Refused` when it is none. */
export function readRequest(text: string): { head: RequestHead; request: Request | Refused } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { head: { op: '' }, request: new Refused('frame_malformed', { detail: 'It is no JSON.' }) };
  }
  const head = headOf(value);
  const check = CHECKS.get(head.op);
  if (check === undefined) return { head, request: new Refused('frame_malformed', { field: 'op' }) };
  if (check.Check(value)) return { head, request: value as Request };
  return { head, request: new Refused('frame_malformed', schemaFaultOf(check, value)) };
}

function headOf(value: unknown): RequestHead {
  if (typeof value !== 'object' || value === null) return { op: '' };
  const { op, id } = value as { readonly op?: unknown; readonly id?: unknown };
  const named = typeof op === 'string' && CHECKS.has(op) ? op : '';
  return Number.isSafeInteger(id) ? { op: named, id: id as number } : { op: named };
}

/** By what a message that came over the line is authorized. */
export function credentialsOf({
  signature,
  code,
  exchange,
}: Pick<Static<typeof Send>, 'signature' | 'code' | 'exchange'>): Credentials | null {
  const made = exchange === undefined ? {} : { exchange };
  if (signature !== undefined) return { signature, ...made };
  return code === undefined ? null : { code, ...made };
}
