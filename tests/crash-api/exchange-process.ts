/** The exchange that `npm start` runs, without its traders, as a process that can be killed with all that is of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { engineEnvironment } from '@intelligent-ledger/engine/host';

const PROGRAM = fileURLToPath(new URL('../../demo/main.ts', import.meta.url));
/** What it prints last when it is ready. */
const READY = 'Try: ';

/** The exchange ended before it was ready; what it said is the text. */
class StartFailed extends Error {}

export interface Ports {
  readonly http: number;
  readonly binary: number;
}

export class ExchangeProcess {
  private readonly child: ChildProcess;
  private readonly exit: Promise<unknown>;
  private said = '';

  private constructor(directory: string, { http, binary }: Ports) {
    const given = ['--no-traders', '--seed', '1', '--exchange', directory];
    this.child = spawn(process.execPath, [PROGRAM, ...given, '--port', `${http}`, '--binary-port', `${binary}`], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: engineEnvironment(),
    });
    this.exit = once(this.child, 'exit');
    for (const output of [this.child.stdout, this.child.stderr]) {
      output?.on('data', (bytes: Buffer) => {
        this.said += bytes;
      });
    }
  }

  /** Starts it; comes back once it says that it is ready. */
  static async start(directory: string, ports: Ports): Promise<ExchangeProcess> {
    const exchange = new ExchangeProcess(directory, ports);
    const isReady = new Promise<true>((resolve) => {
      exchange.child.stdout?.on('data', () => {
        if (exchange.said.includes(READY)) resolve(true);
      });
    });
    if ((await Promise.race([isReady, exchange.exit])) === true) return exchange;
    throw new StartFailed(exchange.said);
  }

  /** Kills it and its children at once. */
  async kill(): Promise<void> {
    for (const pid of [...childrenOf(this.child.pid ?? 0), this.child.pid ?? 0]) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
    await this.exit;
  }

  /** Has it stop; answers how it ended. */
  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    await this.exit;
    return this.child.exitCode;
  }
}

/** Processes that a process started; none where the system does not tell. */
function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Two ports that nobody listens on. */
export async function freePorts(): Promise<Ports> {
  const servers = [createServer(), createServer()];
  const ports: number[] = [];
  for (const server of servers) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    ports.push(typeof address === 'object' && address !== null ? address.port : 0);
  }
  for (const server of servers) server.close();
  const [http = 0, binary = 0] = ports;
  return { http, binary };
}
