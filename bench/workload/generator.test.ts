/** Workloads depend on design and seed alone, hit live orders, and keep to the shares of their design. */
import { expect, test } from 'vitest';
import { designOf } from './design.ts';
import { generate } from './generator.ts';
import { COMMAND_WORDS, CommandType, Word } from './neutral-command.ts';

const small = (mix: string) => ({ ...designOf(mix), commands: 20_000, resting: 1_000 });

test('one seed makes one workload and another seed makes another', () => {
  const first = generate(small('A'), 7);
  expect(generate(small('A'), 7)).toEqual(first);
  expect(generate(small('A'), 8).head.expected.tradeHash).not.toBe(first.head.expected.tradeHash);
});

test('more commands of a seed begin with the fewer', () => {
  const { head, commands } = generate(small('D'), 7);
  const longer = generate({ ...small('D'), commands: 30_000 }, 7);
  const shared = (head.prefillCount + head.measuredCount) * COMMAND_WORDS;
  expect(longer.commands.subarray(0, shared)).toEqual(commands.subarray(0, shared));
});

test.each([
  ['A', { [CommandType.place]: 0.5, [CommandType.cancel]: 0.4, [CommandType.take]: 0.1 }],
  ['B', { [CommandType.move]: 0.82 }],
  ['D', { [CommandType.cancel]: 0.44 }],
])('mix %s keeps the shares of its design', (mix, shares) => {
  const { head, commands } = generate(small(mix), 7);
  const counts = new Map<number, number>();
  for (let index = head.prefillCount; index < head.prefillCount + head.measuredCount; index += 1) {
    const type = commands[index * COMMAND_WORDS + Word.type] as number;
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  for (const [type, share] of Object.entries(shares)) {
    expect((counts.get(Number(type)) ?? 0) / head.measuredCount).toBeCloseTo(share, 1);
  }
});

test.each(['A', 'B', 'C', 'D', 'E'])(
  'cancels and moves of mix %s name orders that were placed and not yet cancelled',
  (mix) => {
    const { commands } = generate(small(mix), 7);
    const open = new Set<number>();
    for (let at = 0; at < commands.length; at += COMMAND_WORDS) {
      const order = commands[at + Word.reference] as number;
      const type = commands[at + Word.type];
      if (type === CommandType.cancel) expect(open.delete(order)).toBe(true);
      else if (type === CommandType.move) expect(open.has(order)).toBe(true);
      else open.add(order);
    }
  },
);

test('an unknown workload is refused', () => {
  expect(() => designOf('F')).toThrow('no workload is called F');
});
