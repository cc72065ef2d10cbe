/**
 * JSON that says one thing only. The language's own reader lets the last of two equal names win and takes a number in
 * many forms, which a reader of the text may take for something else; here a text is refused unless it is, but for
 * spaces between its parts, what the language would write for what it read.
 */

/** A string that does not end is taken whole too, so that no letter is looked at twice. */
const STRING_OR_SPACES = /("(?:[^"\\]|\\.)*(?:"|\\?$))|[ \n]+/g;
/** Nothing that is meant to be read here lies deeper. */
const DEPTH_MAX = 8;

/** The value of a text; undefined when it is no JSON, nests too deep, or says something in a roundabout way. */
export function plainJson(text: string): unknown {
  const plain = withoutSpaces(text);
  if (isTooDeep(plain)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === plain ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The text without what stands between its parts: spaces and ends of lines that are in no string. */
function withoutSpaces(text: string): string {
  return text.replace(STRING_OR_SPACES, (_, string: string | undefined) => string ?? '');
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const letter of text.replace(STRING_OR_SPACES, '')) {
    if (letter === '{' || letter === '[') depth += 1;
    if (letter === '}' || letter === ']') depth -= 1;
    if (depth > DEPTH_MAX) return true;
  }
  return false;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
