/** What an owner and its keys may read of its accounts. */
import { Account, Fills, Keys, Order, Orders } from '@intelligent-ledger/client/wire';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { Refused } from '../accept/problems.ts';
import type { Gateway } from '../gateway.ts';
import { accountJson, fillJson, orderJson } from '../json/account-json.ts';
import { keyJson, sessionJson } from '../json/keys-json.ts';
import { checkReader } from './reader-check.ts';

const PAGE_MAX = 1_000;
const PAGE_DEFAULT = 100;

const AccountPath = Type.Object({ account: Type.Integer({ minimum: 0 }) });
const OrderPath = Type.Object({ ...AccountPath.properties, order: Type.Integer({ minimum: 1 }) });
const NamePath = Type.Object({
  ...AccountPath.properties,
  client_order_id: Type.String({ pattern: '^[0-9a-f]{32}$' }),
});
const page = {
  before: Type.Optional(Type.Integer({ minimum: 1, description: 'The `next` of the page before.' })),
  limit: Type.Integer({
    ...{ minimum: 1, maximum: PAGE_MAX, default: PAGE_DEFAULT },
    description: 'So many at most. Open orders come all at once.',
  }),
};
const FillsQuery = Type.Object(page);
const OrdersQuery = Type.Object({ ...page, status: Type.Enum(['open', 'closed'] as const, { default: 'open' }) });

type AccountParams = Type.Static<typeof AccountPath>;

export function accountRoutes(app: FastifyInstance, gateway: Gateway): void {
  const { views, feed, port, history } = gateway;
  const { accounts, markets, registry } = views;
  const assetDecimalsOf = (asset: number) => registry.assetDecimalsOf(asset);

  app.get<{ Params: AccountParams }>(
    '/accounts/:account',
    { schema: { params: AccountPath, response: { 200: Account } } },
    async (request) => {
      const account = await readAccount(gateway, request);
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
      const account = await readAccount(gateway, request);
      const { status, before, limit } = request.query;
      const isOpen = status === 'open';
      const asOf = feed.sequence;
      if (!isOpen) await history.whenAt(asOf);
      const entries = isOpen ? accounts.openOrdersOf(account) : history.closedOrders(account, { asOf, before, limit });
      const last = !isOpen && entries.length === limit ? entries.at(-1) : undefined;
      const next = last === undefined ? {} : { next: String(last.closedNumber) };
      return { as_of_seq: asOf, orders: entries.map((entry) => orderJson(entry, markets)), ...next };
    },
  );

  app.get<{ Params: Type.Static<typeof OrderPath> }>(
    '/accounts/:account/orders/:order',
    { schema: { params: OrderPath, response: { 200: Order } } },
    async (request) => {
      const account = await readAccount(gateway, request);
      const { order } = request.params;
      await history.whenAt(feed.sequence);
      const entry = accounts.orderOf(account, order) ?? history.order(account, order);
      if (entry === undefined) throw new Refused('order_unknown', { field: 'order' });
      return orderJson(entry, markets);
    },
  );

  app.get<{ Params: Type.Static<typeof NamePath> }>(
    '/accounts/:account/client-orders/:client_order_id',
    { schema: { params: NamePath, response: { 200: Order } } },
    async (request) => {
      const account = await readAccount(gateway, request);
      const name = request.params.client_order_id;
      const isNamed = ({ clientOrderId }: { clientOrderId: string | null }) => clientOrderId === name;
      await history.whenAt(feed.sequence);
      const entry = accounts.openOrdersOf(account).find(isNamed) ?? history.orderNamed(account, name);
      if (entry === undefined) throw new Refused('order_unknown', { field: 'client_order_id' });
      return orderJson(entry, markets);
    },
  );

  fillsRoute(app, gateway);
  keysRoute(app, gateway);
}

/** Says which account is read, where the sender may read it. */
async function readAccount(gateway: Gateway, { headers, params }: FastifyRequest<{ Params: AccountParams }>) {
  await checkReader(gateway, headers, params.account);
  return params.account;
}

function fillsRoute(app: FastifyInstance, gateway: Gateway): void {
  const { views, feed, history } = gateway;
  const { markets } = views;
  app.get<{ Params: AccountParams; Querystring: Type.Static<typeof FillsQuery> }>(
    '/accounts/:account/fills',
    { schema: { params: AccountPath, querystring: FillsQuery, response: { 200: Fills } } },
    async (request) => {
      const account = await readAccount(gateway, request);
      const { before, limit } = request.query;
      const asOf = feed.sequence;
      await history.whenAt(asOf);
      const entries = history.fills(account, { asOf, before, limit });
      const last = entries.length === limit ? entries.at(-1) : undefined;
      const next = last === undefined ? {} : { next: String(last.fill) };
      return { as_of_seq: asOf, fills: entries.map((entry) => fillJson(entry, markets)), ...next };
    },
  );
}

/** An owner reads of all its keys and sessions, a key of itself. */
function keysRoute(app: FastifyInstance, gateway: Gateway): void {
  const { views, feed, door } = gateway;
  const { registry } = views;
  app.get<{ Params: AccountParams }>(
    '/accounts/:account/keys',
    { schema: { params: AccountPath, response: { 200: Keys } } },
    async ({ headers, params }) => {
      const reader = await checkReader(gateway, headers, params.account);
      const owner = registry.ownerAt(reader.owner);
      if (owner === undefined) throw new Refused('account_unknown', { field: 'account' });
      const isRead = ({ key }: { key: number }) => reader.key === 0 || reader.key === key;
      return {
        as_of_seq: feed.sequence,
        owner: owner.owner,
        keys: registry
          .keysOf(owner.owner)
          .filter(isRead)
          .map((entry) => keyJson(entry, owner, door.now())),
        sessions: registry.sessionsOf(owner.owner).filter(isRead).map(sessionJson),
      };
    },
  );
}
