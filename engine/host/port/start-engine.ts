/** Starts the engine in a thread of its own, and opens ports to it. */
import { EventEmitter } from 'node:events';
import { MessageChannel, type Worker } from 'node:worker_threads';
import { assert } from '@intelligent-ledger/engine/core';
import { ENGINE_DEFAULTS, type EngineOptions } from '../engine/engine-options.ts';
import { HostStatus } from '../engine/host-status.ts';
import { createEngineMemory, createPortMemory } from '../engine/shared-memory.ts';
import type { EngineMemory, FromEngine, Started, ThreadStart, ToEngine } from '../engine/thread-messages.ts';
import { BLOCK_ENTRY_BYTES_MAX, blockBytes } from '../journal/journal-layouts.ts';
import type { JournalState } from '../journal/journal-writer.ts';
import { EnginePort, type PortHandle } from './engine-port.ts';
import { startThread } from './start-thread.ts';
import { ThreadedHistory } from './threaded-history.ts';

const ENGINE_THREAD = new URL('../engine/engine-thread.ts', import.meta.url);
const MESSAGE_BYTES = 4_194_304;
const COMMANDS_MAX = 65_536;

/** The engine cannot begin: another host has the journal, or something that was released is damaged. */
export class EngineRefused extends Error {}

export interface EngineEvents {
  /** The disk fails, or does no longer. */
  state: [JournalState];
}

export type StartOptions = Pick<EngineOptions, 'directories'> &
  Partial<EngineOptions> & {
    /** The module of the engine's thread, for tests that put faults in the way of its disk. */
    readonly thread?: URL;
    /** Is told now and then how far recovery has come. */
    readonly onProgress?: (progress: { readonly from: number; readonly sequence: number }) => void;
  };

/** Room of a port: bytes of messages that wait for the engine, and commands under way; both powers of two. */
export interface PortRoom {
  readonly messageBytes: number;
  readonly commandsMax: number;
}

const ROOM_DEFAULT: PortRoom = { messageBytes: MESSAGE_BYTES, commandsMax: COMMANDS_MAX };

export class EngineHost extends EventEmitter<EngineEvents> {
  readonly started: Started;
  readonly status: HostStatus;
  /** Comes back when the engine has ended because it was stopped; fails when it ended for another reason. */
  readonly ended: Promise<void>;
  private readonly worker: Worker;
  private readonly memory: EngineMemory;
  private readonly options: EngineOptions;
  private readonly ports = new Set<EnginePort>();
  private portsOpened = 0;

  constructor(worker: Worker, options: EngineOptions, memory: EngineMemory, started: Started) {
    super();
    this.worker = worker;
    this.options = options;
    this.memory = memory;
    this.started = started;
    this.status = new HostStatus(memory.status);
    worker.on('message', (message: FromEngine) => {
      if (message.kind === 'state') this.emit('state', message.state);
    });
    this.ended = ended(worker).finally(() => {
      for (const port of this.ports) port.close();
    });
    this.ended.catch(() => undefined);
  }

  /** Opens a port for this thread. */
  openPort(room: Partial<PortRoom> = {}): EnginePort {
    const { handle, number } = this.newPort({ ...ROOM_DEFAULT, ...room });
    const { directories } = this.options;
    const openHistory = (from: number) => new ThreadedHistory({ directories, from, status: this.memory.status });
    const port = new EnginePort(handle, openHistory);
    this.ports.add(port);
    port.onClose = () => {
      this.ports.delete(port);
      this.tell({ kind: 'closePort', port: number });
    };
    return port;
  }

  /** Opens a port for another thread, which makes it of the handle; `close` is called when that thread has ended. */
  openHandle(room: Partial<PortRoom> = {}): { readonly handle: PortHandle; readonly close: () => void } {
    const { handle, number } = this.newPort({ ...ROOM_DEFAULT, ...room });
    return { handle, close: () => this.tell({ kind: 'closePort', port: number }) };
  }

  /** Stops the engine once what it has taken is durable, and ends its thread. */
  async stop(): Promise<void> {
    this.tell({ kind: 'stop' });
    await this.ended;
  }

  private newPort({ messageBytes, commandsMax }: PortRoom): { handle: PortHandle; number: number } {
    const memory = createPortMemory(messageBytes, commandsMax);
    const { port1, port2 } = new MessageChannel();
    // Never one that was another port's: what that had under way would be answered to this one.
    const number = this.portsOpened;
    this.portsOpened += 1;
    this.worker.postMessage({ kind: 'openPort', port: number, memory, questions: port2 } satisfies ToEngine, [port2]);
    const { bell: engineBell, records, status } = this.memory;
    return { handle: { memory, engineBell, records, status, questions: port1, commandsMax }, number };
  }

  private tell(message: ToEngine): void {
    this.worker.postMessage(message);
  }
}

/** Starts an engine; comes back once it has recovered. */
export async function startEngine({ onProgress, thread = ENGINE_THREAD, ...given }: StartOptions): Promise<EngineHost> {
  const options: EngineOptions = { ...ENGINE_DEFAULTS, ...given };
  const hasRoom = options.groupBytes >= blockBytes(BLOCK_ENTRY_BYTES_MAX);
  assert(hasRoom, 'what waits for the disk has room for the largest block');
  const memory = createEngineMemory(options.recordRingBytes);
  const worker = startThread(thread, { options, ...memory } satisfies ThreadStart);
  const started = await new Promise<Started>((resolve, reject) => {
    const listen = (message: FromEngine): void => {
      if (message.kind === 'progress') onProgress?.(message);
      else if (message.kind === 'refused') reject(new EngineRefused(message.why));
      else if (message.kind === 'started') {
        worker.off('message', listen);
        worker.off('error', reject);
        resolve(message.started);
      }
    };
    worker.on('message', listen);
    worker.on('error', reject);
  });
  return new EngineHost(worker, options, memory, started);
}

function ended(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    let isStopped = false;
    worker.on('message', (message: FromEngine) => {
      if (message.kind === 'stopped') isStopped = true;
    });
    worker.on('error', reject);
    worker.on('exit', () => (isStopped ? resolve() : reject(new Error('the engine ended and was not told to'))));
  });
}
