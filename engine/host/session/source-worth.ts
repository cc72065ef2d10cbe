/** What the accounts of each source have, as the machine says, beside what they deposited. All in micro-dollars. */
import type { AccountHealth, Machine } from '@intelligent-ledger/engine/core';
import { ASSET_TERMS, Asset } from './money-terms.ts';
import type { Deposit, Member, SourceName } from './sources.ts';

/** A price is in 1e-9 dollars per whole unit, and a micro-dollar is a thousand of them. */
const PRICE_DECIMALS_OF_MICRO = 3;

export interface Worth {
  readonly accounts: number;
  readonly deposited: bigint;
  readonly unrealised: bigint;
  /** Dollars, coins at their full price, and what is not realised. */
  readonly equity: bigint;
}

/** What a source has now. */
export function worthOf(machine: Machine, members: readonly Member[], source: SourceName): Worth {
  let deposited = 0n;
  let unrealised = 0n;
  let equity = 0n;
  let accounts = 0;
  for (const { account, deposits } of members.filter((member) => member.source === source)) {
    accounts += 1;
    deposited += worthOfAll(deposits);
    const health = machine.accountHealth(account);
    if (health === null) continue;
    unrealised += health.unrealised;
    equity += health.unrealised + worthOfAll(health.balances);
  }
  return { accounts, deposited, unrealised, equity };
}

function worthOfAll(balances: readonly Deposit[] | AccountHealth['balances']): bigint {
  return balances.reduce((sum, { asset, amount }) => sum + worthOfAmount(asset, BigInt(amount)), 0n);
}

/** Coins count at their price, which a session does not change. */
function worthOfAmount(asset: number, amount: bigint): bigint {
  if (asset === Asset.dollar) return amount;
  const terms = ASSET_TERMS.find((one) => one.asset === asset);
  if (terms === undefined) throw new Error(`no asset has the number ${asset}`);
  return (amount * BigInt(terms.price)) / 10n ** BigInt(terms.decimals + PRICE_DECIMALS_OF_MICRO);
}
