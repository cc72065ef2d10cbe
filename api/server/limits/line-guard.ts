/**
 * Which lines may be opened, and which end: an address has so many at a time, and one that is refused again and again
 * for what it sends loses the lines on which it does, and gets no new ones for a while. Refusing so costs the
 * exchange no more than it allows, however much is sent. A line that is refused nothing never ends by this, whatever
 * others of its address do.
 */
import type { ProblemName } from '../accept/problems.ts';
import type { BudgetTerms } from './budget.ts';
import { Budgets } from './budgets.ts';

/**
 * What no client sends that works: no text, no message, nobody's signature. Each costs as much as ten of the others.
 */
const BLAMED: ReadonlySet<ProblemName> = new Set([
  ...['text_malformed', 'exchange_other', 'json_malformed', 'property_missing', 'property_unknown', 'type_wrong'],
  ...['value_out_of_range', 'decimals_too_many', 'command_type_unknown', 'command_count_wrong', 'message_too_long'],
  ...['credentials_missing', 'session_signs_chains', 'chain_without_session', 'signature_wrong', 'code_wrong'],
  ...['proof_wrong', 'token_wrong', 'request_malformed', 'media_type_wrong', 'body_too_long', 'frame_malformed'],
] as const);
/** What is the fault of the exchange. */
const OWN: ReadonlySet<ProblemName> = new Set(['not_serving', 'engine_ended', 'history_ended', 'bug'] as const);
const COST_OF_BLAMED = 10;
/** An address gets no new line while less than this share of its refusals is left. */
const SHARE_FOR_NEW = 0.1;

export interface LineGuardOptions {
  /** For what those of an address are refused. */
  readonly faults: BudgetTerms;
  /** New lines of an address. */
  readonly opened: BudgetTerms;
  /** Lines of an address at a time. */
  readonly linesPerAddress: number;
  /** A time in milliseconds that does not go back. */
  readonly now: () => number;
}

export class LineGuard {
  private readonly faults: Budgets<string>;
  private readonly opened: Budgets<string>;
  private readonly linesPerAddress: number;
  private readonly lines = new Map<string, number>();
  private readonly ended = new WeakSet<object>();

  constructor({ faults, opened, linesPerAddress, now }: LineGuardOptions) {
    this.faults = new Budgets('faults', faults, now);
    this.opened = new Budgets('opened', opened, now);
    this.linesPerAddress = linesPerAddress;
  }

  /** Whether an address gets a new line, which is then counted until it has `left`. */
  admits(address: string): boolean {
    const count = this.lines.get(address) ?? 0;
    const { most } = this.faults.terms;
    // Whoever tries costs, so that many that were kept out do not come all at once when there is room.
    if (this.opened.spend(address, 1) !== true) return false;
    if (count >= this.linesPerAddress || this.faults.wait(address, SHARE_FOR_NEW * most) > 0) return false;
    this.lines.set(address, count + 1);
    return true;
  }

  left(address: string): void {
    const count = (this.lines.get(address) ?? 0) - 1;
    if (count > 0) this.lines.set(address, count);
    else this.lines.delete(address);
  }

  /** Notes that somebody of an address was refused something; whether the line on which it came is to end with that. */
  isTooMuch(address: string, problem: ProblemName): boolean {
    if (OWN.has(problem)) return false;
    return this.faults.spend(address, BLAMED.has(problem) ? COST_OF_BLAMED : 1) !== true;
  }

  /** Notes that a line ends: what it had sent already is not looked at. */
  end(line: object): void {
    this.ended.add(line);
  }

  hasEnded(line: object): boolean {
    return this.ended.has(line);
  }
}
