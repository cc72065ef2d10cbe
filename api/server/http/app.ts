/** The HTTP door: one Fastify application over the views and the door for messages. */
import { lookup } from 'node:dns/promises';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Gateway } from '../gateway.ts';
import { Metrics } from '../operations/metrics.ts';
import { operationRoutes } from '../operations/operation-routes.ts';
import { registerReference } from '../reference/reference-routes.ts';
import { openStreamDoor } from '../streams/stream-door.ts';
import { accountRoutes } from './account-routes.ts';
import { GuardedServer } from './guarded-server.ts';
import { marketRoutes } from './market-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { previewRoute } from './preview-route.ts';
import { problemAnswers } from './problem-answer.ts';
import { limitRequests } from './request-budgets.ts';

const BODY_BYTES_MAX = 16_384;
/** A request that takes longer to come is not waited for. */
const REQUEST_MILLIS = 10_000;
const MILLIS = 1_000;
/** Lines that wait to be opened; all that do are opened in one go, for so long nothing else is done. */
const BACKLOG = 32;
/** A line that has sent nothing whole for so long is looked for so often. */
const HEADERS_MILLIS = 5_000;
const CHECK_MILLIS = 20;
/** Lines in all. A process must be allowed to have some more files open. */
const LINES_MAX = 16_000;

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
  const guarded = new GuardedServer(gateway.lines);
  const { answerError, answerNotFound } = problemAnswers(gateway.lines);
  const app = Fastify({
    logger,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MILLIS,
    http: { headersTimeout: HEADERS_MILLIS, connectionsCheckingInterval: CHECK_MILLIS },
    // Nobody may say under which name a request stands in our log.
    requestIdHeader: false,
    ajv: { customOptions: { removeAdditional: false, allErrors: false } },
    frameworkErrors: answerError,
    clientErrorHandler: (error, socket) => guarded.endMalformed(error, socket),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (request.routeOptions.config.isRaw) done(null, body);
    else app.getDefaultJsonParser('error', 'error')(request, String(body), done);
  });
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerNotFound);
  app.server.maxConnections = LINES_MAX;
  guarded.guardServer(app.server);
  app.addHook('onSend', (request, reply, _, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  const metrics = new Metrics(gateway);
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const { statusCode } = reply;
    metrics.answered(request.method, route, statusCode, reply.elapsedTime / MILLIS);
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

/** Listens; answers where, as in `http://127.0.0.1:8080`. */
export async function listen(app: FastifyInstance, { host, port }: { readonly host: string; readonly port: number }) {
  // For a name of several addresses a second server would be made, past what stands before the listeners of this one.
  const { address } = await lookup(host);
  return app.listen({ host: address, port, backlog: BACKLOG });
}
