/**
 * What an order says about its builder: mostly one that its owner approved, at the very rate or below; now and then one
 * that it did not approve, one step above the rate, or a fee of nobody.
 */
import { BUILDER_RATE_MAX } from '@intelligent-ledger/engine/core';
import { NO_BUILDER } from '../../judge/fees/builders.ts';
import type { BuilderTerms } from '../../judge/margin/held-margin.ts';
import type { Scene } from '../scene.ts';
import { hasMoney } from './margin-scene.ts';

const U32_MAX = 4_294_967_295;
/** How often an order has a builder where nobody can be approved. */
const MONEYLESS_PER_MILLE = 6;
const WRONG_PER_MILLE = 8;

export function builderFor(scene: Scene, account: number): BuilderTerms {
  const { random, profile, state } = scene;
  if (!hasMoney(state)) return random.happens(MONEYLESS_PER_MILLE) ? wrongTerms(scene, account) : NO_BUILDER;
  if (random.happens(WRONG_PER_MILLE)) return wrongTerms(scene, account);
  const approved = approvedOf(scene, account);
  if (approved.length === 0 || !random.happens(profile.margin.builtPerMille)) return NO_BUILDER;
  const [owner, rateMax] = random.pick(approved);
  const builderFee = random.pick([rateMax, rateMax, rateMax, random.below(rateMax + 1), 0]);
  return { builder: owner + 1, builderFee };
}

/** Terms that are refused, each for one thing. */
export function wrongTerms(scene: Scene, account: number): BuilderTerms {
  const { random, state } = scene;
  const approved = approvedOf(scene, account);
  const others = [...state.owners.keys()].filter((owner) => approved.every(([builder]) => builder !== owner));
  const builder = random.pick([...others, state.owners.length, U32_MAX - 1]) + 1;
  const above = approved.filter(([, rateMax]) => rateMax < BUILDER_RATE_MAX);
  return random.pick([
    { builder: 0, builderFee: random.pick([1, BUILDER_RATE_MAX]) },
    { builder, builderFee: random.pick([0, 1, BUILDER_RATE_MAX]) },
    ...above.map(([owner, rateMax]) => ({ builder: owner + 1, builderFee: rateMax + 1 })),
  ]);
}

function approvedOf({ state }: Scene, account: number): [number, number][] {
  const owner = state.owners[state.accounts[account]?.owner ?? -1];
  return owner === undefined ? [] : [...owner.builders];
}
