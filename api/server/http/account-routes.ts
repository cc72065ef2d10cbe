/** What an owner and its keys may read of its accounts. */
import { Account, Fills, Order, Orders } from '@intelligent-ledger/client/wire';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { Refused } from '../accept/problems.ts';
import type { Gateway } from '../gateway.ts';
import { accountJson, fillJson, orderJson } from '../json/account-json.ts';

const PAGE_MAX = 1_000;
const PAGE_DEFAULT = 100;

const AccountPath = Type.Object({ account: Type.Integer({ minimum: 0 }) });
const OrderPath = Type.Object({ ...AccountPath.properties, order: Type.Integer({ minimum: 1 }) });
const NamePath = Type.Object({
  ...AccountPath.properties,
  client_order_id: Type.String({ pattern: '^[0-9a-f]{32}$' }),
});
const page = {
  before: Type.Optional(Type.Integer({ minimum: 1 })),
  limit: Type.Integer({ minimum: 1, maximum: PAGE_MAX, default: PAGE_DEFAULT }),
};
const FillsQuery = Type.Object(page);
const OrdersQuery = Type.Object({ ...page, status: Type.Enum(['open', 'closed'] as const, { default: 'open' }) });

type AccountParams = Type.Static<typeof AccountPath>;

export function accountRoutes(app: FastifyInstance, gateway: Gateway): void {
  const { views, feed, tokens, port } = gateway;
  const { accounts, markets, registry } = views;
  const assetDecimalsOf = (asset: number) => registry.assetDecimalsOf(asset);

  /** Asks who reads, and waits until everything is there that was durable by now. */
  async function checkReader({ headers, params }: FastifyRequest<{ Params: AccountParams }>): Promise<number> {
    const { account } = params;
    const reader = tokens.readerOf(headers.authorization);
    await feed.whenCurrent();
    // Whoever may not read an account is not told whether there is one.
    if (!tokens.mayRead(reader, account)) throw new Refused('scope_missing', { field: 'account' });
    return account;
  }

  app.get<{ Params: AccountParams }>(
    '/accounts/:account',
    { schema: { params: AccountPath, response: { 200: Account } } },
    async (request) => {
      const account = await checkReader(request);
      const answer = await port.query('accountHealth', { account }).catch(() => null);
      if (answer === null) throw new Refused('engine_ended');
      if (!('answer' in answer)) throw new Refused('not_serving');
      if (answer.answer === null) throw new Refused('account_unknown', { field: 'account' });
      // Its markets are known by then.
      await feed.whenAt(answer.asOf);
      return accountJson(answer.answer, answer.asOf, markets, assetDecimalsOf);
    },
  );

  app.get<{ Params: AccountParams; Querystring: Type.Static<typeof OrdersQuery> }>(
    '/accounts/:account/orders',
    { schema: { params: AccountPath, querystring: OrdersQuery, response: { 200: Orders } } },
    async (request) => {
      const account = await checkReader(request);
      const { status, before, limit } = request.query;
      const ofPage = { limit, ...(before === undefined ? {} : { before }) };
      const entries = status === 'open' ? accounts.openOrdersOf(account) : accounts.closedOrdersOf(account, ofPage);
      const last = status === 'closed' && entries.length === limit ? entries.at(-1) : undefined;
      const next = last === undefined ? {} : { next: String(last.closedNumber) };
      return { as_of_seq: feed.sequence, orders: entries.map((entry) => orderJson(entry, markets)), ...next };
    },
  );

  app.get<{ Params: Type.Static<typeof OrderPath> }>(
    '/accounts/:account/orders/:order',
    { schema: { params: OrderPath, response: { 200: Order } } },
    async (request) => {
      const account = await checkReader(request);
      const entry = accounts.orderOf(account, request.params.order);
      if (entry === undefined) throw new Refused('order_unknown', { field: 'order' });
      return orderJson(entry, markets);
    },
  );

  app.get<{ Params: Type.Static<typeof NamePath> }>(
    '/accounts/:account/client-orders/:client_order_id',
    { schema: { params: NamePath, response: { 200: Order } } },
    async (request) => {
      const account = await checkReader(request);
      const name = request.params.client_order_id;
      const isNamed = ({ clientOrderId }: { clientOrderId: string | null }) => clientOrderId === name;
      const open = accounts.openOrdersOf(account).find(isNamed);
      const entry = open ?? accounts.closedOrdersOf(account, { limit: PAGE_MAX }).find(isNamed);
      if (entry === undefined) throw new Refused('order_unknown', { field: 'client_order_id' });
      return orderJson(entry, markets);
    },
  );

  fillsRoute(app, gateway, checkReader);
}

/** Says which account is read, where the sender may read it. */
type CheckReader = (request: FastifyRequest<{ Params: AccountParams }>) => Promise<number>;

function fillsRoute(app: FastifyInstance, { views, feed }: Gateway, checkReader: CheckReader): void {
  const { accounts, markets } = views;
  app.get<{ Params: AccountParams; Querystring: Type.Static<typeof FillsQuery> }>(
    '/accounts/:account/fills',
    { schema: { params: AccountPath, querystring: FillsQuery, response: { 200: Fills } } },
    async (request) => {
      const account = await checkReader(request);
      const { before, limit } = request.query;
      const entries = accounts.fillsOf(account, { limit, ...(before === undefined ? {} : { before }) });
      const last = entries.length === limit ? entries.at(-1) : undefined;
      const next = last === undefined ? {} : { next: String(last.fill) };
      return { as_of_seq: feed.sequence, fills: entries.map((entry) => fillJson(entry, markets)), ...next };
    },
  );
}
