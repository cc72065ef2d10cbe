/** What an order would do, for whoever may read its account. Nothing is placed. */
import { Preview, PreviewRequest } from '@intelligent-ledger/client/wire';
import {
  decode,
  isMessageFault,
  type Lots,
  OrderFlag,
  OrderType,
  type PreviewedOrder,
  placeOrder,
  readCommand,
  type SelfTrade,
  type Side,
  type Ticks,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import type { FastifyInstance } from 'fastify';
import type Type from 'typebox';
import { type ProblemName, Refused, wireName } from '../accept/problems.ts';
import type { Gateway } from '../gateway.ts';
import { previewJson } from '../json/preview-json.ts';
import { checkReader } from './reader-check.ts';
import { strictBody } from './strict-body.ts';

/** An order that is thought of is of no message. */
const NO_HEAD = { key: 0, session: 0, nonce: 0, validUntil: 0 };

export function previewRoute(app: FastifyInstance, gateway: Gateway): void {
  const { views, port, feed } = gateway;
  const { registry, markets } = views;

  /** The order that a command places; fails with `Refused` where it is none that there can be. */
  function orderOf(body: unknown, account: number) {
    const made = readCommand(body, { ...NO_HEAD, account }, registry);
    if (isMessageFault(made)) throw new Refused(wireName(made.fault) as ProblemName, { field: `order.${made.path}` });
    const { market, side, price, size, orderType, timeInForce, flags, selfTrade, slippage, builderFee } = decode(
      placeOrder,
      made.command,
    );
    const order: PreviewedOrder = {
      ...{ account, market, side: side as Side, price: price as Ticks, size: size as Lots },
      stays: timeInForce === TimeInForce.goodTillCancelled,
      isMarketOrder: orderType === OrderType.market,
      isReduceOnly: (flags & OrderFlag.reduceOnly) !== 0,
      ...{ slippage, selfTrade: selfTrade as SelfTrade, builderRate: builderFee },
    };
    const isPostOnly = (flags & OrderFlag.postOnly) !== 0;
    return { order, isPostOnly, isWhole: timeInForce === TimeInForce.fillOrKill };
  }

  app.post<{ Body: Type.Static<typeof PreviewRequest> }>(
    '/preview',
    { schema: { body: PreviewRequest, response: { 200: Preview } }, validatorCompiler: strictBody },
    async ({ headers, body }) => {
      await checkReader(gateway, headers, body.account);
      const { order, ...kind } = orderOf(body.order, body.account);
      const answer = await port.query('previewOrder', order).catch(() => null);
      if (answer === null) throw new Refused('engine_ended');
      if (!('answer' in answer)) throw new Refused('not_serving');
      if (answer.answer === null) throw new Refused('order_impossible');
      await feed.whenAt(answer.asOf);
      return previewJson(answer.answer, order, kind, answer.asOf, markets);
    },
  );
}
