/** The profiles of the simulation. Each is there to reach what the others seldom do. */
import { tight, tiny } from './base-profile.ts';
import { crowd, deep, distant, halting, stale, tapering } from './book-profiles.ts';
import { brimming, clumsy, garbled, lastMoments, longLived } from './edge-profiles.ts';
import { crammed, grouped, growing, herded, hesitant } from './group-profiles.ts';
import type { Profile } from './profile.ts';
import { batched, pressed, ringed, silenced, swept, unsettled, waiting } from './queue-profiles.ts';
import { named, signed, upgraded } from './sender-profiles.ts';
import { fenced, icy, kindred, rationed, replacing } from './taker-profiles.ts';

/** Every profile, in the order in which a campaign goes round them. */
export const PROFILES: readonly Profile[] = [
  tight,
  tiny,
  swept,
  waiting,
  unsettled,
  pressed,
  silenced,
  batched,
  ringed,
  grouped,
  hesitant,
  crammed,
  herded,
  growing,
  deep,
  stale,
  halting,
  tapering,
  crowd,
  distant,
  lastMoments,
  longLived,
  brimming,
  kindred,
  icy,
  fenced,
  named,
  signed,
  upgraded,
  replacing,
  rationed,
  clumsy,
  garbled,
];
