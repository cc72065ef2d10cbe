/** Requests cost of a budget: of the owner or key that reads, or else of the address that they come from. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refused } from '../accept/problems.ts';
import type { Gateway } from '../gateway.ts';

/** Has every request but messages, which have budgets of their own, pay for itself. */
export function limitRequests(app: FastifyInstance, { requestBudgets, tokens }: Gateway): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.config.paysByCommand) {
      done();
      return;
    }
    const payer = payerOf(request);
    const retryMillis = requestBudgets.spend(payer, 1);
    reply.headers(requestBudgets.headersOf(payer));
    done(retryMillis === true ? undefined : new Refused('budget_spent', { retryMillis }));
  });

  function payerOf({ headers, ip }: FastifyRequest): string {
    const { authorization } = headers;
    if (authorization === undefined) return ip;
    try {
      const reader = tokens.readerOf(authorization);
      // A key pays by itself, so that one that is dead spends nothing of its owner's.
      return `owner ${reader.owner} key ${reader.key}`;
    } catch {
      // A token that is none pays as nobody; why it is none is said where it is needed.
      return ip;
    }
  }
}
