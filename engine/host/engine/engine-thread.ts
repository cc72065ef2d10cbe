/** The thread in which the engine lives: it opens the exchange, says so, and works until it is told to stop. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { assert } from '@intelligent-ledger/engine/core';
import { RecoveryFault } from '../replay/recovery.ts';
import type { EngineLoop } from './engine-loop.ts';
import { EnginePortEnd } from './engine-port-end.ts';
import { EngineService, JournalTaken } from './engine-service.ts';
import type { FromEngine, Question, ThreadStart, ToEngine } from './thread-messages.ts';

/** Recovery says so often where it is, in milliseconds. */
const PROGRESS_MILLIS = 500;

assert(parentPort !== null, 'the engine is started as a thread');
const parent = parentPort;
const { options, ...memory } = workerData as ThreadStart;

function say(message: FromEngine): void {
  parent.postMessage(message);
}

async function run(): Promise<void> {
  try {
    const onState = (state: Extract<FromEngine, { kind: 'state' }>['state']) => say({ kind: 'state', state });
    const service = await EngineService.open(options, memory, { onProgress: progress(), onState });
    listen(service.loop);
    say({ kind: 'started', started: service.started });
    await service.run();
    say({ kind: 'stopped' });
  } catch (error) {
    if (!(error instanceof RecoveryFault || error instanceof JournalTaken)) throw error;
    say({ kind: 'refused', why: error.message });
  }
}

function progress() {
  let lastAt = performance.now();
  return ({ from, sequence }: { from: number; sequence: number }) => {
    if (performance.now() - lastAt < PROGRESS_MILLIS) return;
    lastAt = performance.now();
    say({ kind: 'progress', from, sequence });
  };
}

function listen(loop: EngineLoop): void {
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

await run();
// Ports that are still open would keep the thread.
process.exit();
