/**
 * The result of a job: facts, and findings that hold or do not. It is printed as lines for a reader, or as one JSON
 * object on one line. Names of facts are snake_case, which a reader sees as words.
 */
import { grouped } from './progress.ts';

export type Fact = string | number | null;

export interface Finding {
  /** What was looked at, with the numbers that were found, as a sentence without its stop. */
  readonly what: string;
  readonly holds: boolean;
}

export interface Report {
  /** Which job, as in `mbo parity`. */
  readonly name: string;
  readonly facts: Readonly<Record<string, Fact>>;
  readonly findings: readonly Finding[];
}

/** Whether everything that was checked holds. */
export function holds(report: Report): boolean {
  return report.findings.every((finding) => finding.holds);
}

/** The report as text that ends with a line break. */
export function printed(report: Report, isJson: boolean): string {
  if (isJson) {
    const { name, facts, findings } = report;
    return `${JSON.stringify({ result: name.replaceAll(' ', '_'), holds: holds(report), ...facts, findings })}\n`;
  }
  const names = Object.keys(report.facts);
  const width = Math.max(0, ...names.map((name) => name.length));
  const facts = names.map(
    (name) => `  ${name.replaceAll('_', ' ').padEnd(width)}  ${words(report.facts[name] ?? null)}`,
  );
  const findings = report.findings.map((finding) => `  ${finding.holds ? 'ok    ' : 'FAILED'}  ${finding.what}`);
  return [report.name, ...facts, ...findings, ''].join('\n');
}

function words(fact: Fact): string {
  if (fact === null) return 'none';
  const [whole, fraction] = String(fact).split('.');
  if (whole === undefined || !/^\d+$/.test(whole)) return String(fact);
  return fraction === undefined ? grouped(BigInt(whole)) : `${grouped(BigInt(whole))}.${fraction}`;
}
