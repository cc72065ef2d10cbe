/** What a copy of a book answers when it is given a whole view or deltas. */
export type CopyVerdict =
  /** Taken over, and the checksum agrees. */
  | 'taken'
  /** Ends at or before the copy's sequence: passed over, the copy is as it was. */
  | 'old'
  /** Begins at another sequence than the copy's: passed over, and the deltas from the copy's sequence on are wanted. */
  | 'gap'
  /** Is of another market than the copy: passed over. */
  | 'otherMarket'
  /** A whole view is wanted first: there was none yet, this one is not whole, or the copy is broken. */
  | 'wholeViewWanted'
  /** The copy does not agree with the checksum, or a row speaks of what it does not hold: it is broken from now on. */
  | 'broken';
