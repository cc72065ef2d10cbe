/** Lists that are mostly about sessions: what is sent in them, what they sign, and how they end. */
import { SESSIONS_OF_OWNER_MAX } from '@intelligent-ledger/engine/core';
import { mix, tiny } from '../base-profile.ts';
import type { Profile } from '../profile.ts';
import { agents, delegated } from './key-profiles.ts';
import { easy } from './key-style.ts';
import { brisk, careless, diligent, fleeting } from './session-style.ts';

/** Bounds of keys that mostly expire. */
const mortal = { scope: 1, expiry: 12, account: 1, worth: 1, rate: 1, markets: 1 };

/** Sessions of owners and of keys in which most commands come, and which sign for them. */
export const streaming: Profile = {
  ...agents,
  name: 'streaming',
  limits: { ...agents.limits, sessionsMax: 20 },
  mix: { ...agents.mix, openSession: 110, signSession: 110, closeSession: 30, approveKey: 30, revokeKeys: 24 },
  keyedPerMille: 500,
  keys: { ...easy, boundPerMille: 500, bounds: mortal, unfitPerMille: 250 },
  sessions: brisk,
  secondsPerMille: 2,
};

/** Sessions that end before most of what is sent in them, in tables that one command clears slowly. */
export const lapsing: Profile = {
  ...delegated,
  name: 'lapsing',
  limits: { ...delegated.limits, sessionsMax: 60 },
  mix: { ...delegated.mix, openSession: 1_500, signSession: 60, closeSession: 60, approveKey: 40, revokeKeys: 15 },
  expiringPerMille: 900,
  expiryAheadMax: 6_000,
  leapPerMille: 12,
  leapMicros: 12_000,
  keyedPerMille: 200,
  keys: easy,
  sessions: fleeting,
  secondsPerMille: 0,
};

/** Commands of every kind in sessions that are late, or that may not send them. */
export const tardy: Profile = {
  ...delegated,
  name: 'tardy',
  limits: { ...delegated.limits, sessionsMax: 6, drainPerCommandMax: 3 },
  mix: { ...delegated.mix, openSession: 60, signSession: 45, closeSession: 20, approveKey: 30, revokeKeys: 24 },
  keyedPerMille: 400,
  keys: easy,
  sessions: careless,
  secondsPerMille: 4,
};

/** One owner who opens sessions until it may not, and others who find the table full. */
export const seated: Profile = {
  ...tiny,
  name: 'seated',
  limits: { ...tiny.limits, ownersMax: 3, accountsMax: 4, sessionsMax: SESSIONS_OF_OWNER_MAX + 4 },
  firstOwners: 1,
  firstAccounts: 1,
  mix: { ...mix, openSession: 700, signSession: 60, revokeKeys: 0 },
  sessions: { ...diligent, expiryAheadMax: 40_000_000_000 },
};
