/** Messages are answered once while they live, whatever comes between, and only what was refused may be sent again. */
import { expect, test } from 'vitest';
import { Refused } from './problems.ts';
import { RecentMessages } from './recent-messages.ts';

const LIFE = 60;

/** Sends a message at a time; answers with how often it was sent by then. */
function sender(recent: RecentMessages<number>) {
  const counts = new Map<string, number>();
  return (body: string, now: number, until = now + LIFE) => {
    return recent.once(body, until, now, () => {
      const count = (counts.get(body) ?? 0) + 1;
      counts.set(body, count);
      return Promise.resolve(count);
    });
  };
}

test('a message that lives is answered as it was, and one that is dead is forgotten', async () => {
  const send = sender(new RecentMessages());
  for (let now = 0; now < 600; now += 1) {
    expect(await send(`message ${now}`, now)).toBe(1);
    for (const before of [0, 1, 30, LIFE - 1]) {
      if (before <= now) expect(await send(`message ${now - before}`, now)).toBe(1);
    }
  }
  expect(await send('message 0', 600)).toBe(2);
});

test('one that lives long outlives many that do not', async () => {
  const send = sender(new RecentMessages());
  await send('long', 0, 50);
  for (let now = 0; now < 50; now += 1) {
    await send(`short ${now}`, now, now + 1);
    expect(await send('long', now, 50)).toBe(1);
  }
});

test('beyond so many the oldest are forgotten first', async () => {
  const send = sender(new RecentMessages(10));
  for (let index = 0; index < 21; index += 1) await send(`message ${index}`, 0);
  const kept = [20, 11, 10, 1];
  for (const index of kept) expect(await send(`message ${index}`, 0)).toBe(1);
  // With the next the older half goes.
  for (const index of [0, 10]) expect(await send(`message ${index}`, 0)).toBe(2);
});

test('what is under way is sent once, what was refused again, and what met a bug is not', async () => {
  const recent = new RecentMessages<number>();
  let sends = 0;
  const once = (error: Error | null) => {
    return recent.once(String(error), LIFE, 0, async () => {
      sends += 1;
      await Promise.resolve();
      if (error !== null) throw error;
      return sends;
    });
  };
  expect(await Promise.all([once(null), once(null)])).toEqual([1, 1]);
  for (const count of [2, 3]) {
    await expect(once(new Refused('budget_spent'))).rejects.toThrow(Refused);
    expect(sends).toBe(count);
  }
  for (let count = 0; count < 2; count += 1) await expect(once(new Error('a bug'))).rejects.toThrow('a bug');
  expect(sends).toBe(4);
});
