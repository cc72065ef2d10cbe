/** Commands that ask the exchange for something. Each is one message under one signature. */
import type { Command, PlaceOrder, Trader } from '@intelligent-ledger/client';
import { type CliCommand, type Context, NotAccepted, type Options, UsageFault, type Values } from '../command.ts';
import { marketOf, wholeNumber } from '../market-of.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const MICROS = 1_000_000;
/** Of a market order: how far beyond the best price it goes unless something else is said. */
const SLIPPAGE_DEFAULT = '0.01';
const CLIENT_ORDER_ID = /^[0-9a-f]{32}$/;

const ORDER_OPTIONS: Options = {
  ...{ price: text, slippage: text, 'client-order-id': text, 'display-size': text, 'expires-in': text },
  ...{ 'post-only': flag, 'reduce-only': flag, immediate: flag, whole: flag },
};
const ORDER_USAGE =
  'MARKET SIZE [--price P [--post-only | --immediate | --whole] [--display-size S] [--expires-in SECONDS] | ' +
  '--slippage RATE] [--reduce-only] [--client-order-id HEX]';

function orderCommand(side: 'buy' | 'sell'): CliCommand {
  return {
    usage: `${side} ${ORDER_USAGE}`,
    about: `${side}s: at a price or better, or without one at what the market gives`,
    options: ORDER_OPTIONS,
    words: [2, 2],
    run: async (context, words, values) => sent(context, await orderOf(context, side, words, values)),
  };
}

export const TRADING: Readonly<Record<string, CliCommand>> = {
  buy: orderCommand('buy'),
  sell: orderCommand('sell'),
  preview: {
    usage: `preview buy|sell ${ORDER_USAGE}`,
    about: 'what such an order would do; nothing is placed',
    options: ORDER_OPTIONS,
    words: [3, 3],
    run: async (context, [side, ...words], values) => {
      if (side !== 'buy' && side !== 'sell') throw new UsageFault(`an order buys or sells, it does not ${side}`);
      const order = await orderOf(context, side, words, values);
      return (await context.trader()).preview(order);
    },
  },
  amend: {
    usage: 'amend MARKET ORDER SIZE --price P',
    about: 'states an open order anew; the size counts what has filled',
    options: { price: text },
    words: [3, 3],
    run: async (context, [word = '', order = '', size = ''], { price }) => {
      if (typeof price !== 'string') throw new UsageFault('at which price?');
      const { market } = await marketOf(context.client, word);
      return sent(context, { type: 'amend_order', market, order: wholeNumber('the order', order), price, size });
    },
  },
  cancel: {
    usage: 'cancel ORDER|CLIENT_ORDER_ID ...',
    about: 'cancels orders by number or name',
    words: [1, 63],
    run: (context, words) => sent(context, ...words.map(cancelOf)),
  },
  'cancel-all': {
    usage: 'cancel-all [MARKET]',
    about: 'cancels every order of the account, or those in one market',
    words: [0, 1],
    run: async (context, [word]) => {
      const market = word === undefined ? {} : { market: (await marketOf(context.client, word)).market };
      return sent(context, { type: 'cancel_orders', ...market });
    },
  },
  'schedule-cancel': {
    usage: 'schedule-cancel SECONDS',
    about: 'cancels every order after so long, unless it is put off before; 0 takes it back',
    words: [1, 1],
    run: async (context, [word = '']) => {
      const seconds = wholeNumber('the time', word);
      const at = seconds === 0 ? 0 : await timeIn(context, seconds);
      return sent(context, { type: 'schedule_cancel', at });
    },
  },
  'approve-key': {
    usage: 'approve-key IDENTITY PROOF [--read] [--cancel-only] [--expires-in SECONDS]',
    about: 'lets another Ed25519 key trade for the owner; PROOF is what `iledger key-proof` says with that key',
    options: { read: flag, 'cancel-only': flag, 'expires-in': text },
    words: [2, 2],
    run: async (context, [identity = '', proof = ''], values) => {
      const scope: ('trade' | 'cancel' | 'read')[] = [values['cancel-only'] === true ? 'cancel' : 'trade'];
      if (values['read'] === true) scope.push('read');
      const ends = await expiry(context, values, 'expires_at');
      return sent(context, { type: 'approve_key', identity, key_kind: 'ed25519', proof, scope, ...ends });
    },
  },
  'revoke-key': {
    usage: 'revoke-key KEY|all',
    about: 'takes a key back, or all of them',
    words: [1, 1],
    run: (context, [word = '']) =>
      sent(context, { type: 'revoke_keys', key: word === 'all' ? 0 : wholeNumber('the key', word) }),
  },
  send: {
    usage: 'send JSON ...',
    about: 'sends any commands as one message, each as its JSON',
    words: [1, 63],
    run: (context, words) => sent(context, ...words.map(parsed)),
  },
};

/** Sends commands; fails with `NotAccepted` where one was not. */
async function sent(context: Context, ...commands: readonly Command[]): Promise<unknown> {
  const trader: Trader = await context.trader();
  const answer = await trader.sendMessage(commands);
  const results = answer.results.length === 1 ? answer.results[0] : answer.results;
  if (answer.results.some(({ code }) => code !== 0)) throw new NotAccepted(results);
  return results;
}

async function orderOf(
  context: Context,
  side: 'buy' | 'sell',
  [word = '', size = '']: readonly string[],
  values: Values,
): Promise<PlaceOrder> {
  const market = await marketOf(context.client, word);
  const { price, slippage } = values;
  const name = values['client-order-id'];
  const display = values['display-size'];
  const terms: PlaceOrder = {
    ...{ type: 'place_order', market: market.market, side, size, price: market.max_price },
    ...(typeof name === 'string' ? { client_order_id: name } : {}),
    ...(values['reduce-only'] === true ? { reduce_only: true } : {}),
  };
  if (typeof price !== 'string') {
    // A market order takes any price that its slippage admits.
    const worst = side === 'buy' ? market.max_price : (market.price_steps[0]?.from ?? market.max_price);
    const more = { order_type: 'market', time_in_force: 'immediate_or_cancel' } as const;
    return { ...terms, ...more, price: worst, slippage: typeof slippage === 'string' ? slippage : SLIPPAGE_DEFAULT };
  }
  const isWhole = values['whole'] === true;
  const inForce = isWhole ? 'fill_or_kill' : values['immediate'] === true ? 'immediate_or_cancel' : undefined;
  return {
    ...{ ...terms, price },
    ...(inForce === undefined ? {} : { time_in_force: inForce }),
    ...(values['post-only'] === true ? { post_only: true } : {}),
    ...(typeof display === 'string' ? { display_size: display } : {}),
    ...(await expiry(context, values, 'expiry')),
  };
}

async function expiry<Name extends string>(context: Context, values: Values, name: Name) {
  const seconds = values['expires-in'];
  if (typeof seconds !== 'string') return {};
  return { [name]: await timeIn(context, wholeNumber('--expires-in', seconds)) } as Record<Name, number>;
}

/** A time of the exchange, in microseconds. */
async function timeIn({ client }: Context, seconds: number): Promise<number> {
  return (await client.exchange()).time + seconds * MICROS;
}

function cancelOf(word: string): Command {
  if (CLIENT_ORDER_ID.test(word)) return { type: 'cancel_by_client_order_id', client_order_id: word };
  return { type: 'cancel_order', order: wholeNumber('the order', word) };
}

function parsed(word: string): Command {
  try {
    return JSON.parse(word) as Command;
  } catch {
    throw new UsageFault(`this is no JSON: ${word}`);
  }
}
