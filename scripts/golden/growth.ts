/**
 * What changed between the committed golden form and the present one, and which changes are growth. Logs and clients
 * outlive builds: a layout may gain a field in bytes that were reserved, a wider range or a new word, and everything
 * else takes a new version beside the old one. A code is appended; it is never renumbered, renamed or removed.
 */
import type { GoldenField, GoldenLayout } from './form.ts';

export interface Change {
  /** What changed, in one sentence. */
  readonly what: string;
  /** Whether readers of the old form still read what they know. */
  readonly isGrowth: boolean;
}

/** The changes of one family. `committed` may hold older versions of a layout; the newest one counts. */
export function layoutChanges(committed: readonly GoldenLayout[], present: readonly GoldenLayout[]): Change[] {
  const newest = new Map<string, GoldenLayout>();
  for (const layout of committed) {
    const known = newest.get(layout.name);
    if (known === undefined || layout.version > known.version) newest.set(layout.name, layout);
  }
  const changes: Change[] = [];
  for (const [name, old] of newest) {
    const now = present.find((layout) => layout.name === name);
    if (now === undefined) changes.push(breach(`${name} is gone.`));
    else changes.push(...changesBetween(old, now));
  }
  for (const layout of present.filter(({ name }) => !newest.has(name)))
    changes.push(...arrival(layout, present, newest));
  return changes;
}

/** The changes of the table of result codes. */
export function codeChanges(
  committed: Readonly<Record<string, number>>,
  present: Readonly<Record<string, number>>,
): Change[] {
  const changes: Change[] = [];
  for (const [name, code] of Object.entries(committed)) {
    const now = present[name];
    if (now === undefined) changes.push(breach(`The code ${name} (${code}) is gone.`));
    else if (now !== code) changes.push(breach(`The code ${name} was ${code} and is ${now}.`));
  }
  for (const [name, code] of Object.entries(present)) {
    if (committed[name] !== undefined) continue;
    const isTaken = Object.values(committed).includes(code);
    const what = `The code ${name} (${code}) is new`;
    changes.push(isTaken ? breach(`${what}, and ${code} was another code.`) : growth(`${what}.`));
  }
  return changes;
}

function arrival(
  layout: GoldenLayout,
  present: readonly GoldenLayout[],
  newest: ReadonlyMap<string, GoldenLayout>,
): Change[] {
  const holders = [...present, ...newest.values()];
  const other = holders.find(({ name, number }) => number === layout.number && name !== layout.name);
  if (other === undefined) return [growth(`${layout.name} is new.`)];
  return [breach(`${layout.name} is new, and its number ${layout.number} is that of ${other.name}.`)];
}

function changesBetween(old: GoldenLayout, now: GoldenLayout): Change[] {
  if (now.number !== old.number) return [breach(`${old.name} had number ${old.number} and has ${now.number}.`)];
  if (now.version > old.version) return [growth(`${old.name} has version ${now.version} beside ${old.version}.`)];
  if (now.version < old.version) return [breach(`${old.name} had version ${old.version} and has ${now.version}.`)];
  const changes: Change[] = [];
  const length = (what: string, before: number, after: number, mayGrow: boolean) => {
    if (before === after) return;
    const sentence = `${old.name} had ${before} ${what} and has ${after}.`;
    changes.push(mayGrow && after > before ? growth(sentence) : breach(sentence));
  };
  length('bytes', old.byteLength, now.byteLength, false);
  length('bytes of blob', old.blobBytesMax, now.blobBytesMax, true);
  changes.push(...fieldChanges(old, now));
  if (changes.length === 0 && JSON.stringify(old.sample) !== JSON.stringify(now.sample)) {
    changes.push(breach(`${old.name} has the same fields, and its sample is encoded otherwise.`));
  }
  return changes;
}

function fieldChanges(old: GoldenLayout, now: GoldenLayout): Change[] {
  const changes: Change[] = [];
  for (const [index, field] of old.fields.entries()) {
    const after = now.fields[index];
    const name = `${old.name}.${field.name}`;
    if (after === undefined) changes.push(breach(`${name} is gone.`));
    else if (placeOf(after) !== placeOf(field))
      changes.push(breach(`${name} was ${placeOf(field)} and is ${placeOf(after)}.`));
    else if (ruleOf(after) !== ruleOf(field)) {
      const sentence = `${name} held ${ruleOf(field)} and holds ${ruleOf(after)}.`;
      changes.push(isWider(field, after) ? growth(sentence) : breach(sentence));
    }
  }
  for (const field of now.fields.slice(old.fields.length)) {
    const sentence = `${old.name}.${field.name} is new, ${placeOf(field)}`;
    // Bytes that were reserved are zero in every old log, and must still be accepted.
    changes.push((field.min ?? 0) > 0 ? breach(`${sentence}, and may not be zero.`) : growth(`${sentence}.`));
  }
  return changes;
}

function placeOf(field: GoldenField): string {
  return `${field.name}, ${field.kind} of ${field.bytes} at ${field.offset}`;
}

function ruleOf({ min, max, mask, names }: GoldenField): string {
  return JSON.stringify({ min, max, mask, names });
}

/** Whether `now` admits all that `old` did, and every word means what it meant. */
function isWider(old: GoldenField, now: GoldenField): boolean {
  if ((now.min ?? 0) > (old.min ?? 0) || (now.max ?? 0) < (old.max ?? 0)) return false;
  if (old.mask === undefined ? now.mask !== undefined : now.mask !== undefined && (old.mask & ~now.mask) !== 0)
    return false;
  return Object.entries(old.names ?? {}).every(([number, word]) => now.names?.[number] === word);
}

function growth(what: string): Change {
  return { what, isGrowth: true };
}

function breach(what: string): Change {
  return { what, isGrowth: false };
}
