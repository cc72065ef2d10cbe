/**
 * What a check found: where, which rule, and what to do instead. Every check of the house speaks in findings, so that
 * they print alike for a reader and, with `--json`, one object a line for a program.
 */

export interface Finding {
  /** Relative to the root of the repository. */
  readonly path: string;
  /** From 1; 0 when the whole file or no file is meant. */
  readonly line: number;
  readonly rule: string;
  /** What is wrong, and what to do instead: whole sentences. */
  readonly message: string;
}

/** One line for a reader. */
function describeFinding(finding: Finding): string {
  const place = finding.line > 0 ? `${finding.path}:${finding.line}` : finding.path;
  return `${place}  [${finding.rule}] ${finding.message}`;
}

/**
 * Prints the findings and one closing line that says what was looked at, and sets the exit code: 1 when there is a
 * finding, else 0.
 */
export function reportFindings(findings: readonly Finding[], seen: string, options: { asJson: boolean }): void {
  for (const finding of findings) {
    process.stdout.write(`${options.asJson ? JSON.stringify(finding) : describeFinding(finding)}\n`);
  }
  const closing = `${seen}; ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}.`;
  if (options.asJson) process.stdout.write(`${JSON.stringify({ seen, findings: findings.length })}\n`);
  else process.stdout.write(`${closing}\n`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
