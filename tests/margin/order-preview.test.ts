/**
 * What an order is previewed to do is what it then does: fills, fees, what is realised, what rests, and what is left.
 */
import {
  approveBuilder,
  convert,
  converted,
  decodeRecords,
  fillSettled,
  type Lots,
  Machine,
  orderCancelled,
  orderFilled,
  orderPlaced,
  type PreviewedOrder,
  placeOrder,
  ResultCode,
  setAssetTerms,
  setMarkPrice,
  spotSettled,
  type Ticks,
  TimeInForce,
  tick,
} from '@intelligent-ledger/engine/core';
import { draftOf, Random } from '@intelligent-ledger/engine/sim';
import { expect, test } from 'vitest';
import { SPOT, SPOT_PRICE, Trading } from './trading.ts';

const COMMANDS = 3_000;
const BUILDER = 3;
const BUILDER_RATE = 100_000;

/** Lets pass what is due, so that a preview is of the same state that the order finds. */
function clearDue(machine: Machine, trading: Trading): void {
  for (let turn = 0; turn < 40; turn += 1) machine.applyBytes(trading.add(draftOf(tick, {})));
  machine.clearRecords();
}

/** An order of any account in any market. */
function someOrder(random: Random, machine: Machine): PreviewedOrder {
  const market = random.below(3);
  const isSpot = market === SPOT;
  const isMarketOrder = random.below(4) === 0;
  return {
    account: random.below(machine.state?.accounts.count() ?? 1),
    market,
    side: random.below(2) === 0 ? 1 : 2,
    price: (isSpot ? SPOT_PRICE + random.between(-15, 15) : 1_000 + random.between(-40, 40)) as Ticks,
    size: random.between(1, 5_000) as Lots,
    stays: !isMarketOrder && random.below(2) === 0,
    isMarketOrder,
    slippage: isMarketOrder && random.below(2) === 0 ? random.between(1, 30_000) : 0,
    isReduceOnly: !isSpot && random.below(4) === 0,
    selfTrade: random.below(3) as 0 | 1 | 2,
    builderRate: random.below(3) === 0 ? random.between(1, BUILDER_RATE) : 0,
  };
}

test.each([21, 22, 23])('an order does what its preview says (seed %i)', (seed) => {
  const random = new Random(seed);
  const trading = new Trading(random);
  const machine = new Machine();
  for (const entry of trading.open()) machine.applyBytes(entry);
  let [filled, refused, rested] = [0, 0, 0];
  for (let count = 0; count < COMMANDS; count += 1) {
    machine.applyBytes(trading.next(machine));
    machine.clearRecords();
    if (count % 3 !== 0) continue;
    clearDue(machine, trading);
    const order = someOrder(random, machine);
    const hash = machine.stateHash();
    const preview = machine.previewOrder(order);
    expect(machine.stateHash(), 'a preview changes nothing').toBe(hash);
    // There is no mark yet.
    if (preview === null) continue;
    const { account, market, side, price, size, selfTrade, builderRate } = order;
    const timeInForce = order.stays ? TimeInForce.goodTillCancelled : TimeInForce.immediateOrCancel;
    const terms = {
      market,
      side,
      price,
      size,
      selfTrade,
      timeInForce,
      orderType: order.isMarketOrder ? 2 : 1,
      slippage: order.slippage,
      flags: order.isReduceOnly ? 2 : 0,
      ...(builderRate === 0 ? {} : { builder: BUILDER + 1, builderFee: builderRate }),
    };
    // Whoever places the order approves its builder first, in a command that changes nothing else.
    const approval = { builder: BUILDER, rateMax: BUILDER_RATE };
    machine.applyBytes(trading.add(draftOf(approveBuilder, { ...trading.userOf(account), ...approval })));
    machine.clearRecords();
    const code = machine.applyBytes(trading.add(draftOf(placeOrder, { ...trading.userOf(account), ...terms })));
    const records = decodeRecords(machine.takeRecords());
    if (code !== ResultCode.accepted) {
      refused += 1;
      expect(records).toHaveLength(1);
      expect([preview.code, preview.fills]).toEqual([code, []]);
      continue;
    }
    const fills = records.filter(({ name }) => name === orderFilled.name).map(({ values }) => values);
    expect(fills.map((fill) => [fill['maker'], fill['price'], fill['size']])).toEqual(
      preview.fills.map((fill) => [fill.order, fill.price, fill.size]),
    );
    const settled = records
      .filter(({ name }) => name === (market === SPOT ? spotSettled : fillSettled).name)
      .map(({ values }) => values);
    const sumOf = (name: string): number => settled.reduce((sum, row) => sum + ((row[name] as number) ?? 0), 0);
    expect([sumOf('takerFee'), sumOf('takerRealised')]).toEqual([preview.fee, preview.realised]);
    // Coins that count for less than they bring leave more free where they pay a debt.
    const paid = records.filter(({ name, values }) => name === converted.name && values['account'] === account);
    const gain = (machine.accountHealth(account)?.freeMargin ?? 0n) - preview.freeMarginAfter;
    const gainMax = paid.reduce((sum, { values }) => sum + Number(values['dollars']), 0);
    expect(gain >= 0n && gain <= BigInt(gainMax)).toBe(true);
    const number = records.find(({ name }) => name === orderPlaced.name)?.values['order'];
    const isGone = records.some(({ name, values }) => name === orderCancelled.name && values['order'] === number);
    const rests = order.stays && preview.remaining > 0 && preview.code === 0 && preview.restCode === 0;
    if (preview.remaining > 0) expect(isGone).toBe(!rests);
    filled += fills.length;
    rested += rests ? 1 : 0;
  }
  expect(Math.min(filled, refused, rested)).toBeGreaterThan(40);
});

