/** The requests that an exchange takes, as it describes them itself. */

import type { Random } from '@intelligent-ledger/engine/sim';
import { pick, type Schema, valueFor } from './schema-values.ts';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly schema: Schema;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

export interface FuzzedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string | null;
}

export async function routesOf(url: string): Promise<Route[]> {
  const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as Description;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

/** A request by its schema, of which something is wrong now and then. */
export function requestOf({ method, path, operation }: Route, random: Random): FuzzedRequest {
  let filled = path;
  const query: string[] = [];
  for (const { name, in: place, schema } of operation.parameters ?? []) {
    const value = encodeURIComponent(wordOf(valueFor(schema, random)));
    if (place === 'path') filled = filled.replace(`{${name}}`, value);
    else if (random.below(2) === 0) query.push(`${name}=${value}`);
  }
  const schema = operation.requestBody?.content['application/json'].schema;
  const body = schema === undefined ? null : JSON.stringify(valueFor(schema, random));
  const address = query.length === 0 ? filled : `${filled}?${query.join('&')}`;
  return { method, path: address, body: body === null ? null : damaged(body, random) };
}

/** A text, at times with some of it cut, doubled or changed. */
export function damaged(text: string, random: Random): string {
  if (random.below(6) !== 0) return text;
  const at = random.below(text.length + 1);
  const kinds = [
    () => text.slice(0, at),
    () => text.slice(0, at) + text,
    () => text.slice(0, at) + String.fromCharCode(random.below(256)) + text.slice(at + 1),
    () => text.replace(/"([a-z_]+)":/, '"$1":1,"$1":'),
    () => text.replaceAll('"', "'"),
    () => `${text}\u0000`,
  ];
  return pick(kinds, random)();
}

function wordOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
