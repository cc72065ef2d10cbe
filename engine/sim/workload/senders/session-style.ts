/** How a list goes about sessions: how often commands come in one, and how soon sessions end or become late. */

export interface SessionStyle {
  /** How often a command comes in an open session of its key, while there is one. */
  readonly inPerMille: number;
  /** How often a command comes in a session that it may not name. */
  readonly wrongPerMille: number;
  /** How far ahead most sessions expire, in microseconds. */
  readonly expiryAheadMax: number;
  /** How often a signature covers all that was sent; else it covers a part, or nothing new. */
  readonly wholePerMille: number;
  /** How often time leaps to where a session becomes late or expires, or just before or after. */
  readonly turnsPerMille: number;
}

/** Where none are kept, so that nothing of this matters. */
export const sessionless: SessionStyle = {
  inPerMille: 0,
  wrongPerMille: 0,
  expiryAheadMax: 1,
  wholePerMille: 0,
  turnsPerMille: 0,
};

/** Sessions that send much, sign in time and are open for long. */
export const diligent: SessionStyle = {
  inPerMille: 850,
  wrongPerMille: 25,
  expiryAheadMax: 400_000_000,
  wholePerMille: 600,
  turnsPerMille: 12,
};

/** Sessions that end while what was sent in them still waits. */
export const brisk: SessionStyle = { ...diligent, expiryAheadMax: 60_000, turnsPerMille: 10 };

/** Sessions that sign seldom and end soon. */
export const careless: SessionStyle = {
  inPerMille: 850,
  wrongPerMille: 60,
  expiryAheadMax: 30_000_000,
  wholePerMille: 250,
  turnsPerMille: 30,
};

/** Sessions that are as good as over. */
export const fleeting: SessionStyle = { ...careless, expiryAheadMax: 3_000, turnsPerMille: 60 };
