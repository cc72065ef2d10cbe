/** Forks a server that is measured, and asks what it has used. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { engineEnvironment } from '@intelligent-ledger/engine/host';
import type { FromServer, Ports, ToServer, Usage } from './server-messages.ts';

/** The programs that have run, and so lie compiled in the cache of the engine's environment. */
const compiled = new Set<string>();

export class ServerProcess {
  readonly ports: Ports;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, ports: Ports) {
    this.child = child;
    this.ports = ports;
  }

  /**
   * Starts a program of this folder. The first time it makes a run that does not count, so that every other finds the
   * program compiled, as it is where the exchange is started.
   */
  static async start(name: string, ...rest: string[]): Promise<ServerProcess> {
    if (!compiled.has(name)) {
      compiled.add(name);
      await (await ServerProcess.fork(name, rest)).stop();
    }
    return ServerProcess.fork(name, rest);
  }

  private static async fork(name: string, rest: readonly string[]): Promise<ServerProcess> {
    const path = fileURLToPath(new URL(name, import.meta.url));
    const child = fork(path, rest, { env: engineEnvironment(), stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const ended = once(child, 'exit').then(() => {
      throw new Error(`${name} ended before it listened`);
    });
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [FromServer];
    if (message.kind !== 'ready') throw new Error(`${name} says ${message.kind} first`);
    return new ServerProcess(child, message.ports);
  }

  async usage(): Promise<Usage> {
    this.child.send('usage');
    const [message] = (await once(this.child, 'message')) as [FromServer];
    if (message.kind !== 'usage') throw new Error(`a server says ${message.kind} twice`);
    return message.usage;
  }

  /** Has it send so many frames to everybody. */
  fanOut(frames: number): void {
    this.child.send({ fanOut: frames } satisfies ToServer);
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.send('stop');
    await ended;
  }
}
