/**
 * Sends an exchange what its schemas admit and what they do not, signed and not, and bytes of any kind, and finds out
 * whether it answers what it should: never with a fault of its own, and nothing changes for which nobody signed.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { decodeSnapshot } from '@intelligent-ledger/engine/core';
import type { Random } from '@intelligent-ledger/engine/sim';
import type { DemoGateway, Trader } from '../api/demo-gateway.ts';
import { damaged, type Route, requestOf } from './api-routes.ts';
import { pick } from './schema-values.ts';

export interface FuzzTotals {
  requests: number;
  /** By status, or what a line was answered. */
  readonly answers: Map<string, number>;
  readonly faults: string[];
}

const HEADS = [
  ...[
    'GET / HTTP/1.1\r\n',
    'POST /v1/messages HTTP/1.1\r\ncontent-type: application/json\r\n',
    'GET /v1/stream HTTP/1.1\r\n',
  ],
  ...[
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'OPTIONS * HTTP/1.1\r\n',
    'TRACE /v1/markets HTTP/1.0\r\n',
    '\u0016\u0003\u0001',
  ],
  ...['GET /v1/markets HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n'],
] as const;
const SIGNATURES = ['', 'zz', '0'.repeat(128), `${'f'.repeat(128)}00`, 'a'.repeat(4_000)];
const RAW_BYTES_MAX = 400;

/** One request to each route, with what may authorize it at times. */
export async function fuzzRequests(
  gateway: DemoGateway,
  routes: readonly Route[],
  trader: Trader | null,
  random: Random,
  totals: FuzzTotals,
): Promise<void> {
  for (const route of routes) {
    const { method, path, body: made } = requestOf(route, random);
    const body = trader === null || route.path !== '/v1/messages' ? made : livelyBody(made, trader, random);
    const headers = await headersOf(trader, body ?? '', random);
    try {
      const response = await fetch(`${gateway.url}${path}`, {
        ...{ method, headers },
        ...(body === null || method === 'GET' ? {} : { body }),
      });
      const text = await response.text();
      note(totals, String(response.status));
      const request = `${method} ${path.slice(0, 200)} ${body?.slice(0, 500) ?? ''}`;
      if (response.status >= 500) totals.faults.push(`${response.status}: ${request}: ${text.slice(0, 200)}`);
      if (response.status >= 400 && !isProblem(text)) totals.faults.push(`no problem document: ${request}`);
    } catch (error) {
      totals.faults.push(`no answer: ${method} ${path}: ${String(error)}`);
    }
  }
}

/** A message that gets as far as its commands do, mostly. */
function livelyBody(body: string | null, trader: Trader, random: Random): string | null {
  if (body === null || random.below(8) === 0) return body;
  try {
    const { commands } = JSON.parse(body) as { commands?: object[] };
    return trader.bodyOf(commands ?? []);
  } catch {
    return body;
  }
}

async function headersOf(trader: Trader | null, body: string, random: Random): Promise<Record<string, string>> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (random.below(20) === 0)
    headers['content-type'] = pick(['text/plain', 'application/json; charset=utf-16', ''], random);
  if (trader === null) {
    if (random.below(3) === 0) headers['il-signature'] = pick(SIGNATURES, random);
    if (random.below(5) === 0) headers['il-code'] = pick(SIGNATURES, random);
    if (random.below(3) === 0)
      headers['authorization'] = pick(['Bearer 0-0-9-0', 'Bearer', `Bearer ${'1-'.repeat(99)}`], random);
    return headers;
  }
  // Whatever it is, it is signed.
  headers['il-signature'] = trader.sign(body);
  return { ...headers, ...(await trader.reading()) };
}

function isProblem(text: string): boolean {
  try {
    const { code, name, status } = JSON.parse(text) as Record<string, unknown>;
    return typeof code === 'number' && typeof name === 'string' && typeof status === 'number';
  } catch {
    return false;
  }
}

/** Bytes on a line, of which it must be read that nobody else notices. */
export async function fuzzBytes(port: number, random: Random, totals: FuzzTotals): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const tail = Array.from({ length: random.below(RAW_BYTES_MAX) }, () => String.fromCharCode(random.below(256))).join(
    '',
  );
  socket.write(Buffer.from(damaged(pick(HEADS, random), random) + tail, 'latin1'));
  socket.end();
  socket.resume();
  // A line that is reset ends as well, and `once` would take that for a failure.
  await new Promise((resolve) => (socket.closed ? resolve(null) : socket.once('close', resolve)));
  note(totals, 'bytes');
}

/** Frames on a WebSocket, as their schema admits them and not. */
export async function fuzzFrames(gateway: DemoGateway, frames: readonly string[], totals: FuzzTotals): Promise<void> {
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/v1/stream`);
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  const answers = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => resolve());
    socket.addEventListener('message', ({ data }) => {
      const { op, problem } = JSON.parse(String(data)) as { op?: string; problem?: { name: string; status: number } };
      note(totals, `frame ${problem?.name ?? 'ok'}`);
      if ((problem?.status ?? 0) >= 500) totals.faults.push(`a frame: ${String(data).slice(0, 300)}`);
      if (op === 'ping') resolve();
    });
  });
  for (const frame of frames) socket.send(frame);
  socket.send('{"op":"ping","id":1}');
  await answers;
  socket.close();
}

/** The state, without what time moves. */
export async function stateOf({ gateway }: DemoGateway): Promise<string> {
  const answer = await gateway.port.query('state', {});
  const state = 'answer' in answer ? decodeSnapshot(answer.answer) : answer.refused;
  const text = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
  return typeof state === 'string' ? state : JSON.stringify({ ...state, sequence: 0, time: 0 }, text);
}

function note(totals: FuzzTotals, answer: string): void {
  totals.requests += 1;
  totals.answers.set(answer, (totals.answers.get(answer) ?? 0) + 1);
}
