/** The profiles of the simulation. Each is there to reach what the others seldom do. */
import { tight, tiny } from './base-profile.ts';
import { brimming, clumsy, garbled, lastMoments, longLived } from './edge-profiles.ts';
import {
  bounded,
  conspiring,
  crowded,
  extreme,
  leveraged,
  paying,
  queued,
  reducing,
  sharing,
  strapped,
  tiered,
} from './margin/margin-profiles.ts';
import { withMoney } from './money/money-mix.ts';
import { daily, funded, leaving, marred, muddled, wealthy } from './money/money-profiles.ts';
import { crowd, deep, distant, halting, stale, tapering } from './orders/book-profiles.ts';
import { fenced, icy, kindred, rationed, replacing } from './orders/taker-profiles.ts';
import type { Profile } from './profile.ts';
import { crammed, grouped, growing, herded, hesitant } from './queue/group-profiles.ts';
import { batched, pressed, ringed, silenced, swept, unsettled, waiting } from './queue/queue-profiles.ts';
import { agents, delegated, lavish } from './senders/key-profiles.ts';
import { named, signed, upgraded } from './senders/sender-profiles.ts';
import { lapsing, seated, streaming, tardy } from './senders/session-profiles.ts';
import { bartering, changing, hoarding, pawning, peddling } from './spot/spot-profiles.ts';

/** Room for a few assets, and for fewer withdrawals than are asked for. */
const FEW = { assetsMax: 3, withdrawalsMax: 2, positionsMax: 12 };
const MORE = { assetsMax: 4, withdrawalsMax: 20, positionsMax: 80 };

/** Every profile, in the order in which a campaign goes round them. */
export const PROFILES: readonly Profile[] = [
  tight,
  funded,
  withMoney(tiny, { assetsMax: 2, withdrawalsMax: 1, positionsMax: 2 }),
  swept,
  waiting,
  unsettled,
  pressed,
  silenced,
  withMoney(batched, MORE),
  ringed,
  grouped,
  hesitant,
  crammed,
  herded,
  growing,
  deep,
  stale,
  withMoney(halting, FEW),
  tapering,
  withMoney(crowd, MORE),
  distant,
  withMoney(lastMoments, FEW),
  longLived,
  withMoney(brimming, MORE),
  withMoney(kindred, MORE),
  icy,
  fenced,
  named,
  withMoney(signed, FEW),
  upgraded,
  agents,
  delegated,
  lavish,
  streaming,
  lapsing,
  tardy,
  seated,
  replacing,
  rationed,
  clumsy,
  garbled,
  wealthy,
  daily,
  leaving,
  muddled,
  marred,
  leveraged,
  tiered,
  crowded,
  bounded,
  reducing,
  paying,
  sharing,
  extreme,
  queued,
  strapped,
  conspiring,
  bartering,
  pawning,
  changing,
  peddling,
  hoarding,
];
