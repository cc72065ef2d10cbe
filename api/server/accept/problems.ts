/**
 * Every reason for which the gateway does not serve a request. The numbers begin where those of the core end, and are
 * as stable: a code is added and never means anything else. What the core answers is no problem but a result.
 */

interface ProblemKind {
  readonly code: number;
  readonly status: number;
  readonly title: string;
}

/** By name. Families: 1000 text, 1100 who may, 1200 requests, 1400 streams, 1500 the exchange itself. */
export const PROBLEMS = {
  text_malformed: { code: 1001, status: 400, title: 'The message is not printable ASCII.' },
  exchange_other: { code: 1002, status: 400, title: 'The message was signed for another exchange.' },
  json_malformed: {
    code: 1003,
    status: 400,
    title: 'The body is no JSON object, says a name twice, or writes something in a roundabout way.',
  },
  property_missing: { code: 1004, status: 400, title: 'Something that must be said is not.' },
  property_unknown: { code: 1005, status: 400, title: 'A property says nothing here.' },
  type_wrong: { code: 1006, status: 400, title: 'A value is not of the type that belongs there.' },
  value_out_of_range: { code: 1007, status: 400, title: 'A value is none of those that may be there.' },
  decimals_too_many: { code: 1008, status: 400, title: 'A price, size or amount has more decimals than there are.' },
  market_unknown: { code: 1009, status: 404, title: 'There is no such market.' },
  asset_unknown: { code: 1010, status: 404, title: 'There is no such asset.' },
  command_type_unknown: { code: 1011, status: 400, title: 'No command has this type.' },
  command_count_wrong: { code: 1012, status: 400, title: 'A message has 1 to 63 commands.' },
  market_of_order_wrong: { code: 1013, status: 409, title: 'The order is in another market than the message says.' },
  valid_until_passed: { code: 1015, status: 400, title: 'The message is dead by now.' },
  valid_until_too_far: { code: 1016, status: 400, title: 'A message lives for a minute at most.' },
  message_too_long: { code: 1014, status: 413, title: 'A message has at most 8,192 bytes.' },

  credentials_missing: {
    code: 1101,
    status: 401,
    title: 'The request needs a signature, a code of a session, or a token.',
  },
  account_unknown: { code: 1102, status: 404, title: 'There is no such account.' },
  key_unknown: { code: 1103, status: 401, title: 'The owner of the account has no such key.' },
  session_unknown: { code: 1104, status: 401, title: 'There is no such session of the owner and the key.' },
  session_signs_chains: { code: 1105, status: 401, title: 'A session signs its chain and nothing else.' },
  chain_without_session: { code: 1106, status: 401, title: 'A chain is signed by its session.' },
  signature_wrong: { code: 1107, status: 401, title: 'The signature is not that of the owner or the key.' },
  code_wrong: { code: 1108, status: 401, title: 'The code is not that of the session for these bytes.' },
  proof_wrong: { code: 1109, status: 401, title: 'The key has not signed that it acts for the owner.' },
  token_wrong: { code: 1110, status: 401, title: 'The token is none of this exchange, or has expired.' },
  scope_missing: { code: 1111, status: 403, title: 'The key may not read this account.' },

  not_found: { code: 1201, status: 404, title: 'There is nothing here.' },
  request_malformed: { code: 1203, status: 400, title: 'The request is not what its schema says.' },
  media_type_wrong: { code: 1204, status: 415, title: 'The body is not of the type application/json.' },
  body_too_long: { code: 1205, status: 413, title: 'The body is too long.' },
  order_impossible: {
    code: 1207,
    status: 409,
    title: 'The market takes no such order now: it is closed or has no price, or the size or price is none of it.',
  },
  budget_spent: {
    code: 1208,
    status: 429,
    title: 'The budget is spent; Retry-After says when there is enough of it again.',
  },
  order_unknown: { code: 1206, status: 404, title: 'The account has no such order.' },

  stream_unknown: { code: 1401, status: 404, title: 'There is no such stream.' },
  frame_malformed: { code: 1402, status: 400, title: 'The frame is none that is understood here.' },
  requests_too_many: { code: 1403, status: 429, title: 'Too many requests of the line are under way.' },
  reader_too_slow: { code: 1404, status: 408, title: 'The line did not read in time; go on where it was.' },

  not_serving: {
    code: 1501,
    status: 503,
    title: 'The disk of the exchange fails; nothing is taken until it does not.',
  },
  engine_ended: {
    code: 1502,
    status: 503,
    title: 'The exchange ended before it said what became of the message: ask for it.',
  },
  faucet_closed: { code: 1503, status: 403, title: 'There is no faucet here.' },
  history_ended: {
    code: 1504,
    status: 503,
    title: 'What closed and what filled cannot be read just now.',
  },
  bug: { code: 1599, status: 500, title: 'The gateway is broken here.' },
} as const satisfies Record<string, ProblemKind>;

export type ProblemName = keyof typeof PROBLEMS;

interface RefusedAbout {
  readonly field?: string;
  readonly detail?: string;
  readonly retryMillis?: number;
}

/** Why something is not served. It is answered, and thrown where there is nobody in between. */
export class Refused extends Error {
  readonly problem: ProblemName;
  readonly field: string | undefined;
  readonly detail: string | undefined;
  /** How long to wait before it is asked again, in milliseconds. */
  readonly retryMillis: number | undefined;

  constructor(problem: ProblemName, about: RefusedAbout = {}) {
    super(PROBLEMS[problem].title);
    this.problem = problem;
    this.field = about.field;
    this.detail = about.detail;
    this.retryMillis = about.retryMillis;
  }
}

/** A word of the engine as the wire has it: `priceOffStep` is `price_off_step`. */
export function wireName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
