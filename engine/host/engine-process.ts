/**
 * How a process is set up whose work is the core. It changes no result; ARCHITECTURE.md says what it gives, under
 * "The engine runs in a process made for it".
 *
 * - The compiler inlines the whole path of a command into its loop. Its default bounds leave a dozen small functions as
 *   calls, which ones being a matter of chance. The absolute bound is the one
 *   beyond which not even a function of one line is inlined.
 * - Code is compiled ahead, into a cache: when Node strips types itself, the WebAssembly that does it detaches an array
 *   buffer, and from then on compiled code asks at every use of a typed array whether that one was detached.
 * - Tables lie in huge pages where the system's C library can ask for them: less of a walk for every far access.
 */
import { spawn } from 'node:child_process';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const COMPILE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));
const HUGE_PAGES = 'glibc.malloc.hugetlb=1';
const COMPILER_FLAGS = [
  '--max-inlined-bytecode-size-absolute=100000',
  '--max-inlined-bytecode-size-cumulative=30000',
  '--max-inlined-bytecode-size=3000',
  '--min-inlining-frequency=0.01',
];
/** A shell's answer for a process that a signal ended is this and the number of the signal. */
const SIGNALLED = 128;
const WATCH_MILLIS = 100;

/** Sets the compiler's flags; to be called before the core runs. */
export function tuneCompiler(): void {
  for (const flag of COMPILER_FLAGS) setFlagsFromString(flag);
}

/** Whether a module is the one that the process was started with, and not imported to be compiled ahead. */
export function isStarted(filename: string): boolean {
  return process.argv[1] === filename;
}

/** The environment of an engine process: that of this one, the cache of compiled code, and huge pages. */
export function engineEnvironment(): NodeJS.ProcessEnv {
  const given = process.env['GLIBC_TUNABLES'];
  const tunables = given === undefined ? HUGE_PAGES : `${given}:${HUGE_PAGES}`;
  return { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE, GLIBC_TUNABLES: tunables };
}

/** npm runs a script in a shell that ends by a signal and hands it on to nobody. */
function watchShell(onEnd: () => void): NodeJS.Timeout | undefined {
  if (process.env['npm_lifecycle_event'] === undefined) return undefined;
  const shell = process.ppid;
  return setInterval(() => {
    if (process.ppid !== shell) onEnd();
  }, WATCH_MILLIS);
}

/**
 * Runs a program as an engine process with the terminal of this one; answers its exit code. First its modules are put
 * into the cache of compiled code by `load`, which imports the program and must do nothing else, for which
 * `isStarted` is there. Where the cache cannot be written the engine still runs, only slower.
 */
export async function runAsEngine(
  program: string,
  load: () => Promise<unknown>,
  programArguments: readonly string[],
): Promise<number> {
  enableCompileCache(COMPILE_CACHE);
  await load();
  flushCompileCache();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...programArguments], {
      env: engineEnvironment(),
      stdio: 'inherit',
    });
    // A terminal sends its interrupt to both; this one waits for the engine's own end.
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    const watch = watchShell(() => child.kill('SIGTERM'));
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      resolve(code ?? SIGNALLED + constants.signals[signal as NodeJS.Signals]);
    });
  });
}
