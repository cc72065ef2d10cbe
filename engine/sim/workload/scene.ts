/** What a draft is made from. */
import type { NaiveState } from '../judge/naive-state.ts';
import type { Profile } from './profile.ts';
import type { Random } from './random.ts';

/** `time` is that of the command, in microseconds. */
export interface Scene {
  readonly random: Random;
  readonly profile: Profile;
  readonly state: NaiveState;
  readonly time: number;
}
