/** Exchanges on which the directed attacks begin. */
import { BALANCE_MAX } from '@intelligent-ledger/engine/core';
import { AttackExchange, perpetual } from './attack-exchange.ts';

/** A dollar, as prices count. */
export const ONE = 1_000_000_000;
export const DAY = 86_400_000_000;

/**
 * A market with a leverage of 10 and a mark of 100, a coin that converts at par, and so many micro-dollars in the
 * accounts from 0 on: 0 and 2 are of one owner, 1 and 3 of another each, and 5 of a bystander.
 */
export function duel(funds: readonly number[], market: Partial<typeof perpetual> = {}): AttackExchange {
  const exchange = new AttackExchange().open({ ...perpetual, ...market });
  exchange.asset(6, ONE, { dailyConversionMax: BALANCE_MAX });
  exchange.terms();
  exchange.mark(100);
  exchange.pin(3);
  funds.forEach((amount, account) => {
    if (amount > 0) exchange.deposit(account, 1, amount);
  });
  return exchange;
}
