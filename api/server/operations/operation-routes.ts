/** Whether the gateway lives, whether it may be sent traffic, and its numbers. */
import type { FastifyInstance } from 'fastify';
import type { Gateway } from '../gateway.ts';
import type { Metrics } from './metrics.ts';

/** Beyond so many commands behind the engine, what is read here is too old. */
const LAG_MAX = 100_000;

export function operationRoutes(app: FastifyInstance, { port, feed }: Gateway, metrics: Metrics): void {
  app.get('/healthz', { schema: { hide: true } }, () => ({ is_alive: true }));

  app.get('/readyz', { schema: { hide: true } }, (_, reply) => {
    const checks = {
      journal_is_serving: port.status.get('journal_is_serving') === 1,
      engine_is_running: !feed.hasEnded,
      views_are_current: port.status.get('engine_durable_sequence') - feed.sequence <= LAG_MAX,
    };
    const isReady = Object.values(checks).every(Boolean);
    return reply.code(isReady ? 200 : 503).send({ is_ready: isReady, ...checks });
  });

  app.get('/metrics', { schema: { hide: true } }, async (_, reply) => {
    return reply.type(metrics.contentType).send(await metrics.text());
  });
}
