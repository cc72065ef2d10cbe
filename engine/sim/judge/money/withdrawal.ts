/** A withdrawal that was requested and is neither claimed nor voided. */
export interface Withdrawal {
  /** Its number, from 1. */
  readonly withdrawal: number;
  readonly account: number;
  readonly asset: number;
  /** In atoms. */
  readonly amount: bigint;
  /** How far it has come. */
  state: number;
}
