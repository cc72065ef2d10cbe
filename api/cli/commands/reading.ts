/** Commands that read: what is public, and what belongs to the account. */
import type { CliCommand, Values } from '../command.ts';
import { marketOf, wholeNumber } from '../market-of.ts';

const text = { type: 'string' } as const;
const limit = { limit: { ...text, default: '20' } };

const limitOf = ({ limit: given }: Values) => wholeNumber('--limit', String(given));

export const READING: Readonly<Record<string, CliCommand>> = {
  exchange: {
    usage: 'exchange',
    about: 'which exchange this is, and where it is in its log',
    words: [0, 0],
    run: ({ client }) => client.exchange(),
  },
  markets: {
    usage: 'markets',
    about: 'every market with its state and mark',
    words: [0, 0],
    run: ({ client }) => client.markets(),
  },
  market: {
    usage: 'market MARKET',
    about: 'everything about one, by number or symbol',
    words: [1, 1],
    run: ({ client }, [word = '']) => marketOf(client, word),
  },
  book: {
    usage: 'book MARKET [--levels N] [--by-order]',
    about: 'its best levels, or every order in the order in which it trades',
    options: { levels: { ...text, default: '10' }, 'by-order': { type: 'boolean', default: false } },
    words: [1, 1],
    run: async ({ client }, [word = ''], values) => {
      const { market } = await marketOf(client, word);
      if (values['by-order'] === true) return client.bookOrders(market);
      return client.book(market, wholeNumber('--levels', String(values['levels'])));
    },
  },
  trades: {
    usage: 'trades MARKET [--limit N]',
    about: 'its latest trades, the newest first',
    options: limit,
    words: [1, 1],
    run: async ({ client }, [word = ''], values) =>
      client.trades((await marketOf(client, word)).market, limitOf(values)),
  },
  account: {
    usage: 'account',
    about: 'what the account has, needs and has free, with every term',
    words: [0, 0],
    run: async (context) => (await context.trader()).accountState(),
  },
  positions: {
    usage: 'positions',
    about: 'the positions of the account',
    words: [0, 0],
    run: async (context) => (await (await context.trader()).accountState()).positions,
  },
  orders: {
    usage: 'orders',
    about: 'the open orders of the account',
    words: [0, 0],
    run: async (context) => (await context.trader()).openOrders(),
  },
  order: {
    usage: 'order CLIENT_ORDER_ID',
    about: 'what became of an order, by the name that its client gave it',
    words: [1, 1],
    run: async (context, [name = '']) => (await context.trader()).orderByClientId(name),
  },
  fills: {
    usage: 'fills [--limit N]',
    about: 'the fills of the account, the newest first',
    options: limit,
    words: [0, 0],
    run: async (context, _, values) => (await context.trader()).fills(limitOf(values)),
  },
  keys: {
    usage: 'keys',
    about: 'the agent keys of the owner and its open sessions',
    words: [0, 0],
    run: async (context) => (await context.trader()).keys(),
  },
};
