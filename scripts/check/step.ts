/**
 * One step of the check: a program that is run by itself, and what to do when it fails. A step holds when its program
 * exits with 0; its output is kept and shown only when it does not.
 */
import { spawn } from 'node:child_process';

export interface Step {
  readonly name: string;
  /** What the step holds the repository to. */
  readonly about: string;
  /** The module to run with the present Node, from the root of the repository, and its arguments. */
  readonly program: readonly [module: string, ...args: string[]];
  /** What to do when it fails. */
  readonly fix: string;
}

export interface Outcome {
  readonly step: string;
  readonly passed: boolean;
  readonly seconds: number;
  /** What the program printed, on either stream, in the order in which it came. */
  readonly output: string;
}

/** Runs a step in `root` and calls `onWait` every second until it ends. It never rejects: what does not run fails. */
export function runStep(step: Step, root: string, onWait: (seconds: number) => void): Promise<Outcome> {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1_000;
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
    const child = spawn(process.execPath, [...step.program], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const pieces: Buffer[] = [];
    const clock = setInterval(() => onWait(seconds()), 1_000);
    const end = (passed: boolean) => {
      clearInterval(clock);
      const output = Buffer.concat(pieces).toString('utf8').trimEnd();
      resolve({ step: step.name, passed, seconds: Math.round(seconds() * 10) / 10, output });
    };
    child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    child.stderr.on('data', (piece: Buffer) => pieces.push(piece));
    child.on('error', (error) => {
      pieces.push(Buffer.from(`${error.message}\n`));
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}
