/** Finds where two plain values first differ, and says so in words. */

/** The place and the two values of the first difference, or undefined when there is none. */
export function firstDifference(fast: unknown, judge: unknown, path = ''): string | undefined {
  if (Object.is(fast, judge)) return undefined;
  if (typeof fast !== 'object' || typeof judge !== 'object' || fast === null || judge === null) {
    return `${path || 'value'}: machine ${shown(fast)}, judge ${shown(judge)}`;
  }
  const fastEntries = fast as Readonly<Record<string, unknown>>;
  const judgeEntries = judge as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(fastEntries)) {
    if (Object.is(fastEntries[name], judgeEntries[name])) continue;
    const found = firstDifference(fastEntries[name], judgeEntries[name], path === '' ? name : `${path}.${name}`);
    if (found !== undefined) return found;
  }
  const missing = Object.keys(judgeEntries).find((name) => !(name in fastEntries));
  if (missing === undefined) return undefined;
  return `${path === '' ? missing : `${path}.${missing}`}: machine nothing, judge ${shown(judgeEntries[missing])}`;
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
