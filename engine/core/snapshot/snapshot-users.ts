/** The rows of a snapshot that say what owners, their keys and their sessions are. */
import { encodeBuilders } from '../fees/fee-shares.ts';
import { hexOf } from '../numbers/sha256.ts';
import type { ValuesOf } from '../schema/layout.ts';
import type { snapshotKey, snapshotOwner, snapshotSession } from '../schema/snapshot.ts';
import type { Exchange } from '../state/exchange.ts';
import { encodeMarkets } from '../state/key-table.ts';

type OwnerValues = Partial<ValuesOf<typeof snapshotOwner.specs>>;

export function ownerRowOf(exchange: Exchange, owner: number): OwnerValues {
  const { owners, orderQuotas } = exchange;
  return {
    ownerKind: owners.kindOf(owner),
    identity: hexOf(owners.identityOf(owner)),
    ...orderQuotas.ownOf(owner),
    keyEpoch: exchange.keys.epochOfOwner(owner),
    ...moneyOf(exchange, owner),
  };
}

export function keyRowOf({ keys }: Exchange, key: number): Partial<ValuesOf<typeof snapshotKey.specs>> {
  const { markets, ...terms } = keys.termsOf(key);
  return {
    owner: keys.ownerOf(key),
    keyKind: keys.kindOf(key),
    identity: hexOf(keys.identityOf(key)),
    ...terms,
    second: keys.secondOf(key),
    commands: keys.countOf(key),
    epoch: keys.epochOf(key),
    marketCount: markets.length,
    markets: encodeMarkets(markets),
  };
}

/** The slots of the open sessions, in order of number. */
export function openSessionsOf({ owners, sessions }: Exchange): number[] {
  const slots: number[] = [];
  for (let owner = 0; owner < owners.count; owner += 1) slots.push(...sessions.openedBy(owner));
  return slots.sort((one, other) => sessions.numberOf(one) - sessions.numberOf(other));
}

export function sessionRowOf({ sessions }: Exchange, slot: number): Partial<ValuesOf<typeof snapshotSession.specs>> {
  const signed = sessions.signatureOf(slot);
  return {
    session: sessions.numberOf(slot),
    owner: sessions.ownerOf(slot),
    key: sessions.keyOf(slot),
    sessionKey: hexOf(sessions.sessionKeyOf(slot)),
    expiresAt: sessions.expiryOf(slot),
    counter: signed.counter,
    signedSequence: signed.ofSequence,
    signatureSequence: signed.sequence,
    signatureTime: signed.time,
    lastSequence: sessions.lastSequenceOf(slot),
    unsignedSince: sessions.unsignedSinceOf(slot),
  };
}

/** What an owner has of its own where there is money. */
function moneyOf({ money, margin }: Exchange, owner: number): OwnerValues {
  if (!money.isOn) return {};
  const { fees, feeShares } = margin;
  const approved = feeShares.approvedBy(owner);
  return {
    destination: hexOf(money.destinations.pinnedOf(owner)),
    referrer: fees.referrerOf(owner),
    rewards: feeShares.rewardsOf(owner),
    builderCount: approved.length,
    builders: encodeBuilders(approved),
  };
}
