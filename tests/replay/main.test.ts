/** Tests of the replay and session programs as a caller sees them: output, exit codes, usage. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { writtenFile } from './written-file.ts';

const REPLAY = resolve(import.meta.dirname, 'main.ts');
const SESSION = resolve(import.meta.dirname, '../../engine/host/start.ts');
const LOG_BYTES_MAX = 16_777_216;
const L2 = 'local_ns,kind,exch_ms,side,price,qty,update_id\n1000,S,0,b,10.1,2,5\n1000,S,0,a,10.3,1,5\n';
const QUOTES = '1000,Q,0,b,10.1,2,5\n1000,Q,0,a,10.3,1,5\n';
const MBO = 'ts_event_ns,seq,action,side,price_ticks,size,order_id,flags\n1000,1,A,A,10,2,7,0\n2000,2,T,B,10,2,8,0\n';

function run(program: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('a replay that holds exits with 0 and prints for a reader', () => {
  const result = run(REPLAY, 'l2', writtenFile('l2.csv', `${L2}${QUOTES}2000,D,0,b,10.1,1,6\n`));
  expect(result.status).toBe(0);
  expect(result.stdout).toContain('1 of 1 depth events leave the best prices that the venue quotes');
});

test('a replay that does not hold exits with 1', () => {
  const result = run(REPLAY, 'l2', writtenFile('l2.csv', `${L2}${QUOTES}2000,D,0,b,10.2,1,6\n`), '--json');
  expect(result.status).toBe(1);
  expect(JSON.parse(result.stdout)).toMatchObject({ result: 'l2', holds: false, depth_events: 1, equal: 0 });
});

test('with --json each result is one object on one line', () => {
  const result = run(REPLAY, 'mbo', writtenFile('flow.csv', `${MBO}2000,3,F,A,10,2,7,0\n`), '--json');
  expect(result.status).toBe(0);
  const results = result.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).result);
  expect(results).toEqual(['mbo_checkpoints', 'mbo_parity']);
});

test('a file that cannot be read, and a job that is not there, exit with 2 and say why', () => {
  const malformed = run(REPLAY, 'mbo', writtenFile('flow.csv', MBO.replace('A,A,10', 'A,A,ten')));
  expect(malformed.status).toBe(2);
  expect(malformed.stderr).toContain("line 2: price_ticks is 'ten'");
  for (const args of [['level3', 'x.csv'], ['mbo'], ['mbo', 'a', 'b'], ['l2', 'x.csv', '--bbo', 'y'], ['--no-such']]) {
    const result = run(REPLAY, ...args);
    expect(result.status, args.join(' ')).toBe(2);
    expect(result.stderr).toContain('Usage');
  }
  expect(run(REPLAY, '--help')).toMatchObject({ status: 0, stderr: '' });
});

test('a session without recorded flow says that it is generated, and from which seed', () => {
  const result = run(SESSION, '--seed', '4', '--json');
  expect(result.status).toBe(0);
  expect(JSON.parse(result.stdout)).toMatchObject({ result: 'session', holds: true, source: 'seed 4' });
  expect(run(SESSION, '--seed', 'four').status).toBe(2);
});

test('the engine process finds every module compiled, and strips no types', () => {
  const { stdout, stderr } = spawnSync(process.execPath, [SESSION, '--seed', '4', '--json'], {
    encoding: 'utf8',
    env: { ...process.env, NODE_DEBUG_NATIVE: 'COMPILE_CACHE' },
    maxBuffer: LOG_BYTES_MAX,
  });
  const log = `${stdout}${stderr}`;
  // The session is compiled by the starting process, where need be, and read by the engine process in any case.
  const reads = log.split('\n').filter((line) => /reading cache .* StrippedTypeScript .*session\/main\.ts/.test(line));
  expect(reads).toHaveLength(2);
  const second = log.slice(log.lastIndexOf(reads.at(-1) as string));
  expect(second).toContain('retrieving transpile cache');
  expect(second).not.toContain('no transpile cache');
});
