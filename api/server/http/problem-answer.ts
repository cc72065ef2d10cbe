/** Answers what is not served with a numbered problem document (RFC 9457). */
import { STATUS_CODES } from 'node:http';
import type { Problem } from '@intelligent-ledger/client/wire';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEMS, type ProblemName, Refused } from '../accept/problems.ts';
import type { LineGuard } from '../limits/line-guard.ts';

const MILLIS = 1_000;
/** What Fastify itself refuses, by the code of its error. */
const OF_FASTIFY: Readonly<Record<string, ProblemName>> = {
  FST_ERR_VALIDATION: 'request_malformed',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_long',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type_wrong',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'json_malformed',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request_malformed',
  FST_ERR_BAD_URL: 'request_malformed',
};

interface ProblemAbout {
  readonly field?: string | undefined;
  readonly detail?: string | undefined;
  readonly retryMillis?: number | undefined;
}

/** The document for a problem. */
export function problemOf(name: ProblemName, requestId: string, about: ProblemAbout = {}): Problem {
  const { code, status, title } = PROBLEMS[name];
  const { field, detail, retryMillis } = about;
  const wait = retryMillis === undefined ? {} : { retry_after_millis: retryMillis };
  const more = { ...(field ? { field } : {}), ...(detail ? { detail } : {}), ...wait };
  return { type: `/problems#${code}`, title, status, code, name, ...more, request_id: requestId };
}

/** What answers errors and what leads nowhere; a line on which there were too many is ended with the answer. */
export function problemAnswers(lines: LineGuard) {
  function answerError(error: FastifyError | Refused, request: FastifyRequest, reply: FastifyReply): void {
    const { name, field, detail } = named(error);
    const retryMillis = error instanceof Refused ? error.retryMillis : undefined;
    if (name === 'bug') request.log.error({ err: error }, 'a request met a bug');
    else request.log.info({ code: PROBLEMS[name].code, name, field }, 'refused');
    answer(name, request, reply, { field, detail, retryMillis });
  }

  function answerNotFound(request: FastifyRequest, reply: FastifyReply): void {
    answer('not_found', request, reply, {});
  }

  function answer(name: ProblemName, request: FastifyRequest, reply: FastifyReply, about: ProblemAbout): void {
    if (lines.isTooMuch(request.ip, name)) {
      lines.end(request.raw.socket);
      reply.header('connection', 'close');
    }
    sendProblem(reply, problemOf(name, request.id, about));
  }

  return { answerError, answerNotFound };
}

function sendProblem(reply: FastifyReply, problem: Problem): void {
  const { retry_after_millis: millis } = problem;
  if (millis !== undefined) reply.header('retry-after', Math.ceil(millis / MILLIS));
  reply
    .header('x-request-id', problem.request_id)
    .code(problem.status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problem);
}

function named(error: FastifyError | Refused): {
  name: ProblemName;
  field?: string | undefined;
  detail?: string | undefined;
} {
  if (error instanceof Refused) return { name: error.problem, field: error.field, detail: error.detail };
  const known = OF_FASTIFY[error.code];
  if (known !== undefined) return { name: known, field: fieldOf(error), detail: error.message };
  // Whatever else a library says of a request is still about the request.
  const status = error.statusCode ?? 500;
  if (status < 500) return { name: 'request_malformed', detail: `${STATUS_CODES[status] ?? status}: ${error.message}` };
  return { name: 'bug' };
}

function fieldOf({ validation }: FastifyError): string | undefined {
  const [first] = validation ?? [];
  if (first === undefined) return undefined;
  const missing = first.params['missingProperty'] ?? first.params['additionalProperty'];
  const path = first.instancePath.slice(1).replaceAll('/', '.');
  return [path, missing].filter((part) => typeof part === 'string' && part !== '').join('.') || undefined;
}
