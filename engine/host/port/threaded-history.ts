/** The records of a journal, made again in a thread of their own. */
import type { Worker } from 'node:worker_threads';
import { RecordFrame } from '../rings/record-frame.ts';
import type { HistoryAnswer, HistoryQuestion, HistoryStart } from './history-thread.ts';
import type { RecordHistory } from './record-stream.ts';
import { startThread } from './start-thread.ts';

/** So many frames are asked for ahead, so that the thread has something to do while the last one is read. */
const AHEAD = 4;

/** The journal cannot be read. */
class HistoryFailed extends Error {}

export class ThreadedHistory implements RecordHistory {
  private readonly worker: Worker;
  private readonly ended: Promise<void>;
  private readonly answers: HistoryAnswer[] = [];
  private wake: () => void = () => {};
  private isClosed = false;

  constructor(start: HistoryStart) {
    this.worker = startThread(new URL('./history-thread.ts', import.meta.url), start);
    this.worker.on('message', (answer: HistoryAnswer) => this.take(answer));
    this.worker.on('error', (error) => this.take({ failure: error.message }));
    this.ended = new Promise((resolve) => this.worker.once('exit', () => resolve()));
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
    if (this.isClosed) return;
    this.isClosed = true;
    this.wake();
    this.ask('close');
    await this.ended;
  }

  private ask(question: HistoryQuestion = 'next'): void {
    this.worker.postMessage(question);
  }

  private take(answer: HistoryAnswer): void {
    this.answers.push(answer);
    this.wake();
  }
}
