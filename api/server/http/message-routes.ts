/** The doors for messages, for tokens, and on demo exchanges for money. */
import {
  FaucetAnswer,
  FaucetRequest,
  Message,
  MessageResult,
  Token,
  TokenRequest,
  VerifyAnswer,
} from '@intelligent-ledger/client/wire';
import { OwnerKind } from '@intelligent-ledger/engine/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type Type from 'typebox';
import type { Credentials } from '../accept/accept-message.ts';
import { Refused } from '../accept/problems.ts';
import type { Gateway } from '../gateway.ts';
import { strictBody } from './strict-body.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
/** The body is the text that was signed; its own reader checks it. */
const RAW = { config: { isRaw: true }, validatorCompiler: () => (value: unknown) => ({ value }) };

export function messageRoutes(app: FastifyInstance, gateway: Gateway): void {
  const { door, views, tokens, faucet, feed, submitter, commandBudgets } = gateway;

  const ofCommands = { config: { ...RAW.config, paysByCommand: true } };
  const schema = { body: Message, response: { 200: MessageResult } };
  app.post('/messages', { ...RAW, ...ofCommands, schema }, async (request, reply) => {
    const { account, sequence, codes, answer } = await door.take(textOf(request), credentialsOf(request));
    const owner = views.registry.ownerOf(account)?.owner ?? 0;
    reply.headers(commandBudgets.headersOf(owner)).type(JSON_TYPE);
    request.log.info({ account, seq: sequence, codes }, 'message taken');
    return answer;
  });

  app.post('/messages/verify', { ...RAW, schema: { body: Message, response: { 200: VerifyAnswer } } }, (request) => {
    return door.explain(textOf(request), credentialsOf(request));
  });

  app.post<{ Body: TokenRequest }>(
    '/tokens',
    { schema: { body: TokenRequest, response: { 200: Token } }, validatorCompiler: strictBody },
    async ({ body }) => {
      await feed.whenCurrent();
      const { token, reader } = tokens.give(body);
      const accounts = views.registry.ownerAt(reader.owner)?.accounts ?? [];
      const { owner, key, validUntil } = reader;
      return {
        token,
        valid_until: validUntil,
        owner,
        key,
        accounts: accounts.filter((one) => tokens.mayRead(reader, one)),
      };
    },
  );

  app.post<{ Body: Type.Static<typeof FaucetRequest> }>(
    '/faucet',
    { schema: { body: FaucetRequest, response: { 200: FaucetAnswer } }, validatorCompiler: strictBody },
    async ({ body }) => {
      if (faucet === null) throw new Refused('faucet_closed');
      const identity = { kind: OwnerKind[body.kind], identity: body.identity };
      const sequence = await faucet.give(identity, views.registry, submitter);
      await feed.whenAt(sequence);
      const owner = views.registry.ownerIdentified(identity);
      return { owner: owner?.owner ?? 0, account: owner?.accounts[0] ?? 0, as_of_seq: sequence };
    },
  );
}

function textOf({ body }: FastifyRequest): string {
  return typeof body === 'string' ? body : '';
}

/** A signature or a code of a session, in a header, and in another for which exchange it was made. */
function credentialsOf({ headers }: FastifyRequest): Credentials | null {
  const [signature, code, exchange] = [headers['il-signature'], headers['il-code'], headers['il-exchange']];
  const made = typeof exchange === 'string' ? { exchange } : {};
  if (typeof signature === 'string') return { signature, ...made };
  return typeof code === 'string' ? { code, ...made } : null;
}
