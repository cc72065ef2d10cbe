/** The owners of accounts, both of which are known to exist; asking for others is a bug of the judge. */
import type { Exposure } from './margin/exposure.ts';
import type { NaiveState, Owner } from './naive-state.ts';

/** The number of the owner of an account, which is known to exist. */
export function ownerOf(state: Pick<Exposure, 'accounts'>, account: number): number {
  const owner = state.accounts[account]?.owner;
  if (owner === undefined) throw new Error(`the judge has no account ${account}`);
  return owner;
}

/** An owner that is known to exist. */
export function ownerNumbered(state: NaiveState, number: number): Owner {
  const owner = state.owners[number];
  if (owner === undefined) throw new Error(`the judge has no owner ${number}`);
  return owner;
}
