/**
 * The binary door, as the gateway has it: a thread that listens, for which the gateway says who may come in. What is
 * sent there costs the gateway nothing.
 */
import type { Worker } from 'node:worker_threads';
import { logonText } from '@intelligent-ledger/client/texts';
import { type EngineHost, startThread } from '@intelligent-ledger/engine/client-port';
import { bytesOfAscii } from '@intelligent-ledger/engine/core';
import { Refused } from '../accept/problems.ts';
import type { Gateway } from '../gateway.ts';
import type {
  BinaryStart,
  FromBinary,
  LogonAnswer,
  LogonAsked,
  SigningAnswer,
  SigningAsked,
  ToBinary,
} from './thread-messages.ts';

export interface BinaryDoorOptions {
  readonly engine: EngineHost;
  readonly gateway: Gateway;
  readonly host: string;
  /** 0 is any that is free. */
  readonly port: number;
  /** Is told why it ended by itself; the exchange goes on without. */
  readonly onFault: (error: unknown) => void;
}

/** The door cannot be opened. */
export class DoorFailed extends Error {}

export class BinaryDoor {
  readonly port: number;
  private readonly gateway: Gateway;
  private readonly worker: Worker;
  private readonly ended: Promise<void>;

  private constructor(gateway: Gateway, worker: Worker, port: number, onFault: (error: unknown) => void) {
    this.gateway = gateway;
    this.worker = worker;
    this.port = port;
    this.ended = new Promise((resolve) => {
      worker.once('exit', () => {
        gateway.binaryPort = null;
        resolve();
      });
    });
    worker.on('error', onFault);
    worker.on('message', (message: FromBinary) => {
      if (message.kind === 'logon') void this.answer(message.id, this.logon(message));
      else if (message.kind === 'sign') void this.answer(message.id, this.sign(message));
    });
  }

  static async open({ engine, gateway, host, port, onFault }: BinaryDoorOptions): Promise<BinaryDoor> {
    const { handle, close } = engine.openHandle();
    const { domain } = gateway.views.registry;
    const { commands: budget, faults, opened } = gateway.limits;
    const start: BinaryStart = { handle, host, port, domain, budget, faults, opened };
    const worker = startThread(new URL('./binary-thread.ts', import.meta.url), start, [handle.questions]);
    worker.once('exit', close);
    try {
      const bound = await whenListening(worker);
      gateway.binaryPort = bound;
      return new BinaryDoor(gateway, worker, bound, onFault);
    } catch (error) {
      await worker.terminate();
      throw error;
    }
  }

  /** Ends all lines, and the thread. */
  async close(): Promise<void> {
    this.gateway.binaryPort = null;
    this.worker.postMessage({ kind: 'stop' } satisfies ToBinary);
    await this.ended;
  }

  private async answer(id: number, answer: Promise<LogonAnswer | SigningAnswer>): Promise<void> {
    const problemOf = (error: unknown) => ({ problem: error instanceof Refused ? error.problem : ('bug' as const) });
    const message: ToBinary = { kind: 'answer', id, answer: await answer.catch(problemOf) };
    this.worker.postMessage(message);
  }

  private async logon({ session, challenge, code }: LogonAsked): Promise<LogonAnswer> {
    const { views, secrets, feed, door } = this.gateway;
    const { registry } = views;
    if (registry.sessionAt(session) === undefined) await feed.whenCurrent();
    const entry = registry.sessionAt(session);
    if (entry === undefined || entry.expiresAt <= door.now()) return { problem: 'session_unknown' };
    const text = bytesOfAscii(logonText(registry.domain, session, challenge));
    if (!secrets.isCodeOf(entry, text, code)) return { problem: 'code_wrong' };
    return { owner: entry.owner, key: entry.key, expiresAt: entry.expiresAt };
  }

  private async sign({ body, signature }: SigningAsked): Promise<SigningAnswer> {
    const { codes, sequence } = await this.gateway.door.take(body, { signature });
    return { code: codes[0] ?? 0, sequence };
  }
}

/** The port on which a thread listens. */
function whenListening(worker: Worker): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.once('message', (message: FromBinary) => {
      worker.off('error', reject);
      if (message.kind === 'listening') resolve(message.port);
      else if (message.kind === 'failed') reject(new DoorFailed(message.why));
    });
    worker.once('error', reject);
  });
}
