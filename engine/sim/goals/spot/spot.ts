/** Which situations of spot markets a command shows; what is about one sort of thing is in a file of its own. */
import type { MarginScene } from '../margin/margin-scene.ts';
import { SPOT_FEE_SITUATIONS } from './spot-fees.ts';
import { SPOT_FILL_SITUATIONS, spotFillSituations } from './spot-fills.ts';
import { SPOT_LEAVING_SITUATIONS, spotLeavingSituations } from './spot-leaving.ts';
import { SPOT_REFUSAL_SITUATIONS, spotRefusalSituations } from './spot-refusals.ts';
import { SPOT_REST_SITUATIONS, spotRestSituations } from './spot-rests.ts';
import { SPOT_SETTING_SITUATIONS, spotSettingSituations } from './spot-settings.ts';

export const SPOT_SITUATIONS = [
  ...SPOT_SETTING_SITUATIONS,
  ...SPOT_REST_SITUATIONS,
  ...SPOT_FILL_SITUATIONS,
  ...SPOT_REFUSAL_SITUATIONS,
  ...SPOT_LEAVING_SITUATIONS,
  ...SPOT_FEE_SITUATIONS,
];

/** All but those of fees, which remember what came before. */
export function spotSituations(scene: MarginScene): string[] {
  return [
    ...spotSettingSituations(scene),
    ...spotRestSituations(scene),
    ...spotFillSituations(scene),
    ...spotRefusalSituations(scene),
    ...spotLeavingSituations(scene),
  ];
}
