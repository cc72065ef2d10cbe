/**
 * Reads a table of comma-separated text, plain or gzip (told apart by its first bytes), row by row, holding one
 * chunk of it at a time. Columns are found by the names in the header, in any order, among any others. Refuses a
 * missing or doubled column, a row of another width, an empty line inside the table, quotes, and what is no gzip.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { scaledOf } from '@intelligent-ledger/engine/core';
import { integerOf } from './decimal.ts';
import { FlowFault } from './fault.ts';

/** A line longer than this is no row of any table that is read here. */
const LINE_CHARACTERS_MAX = 65_536;

/** One row: the text of the columns asked for, in the order in which they were asked for. */
export interface CsvRow {
  readonly path: string;
  /** Line in the file, the header being line 1. */
  readonly line: number;
  readonly columns: readonly string[];
  readonly fields: readonly string[];
}

/** Every row of the file at `path`, in order. Throws a FlowFault for whatever is wrong with the file. */
export async function* csvRows(path: string, columns: readonly string[]): AsyncGenerator<CsvRow> {
  let header: Header | null = null;
  let line = 0;
  let emptyLine = 0;
  for await (const text of linesOf(path)) {
    line += 1;
    if (header === null) {
      header = headerOf(path, text, columns);
      continue;
    }
    if (text === '') {
      emptyLine = emptyLine === 0 ? line : emptyLine;
      continue;
    }
    if (emptyLine !== 0) throw new FlowFault(path, emptyLine, 'the line is empty');
    const cells = text.split(',');
    if (cells.length !== header.width) {
      throw new FlowFault(path, line, `the row has ${cells.length} fields, the header ${header.width}`);
    }
    yield { path, line, columns, fields: header.places.map((place) => cells[place] as string) };
  }
  if (header === null) throw new FlowFault(path, 0, 'the file is empty');
}

/** A fault of one row. */
export function faultIn(row: CsvRow, what: string): FlowFault {
  return new FlowFault(row.path, row.line, what);
}

/** The text of a column, by its place among the columns asked for. */
export function textIn(row: CsvRow, column: number): string {
  return row.fields[column] as string;
}

/** The integer of a column; a fault unless it is written as one and lies from `min` to `max`. */
export function integerIn(row: CsvRow, column: number, min: number, max: number = Number.MAX_SAFE_INTEGER): number {
  return within(row, column, integerOf(textIn(row, column)), min, max);
}

/** The decimal of a column in multiples of 10^-decimals; a fault unless it is a whole number of them from `min` on. */
export function scaledIn(row: CsvRow, column: number, decimals: number, min: number): number {
  return within(row, column, scaledOf(textIn(row, column), decimals), min, Number.MAX_SAFE_INTEGER);
}

function within(row: CsvRow, column: number, value: number | null, min: number, max: number): number {
  if (value !== null && value >= min && value <= max) return value;
  const range = max === Number.MAX_SAFE_INTEGER ? `from ${min} on` : `from ${min} to ${max}`;
  throw faultIn(row, `${row.columns[column]} is '${textIn(row, column)}', not a whole number of its unit ${range}`);
}

interface Header {
  readonly width: number;
  readonly places: readonly number[];
}

function headerOf(path: string, text: string, columns: readonly string[]): Header {
  const names = text.replace(/^\uFEFF/, '').split(',');
  const places = columns.map((column) => {
    const place = names.indexOf(column);
    if (place < 0) throw new FlowFault(path, 1, `no column is named ${column}; the header is '${text.slice(0, 200)}'`);
    if (names.indexOf(column, place + 1) >= 0) throw new FlowFault(path, 1, `two columns are named ${column}`);
    return place;
  });
  return { width: names.length, places };
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  let line = 1;
  try {
    const stream = await textStream(path);
    for await (const chunk of stream) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() as string;
      for (const text of lines) {
        yield checked(path, line, text);
        line += 1;
      }
      if (rest.length > LINE_CHARACTERS_MAX) checked(path, line, rest);
    }
  } catch (error) {
    if (error instanceof FlowFault || !isOperatingError(error)) throw error;
    throw new FlowFault(path, 0, `cannot be read: ${error.message}`);
  }
  if (rest !== '') yield checked(path, line, rest);
}

function checked(path: string, line: number, text: string): string {
  if (text.length > LINE_CHARACTERS_MAX) throw new FlowFault(path, line, 'the line is too long for a row');
  if (text.includes('"')) throw new FlowFault(path, line, 'the line has quotes, which are not read here');
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

async function textStream(path: string): Promise<Readable> {
  const file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0).finally(() => file.close());
  const bytes = createReadStream(path);
  if (buffer[0] !== 0x1f || buffer[1] !== 0x8b) return bytes.setEncoding('utf8');
  // The pipeline hands an error of the file on to the reader of the text, who is the one to tell it.
  return pipeline(bytes, createGunzip(), () => {}).setEncoding('utf8');
}

/** Whether the error came from the system or from zlib: both carry a code, bugs do not. */
function isOperatingError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error;
}
