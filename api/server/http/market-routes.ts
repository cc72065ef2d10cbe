/** What everybody may read: the exchange, its markets, books and trades. */
import { Book, BookOrders, Exchange, Market, Markets, Trades } from '@intelligent-ledger/client/wire';
import type { Refused as ViewRefused } from '@intelligent-ledger/engine/client-port';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { Refused } from '../accept/problems.ts';
import type { MarketTerms } from '../exchange/market-list.ts';
import type { Gateway } from '../gateway.ts';
import { bookJson, bookOrdersJson, tradeJson } from '../json/market-json.ts';

const LEVELS_MAX = 1_000;
const LEVELS_DEFAULT = 50;
const ORDERS_MAX = 10_000;
const TRADES_MAX = 1_000;
const TRADES_DEFAULT = 100;

const MarketPath = Type.Object({ market: Type.Integer({ minimum: 0 }) });
const limit = (most: number, otherwise: number) => Type.Integer({ minimum: 1, maximum: most, default: otherwise });
const LevelsQuery = Type.Object({ levels: limit(LEVELS_MAX, LEVELS_DEFAULT) });
const OrdersQuery = Type.Object({ limit: limit(ORDERS_MAX, ORDERS_MAX) });
const TradesQuery = Type.Object({ limit: limit(TRADES_MAX, TRADES_DEFAULT) });

type MarketParams = Type.Static<typeof MarketPath>;

export function marketRoutes(app: FastifyInstance, gateway: Gateway): void {
  const { views, feed, faucet, port } = gateway;
  const { markets, trades, registry } = views;

  function termsOf(market: number): MarketTerms {
    const terms = markets.termsOf(market);
    if (terms === undefined) throw new Refused('market_unknown', { field: 'market' });
    return terms;
  }

  app.get('/exchange', { schema: { response: { 200: Exchange } } }, async () => {
    await feed.whenCurrent();
    return {
      exchange: registry.domain,
      as_of_seq: feed.sequence,
      time: port.status.get('engine_time_microseconds'),
      rule_version: views.ruleVersion,
      binary_port: gateway.binaryPort,
      is_demo: faucet !== null,
    };
  });

  app.get('/markets', { schema: { response: { 200: Markets } } }, async () => {
    await feed.whenCurrent();
    const shown = Array.from({ length: markets.count }, (_, market) => markets.show(market));
    return { as_of_seq: feed.sequence, markets: shown };
  });

  app.get<{ Params: MarketParams }>(
    '/markets/:market',
    { schema: { params: MarketPath, response: { 200: Market } } },
    async ({ params }) => {
      await feed.whenCurrent();
      termsOf(params.market);
      return markets.show(params.market);
    },
  );

  app.get<{ Params: MarketParams; Querystring: Type.Static<typeof LevelsQuery> }>(
    '/markets/:market/book',
    { schema: { params: MarketPath, querystring: LevelsQuery, response: { 200: Book } } },
    async ({ params, query }) => {
      await feed.whenCurrent();
      const terms = termsOf(params.market);
      return bookJson(known(views.books.depth(params.market, query.levels)), terms);
    },
  );

  app.get<{ Params: MarketParams; Querystring: Type.Static<typeof OrdersQuery> }>(
    '/markets/:market/orders',
    { schema: { params: MarketPath, querystring: OrdersQuery, response: { 200: BookOrders } } },
    async ({ params, query }) => {
      await feed.whenCurrent();
      const terms = termsOf(params.market);
      return bookOrdersJson(known(views.books.orders(params.market, query.limit)), terms);
    },
  );

  app.get<{ Params: MarketParams; Querystring: Type.Static<typeof TradesQuery> }>(
    '/markets/:market/trades',
    { schema: { params: MarketPath, querystring: TradesQuery, response: { 200: Trades } } },
    async ({ params, query }) => {
      await feed.whenCurrent();
      const terms = termsOf(params.market);
      const shown = trades.of(params.market, query.limit).map((trade) => tradeJson(trade, terms));
      return { as_of_seq: feed.sequence, trades: shown };
    },
  );
}

/** An answer of the views, which know every market that the list knows. */
function known<Answer extends object>(answer: Answer | ViewRefused): Answer {
  if ('refused' in answer) throw new Refused('market_unknown', { detail: answer.refused });
  return answer;
}
