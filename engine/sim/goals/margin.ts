/**
 * Which situations of margin and fees a command shows, where there is money. It looks at the judge before and after the
 * command; what is about one sort of thing is in a file of its own.
 */
import { decode, type Layout, ResultCode, resize } from '@intelligent-ledger/engine/core';
import { copyOf, type Exposure } from '../judge/exposure.ts';
import type { Answer } from '../judge/naive-exchange.ts';
import type { NaiveState } from '../judge/naive-state.ts';
import { FEE_SITUATIONS, FeeCoverage } from './margin-fee-tiers.ts';
import { FILL_SITUATIONS, fillSituations } from './margin-fills.ts';
import { LEAVING_SITUATIONS, leavingSituations } from './margin-leaving.ts';
import { REFUSAL_SITUATIONS, refusalSituations } from './margin-refusals.ts';
import { REST_SITUATIONS, restSituations } from './margin-rests.ts';
import type { MarginScene } from './margin-scene.ts';
import { SETTING_SITUATIONS, settingSituations } from './margin-settings.ts';
import { ownRecords } from './records.ts';

export const MARGIN_SITUATIONS = [
  ...SETTING_SITUATIONS,
  ...FEE_SITUATIONS,
  ...FILL_SITUATIONS,
  ...REFUSAL_SITUATIONS,
  ...REST_SITUATIONS,
  ...LEAVING_SITUATIONS,
  'resize with positions',
];

/** What is known before a command is applied. */
interface Before {
  readonly layout: Layout | undefined;
  readonly command: Uint8Array;
  readonly exposure: Exposure;
}

export class MarginCoverage {
  private readonly reach: (key: string) => void;
  private before: Before | undefined;
  private readonly fees = new FeeCoverage();

  constructor(reach: (key: string) => void) {
    this.reach = reach;
  }

  /** Takes note of what a command will find. */
  foresee(layout: Layout | undefined, command: Uint8Array, state: NaiveState): void {
    this.before = state.assets.length > 0 ? { layout, command, exposure: copyOf(state) } : undefined;
  }

  observe(answer: Answer, state: NaiveState): void {
    const { before, fees } = this;
    if (answer.records.some(({ name }) => name === 'started')) fees.clear();
    if (before === undefined) return;
    const scene = sceneOf(before, answer, state);
    for (const key of situations(scene, fees)) this.reach(key);
  }
}

function sceneOf({ layout, command, exposure }: Before, answer: Answer, state: NaiveState): MarginScene {
  const isWhole = layout !== undefined && command.length >= layout.byteLength;
  return {
    layout,
    values: isWhole ? decode(layout, command) : {},
    blob: isWhole ? command.subarray(layout.byteLength) : new Uint8Array(0),
    code: answer.code,
    records: answer.records,
    own: ownRecords(layout, answer),
    before: exposure,
    state,
  };
}

function situations(scene: MarginScene, fees: FeeCoverage): string[] {
  const isResized = scene.layout === resize && scene.code === ResultCode.accepted;
  return [
    ...settingSituations(scene),
    ...fees.situations(scene),
    ...fillSituations(scene),
    ...refusalSituations(scene),
    ...restSituations(scene),
    ...leavingSituations(scene),
    ...(isResized && scene.state.positions.length > 0 ? ['resize with positions'] : []),
  ];
}
