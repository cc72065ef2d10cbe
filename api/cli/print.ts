/** Shows results: as one line of JSON each, or for a reader as lines and tables. */

/** What a reader needs first of what lists have. */
const FIRST = [
  ...['market', 'symbol', 'order', 'fill', 'key', 'side', 'price', 'size', 'filled', 'status', 'state', 'mark_price'],
];
const COLUMNS_MAX = 9;

export function printed(result: unknown, asJson: boolean): string {
  if (asJson) return `${JSON.stringify(result)}\n`;
  if (Array.isArray(result)) return table(result);
  return isObject(result) ? lines(result) : `${String(result)}\n`;
}

function lines(result: Record<string, unknown>): string {
  const simple = Object.entries(result).filter(([, value]) => !isList(value));
  const width = Math.max(0, ...simple.map(([name]) => name.length));
  const said = simple.map(([name, value]) => `${name.padEnd(width)}  ${word(value)}\n`).join('');
  const lists = Object.entries(result).filter(([, value]) => isList(value));
  return said + lists.map(([name, value]) => `${name}\n${table(value as unknown[])}`).join('');
}

function table(rows: readonly unknown[]): string {
  if (rows.length === 0) return '  none\n';
  if (!rows.every(isObject))
    return rows.map((row) => `  ${Array.isArray(row) ? row.map(word).join('  ') : word(row)}\n`).join('');
  const names = columnsOf(rows[0] as Record<string, unknown>);
  const cells = [names, ...rows.map((row) => names.map((name) => word((row as Record<string, unknown>)[name])))];
  const widths = names.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  return cells
    .map(
      (row) =>
        `  ${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function columnsOf(row: Record<string, unknown>): string[] {
  const names = Object.keys(row).filter((name) => !isList(row[name]));
  const placeOf = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return names.sort((one, other) => placeOf(one) - placeOf(other)).slice(0, COLUMNS_MAX);
}

function word(value: unknown): string {
  if (value === null || value === undefined) return '-';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function isList(value: unknown): boolean {
  return Array.isArray(value) && value.some((entry) => typeof entry === 'object');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
