/** The files that may be longer than the rest. Each has its own bound and the reason why it is one idea after all. */

export interface LongFile {
  readonly path: string;
  readonly linesMax: number;
  /** Why it does not come apart: a whole sentence. */
  readonly reason: string;
}

export const LONG_FILES: readonly LongFile[] = [];

/** What is wrong with the list itself: entries without a reason, and entries for files that are not there. */
export function faultsOf(longFiles: readonly LongFile[], paths: ReadonlySet<string>): string[] {
  const faults: string[] = [];
  for (const { path, reason } of longFiles) {
    if (!paths.has(path)) faults.push(`${path} is listed as a long file and does not exist: take it off.`);
    if (!/^\S+(\s+\S+){4,}\.$/.test(reason)) faults.push(`${path}: write the reason as a whole sentence.`);
  }
  return faults;
}
