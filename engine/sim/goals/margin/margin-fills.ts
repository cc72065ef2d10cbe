/**
 * Which situations of fills the records of an entry show: what they did to positions, what they realised, and how
 * orders fared that only reduce. Positions are followed from record to record.
 */
import { OrderFlag, Side } from '@intelligent-ledger/engine/core';
import { equityOf, freeMarginOf } from '../../judge/margin/free-margin.ts';
import type { JudgeRecord } from '../../judge/naive-state.ts';
import { codeName } from '../records.ts';
import { settlementAt } from '../spot/spot-scene.ts';
import { dollarsOf, type MarginScene, restingIn, type Values } from './margin-scene.ts';

const ROLES = ['taker', 'maker'] as const;
const EFFECTS = ['opens', 'adds', 'closes a part', 'closes all', 'flips'];

export const FILL_SITUATIONS = [
  ...ROLES.flatMap((role) => EFFECTS.map((effect) => `fill by which a ${role} ${effect}`)),
  ...['long', 'short'].flatMap((way) => [
    `part of a ${way} position closed, whose cash does not divide`,
    `profit of a ${way} position realised`,
    `loss of a ${way} position realised`,
  ]),
  'position closed without profit or loss',
  'fill of two who open',
  'fill of two who close',
  'fill of one lot',
  'balance below 0 by a fee',
  'balance below 0 by a loss',
  'loan that grows by a fill',
  'loan repaid by a realised profit',
  ...ROLES.map((role) => `fair fill of a short ${role}`),
  'fair fill of an account without equity',
  'reduce-only taker whose rest is cancelled once it closed its position',
  'reduce-only maker that leaves as it is met again by the same taker',
  'reduce-only maker that leaves as it is met by another taker',
  'taker that goes on after a reduce-only maker left',
  'reduce-only order that rests after it traded',
  'reduce-only maker of which a slice trades',
  'fill of two that only reduce',
  'reduce-only post-only order that rests',
  'reduce-only order that is larger than its position rests',
];

interface Holding {
  readonly size: bigint;
  readonly cash: bigint;
}

/** One side of a fill. */
interface Part {
  readonly role: 'taker' | 'maker';
  readonly account: number;
  readonly was: Holding;
  readonly lots: bigint;
  readonly fee: bigint;
  readonly realised: bigint;
  readonly effect: string;
}

export function fillSituations(scene: MarginScene): string[] {
  const { records, before } = scene;
  const holdings = new Map(
    before.positions.map(({ account, market, size, cash }) => [`${account} ${market}`, { size, cash }]),
  );
  const fills = records.filter(({ name }) => name === 'orderFilled').length;
  const found: string[] = [];
  records.forEach(({ values }, at) => {
    const settled = settlementAt(records, at, 'fillSettled');
    if (settled === undefined) return;
    const parts = ROLES.map((role) => partOf(role, values, settled, holdings));
    for (const part of parts) {
      found.push(`fill by which a ${part.role} ${part.effect}`, ...realisedSituations(part));
      if (fills === 1) found.push(...onlyFillSituations(scene, part));
    }
    const isAll = (effects: readonly string[]) => parts.every(({ effect }) => effects.includes(effect));
    if (isAll(['opens', 'adds'])) found.push('fill of two who open');
    if (isAll(['closes a part', 'closes all'])) found.push('fill of two who close');
    if (values['size'] === 1) found.push('fill of one lot');
  });
  return [...found, ...reduceOnlySituations(scene)];
}

function partOf(role: 'taker' | 'maker', filled: Values, settled: Values, holdings: Map<string, Holding>): Part {
  const account = Number(filled[`${role}Account`]);
  const key = `${account} ${filled['market']}`;
  const was = holdings.get(key) ?? { size: 0n, cash: 0n };
  const isBuyer = (filled['takerSide'] === Side.buy) === (role === 'taker');
  const lots = BigInt(filled['size'] ?? 0) * (isBuyer ? 1n : -1n);
  const [fee, realised] = [BigInt(settled[`${role}Fee`] ?? 0), BigInt(settled[`${role}Realised`] ?? 0)];
  const size = was.size + lots;
  holdings.set(key, { size, cash: was.cash - lots * BigInt(filled['price'] ?? 0) - realised });
  return { role, account, was, lots, fee, realised, effect: effectOf(was.size, size) };
}

function effectOf(was: bigint, is: bigint): string {
  if (was === 0n) return 'opens';
  if (is === 0n) return 'closes all';
  if (was > 0n !== is > 0n) return 'flips';
  return is > was === was > 0n ? 'adds' : 'closes a part';
}

