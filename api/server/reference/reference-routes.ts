/** The API as it describes itself: to people, to programs, and to agents that find their way without a person. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import * as wire from '@intelligent-ledger/client/wire';
import { RESULT_CODE_DOCS, ResultCode } from '@intelligent-ledger/engine/core';
import type { FastifyInstance } from 'fastify';
import type { TSchema } from 'typebox';
import { PROBLEMS, wireName } from '../accept/problems.ts';
import { llmsText } from './llms-text.ts';

/** To be called before the routes that are to be described. */
export async function registerReference(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Intelligent Ledger',
        version: '1',
        description:
          'One margin account for perpetual and spot markets. Reads are public or by a token; whatever changes ' +
          'something is a signed message. Every answer says as of which place in the log it speaks ' +
          '(`as_of_seq`). Streams are described at `/streams.json`, all codes at `/problems`.',
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
  });
  await app.register(swaggerUi, { routePrefix: '/docs' });
  const hidden = { schema: { hide: true } };
  app.get('/openapi.json', hidden, () => app.swagger());
  app.get('/streams.json', hidden, () => streamsDescription());
  app.get('/llms.txt', hidden, (_, reply) => reply.type('text/plain; charset=utf-8').send(llmsText()));
  app.get('/problems', hidden, (_, reply) => reply.type('text/html; charset=utf-8').send(problemsPage()));
}

/** The WebSocket at `/v1/stream`, in the terms of AsyncAPI 3. */
function streamsDescription(): object {
  const requests = { subscribe: wire.Subscribe, unsubscribe: wire.Unsubscribe, logon: wire.Logon, send: wire.Send };
  const toServer = { ...requests, cancel_on_disconnect: wire.CancelOnDisconnect, ping: wire.Ping };
  const frames = { book: wire.BookFrame, book_orders: wire.BookOrdersFrame, trades: wire.TradesFrame };
  const toClient = { answer: wire.StreamAnswer, end: wire.StreamEnd, orders: wire.OrdersFrame, ...frames };
  const all: Record<string, TSchema> = { ...toServer, ...toClient };
  const messages = Object.fromEntries(Object.entries(all).map(([name, payload]) => [name, { name, payload }]));
  const named = (names: object) => Object.keys(names).map((name) => ({ $ref: `#/channels/stream/messages/${name}` }));
  const channel = { $ref: '#/channels/stream' };
  return {
    asyncapi: '3.0.0',
    info: { title: 'Intelligent Ledger streams', version: '1' },
    channels: { stream: { address: '/v1/stream', messages } },
    operations: {
      ask: { action: 'send', channel, messages: named(toServer) },
      follow: { action: 'receive', channel, messages: named(toClient) },
    },
  };
}

/** Every code that an answer can have, with an anchor for each. */
function problemsPage(): string {
  const problems = Object.entries(PROBLEMS).map(([name, { code, status, title }]) => [
    code,
    name,
    `${status}: ${title}`,
  ]);
  const results = Object.entries(RESULT_CODE_DOCS).map(([name, doc]) => [
    ResultCode[name as keyof typeof ResultCode],
    wireName(name),
    doc,
  ]);
  const row = ([code, name, text]: (string | number)[]) =>
    `<tr id="${code}"><td>${code}</td><td><code>${name}</code></td><td>${escaped(String(text))}</td></tr>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Codes</title><body>
<h1>Result codes</h1><p>Of commands that are in the log.</p><table>${results.map(row).join('\n')}</table>
<h1>Problems</h1><p>Of requests that were not served, and messages that got no place in the log.</p>
<table>${problems.map(row).join('\n')}</table></body></html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
