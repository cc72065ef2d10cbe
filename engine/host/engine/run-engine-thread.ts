/** What the thread of the engine does: it opens the exchange, says so, and works until it is told to stop. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { assert } from '@intelligent-ledger/engine/core';
import type { Disk } from '../disk/disk.ts';
import type { JournalState } from '../journal/journal-writer.ts';
import { RecoveryFault } from '../replay/recovery.ts';
import type { EngineLoop } from './engine-loop.ts';
import { EnginePortEnd } from './engine-port-end.ts';
import { EngineService, JournalTaken, OperatorKeyWrong } from './engine-service.ts';
import type { FromEngine, Question, ThreadStart, ToEngine } from './thread-messages.ts';

/** Recovery says so often where it is, in milliseconds. */
const PROGRESS_MILLIS = 500;

/** Runs the engine in this thread, which was started for it, and ends the thread. */
export async function runEngineThread(disk: Disk): Promise<void> {
  assert(parentPort !== null, 'the engine is started as a thread');
  const parent = parentPort;
  const { options, ...memory } = workerData as ThreadStart;
  const say = (message: FromEngine) => parent.postMessage(message);
  const onState = (state: JournalState) => say({ kind: 'state', state });
  try {
    const service = await EngineService.open(options, memory, { onProgress: progress(say), onState }, disk);
    listen(parent, service.loop);
    say({ kind: 'started', started: service.started });
    await service.run();
    say({ kind: 'stopped' });
  } catch (error) {
    const isRefusal = [RecoveryFault, JournalTaken, OperatorKeyWrong].some((kind) => error instanceof kind);
    if (!isRefusal || !(error instanceof Error)) throw error;
    say({ kind: 'refused', why: error.message });
  }
  // Ports that are still open would keep the thread.
  process.exit();
}

function progress(say: (message: FromEngine) => void) {
  let lastAt = performance.now();
  return ({ from, sequence }: { from: number; sequence: number }) => {
    if (performance.now() - lastAt < PROGRESS_MILLIS) return;
    lastAt = performance.now();
    say({ kind: 'progress', from, sequence });
  };
}

function listen(parent: MessagePort, loop: EngineLoop): void {
  const questions = new Map<number, MessagePort>();
  parent.on('message', (message: ToEngine) => {
    if (message.kind === 'stop') loop.stop();
    else if (message.kind === 'openPort') {
      message.questions.on('message', (question: Question) => {
        const { id, name, ask } = question;
        loop.ask(name, ask, (answer) => message.questions.postMessage({ id, answer }));
      });
      questions.set(message.port, message.questions);
      loop.addPort(message.port, new EnginePortEnd(message.memory));
    } else {
      questions.get(message.port)?.close();
      questions.delete(message.port);
      loop.removePort(message.port);
    }
  });
}