function realisedSituations({ was, lots, realised, effect }: Part): string[] {
  if (effect === 'opens' || effect === 'adds') return [];
  const way = was.size > 0n ? 'long' : 'short';
  const isUneven = effect === 'closes a part' && (was.cash * lots) % was.size !== 0n;
  if (realised === 0n) return ['position closed without profit or loss'];
  return [
    ...(isUneven ? [`part of a ${way} position closed, whose cash does not divide`] : []),
    `${realised > 0n ? 'profit' : 'loss'} of a ${way} position realised`,
  ];
}

/** What the states before and after the entry say of its only fill. */
function onlyFillSituations({ before, state }: MarginScene, { role, account, fee, realised, effect }: Part): string[] {
  const [was, is] = [dollarsOf(before, account), dollarsOf(state, account)];
  const isClosing = effect === 'closes a part' || effect === 'closes all';
  const isShort = isClosing && freeMarginOf(state, account) < 0n && freeMarginOf(before, account) < 0n;
  const isLoan = was >= 0n && is < 0n;
  return [
    ...(isLoan && realised >= 0n && fee > 0n ? ['balance below 0 by a fee'] : []),
    ...(isLoan && realised < 0n ? ['balance below 0 by a loss'] : []),
    ...(was < 0n && is < was ? ['loan that grows by a fill'] : []),
    ...(was < 0n && is >= 0n && realised > 0n ? ['loan repaid by a realised profit'] : []),
    ...(isShort ? [`fair fill of a short ${role}`] : []),
    ...(isShort && equityOf(before, account) <= 0n ? ['fair fill of an account without equity'] : []),
  ];
}

function isReduceOnly(flags: number | string | undefined): boolean {
  return (Number(flags) & OrderFlag.reduceOnly) !== 0;
}

function reduceOnlySituations(scene: MarginScene): string[] {
  const { records, before, state } = scene;
  const known = new Map(restingIn(before).map(({ order, flags }) => [order, flags]));
  for (const { name, values } of records) {
    if (name === 'orderPlaced') known.set(Number(values['order']), Number(values['flags']));
  }
  const isReducing = (order: number | string | undefined) => isReduceOnly(known.get(Number(order)));
  const fills = records.filter(({ name }) => name === 'orderFilled');
  const found: string[] = [];
  const takers = new Set(records.filter(({ name }) => name === 'orderPlaced').map(({ values }) => values['order']));
  records.forEach((record, at) => {
    const { name, values } = record;
    if (name !== 'orderCancelled' || codeName(values['code']) !== 'nothingToReduce') return;
    const earlier = fills.filter((fill) => records.indexOf(fill) < at);
    found.push(...cancelledSituations(values, earlier));
    const isMaker = earlier.every((fill) => fill.values['taker'] !== values['order']) && !takers.has(values['order']);
    if (isMaker && records.slice(at).some((later) => later.name === 'orderFilled')) {
      found.push('taker that goes on after a reduce-only maker left');
    }
  });
  for (const { values } of fills) {
    if (isReducing(values['maker']) && isReducing(values['taker'])) found.push('fill of two that only reduce');
    const maker = restingIn(before).find(({ order }) => order === values['maker']);
    const isSlice = maker !== undefined && maker.displaySize > 0 && Number(values['makerRemaining']) > 0;
    if (isSlice && isReducing(values['maker'])) found.push('reduce-only maker of which a slice trades');
  }
  return [...found, ...restingSituations(records, fills, state)];
}

/** The position of a taker changes only by its own fills, so that it has had one. */
function cancelledSituations(values: Values, earlier: readonly JudgeRecord[]): string[] {
  const { order } = values;
  const asTaker = earlier.some((fill) => fill.values['taker'] === order);
  if (asTaker) return ['reduce-only taker whose rest is cancelled once it closed its position'];
  const isMet = earlier.some((fill) => fill.values['maker'] === order);
  return [`reduce-only maker that leaves as it is met ${isMet ? 'again by the same' : 'by another'} taker`];
}

function restingSituations(
  records: readonly JudgeRecord[],
  fills: readonly JudgeRecord[],
  state: MarginScene['state'],
): string[] {
  const placed = records.findLast(({ name }) => name === 'orderPlaced')?.values;
  const order = state.restingOrders().find((resting) => resting.order === placed?.['order']);
  if (order === undefined || !isReduceOnly(order.flags)) return [];
  const held = state.positions.find(({ account, market }) => account === order.account && market === order.market);
  const lots = held === undefined ? 0n : held.size > 0n ? held.size : -held.size;
  const isTraded = fills.some(({ values }) => values['taker'] === order.order);
  return [
    ...(isTraded ? ['reduce-only order that rests after it traded'] : []),
    ...((order.flags & OrderFlag.postOnly) !== 0 ? ['reduce-only post-only order that rests'] : []),
    ...(BigInt(order.size - order.filled) > lots ? ['reduce-only order that is larger than its position rests'] : []),
  ];
}
