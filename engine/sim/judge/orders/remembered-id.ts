/** What the judge keeps of a client order id. */

/** An id that is remembered. */
export interface RememberedId {
  readonly account: number;
  readonly clientOrderId: string;
  readonly order: number;
  /** Kind of the command that placed the order. */
  readonly commandKind: number;
  /** What the command said of the order, as hex. */
  readonly content: string;
  /** The second of engine time in which the valid-until of the command lies. */
  readonly forgetSecond: number;
  /** Whether that second is over and only the open order keeps it. */
  readonly isHeld: boolean;
}
