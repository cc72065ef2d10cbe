/**
 * What the README tells a newcomer to type is typed, as it stands there: an exchange of its own, a first order that
 * fills, and the end. Method: the block itself in a shell, with a home of its own.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
/** So many lines and milliseconds a first order takes at most. */
const LINES_MAX = 10;
const MILLIS_MAX = 60_000;

/** The block of shell in the README that has a word. */
function blockWith(word: string): string {
  const blocks = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/```sh\n([^`]*(?:`[^`]+`[^`]*)*?)```/g)];
  return blocks.map(([, block]) => block ?? '').find((block) => block.includes(word)) ?? '';
}

test('the first order of the README fills', async () => {
  const block = blockWith('iledger buy');
  expect(block.trim().split('\n').length).toBeLessThanOrEqual(LINES_MAX);
  const home = mkdtempSync(join(tmpdir(), 'exchange-home-'));
  // The exchange says that it has stopped, and where; it is awaited so that nothing of it is left.
  const ending = 'wait; until grep -q "^Stopped at" exchange.log; do sleep 0.1; done';
  const shell = spawn('bash', ['-e', '-c', `${block}\n${ending}`], {
    cwd: ROOT,
    env: { ...process.env, HOME: home },
    timeout: MILLIS_MAX,
  });
  let said = '';
  shell.stdout.on('data', (bytes) => {
    said += bytes;
  });
  shell.stderr.on('data', (bytes) => {
    said += bytes;
  });
  const code = await new Promise((done) => shell.on('close', done));
  expect({ code, said }).toMatchObject({ code: 0 });
  expect(said).toMatch(/status +filled/);
  expect(said).toMatch(/FLOW-PERP|is_taker/);
  rmSync(home, { recursive: true });
}, 90_000);
