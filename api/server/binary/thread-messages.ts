/** What the thread of the binary door and the gateway say to each other. */
import type { PortHandle } from '@intelligent-ledger/engine/client-port';
import type { ProblemName } from '../accept/problems.ts';
import type { BudgetTerms } from '../limits/budget.ts';

/** With what the thread is started. */
export interface BinaryStart {
  readonly handle: PortHandle;
  readonly host: string;
  readonly port: number;
  /** Identity of the exchange. */
  readonly domain: string;
  /** Of the commands of an owner over all its lines. */
  readonly budget: BudgetTerms;
  /** For what those of an address are refused. */
  readonly faults: BudgetTerms;
  /** New lines of an address. */
  readonly opened: BudgetTerms;
}

/** A line says that it is of a session. */
export interface LogonAsked {
  readonly kind: 'logon';
  readonly id: number;
  readonly session: number;
  readonly challenge: string;
  /** As hex. */
  readonly code: string;
}

/** The session of a line signs its chain. */
export interface SigningAsked {
  readonly kind: 'sign';
  readonly id: number;
  /** The body of the message, and its signature as hex. */
  readonly body: string;
  readonly signature: string;
}

export type FromBinary =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'failed'; readonly why: string }
  | LogonAsked
  | SigningAsked;

export type LogonAnswer =
  | { readonly problem: ProblemName }
  | { readonly owner: number; readonly key: number; readonly expiresAt: number };

export type SigningAnswer = { readonly problem: ProblemName } | { readonly code: number; readonly sequence: number };

export type ToBinary =
  | { readonly kind: 'stop' }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: LogonAnswer | SigningAnswer };
