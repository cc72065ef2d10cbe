/** One row of order flow that was recorded somewhere, as an agent says it to an exchange. */
export interface FlowRow {
  /** When, in microseconds. */
  readonly timeMicros: number;
  /**
   * `add` rests an order, `modify` states one anew, `cancel` takes a size away from one, `trade` takes what is there
   * at once, `clear` ends all.
   */
  readonly action: 'add' | 'modify' | 'cancel' | 'trade' | 'clear';
  /** Name of the order in the flow. */
  readonly id: string;
  readonly side: 'buy' | 'sell';
  /** In dollars, as a decimal. */
  readonly price: string;
  /** Whole units. */
  readonly size: number;
}
