/** What a draft is made from. */
import type { Message, NaiveState } from '../judge/naive-state.ts';
import type { Profile } from './profile.ts';
import type { Random } from './random.ts';

/** `time` is that of the command, in microseconds. */
export interface Scene {
  readonly random: Random;
  readonly profile: Profile;
  readonly state: NaiveState;
  readonly time: number;
  /** The message that the command is to be part of, if it is to be part of one. */
  readonly message: Message | undefined;
  /** Commands that gave an order a client order id, the latest last. */
  readonly named: readonly Uint8Array[];
}
