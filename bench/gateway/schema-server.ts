/**
 * Fastify with the reader of a message and nothing behind it: the body becomes the bytes of its commands, as in the
 * gateway, and an answer of the usual length goes back. Nobody signs, and there is no engine.
 */
import { isMessageFault, readBody } from '@intelligent-ledger/engine/core';
import Fastify from 'fastify';
import { serveParent } from './server-messages.ts';

const ANSWER = JSON.stringify({
  ...{ as_of_seq: 1_000_000, seq: 1_000_000 },
  results: [{ type: 'place_order', seq: 1_000_000, code: 0, name: 'accepted', order: 1_000_000, status: 'open' }],
});
const REGISTRY = { domain: 'be'.repeat(32), sizeDecimalsOf: () => 4, assetDecimalsOf: () => 6 };

const app = Fastify({ logger: { level: 'error' } });
app.removeAllContentTypeParsers();
app.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) => done(null, body));
app.post('/', (request, reply) => {
  const message = readBody(String(request.body), REGISTRY);
  return isMessageFault(message)
    ? reply.code(400).send(message)
    : reply.type('application/json; charset=utf-8').send(ANSWER);
});
const url = await app.listen({ host: '127.0.0.1', port: 0 });

serveParent({ ports: { http: Number(new URL(url).port), binary: 0 }, stop: () => app.close() });
