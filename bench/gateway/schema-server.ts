/**
 * An order endpoint on Fastify with nothing behind it: nobody signs, and there is no engine. With the argument
 * `schema` the body is checked against the documented schema of a message by Fastify itself, the answer is written by
 * the schema of a result, and there is no log; with `reader` there is one, as in the gateway, the body becomes the
 * bytes of its commands, and a text goes back.
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

const isBySchema = process.argv[2] === 'schema';
const app = Fastify({
  logger: isBySchema ? false : { level: 'error' },
  // The schema of a command is found by its type.
  ajv: { customOptions: { discriminator: true } },
});
if (isBySchema) {
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
