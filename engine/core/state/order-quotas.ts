/** How many orders owners may have open, in all markets and in any one: for each owner, or else for all of them. */
import { createWords, wordColumn } from '../numbers/words.ts';
import { SENDER_WORDS_SHIFT, SenderWord } from './hot-lines.ts';

const LINE = SENDER_WORDS_SHIFT;

/** What counts where there is no bound: more than any table holds. */
const UNBOUND = 0x7fffffff;

export interface OrderQuota {
  /** In all markets; 0 is none of its own, or for all owners no bound. */
  readonly ordersMax: number;
  /** The same in any one market. */
  readonly marketOrdersMax: number;
}

export type OrderQuotas = ReturnType<typeof createOrderQuotas>;

/** No quotas, of the owners that have these lines. */
export function createOrderQuotas(lines: Int32Array) {
  const ordersMaxima = wordColumn(lines, SenderWord.ordersMax, 1 << LINE);
  const marketOrdersMaxima = wordColumn(lines, SenderWord.marketOrdersMax, 1 << LINE);
  // In force for all owners: as set, but unbound where that is zero.
  const all = createWords(2).fill(UNBOUND);

  function inForce(own: number, all: number): number {
    return own === 0 ? all : own;
  }

  return {
    /** The quota in force of an owner in all markets; beyond any count when it has none. */
    ordersMaxOf: (owner: number) => inForce(ordersMaxima[owner << LINE] as number, all[0] as number),
    /** The same in any one market. */
    marketOrdersMaxOf: (owner: number) => inForce(marketOrdersMaxima[owner << LINE] as number, all[1] as number),
    ownOf: (owner: number): OrderQuota => ({
      ordersMax: ordersMaxima[owner << LINE] as number,
      marketOrdersMax: marketOrdersMaxima[owner << LINE] as number,
    }),
    ofAll: (): OrderQuota => ({
      ordersMax: (all[0] as number) % UNBOUND,
      marketOrdersMax: (all[1] as number) % UNBOUND,
    }),
    setOwn: (owner: number, { ordersMax, marketOrdersMax }: OrderQuota) => {
      ordersMaxima[owner << LINE] = ordersMax;
      marketOrdersMaxima[owner << LINE] = marketOrdersMax;
    },
    setAll: ({ ordersMax, marketOrdersMax }: OrderQuota) => {
      all[0] = ordersMax === 0 ? UNBOUND : ordersMax;
      all[1] = marketOrdersMax === 0 ? UNBOUND : marketOrdersMax;
    },
  };
}
