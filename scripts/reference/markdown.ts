/** The pieces of Markdown that reference pages are made of. Prose is wrapped, cells are escaped, columns not padded. */

const COLUMNS_MAX = 120;

const NOTE = 'This page is generated from the source by `npm run reference`; do not edit it by hand.';

/** A page: its title, the note that it is generated, and its parts, with an empty line between each. */
export function page(title: string, parts: readonly string[]): string {
  return `${[`# ${title}`, NOTE, ...parts].map(wrapped).join('\n\n')}\n`;
}

/** A table with a row for each array of cells. */
export function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.map((cell) => escaped(String(cell))).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function wrapped(part: string): string {
  if (/^[|#]/.test(part)) return part;
  const lines: string[] = [];
  let line = '';
  for (const word of part.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > COLUMNS_MAX) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}
