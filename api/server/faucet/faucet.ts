/**
 * Gives demo money to whoever asks: a deposit like one from the chain, signed by the demo's key of deposits. An owner
 * that is new is registered with it, and gets an account. Only demo exchanges have one.
 */
import { type Identity, type Registry, RoleSigner, type SigningKey } from '@intelligent-ledger/engine/client-port';
import { creditDeposit, type DecodedRecord, encode, type LogicalState } from '@intelligent-ledger/engine/core';
import { Refused } from '../accept/problems.ts';
import type { Submitter } from '../accept/submitter.ts';
import type { FeedReader } from '../exchange/record-feed.ts';

export interface FaucetTerms {
  readonly key: SigningKey;
  /** Asset that is given, and how much of it, in atoms. */
  readonly asset: number;
  readonly amount: number;
}

export class Faucet implements FeedReader {
  private readonly terms: FaucetTerms;
  private readonly now: () => number;
  /** Number of the last deposit; the next is the one after it. */
  private lastDeposit = 0;
  private signer: RoleSigner | null = null;
  private last: Promise<unknown> = Promise.resolve();

  constructor(terms: FaucetTerms, now: () => number) {
    this.terms = terms;
    this.now = now;
  }

  load({ lastDeposit }: LogicalState): void {
    this.lastDeposit = lastDeposit;
  }

  take(records: readonly DecodedRecord[]): void {
    for (const { name, values } of records) {
      if (name === 'depositCredited' || name === 'depositSkipped')
        this.lastDeposit = Math.max(this.lastDeposit, values['deposit'] as number);
    }
  }

  /** Credits the first account of an identity with the usual amount, or another; answers where that is in the log. */
  give(
    identity: Identity,
    registry: Registry,
    submitter: Submitter,
    amount: number = this.terms.amount,
  ): Promise<number> {
    // Deposits are numbered, so that one waits for the other.
    const given = this.last.then(() => this.giveNext(identity, registry, submitter, amount));
    this.last = given.catch(() => undefined);
    return given;
  }

  private async giveNext(
    { kind, identity }: Identity,
    registry: Registry,
    submitter: Submitter,
    amount: number,
  ): Promise<number> {
    const { key, asset } = this.terms;
    const deposit = this.lastDeposit + 1;
    const values = { ownerKind: kind, identity, accountOfOwner: 0, deposit, asset, amount };
    const commands = [{ layout: creditDeposit, command: encode(creditDeposit, values) }];
    this.signer ??= new RoleSigner(registry.domain, key);
    const [outcome] = await submitter.submit(commands, this.signer.frameFor(commands, this.now()));
    if (outcome === undefined || outcome.code !== 0)
      throw new Refused('faucet_closed', { detail: `code ${outcome?.code}` });
    this.lastDeposit = Math.max(this.lastDeposit, deposit);
    return outcome.sequence;
  }
}
