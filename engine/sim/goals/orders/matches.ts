/**
 * Which situations of matching the records of one placement or amendment show: what the taker did to
 * orders of its owner and to icebergs. The book it is told is that after the command.
 */
import { ResultCode } from '@intelligent-ledger/engine/core';
import type { JudgeRecord } from '../../judge/naive-state.ts';
import { type Order, remainingOf } from '../../judge/orders/naive-book.ts';

/** What is known beside the records. */
export interface MatchScene {
  /** The taker's number. */
  readonly taker: number;
  readonly isAmend: boolean;
  /** Whether the order itself names its mode of self-trade prevention. */
  readonly isModeNamed: boolean;
  /** The display size of an order before the command, 0 for one that shows all. */
  readonly displayOf: (order: number) => number;
  /** The side that the taker faced, as it is now. */
  readonly facing: readonly Order[];
}

/** A fill or a decrement. */
interface Meeting {
  readonly at: number;
  readonly maker: number;
  readonly price: number | undefined;
  readonly makerRemaining: number;
}

/** The goals that a match reached. */
export function matchSituations(records: readonly JudgeRecord[], scene: MatchScene): string[] {
  return [...selfTradeSituations(records, scene), ...sliceSituations(records, scene)];
}

function selfTradeSituations(records: readonly JudgeRecord[], scene: MatchScene): string[] {
  const prevented = records.filter(({ name, values }) => {
    return name === 'orderCancelled' && values['code'] === ResultCode.selfTradePrevented;
  });
  const makers = prevented.filter(({ values }) => values['order'] !== scene.taker);
  const isTakerOut = prevented.length > makers.length;
  const decrements = records.filter(({ name }) => name === 'orderDecremented');
  const modes: string[] = [];
  let isIceberg = false;
  if (prevented.length > 0) {
    modes.push(!isTakerOut ? 'expire-maker' : makers.length === 0 ? 'expire-taker' : 'expire-both');
    const [met] = scene.facing;
    const isMetHiding = makers.length === 0 && met !== undefined && remainingOf(met) > met.shown;
    isIceberg = isMetHiding || makers.some(({ values }) => isHiding(values, scene));
  }
  if (decrements.length > 0) {
    modes.push('decrement');
    isIceberg = decrements.some(({ values }) => scene.displayOf(Number(values['maker'])) > 0);
  }
  const place = scene.isAmend ? 'in amend' : 'in place';
  const naming = scene.isModeNamed ? 'as named' : 'by default';
  return [
    ...modes.flatMap((mode) => [`${mode} ${place}`, `${mode} ${naming}`]),
    ...(isIceberg ? modes.map((mode) => `${mode} of an iceberg`) : []),
    ...decrements.map(({ values }) => `decrement that ends ${endedBy(values)}`),
  ];
}

function isHiding(values: JudgeRecord['values'], { displayOf }: MatchScene): boolean {
  const display = displayOf(Number(values['order']));
  return display > 0 && Number(values['remaining']) > display;
}

function endedBy({ makerRemaining, takerRemaining }: JudgeRecord['values']): string {
  if (takerRemaining === 0) return makerRemaining === 0 ? 'both' : 'the taker';
  return makerRemaining === 0 ? 'the maker' : 'a slice';
}

function sliceSituations(records: readonly JudgeRecord[], scene: MatchScene): string[] {
  const meetings = meetingsIn(records);
  const reached: string[] = [];
  meetings.forEach((meeting, index) => {
    const earlier = meetings.slice(0, index).filter(({ maker }) => maker === meeting.maker);
    const before = earlier.at(-1);
    if (before === undefined) return;
    const isNext = before.at === meeting.at - 1;
    const between = meetings.slice(meetings.indexOf(before) + 1, index);
    const isBehind = between.some(({ price }) => price !== undefined && price === meeting.price);
    if (isNext) reached.push('iceberg that shows more, alone at its level');
    if (isBehind) reached.push('iceberg that shows more, behind others');
    if (earlier.length > 1 && meeting.makerRemaining === 0) reached.push('iceberg swept whole in several slices');
  });
  const last = meetings.at(-1);
  const left = scene.facing.find(({ order }) => order === last?.maker);
  // The last meeting took at least a lot of what was shown, so a whole slice is a new one.
  const isFresh = left !== undefined && left.displaySize > 0 && left.shown === left.displaySize;
  if (isFresh) reached.push('iceberg that shows more as the taker ends');
  if (meetings.length > 0 && scene.displayOf(scene.taker) > 0) reached.push('iceberg as taker');
  return reached;
}

function meetingsIn(records: readonly JudgeRecord[]): Meeting[] {
  return records.flatMap(({ name, values }, at) => {
    if (name !== 'orderFilled' && name !== 'orderDecremented') return [];
    const price = values['price'] === undefined ? undefined : Number(values['price']);
    return [{ at, maker: Number(values['maker']), price, makerRemaining: Number(values['makerRemaining']) }];
  });
}
