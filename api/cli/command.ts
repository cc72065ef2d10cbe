/** What a command of the command line is. */

import type { parseArgs } from 'node:util';
import type { PublicClient, Trader } from '@intelligent-ledger/client';

export type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

/** Values of options by name, as they were given. */
export type Values = Readonly<Record<string, string | boolean | undefined>>;

/** What a command may use. */
export interface Context {
  readonly url: string;
  readonly client: PublicClient;
  /** Where the private key lies. */
  readonly walletPath: string;
  /** The account of the wallet; opened once. */
  trader(): Promise<Trader>;
  /** Shows one of many results as it comes. */
  show(result: unknown): void;
}

export interface CliCommand {
  /** How it is called, behind the name of the program. */
  readonly usage: string;
  readonly about: string;
  readonly options?: Options;
  /** How many words may follow its name, at least and at most. */
  readonly words: readonly [number, number];
  /** Answers what is to be shown: an object, or a list of such. */
  run(context: Context, words: readonly string[], values: Values): Promise<unknown>;
}

/** It was not asked for as it can be done. */
export class UsageFault extends Error {}

/** The exchange answered a command with another code than accepted; the results are shown all the same. */
export class NotAccepted extends Error {
  readonly results: unknown;

  constructor(results: unknown) {
    super('the exchange refused it');
    this.results = results;
  }
}
