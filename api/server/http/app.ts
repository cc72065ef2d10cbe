/** The HTTP door: one Fastify application over the views and the door for messages. */
import Fastify, { type FastifyInstance } from 'fastify';
import type { Gateway } from '../gateway.ts';
import { holdBack } from '../limits/hold-back.ts';
import { Metrics } from '../operations/metrics.ts';
import { operationRoutes } from '../operations/operation-routes.ts';
import { registerReference } from '../reference/reference-routes.ts';
import { openStreamDoor } from '../streams/stream-door.ts';
import { accountRoutes } from './account-routes.ts';
import { marketRoutes } from './market-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { previewRoute } from './preview-route.ts';
import { answerError, answerNotFound } from './problem-answer.ts';
import { limitRequests } from './request-budgets.ts';

const BODY_BYTES_MAX = 16_384;
/** A request that takes longer to come is not waited for. */
const REQUEST_MILLIS = 10_000;
const MILLIS = 1_000;
/** A line that has sent nothing whole for so long is looked for so often. */
const HEADERS_MILLIS = 5_000;
const CHECK_MILLIS = 1_000;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body is taken as the text that it is, because it is signed. */
    readonly isRaw?: boolean;
    /** Its commands cost of their owner's budget, and the request nothing. */
    readonly paysByCommand?: boolean;
  }
}

export interface AppOptions {
  /** From which level on there is a log, and where it goes if not to the output stream; false for none. */
  readonly logger: false | { readonly level: string; readonly stream?: { write(line: string): void } };
}

export async function createApp(gateway: Gateway, { logger }: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MILLIS,
    http: { headersTimeout: HEADERS_MILLIS, connectionsCheckingInterval: CHECK_MILLIS },
    // Nobody may say under which name a request stands in our log.
    requestIdHeader: false,
    ajv: { customOptions: { removeAdditional: false, allErrors: false } },
    frameworkErrors: answerError,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (request.routeOptions.config.isRaw) done(null, body);
    else app.getDefaultJsonParser('error', 'error')(request, String(body), done);
  });
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerNotFound);
  app.addHook('onSend', (request, reply, _, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  const metrics = new Metrics(gateway);
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const { statusCode } = reply;
    metrics.answered(request.method, route, statusCode, reply.elapsedTime / MILLIS);
    holdBack(gateway.faults, request.ip, request.raw.socket, statusCode);
    done();
  });
  await registerReference(app);
  operationRoutes(app, gateway, metrics);
  openStreamDoor(app, gateway);
  await app.register(
    (routes, _, done) => {
      limitRequests(routes, gateway);
      marketRoutes(routes, gateway);
      accountRoutes(routes, gateway);
      messageRoutes(routes, gateway);
      previewRoute(routes, gateway);
      done();
    },
    { prefix: '/v1' },
  );
  return app;
}
