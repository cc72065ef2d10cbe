/** Forks an attacker, and asks how much it was answered. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AttackName } from './attacks.ts';
import type { Ports } from './server-messages.ts';

interface Answers {
  readonly sent: number;
  readonly answered: number;
}

export class AttackerProcess {
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.child = child;
  }

  /** Starts an attack on a server at a rate a second; comes back once it is under way. */
  static async start(kind: AttackName, { http, binary }: Ports, rate: number): Promise<AttackerProcess> {
    const path = fileURLToPath(new URL('./attacker.ts', import.meta.url));
    const child = fork(path, [kind, String(http), String(binary), String(rate)]);
    const ended = once(child, 'exit').then(() => {
      throw new Error(`the attacker ${kind} ended before it was under way`);
    });
    await Promise.race([once(child, 'message'), ended]);
    ended.catch(() => undefined);
    return new AttackerProcess(child);
  }

  async answers(): Promise<Answers> {
    this.child.send('counts');
    const [counts] = (await once(this.child, 'message')) as [Answers];
    return counts;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill();
    await ended;
  }
}
