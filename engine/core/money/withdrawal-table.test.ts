/** The table of withdrawals finds, keeps in order and takes out what a map does. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWithdrawalTable, type WithdrawalTable } from './withdrawal-table.ts';

const CAPACITY = 5;
const OWNERS = 2;

function numbersIn(table: WithdrawalTable): number[] {
  return table.rows().map(({ withdrawal }) => withdrawal);
}

test('a table of withdrawals is a map in order of number', () => {
  const property = fc.property(fc.array(fc.nat({ max: 40 }), { maxLength: 200 }), (choices) => {
    const table = createWithdrawalTable(CAPACITY, OWNERS);
    const twin = new Map<number, number>();
    for (const choice of choices) {
      if (choice % 2 === 0 && !table.isFull()) {
        const owner = choice % OWNERS;
        twin.set(table.request(owner, owner, 1, choice + 1), owner);
      } else {
        const number = Math.max(0, table.last() - (choice >> 1));
        const slot = table.find(number);
        expect(slot !== 0).toBe(twin.has(number));
        if (slot === 0) continue;
        expect(table.rowOf(slot).withdrawal).toBe(number);
        table.remove(slot, twin.get(number) as number);
        twin.delete(number);
      }
      expect(table.count()).toBe(twin.size);
      expect(table.isFull()).toBe(twin.size === CAPACITY);
      expect(numbersIn(table)).toEqual([...twin.keys()]);
      const ofFirst = [...twin.values()].filter((owner) => owner === 0).length;
      expect(table.countOfOwner(0)).toBe(ofFirst);
    }
  });
  fc.assert(property, { numRuns: 1_000, seed: 5 });
});
