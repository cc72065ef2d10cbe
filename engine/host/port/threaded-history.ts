/** The records of a journal, made again in a thread of their own. */
import { Worker } from 'node:worker_threads';
import { RecordFrame } from '../rings/record-frame.ts';
import type { HistoryAnswer, HistoryStart } from './history-thread.ts';
import type { RecordHistory } from './record-stream.ts';

/** So many frames are asked for ahead, so that the thread has something to do while the last one is read. */
const AHEAD = 4;

/** The journal cannot be read. */
class HistoryFailed extends Error {}

export class ThreadedHistory implements RecordHistory {
  private readonly worker: Worker;
  private readonly answers: HistoryAnswer[] = [];
  private wake: () => void = () => {};
  private isClosed = false;

  constructor(start: HistoryStart) {
    this.worker = new Worker(new URL('./history-thread.ts', import.meta.url), { workerData: start });
    this.worker.on('message', (answer: HistoryAnswer) => this.take(answer));
    this.worker.on('error', (error) => this.take({ failure: error.message }));
    for (let index = 0; index < AHEAD; index += 1) this.ask();
  }

  /** The next frame; null where the journal ends, and once this was closed. */
  async next(): Promise<RecordFrame | null> {
    while (this.answers.length === 0) {
      if (this.isClosed) return null;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    const answer = this.answers.shift() as HistoryAnswer;
    if ('failure' in answer) throw new HistoryFailed(answer.failure);
    this.ask();
    return answer.frame === null ? null : new RecordFrame(answer.frame);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.wake();
    await this.worker.terminate();
  }

  private ask(): void {
    this.worker.postMessage('next');
  }

  private take(answer: HistoryAnswer): void {
    this.answers.push(answer);
    this.wake();
  }
}
