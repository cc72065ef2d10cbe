/**
 * The result of a job: facts, tables, and findings that hold or do not. It is printed as lines for a reader, or as one
 * JSON object on one line. Names of facts are snake_case, which a reader sees as words.
 */
import { grouped } from './progress.ts';

const FAULTS_SHOWN = 10;

export type Fact = string | number | null;

export interface Finding {
  /** What was looked at, with the numbers that were found, as a sentence without its stop. */
  readonly what: string;
  readonly holds: boolean;
}

/** Facts of several things of a kind. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** By column; null is an empty cell. */
  readonly rows: readonly (readonly Fact[])[];
}

export interface Report {
  /** Which job, as in `mbo parity`. */
  readonly name: string;
  readonly facts: Readonly<Record<string, Fact>>;
  readonly tables?: readonly Table[];
  readonly findings: readonly Finding[];
}

/** What holds unless there is a fault, and the first of the faults. */
export function findingsOf(what: string, faults: readonly string[]): Finding[] {
  const shown = faults.slice(0, FAULTS_SHOWN).map((fault) => ({ what: fault, holds: false }));
  return [{ what, holds: faults.length === 0 }, ...shown];
}

/** Whether everything that was checked holds. */
export function holds(report: Report): boolean {
  return report.findings.every((finding) => finding.holds);
}

/** The report as text that ends with a line break. */
export function printed(report: Report, isJson: boolean): string {
  if (isJson) {
    const { name, facts, tables, findings } = report;
    const ofTables = Object.fromEntries((tables ?? []).map((table) => [snakeCase(table.name), objectsOf(table)]));
    return `${JSON.stringify({ result: snakeCase(name), holds: holds(report), ...facts, ...ofTables, findings })}\n`;
  }
  const names = Object.keys(report.facts);
  const width = Math.max(0, ...names.map((name) => name.length));
  const facts = names.map(
    (name) => `  ${name.replaceAll('_', ' ').padEnd(width)}  ${words(report.facts[name] ?? null)}`,
  );
  const findings = report.findings.map((finding) => `  ${finding.holds ? 'ok    ' : 'FAILED'}  ${finding.what}`);
  return [report.name, ...facts, ...(report.tables ?? []).flatMap(linesOf), ...findings, ''].join('\n');
}

/** The rows of a table as objects, for a program. */
function objectsOf({ columns, rows }: Table): Record<string, Fact>[] {
  return rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null])));
}

/** A table for a reader: its name, and its columns aligned, numbers to the right. */
function linesOf({ name, columns, rows }: Table): string[] {
  const heads = columns.map((column) => column.replaceAll('_', ' '));
  const cells = rows.map((row) => row.map((fact) => (fact === null ? '' : words(fact))));
  const widths = heads.map((head, at) => Math.max(head.length, ...cells.map((row) => (row[at] ?? '').length)));
  const isText = columns.map((_, at) => cells.some((row) => /[a-z]/i.test(row[at] ?? '')));
  const line = (row: readonly string[]) => {
    const padded = row.map((cell, at) => (isText[at] ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)));
    return `    ${padded.join('  ')}`.trimEnd();
  };
  return [`  ${name}`, line(heads), ...cells.map(line)];
}

function snakeCase(name: string): string {
  return name.replaceAll(' ', '_');
}

function words(fact: Fact): string {
  if (fact === null) return 'none';
  const [whole, fraction] = String(fact).split('.');
  if (whole === undefined || !/^-?\d+$/.test(whole)) return String(fact);
  return fraction === undefined ? grouped(whole) : `${grouped(whole)}.${fraction}`;
}
