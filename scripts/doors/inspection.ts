/**
 * Walks every module of a tree and holds its imports to the rules of `.dependency-cruiser.cjs`. A checker that does not
 * understand the modules sees none of them and finds nothing wrong; so each module on disk must have been seen, and
 * there must be one.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruise, type ICruiseResult, type IFlattenedRuleSet, type IViolation } from 'dependency-cruiser';
import type { Finding } from '../tree/finding.ts';
import { filesBelow, isTypeScript, ROOT } from '../tree/repository.ts';

export interface Inspection {
  readonly findings: readonly Finding[];
  /** Modules of the tree whose imports were looked at. */
  readonly seen: number;
  readonly imports: number;
}

interface Configuration {
  readonly forbidden: NonNullable<IFlattenedRuleSet['forbidden']>;
  readonly options: Record<string, unknown>;
}

/** Inspects the tree at `root` by the rules of this repository. */
export async function inspectDoors(root: string): Promise<Inspection> {
  const { forbidden, options } = createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs')) as Configuration;
  const answer = await cruise(['.'], { ...options, ruleSet: { forbidden }, validate: true, baseDir: root });
  const result = answer.output as ICruiseResult;
  const modules = new Set(result.modules.map(({ source }) => source));
  const onDisk = filesBelow(root).filter(isTypeScript);
  const seen = onDisk.filter((path) => modules.has(path));
  return {
    findings: [...result.summary.violations.map((fault) => findingOf(fault, forbidden)), ...unseen(onDisk, modules)],
    seen: seen.length,
    imports: result.summary.totalDependenciesCruised ?? 0,
  };
}

/** Findings for the modules on disk that the checker did not see, and for a tree in which there is none to see. */
export function unseen(onDisk: readonly string[], modules: ReadonlySet<string>): Finding[] {
  const message =
    'The checker did not see this module, so nothing is known of its imports. Is its TypeScript supported?';
  const findings = onDisk.filter((path) => !modules.has(path)).map((path) => finding(path, 'modules seen', message));
  if (onDisk.length > 0) return findings;
  return [finding('.', 'modules seen', 'There is no module here. Run it at the root of the repository.')];
}

function findingOf(violation: IViolation, rules: Configuration['forbidden']): Finding {
  const { rule, from, to, cycle } = violation;
  const way = cycle === undefined ? to : cycle.map(({ name }) => name).join(' -> ');
  const fix = rules.find(({ name }) => name === rule.name)?.comment ?? '';
  // A module that a rule refuses for where it lies has no import to blame.
  return finding(from, rule.name, from === to ? fix : `It imports ${way}. ${fix}`);
}

function finding(path: string, rule: string, message: string): Finding {
  return { path, line: 0, rule, message };
}
