/** Deposits, of owners old and new, and what owners do about them: say where they withdraw to, and claim. */
import {
  BALANCE_MAX,
  claimSuspense,
  creditDeposit,
  OwnerKind,
  pinDestination,
  setAutoConversion,
  skipDeposit,
  U64_MAX,
} from '@intelligent-ledger/engine/core';
import type { Asset } from '../../judge/money/asset.ts';
import { usersOf } from '../../judge/money/books.ts';
import { hasDestination } from '../../judge/money/destinations.ts';
import { type Draft, draftOf, hexOf } from '../draft.ts';
import { identityFor } from '../market-drafts.ts';
import type { Scene } from '../scene.ts';
import { accountFor } from '../senders/sender.ts';
import { assetToDeposit, depositThatFills, lotsToDeposit } from '../spot/spot-amounts.ts';
import { coinsFor, largestAmounts, leastOf } from './money-amounts.ts';
import { balanceIn, coinNumber, coinsThatFill, ownSender } from './money-scene.ts';

const TO_DOLLAR = 1;
const DISORDER_PER_MILLE = 60;
const SKIP_DISORDER_PER_MILLE = 300;
const NEW_OWNERS_PER_MILLE = 90;
const NEW_ACCOUNTS_PER_MILLE = 60;
const STRANGE_ACCOUNTS_PER_MILLE = 30;
const DUST_PER_MILLE = 300;
const AT_BOUND_PER_MILLE = 250;
const FILLING_PER_MILLE = 500;
const ZEROS = '00'.repeat(32);

/** The next deposit, mostly for an account that exists. */
export function depositCredit(scene: Scene): Draft {
  return depositThatFills(scene) ?? usualDeposit(scene);
}

function usualDeposit(scene: Scene): Draft {
  const { random, profile, state } = scene;
  const deposit = depositNumber(scene, DISORDER_PER_MILLE);
  const whose = depositor(scene);
  const asset = coinNumber(scene, assetToDeposit(scene));
  const coin = state.assets[asset];
  const amount = coin === undefined ? random.between(1, profile.depositUnitsMax) : amountOf(scene, coin, whose.account);
  const { account, ...owner } = whose;
  return draftOf(creditDeposit, { ...owner, deposit, asset, amount: Math.min(U64_MAX, Math.max(1, amount)) });
}

/** The next deposit, often one out of order. */
export function depositSkip(scene: Scene): Draft {
  return draftOf(skipDeposit, { deposit: depositNumber(scene, SKIP_DISORDER_PER_MILLE) });
}

function depositNumber({ random, state: { lastDeposit } }: Scene, disorderPerMille: number): number {
  const disordered = [lastDeposit, lastDeposit + 2, lastDeposit - 1, 1, U64_MAX].filter((number) => number > 0);
  return random.happens(disorderPerMille) ? random.pick(disordered) : lastDeposit + 1;
}

/** An owner and one of its accounts, which may both be new; the account has no number then. */
function depositor({ random, profile, state }: Scene) {
  const { owners, accounts } = state;
  if (owners.length === 0 || random.happens(NEW_OWNERS_PER_MILLE)) {
    const ownerKind = random.pick(Object.values(OwnerKind));
    const identity = identityFor(random, ownerKind, 2 * profile.limits.ownersMax);
    return { ownerKind, identity, accountOfOwner: random.pick([0, 0, 0, 0, 0, 1]), account: undefined };
  }
  const owner = random.below(owners.length);
  const { ownerKind = OwnerKind.ed25519, identity = ZEROS } = owners[owner] ?? {};
  const own = accounts.flatMap((account, number) => (account.owner === owner ? [number] : []));
  const isNew = own.length === 0 || random.happens(NEW_ACCOUNTS_PER_MILLE);
  const beyond = random.happens(STRANGE_ACCOUNTS_PER_MILLE) ? random.pick([1, 2, 1_000_000]) : 0;
  const accountOfOwner = isNew || beyond > 0 ? own.length + beyond : random.below(own.length);
  return { ownerKind, identity, accountOfOwner, account: own[accountOfOwner] };
}

/** Mostly a few of the least amounts that convert, often with a rest that does not; now and then just at a bound. */
function amountOf(scene: Scene, coin: Asset, account: number | undefined): number {
  const { random, profile, state } = scene;
  const { decimals, number, depositMax, dailyConversionMax, netConversion, books } = coin;
  const lots = lotsToDeposit(scene, coin);
  if (lots !== undefined) return lots;
  const filling = profile.largestPerMille > 0 && random.happens(FILLING_PER_MILLE);
  const rest = filling && account !== undefined ? coinsThatFill({ random, state }, coin, account) : undefined;
  if (rest !== undefined) return rest;
  if (random.happens(profile.largestPerMille)) {
    return random.pick(largestAmounts(account === undefined ? 0 : balanceIn(state, account, number)));
  }
  const least = leastOf(decimals, TO_DOLLAR);
  const growth = depositMax - Number(usersOf(books) + books.inventory);
  if (growth > 0 && random.happens(AT_BOUND_PER_MILLE)) return growth + random.pick([0, 0, 1]);
  const cap = coinsFor(decimals, dailyConversionMax - Number(netConversion));
  if (cap > 0 && cap < BALANCE_MAX / 2 && random.happens(AT_BOUND_PER_MILLE)) return cap + random.pick([0, 0, least]);
  const units = random.between(random.pick([0, 1]), profile.depositUnitsMax);
  const dust = random.happens(DUST_PER_MILLE) ? random.between(1, Math.max(1, least - 1)) : 0;
  return least * units + dust;
}

/** Mostly of an owner that has something in suspense, by an account that may have room for it. */
export function suspenseClaim(scene: Scene): Draft {
  const { random, state } = scene;
  const sent = accountFor(scene);
  const suspended = state.assets.flatMap((asset) => {
    const owners = [...asset.books.suspense].filter(([, amount]) => amount > 0n);
    return owners.map(([owner]) => ({ owner, asset }));
  });
  const { owner, asset } = (suspended.length > 0 && random.happens(850) ? random.pick(suspended) : undefined) ?? {};
  const own = state.accounts.flatMap((account, number) => (account.owner === owner ? [number] : []));
  const account = own.length > 0 && scene.message === undefined ? random.pick(own) : sent;
  return draftOf(claimSuspense, { ...ownSender(scene, account), asset: coinNumber(scene, asset) });
}

/** Mostly of an owner that has to say it and has not yet; now and then of zeros. */
export function destinationPin(scene: Scene): Draft {
  const { random, state } = scene;
  const sent = accountFor(scene);
  const without = state.accounts.flatMap(({ owner }, number) => {
    const known = state.owners[owner];
    return known !== undefined && !hasDestination(known) ? [number] : [];
  });
  const isMissing = without.length > 0 && scene.message === undefined && random.happens(600);
  const destination = random.happens(300) ? ZEROS : hexOf(random.bytes(32));
  return draftOf(pinDestination, { ...ownSender(scene, isMissing ? random.pick(without) : sent), destination });
}

export function autoConversionChoice(scene: Scene): Draft {
  const sender = ownSender(scene, accountFor(scene));
  return draftOf(setAutoConversion, { ...sender, converts: scene.random.below(2) });
}
