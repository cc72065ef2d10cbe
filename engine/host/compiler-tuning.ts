/**
 * Lets the compiler inline further than its defaults, for a process whose work is the core. The path
 * of a command is a dozen small functions; with the defaults half of them stay calls, which costs
 * about a fifth of the time of a command. It changes no result, and must run before the core does.
 */
import { setFlagsFromString } from 'node:v8';

const FLAGS = [
  '--max-inlined-bytecode-size-cumulative=5000',
  '--max-inlined-bytecode-size=1000',
  '--min-inlining-frequency=0.01',
];

export function tuneCompiler(): void {
  for (const flag of FLAGS) setFlagsFromString(flag);
}
