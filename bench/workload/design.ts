/**
 * The workloads by name. Mixes A to E differ in what arrives; the growth workloads vary one axis of
 * mix A at a time. Each is a function of its design and a seed, so that a result names both and the
 * SHA-256 of the file they made.
 */

export interface WorkloadDesign {
  readonly name: string;
  readonly doc: string;
  /** Measured commands. */
  readonly commands: number;
  /** Orders of the prefill, and the count about which open orders are kept, within a quarter. */
  readonly resting: number;
  /** Capacity for open orders, the same for every size along an axis of growth. */
  readonly ordersMax: number;
  readonly accounts: number;
  readonly markets: number;
  readonly priceMax: number;
  readonly midPrice: number;
  /** Mean distance of a passive price from the middle, in ticks. */
  readonly scale: number;
  /** Shares of what arrives; they add up to 1. */
  readonly add: number;
  readonly cancel: number;
  readonly take: number;
  readonly move: number;
  /** Cancels that the same account follows at once with a new order in the same market. */
  readonly replace: number;
  /** Share of moves that go to the best price of the other side. */
  readonly crossingMoves: number;
  /** Takes are of any size up to the whole other side instead of 1 to 10 lots. */
  readonly isAvalanche: boolean;
  /** Zipf exponents of markets and of accounts; 0 makes them alike. */
  readonly marketSkew: number;
  readonly accountSkew: number;
}

const mixA: WorkloadDesign = {
  name: 'A',
  doc: '50 % add, 40 % cancel, 10 % take; 10,000 resting, 1,000 accounts',
  commands: 1_000_000,
  resting: 10_000,
  ordersMax: 1_048_576,
  accounts: 1_000,
  markets: 1,
  priceMax: 1_000_000,
  midPrice: 500_000,
  scale: 200,
  add: 0.5,
  cancel: 0.4,
  take: 0.1,
  move: 0,
  replace: 0,
  crossingMoves: 0,
  isAvalanche: false,
  marketSkew: 0,
  accountSkew: 0,
};

const mixB: WorkloadDesign = {
  ...mixA,
  name: 'B',
  doc: '9 % add, 3 % take, 6 % cancel, 82 % move; 1,000 resting, 2,000 accounts',
  resting: 1_000,
  accounts: 2_000,
  scale: 500,
  add: 0.09,
  cancel: 0.06,
  take: 0.03,
  move: 0.82,
  crossingMoves: 0.06,
};

const mixC: WorkloadDesign = {
  ...mixA,
  name: 'C',
  doc: 'avalanche: 1 % takes of 1 lot to the whole other side; at most 2,000 resting',
  commands: 300_000,
  resting: 2_000,
  add: 0.55,
  cancel: 0.44,
  take: 0.01,
  isAvalanche: true,
};

const mixD: WorkloadDesign = {
  ...mixA,
  name: 'D',
  doc: '1,000 markets by Zipf 1.1, accounts by Pareto, 30 % cancel-replace; 50,000 resting',
  commands: 300_000,
  resting: 50_000,
  accounts: 10_000,
  markets: 1_000,
  priceMax: 8_191,
  midPrice: 4_096,
  scale: 50,
  add: 0.35,
  cancel: 0.28,
  take: 0.07,
  replace: 0.3,
  marketSkew: 1.1,
  accountSkew: 0.86,
};

const mixE: WorkloadDesign = {
  ...mixA,
  name: 'E',
  doc: 'prediction markets: 1,000 books of 999 ticks; 100,000 resting',
  commands: 300_000,
  resting: 100_000,
  accounts: 10_000,
  markets: 1_000,
  priceMax: 999,
  midPrice: 500,
  scale: 20,
};

/** Mix A about as many resting orders as stated, spread wide enough for books of any size. */
function withOrders(resting: number): WorkloadDesign {
  return {
    ...mixA,
    name: `orders-${resting}`,
    doc: `mix A about ${resting} resting orders, 10,000 accounts, scale 2,000`,
    resting,
    ordersMax: 16_777_216,
    accounts: 10_000,
    scale: 2_000,
  };
}

/** A million resting orders over as many markets as stated. */
function withMarkets(markets: number): WorkloadDesign {
  return {
    ...mixA,
    name: `markets-${markets}`,
    doc: `mix A over ${markets} markets, 1,000,000 resting orders, 100,000 accounts, scale 20`,
    resting: 1_000_000,
    ordersMax: 2_097_152,
    accounts: 100_000,
    markets,
    priceMax: 2_047,
    midPrice: 1_024,
    scale: 20,
  };
}

/** A hundred thousand resting orders of as many accounts as stated. */
function withAccounts(accounts: number): WorkloadDesign {
  return {
    ...mixA,
    name: `accounts-${accounts}`,
    doc: `mix A with ${accounts} accounts, 100,000 resting orders, scale 2,000`,
    resting: 100_000,
    accounts,
    scale: 2_000,
  };
}

/** The design of a name, with other counts where the name has them: `orders-1000`, `markets-10`, `accounts-10`. */
export function designOf(name: string): WorkloadDesign {
  const mix = [mixA, mixB, mixC, mixD, mixE].find((candidate) => candidate.name === name);
  if (mix) return mix;
  const [axis, digits] = name.split('-');
  const count = Number(digits);
  if (Number.isInteger(count) && count > 0) {
    if (axis === 'orders') return withOrders(count);
    if (axis === 'markets') return withMarkets(count);
    if (axis === 'accounts') return withAccounts(count);
  }
  throw new Error(`no workload is called ${name}`);
}
