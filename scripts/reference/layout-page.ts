/** The reference page of a family of layouts: for each its number, version and length, and its bytes in their order. */
import { type Field, type Layout, U64_MAX } from '@intelligent-ledger/engine/core';
import type { Family } from '../golden/families.ts';
import { page, table } from './markdown.ts';

const INTEGERS =
  'Integers are unsigned and little-endian; those of eight bytes stay at or below 2^53-1. `bytes` are opaque and ' +
  'written as lower-case hex. Bytes that no field takes are reserved and must be zero.';

/** The page of one family. */
export function layoutPage({ title, about, layouts }: Family): string {
  const overview = table(
    ['name', 'number', 'version', 'bytes', 'blob'],
    layouts.map((layout) => [
      `[${layout.name}](#${layout.name.toLowerCase()})`,
      layout.number,
      layout.version,
      layout.byteLength,
      blobOf(layout),
    ]),
  );
  return page(title, [about, INTEGERS, overview, ...layouts.flatMap(section)]);
}

function section(layout: Layout): string[] {
  const { name, number, version, byteLength, doc } = layout;
  const facts = `Number ${number}, version ${version}, ${byteLength} bytes; blob: ${blobOf(layout)}.`;
  const rows = layout.fields.map((field) => [
    field.offset,
    field.bytes,
    field.name,
    field.kind,
    valuesOf(layout, field),
    field.doc,
  ]);
  const last = layout.fields.at(-1);
  const end = last === undefined ? 0 : last.offset + last.bytes;
  if (end < byteLength) rows.push([end, byteLength - end, 'reserved', 'bytes', '0', 'Zero.']);
  return [`## ${name}`, doc, facts, table(['offset', 'size', 'field', 'kind', 'values', 'meaning'], rows)];
}

function blobOf({ blobBytesMax }: Layout): string {
  return blobBytesMax === 0 ? 'none' : `up to ${grouped(blobBytesMax)} bytes`;
}

/** What a field may hold: its words, its range, or for the first two bytes the number that they always hold. */
function valuesOf(layout: Layout, field: Field): string {
  if (field.kind === 'bytes') return 'any';
  if (field.name === 'kind') return String(layout.number);
  if (field.name === 'version') return String(layout.version);
  const words = Object.entries(field.names ?? {}).map(([number, word]) => `${number} ${word}`);
  if (field.mask !== undefined) return words.length > 0 && field.mask !== 0 ? `bits: ${words.join(', ')}` : '0';
  if (words.length > 0) return words.join(', ');
  const { least: min, most: max } = field;
  return min === max ? grouped(min) : `${grouped(min)} to ${max === U64_MAX ? '2^53-1' : grouped(max)}`;
}

/** Digits in threes, as the source writes numbers and independent of any locale. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
