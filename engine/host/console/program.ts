/** What the programs of the host have in common: how they are asked for something, and how they end. */
import { parseArgs } from 'node:util';

/** It cannot be done as asked; the text says why. */
export class UsageFault extends Error {}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

/** The arguments of this process; throws a `UsageFault` where they are not what there is. */
export function parsedArguments<const Given extends Options>(options: Given, allowPositionals = false) {
  try {
    return parseArgs({ options, allowPositionals });
  } catch (error) {
    throw new UsageFault(error instanceof Error ? error.message : 'the arguments cannot be read');
  }
}

/** A whole number from 0 up that was given as text, or what it is when none was given. */
export function wholeNumber(name: string, text: string | undefined, ifNone: number): number {
  if (text === undefined) return ifNone;
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new UsageFault(`--${name} is '${text}', no whole number`);
}

/**
 * Runs a program and sets the exit code of the process: what it answers, or 2 when it cannot be run as asked or for a
 * reason of one of these kinds, whose text is then all that is said.
 */
export async function runProgram(
  usage: string,
  main: () => Promise<number>,
  faults: readonly (abstract new (...given: never[]) => Error)[] = [],
): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    const isKnown = error instanceof UsageFault || faults.some((kind) => error instanceof kind);
    if (!isKnown) throw error;
    const { message } = error as Error;
    process.stderr.write(error instanceof UsageFault ? `${message}\n\n${usage}` : `${message}\n`);
    process.exitCode = 2;
  }
}
