#!/usr/bin/env node
/**
 * `iledger`: the exchange from the command line. Exits with 1 when the exchange refuses something, with 2 when it is
 * not asked as it can be, and with 3 when the exchange cannot be reached.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ApiProblem, PublicClient, Trader, Unreachable } from '@intelligent-ledger/client';
import { type CliCommand, type Context, NotAccepted, type Options, UsageFault, type Values } from './command.ts';
import { READING } from './commands/reading.ts';
import { TRADING } from './commands/trading.ts';
import { WALLET } from './commands/wallet.ts';
import { WATCHING } from './commands/watching.ts';
import { printed } from './print.ts';
import { walletAt } from './wallet-file.ts';

const COMMANDS: Readonly<Record<string, CliCommand>> = { ...READING, ...WALLET, ...TRADING, ...WATCHING };
const URL_DEFAULT = 'http://127.0.0.1:8080';
const COMMON: Options = {
  ...{ json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
  ...{ url: { type: 'string' }, wallet: { type: 'string' } },
};

function usage(): string {
  const rows = Object.values(COMMANDS).map((command) => `  ${command.usage}\n      ${command.about}\n`);
  return `Usage: iledger COMMAND [--json] [--url URL] [--wallet FILE]

${rows.join('')}
  --json         one line of JSON for each result; an error is {"error":{...}}
  --url URL      where the exchange is; by default ILEDGER_URL, else ${URL_DEFAULT}
  --wallet FILE  where the private key lies; by default ~/.iledger/wallet; ILEDGER_KEY goes before it
`;
}

async function main(given: readonly string[]): Promise<number> {
  const asJson = given.includes('--json');
  try {
    const [name, ...rest] = given;
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      process.stdout.write(usage());
      return 0;
    }
    const command = Object.hasOwn(COMMANDS, name) ? (COMMANDS[name] as CliCommand) : null;
    if (command === null) throw new UsageFault(`there is no command '${name}'; \`iledger help\` lists them`);
    const { values, positionals } = parsed(command, rest);
    if (values['help'] === true) process.stdout.write(`Usage: iledger ${command.usage}\n${command.about}\n`);
    else show(await command.run(contextOf(values, show), positionals, values));
    return 0;
  } catch (error) {
    return fail(error, asJson);
  }

  function show(result: unknown): void {
    if (result !== undefined) process.stdout.write(printed(result, asJson));
  }
}

function parsed(command: CliCommand, given: readonly string[]): { values: Values; positionals: string[] } {
  let answer: { values: Values; positionals: string[] };
  try {
    const options = { ...COMMON, ...command.options };
    answer = parseArgs({ args: [...given], options, allowPositionals: true }) as typeof answer;
  } catch (error) {
    throw new UsageFault(error instanceof Error ? error.message : String(error));
  }
  const [least, most] = command.words;
  const { length } = answer.positionals;
  const isRight = (length >= least && length <= most) || answer.values['help'] === true;
  if (!isRight) throw new UsageFault(`usage: iledger ${command.usage}`);
  return answer;
}

function contextOf({ url, wallet }: Values, show: Context['show']): Context {
  const where = typeof url === 'string' ? url : (process.env['ILEDGER_URL'] ?? URL_DEFAULT);
  const walletPath = typeof wallet === 'string' ? wallet : join(homedir(), '.iledger', 'wallet');
  let opened: Promise<Trader> | null = null;
  const open = async () => {
    const given = await walletAt(walletPath);
    if (given === null) throw new UsageFault(`there is no key in ${walletPath}; \`iledger faucet\` makes one`);
    return Trader.open({ url: where, wallet: given });
  };
  return {
    ...{ url: where, client: new PublicClient({ url: where }), walletPath, show },
    trader: () => {
      opened ??= open();
      return opened;
    },
  };
}

/** Says what went wrong; answers the exit code. */
function fail(error: unknown, asJson: boolean): number {
  if (error instanceof NotAccepted) {
    process.stdout.write(printed(error.results, asJson));
    return 1;
  }
  const code =
    error instanceof ApiProblem ? 1 : error instanceof UsageFault ? 2 : error instanceof Unreachable ? 3 : null;
  if (code === null) throw error;
  const { message } = error as Error;
  const about =
    error instanceof ApiProblem ? error.problem : { name: code === 2 ? 'usage' : 'unreachable', detail: message };
  process.stderr.write(asJson ? `${JSON.stringify({ error: about })}\n` : `${message}\n`);
  return code;
}

process.exitCode = await main(process.argv.slice(2));
