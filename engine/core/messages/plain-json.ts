/**
 * JSON that says one thing only. The language's own reader lets the last of two equal names win and takes a number in
 * many forms, which a reader of the text may take for something else; here a text is refused unless it is, but for
 * spaces between its parts, what the language would write for what it read.
 */

/** A string that does not end is taken whole too, so that no letter is looked at twice. */
const STRING_OR_SPACES = /("(?:[^"\\]|\\.)*(?:"|\\?$))|[ \n]+/g;
const [QUOTE, BACKSLASH] = [34, 92];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [123, 125, 91, 93];
/** Nothing that is meant to be read here lies deeper. */
const DEPTH_MAX = 8;

/** The value of a text; undefined when it is no JSON, nests too deep, or says something in a roundabout way. */
export function plainJson(text: string): unknown {
  if (isTooDeep(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const written = JSON.stringify(value);
    // Most texts have no spaces, and then there is nothing to leave out.
    return written === text || written === withoutSpaces(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The text without what stands between its parts: spaces and ends of lines that are in no string. */
function withoutSpaces(text: string): string {
  return text.replace(STRING_OR_SPACES, (_, string: string | undefined) => string ?? '');
}

/** Brackets are counted, but for those in strings. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at);
    if (letter === QUOTE) isInString = !isInString;
    else if (isInString) at += letter === BACKSLASH ? 1 : 0;
    else if (letter === OPEN_OBJECT || letter === OPEN_LIST) {
      depth += 1;
      if (depth > DEPTH_MAX) return true;
    } else if (letter === CLOSE_OBJECT || letter === CLOSE_LIST) depth -= 1;
  }
  return false;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