test('coins that pay a debt leave more free than the preview says, by what they did not count for', () => {
  const trading = new Trading(new Random(1));
  const machine = new Machine();
  const send = (entry: Uint8Array): void => expect(machine.applyBytes(entry)).toBe(ResultCode.accepted);
  for (const entry of trading.open()) send(entry);
  const terms = { asset: 1, dailyConversionMax: 10 ** 12, bandRate: 20_000, initialWeight: 500_000 };
  send(trading.add(draftOf(setAssetTerms, terms)));
  for (let market = 0; market < 2; market += 1) send(trading.add(draftOf(setMarkPrice, { market, price: 1_000 })));
  const dollarsOf = (account: number) =>
    machine.accountHealth(account)?.balances.find(({ asset }) => asset === 0)?.amount ?? 0;
  const [buyer = 0, seller = 0] = [0, 1, 2, 3, 4].filter((account) => dollarsOf(account) > 0);
  // The buyer keeps coins, and gives its dollars back.
  const amount = dollarsOf(buyer);
  send(trading.add(draftOf(convert, { ...trading.userOf(buyer), asset: 1, direction: 2, amount })));
  const order = { market: 0, price: 1_000 as Ticks, size: 100 as Lots, selfTrade: 1 as const, slippage: 0 };
  send(
    trading.add(draftOf(placeOrder, { ...trading.userOf(seller), ...order, side: 2, orderType: 1, timeInForce: 1 })),
  );
  machine.clearRecords();
  const ofBuyer = { account: buyer, side: 1 as const, stays: false, isMarketOrder: false, isReduceOnly: false };
  const asked = { ...order, ...ofBuyer, builderRate: 0 };
  const preview = machine.previewOrder(asked);
  send(trading.add(draftOf(placeOrder, { ...trading.userOf(buyer), ...order, side: 1, orderType: 1, timeInForce: 2 })));
  const paid = decodeRecords(machine.takeRecords()).filter(({ name }) => name === 'converted');
  // Coins that counted for half of it pay the fee.
  expect(paid.map(({ values }) => values['dollars'])).toEqual([preview?.fee]);
  const gain = (machine.accountHealth(buyer)?.freeMargin ?? 0n) - (preview?.freeMarginAfter ?? 0n);
  expect(gain).toBeGreaterThan(0n);
  expect(gain).toBeLessThanOrEqual(BigInt((preview?.fee ?? 0) + 1) / 2n);
});
