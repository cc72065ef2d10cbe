/**
 * Who shares in the fees of an owner besides the venue: the builders that it has approved, and what owners have earned
 * by fees of others and not yet claimed. The rules are section 5 of docs/concepts/margin.md.
 */
import { hexOf } from '../numbers/sha256.ts';
import { createDoubles, createWords } from '../numbers/words.ts';
import { BALANCE_MAX, BUILDER_BYTES, BUILDER_RATE_MAX, BUILDERS_OF_OWNER_MAX } from '../schema/command.ts';

/** A builder that an owner has approved, and the largest rate that its orders may pay to it, in 1e-8. */
export interface ApprovedBuilder {
  readonly builder: number;
  readonly rateMax: number;
}

const PER_OWNER = BUILDERS_OF_OWNER_MAX;

/** Builders as snapshots have them. */
export function encodeBuilders(approved: readonly ApprovedBuilder[]): string {
  const words = new Uint32Array((BUILDER_BYTES / 4) * PER_OWNER);
  words.set(approved.flatMap(({ builder, rateMax }) => [builder, rateMax]));
  return hexOf(new Uint8Array(words.buffer));
}

/** The first so many builders in bytes, in the order of their numbers; null when they are not possible. */
export function buildersIn(bytes: Uint8Array, count: number): ApprovedBuilder[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const approved = Array.from({ length: count }, (_, index) => ({
    builder: view.getUint32(index * BUILDER_BYTES, true),
    rateMax: view.getUint32(index * BUILDER_BYTES + 4, true),
  }));
  const isSound = approved.every(({ builder, rateMax }, index) => {
    return builder > (approved[index - 1]?.builder ?? -1) && rateMax > 0 && rateMax <= BUILDER_RATE_MAX;
  });
  return isSound ? approved : null;
}

export type FeeShares = ReturnType<typeof createFeeShares>;

/** So many owners, who have approved nobody and earned nothing. */
export function createFeeShares(ownersMax: number) {
  const rewards = createDoubles(ownersMax);
  const counts = createWords(ownersMax);
  // Of each owner, in the order of their numbers: the builders, and apart from them their rates.
  const builders = createWords(ownersMax * PER_OWNER);
  const rates = createWords(ownersMax * PER_OWNER);

  function approvedBy(owner: number): ApprovedBuilder[] {
    return Array.from({ length: counts[owner] as number }, (_, index) => ({
      builder: builders[owner * PER_OWNER + index] as number,
      rateMax: rates[owner * PER_OWNER + index] as number,
    }));
  }

  /** The largest rate at which an owner has approved a builder; 0 when it has not. */
  function rateOf(owner: number, builder: number): number {
    for (let index = 0; index < (counts[owner] as number); index += 1) {
      if (builders[owner * PER_OWNER + index] === builder) return rates[owner * PER_OWNER + index] as number;
    }
    return 0;
  }

  /** Sets the builders of an owner, in the order of their numbers. */
  function restoreApproved(owner: number, approved: readonly ApprovedBuilder[]): void {
    counts[owner] = approved.length;
    for (const [index, { builder, rateMax }] of approved.entries()) {
      builders[owner * PER_OWNER + index] = builder;
      rates[owner * PER_OWNER + index] = rateMax;
    }
  }

  /** Approves a builder at a rate, at 0 no more. There is room for one that is new. */
  function approve(owner: number, builder: number, rateMax: number): void {
    const others = approvedBy(owner).filter((approved) => approved.builder !== builder);
    const all = rateMax === 0 ? others : [...others, { builder, rateMax }];
    restoreApproved(
      owner,
      all.sort((one, other) => one.builder - other.builder),
    );
  }

  /** Adds what an owner earns, as far as its rewards stay within the range of amounts; answers what was added. */
  function earn(owner: number, amount: number): number {
    const earned = Math.min(amount, BALANCE_MAX - (rewards[owner] as number));
    rewards[owner] = (rewards[owner] as number) + earned;
    return earned;
  }

  return {
    rewardsOf: (owner: number) => rewards[owner] as number,
    earn,
    /** Takes an amount of its rewards from an owner. */
    pay: (owner: number, amount: number) => {
      rewards[owner] = (rewards[owner] as number) - amount;
    },
    approvedBy,
    rateOf,
    /** Whether an owner can approve no further builder. */
    isFull: (owner: number) => counts[owner] === PER_OWNER,
    approve,
    restoreApproved,
  };
}
