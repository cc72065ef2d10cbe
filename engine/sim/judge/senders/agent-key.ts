/** What an agent key may do, until when and how often, as its owner said last. */
import { KeyScope } from '@intelligent-ledger/engine/core';

/** What an owner says of a key with one command. */
export interface KeyTerms {
  /** Flags of `KeyScope`. */
  scope: number;
  /** Microseconds; 0 is never. */
  expiresAt: number;
  /** Most micro-dollars that one order may be worth; 0 is no bound. */
  orderValueMax: number;
  /** Number of the account to which it is confined, plus one; 0 is none. */
  ofAccount: number;
  /** Commands but cancels in one second; 0 is no bound. */
  commandsPerSecond: number;
  /** Numbers of the markets to which it is confined, ascending; none of them is no confinement. */
  markets: readonly number[];
}

export interface AgentKey extends KeyTerms {
  readonly owner: number;
  readonly keyKind: number;
  readonly identity: string;
  /** That of its owner when it was approved; 0 once it was revoked by itself. */
  epoch: number;
  /** The second of engine time of its last command that was counted, and how many were counted in it. */
  second: number;
  commands: number;
}

/** A key that has sent nothing in any second. */
export const SENT_NOTHING = { second: 0, commands: 0 };

/** What a key may do that the chain registered: it trades, without bounds and without end. */
export const UNBOUND_TERMS: KeyTerms = {
  scope: KeyScope.trade,
  expiresAt: 0,
  orderValueMax: 0,
  ofAccount: 0,
  commandsPerSecond: 0,
  markets: [],
};

/** Whether a key is dead at a time. */
export function isExpiredKey({ expiresAt }: AgentKey, time: number): boolean {
  return expiresAt !== 0 && expiresAt <= time;
}

/** Whether a key acts for one account alone, and that is another one. */
export function isConfinedElsewhere({ ofAccount }: AgentKey, account: number): boolean {
  return ofAccount !== 0 && ofAccount !== account + 1;
}

/** Whether a key may trade in some markets only, and not in this one. */
export function isOutOfMarkets({ markets }: AgentKey, market: number): boolean {
  return markets.length > 0 && !markets.includes(market);
}

/** The commands of a key that count in a second. */
export function countedIn({ second, commands }: AgentKey, now: number): number {
  return second === now ? commands : 0;
}
