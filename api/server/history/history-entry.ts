/** Orders and fills as the text of which the history is made. */
import type { FillEntry, OrderEntry } from '@intelligent-ledger/engine/client-port';

/** A value of any size is a text there. */
export function textOf(entry: OrderEntry | FillEntry): string {
  return JSON.stringify(entry, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

export function orderOf(text: string): OrderEntry {
  const entry = JSON.parse(text) as OrderEntry & { filledValue: string | null };
  return { ...entry, filledValue: entry.filledValue === null ? null : BigInt(entry.filledValue) };
}

export function fillOf(text: string): FillEntry {
  return JSON.parse(text) as FillEntry;
}
