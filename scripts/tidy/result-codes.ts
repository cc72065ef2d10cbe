/** Holds the result codes to their rule: each has a number of its own and says in a whole sentence what it means. */
import type { Finding } from '../tree/finding.ts';

const PATH = 'engine/core/schema/result-code.ts';
const CODE_MAX = 65_535;

/** What is wrong with a table of codes and their descriptions. */
export function resultCodeFaults(
  codes: Readonly<Record<string, number>>,
  docs: Readonly<Record<string, string>>,
): Finding[] {
  const findings: Finding[] = [];
  const complain = (message: string) => findings.push({ path: PATH, line: 0, rule: 'result codes', message });
  const nameOf = new Map<number, string>();
  for (const [name, code] of Object.entries(codes)) {
    const doc = docs[name];
    if (doc === undefined) complain(`${name} is not described: add it to RESULT_CODE_DOCS.`);
    else if (!/^[A-Z].*\s.*\.$/.test(doc)) complain(`${name} is described by no whole sentence: "${doc}".`);
    if (!Number.isInteger(code) || code < 0 || code > CODE_MAX) complain(`${name} is ${code}: a code has two bytes.`);
    const other = nameOf.get(code);
    if (other !== undefined) complain(`${name} and ${other} are both ${code}: give the newer one the next number.`);
    nameOf.set(code, name);
  }
  for (const name of Object.keys(docs)) {
    if (codes[name] === undefined) complain(`${name} is described and is no code: codes are never removed.`);
  }
  return findings;
}
