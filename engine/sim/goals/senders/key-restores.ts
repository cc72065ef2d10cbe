/** Which situations of keys a restored machine's state shows. */
import type { NaiveState } from '../../judge/naive-state.ts';
import { isRateReached } from '../../workload/senders/key-scene.ts';

export const KEY_RESTORE_SITUATIONS = [
  'restored with a key that expires',
  'restored with a key that is confined to an account',
  'restored with a key that is confined to markets',
  'restored with a bound on the worth of an order',
  'restored with a key that was revoked by itself',
  'restored with a key that was revoked with all',
  'restored with a key whose rate is reached',
];

/** The goals of keys that a machine reached that was restored in this state. */
export function keyRestoreSituations(state: NaiveState): string[] {
  const { keys, owners, time } = state;
  const found: Readonly<Record<string, boolean>> = {
    'a key that expires': keys.some(({ expiresAt }) => expiresAt > time),
    'a key that is confined to an account': keys.some(({ ofAccount }) => ofAccount > 0),
    'a key that is confined to markets': keys.some(({ markets }) => markets.length > 0),
    'a bound on the worth of an order': keys.some(({ orderValueMax }) => orderValueMax > 0),
    'a key that was revoked by itself': keys.some(({ epoch }) => epoch === 0),
    'a key that was revoked with all': keys.some(({ owner, epoch }) => epoch > 0 && epoch !== owners[owner]?.keyEpoch),
    'a key whose rate is reached': keys.some((key) => isRateReached(key, time)),
  };
  return Object.keys(found).flatMap((what) => (found[what] ? [`restored with ${what}`] : []));
}
