/**
 * Which situations of margin and fees a command shows, where there is money. It looks at the judge before and after the
 * command; what is about one sort of thing is in a file of its own.
 */
import { decode, type Layout, ResultCode, resize } from '@intelligent-ledger/engine/core';
import { copyOf, type Exposure } from '../../judge/margin/exposure.ts';
import type { Answer } from '../../judge/naive-exchange.ts';
import type { NaiveState, Owner } from '../../judge/naive-state.ts';
import { ownRecords } from '../records.ts';
import { spotSituations } from '../spot/spot.ts';
import { SpotFeeCoverage } from '../spot/spot-fees.ts';
import { COINS_SITUATIONS, coinsSituations } from './coins-before-loan.ts';
import { FEE_COMMAND_SITUATIONS, FeeCommandCoverage } from './margin-fee-commands.ts';
import { FEE_REFUSAL_SITUATIONS, feeRefusalSituations } from './margin-fee-refusals.ts';
import { FEE_SHARE_SITUATIONS, FeeShareCoverage } from './margin-fee-shares.ts';
import { FEE_SITUATIONS, FeeCoverage } from './margin-fee-tiers.ts';
import { FILL_SITUATIONS, fillSituations } from './margin-fills.ts';
import { LEAVING_SITUATIONS, leavingSituations } from './margin-leaving.ts';
import { REFUSAL_SITUATIONS, refusalSituations } from './margin-refusals.ts';
import { REST_SITUATIONS, restSituations } from './margin-rests.ts';
import type { MarginScene } from './margin-scene.ts';
import { SETTING_SITUATIONS, settingSituations } from './margin-settings.ts';

export const MARGIN_SITUATIONS = [
  ...SETTING_SITUATIONS,
  ...FEE_SITUATIONS,
  ...FEE_SHARE_SITUATIONS,
  ...FEE_COMMAND_SITUATIONS,
  ...FEE_REFUSAL_SITUATIONS,
  ...FILL_SITUATIONS,
  ...COINS_SITUATIONS,
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
  /** What remembers what came before. */
  private readonly fees = [new FeeCoverage(), new FeeShareCoverage(), new FeeCommandCoverage(), new SpotFeeCoverage()];

  constructor(reach: (key: string) => void) {
    this.reach = reach;
  }

  /** Takes note of what a command will find. */
  foresee(layout: Layout | undefined, command: Uint8Array, state: NaiveState): void {
    const exposure = { ...copyOf(state), owners: state.owners.map(copyOfOwner) };
    this.before = state.assets.length > 0 ? { layout, command, exposure } : undefined;
  }

  observe(answer: Answer, state: NaiveState): void {
    const { before, fees } = this;
    if (answer.records.some(({ name }) => name === 'started')) for (const part of fees) part.clear();
    if (before === undefined) return;
    const scene = sceneOf(before, answer, state);
    const ofFees = fees.flatMap((part) => part.situations(scene));
    for (const key of [...situations(scene), ...ofFees]) this.reach(key);
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

function copyOfOwner(owner: Owner): Owner {
  return { ...owner, builders: new Map(owner.builders) };
}

function situations(scene: MarginScene): string[] {
  const isResized = scene.layout === resize && scene.code === ResultCode.accepted;
  return [
    ...settingSituations(scene),
    ...feeRefusalSituations(scene),
    ...fillSituations(scene),
    ...coinsSituations(scene),
    ...refusalSituations(scene),
    ...restSituations(scene),
    ...leavingSituations(scene),
    ...spotSituations(scene),
    ...(isResized && scene.state.positions.length > 0 ? ['resize with positions'] : []),
  ];
}
