/** Everything of an exchange that is about money, put together. Where Genesis admits no assets all of it is empty. */
import type { Clock } from '../clock.ts';
import { createMarginSums } from '../margin/margin-sums.ts';
import { createWords } from '../numbers/words.ts';
import type { AccountTable } from '../state/account-table.ts';
import type { IdentityTable } from '../state/identity-table.ts';
import { createAssetTable } from './asset-table.ts';
import { createConversion } from './conversion.ts';
import { createDestinations } from './destinations.ts';
import { createLedger } from './ledger.ts';
import { createWithdrawalTable } from './withdrawal-table.ts';

/** The capacities that money takes. */
interface MoneyTerms {
  readonly ownersMax: number;
  readonly accountsMax: number;
  readonly assetsMax: number;
  readonly withdrawalsMax: number;
}

export type Money = ReturnType<typeof createMoney>;

/** No money yet, for the owners of a table. */
export function createMoney(terms: MoneyTerms, owners: IdentityTable, { lines }: AccountTable, clock: Clock) {
  const { accountsMax, assetsMax, withdrawalsMax } = terms;
  const hasAssets = assetsMax > 0;
  // Where there is no money none of its tables takes memory, but for two numbers of each account.
  const ownersMax = hasAssets ? terms.ownersMax : 0;
  const assets = createAssetTable(assetsMax);
  const marginSums = createMarginSums(lines);
  const ledger = createLedger(accountsMax, ownersMax, assetsMax, marginSums);
  const optedOut = createWords(hasAssets ? accountsMax : 0);
  let lastDeposit = 0;
  return {
    /** Whether there is money at all. */
    isOn: hasAssets,
    assets,
    ledger,
    marginSums,
    conversion: createConversion(assets, ledger, clock),
    destinations: createDestinations(owners, ownersMax),
    withdrawals: createWithdrawalTable(hasAssets ? withdrawalsMax : 0, ownersMax),
    /** Whether coins that are credited to an account are converted. */
    converts: (account: number) => optedOut[account] === 0,
    setConverts: (account: number, converts: boolean) => {
      optedOut[account] = converts ? 0 : 1;
    },
    /** Number of the last deposit that was taken. */
    lastDeposit: () => lastDeposit,
    setLastDeposit: (deposit: number) => {
      lastDeposit = deposit;
    },
  };
}
