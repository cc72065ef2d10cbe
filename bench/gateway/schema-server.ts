/**
 * An order endpoint on Fastify with nothing behind it: nobody signs, and there is no engine. With the argument
 * `schema` the body is checked against the documented schema of a message by Fastify itself, and the answer is
 * written by the schema of a result; with `reader` the body becomes the bytes of its commands, as in the gateway, and
 * a text goes back.
 */
import { Message, MessageResult } from '@intelligent-ledger/client/wire';
import { isMessageFault, readBody } from '@intelligent-ledger/engine/core';
import Fastify from 'fastify';
import { serveParent } from './server-messages.ts';

const SEQUENCE = 1_000_000;
const ANSWER: MessageResult = {
  ...{ as_of_seq: SEQUENCE, seq: SEQUENCE },
  results: [{ type: 'place_order', seq: SEQUENCE, code: 0, name: 'accepted', order: SEQUENCE, status: 'open' }],
};
const ANSWER_TEXT = JSON.stringify(ANSWER);
const REGISTRY = { domain: 'be'.repeat(32), sizeDecimalsOf: () => 4, assetDecimalsOf: () => 6 };

const app = Fastify({ logger: { level: 'error' } });
if (process.argv[2] === 'schema') {
  app.post('/', { schema: { body: Message, response: { 200: MessageResult } } }, (_, reply) => reply.send(ANSWER));
} else {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) => done(null, body));
  app.post('/', (request, reply) => {
    const message = readBody(String(request.body), REGISTRY);
    return isMessageFault(message)
      ? reply.code(400).send(message)
      : reply.type('application/json; charset=utf-8').send(ANSWER_TEXT);
  });
}
const url = await app.listen({ host: '127.0.0.1', port: 0 });

serveParent({ ports: { http: Number(new URL(url).port), binary: 0 }, stop: () => app.close() });
