/** A WebSocket client for tests: sends requests, awaits their answers, and keeps the frames of every stream. */
import type { StreamAnswer } from '@intelligent-ledger/client/wire';
import { WebSocket } from 'ws';
import type { DemoGateway } from './demo-gateway.ts';

/** What every frame of a stream has. */
export interface Frame {
  readonly stream: string;
  readonly seq: number;
  readonly prev_seq?: number;
}

export class StreamClient {
  readonly frames: Frame[] = [];
  /** With which the server ended the line; 0 while it has not. */
  closeCode = 0;
  private readonly socket: WebSocket;
  private readonly answers = new Map<number, (answer: StreamAnswer) => void>();
  private readonly waiting = new Set<() => void>();
  private asked = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => this.take(JSON.parse(String(data))));
    socket.on('close', (code) => {
      this.closeCode = code;
    });
  }

  static async open({ url }: DemoGateway): Promise<StreamClient> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/stream`);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return new StreamClient(socket);
  }

  /** Asks, and comes back with the answer. */
  ask(request: object): Promise<StreamAnswer> {
    this.asked += 1;
    const id = this.asked;
    this.socket.send(JSON.stringify({ ...request, id }));
    return new Promise((resolve) => this.answers.set(id, resolve));
  }

  /** Sends a frame as it is. */
  sendRaw(frame: string | Uint8Array): void {
    this.socket.send(frame);
  }

  /** Comes back once what has come is as it is waited for. */
  async until(isThere: () => boolean): Promise<void> {
    while (!isThere()) await new Promise<void>((resolve) => this.waiting.add(resolve));
  }

  of<Kind extends Frame>(stream: string): Kind[] {
    return this.frames.filter((frame) => frame.stream === stream) as Kind[];
  }

  /** Stops reading, or goes on. */
  setReading(isReading: boolean): void {
    if (isReading) this.socket.resume();
    else this.socket.pause();
  }

  /** Breaks the line. */
  break(): void {
    this.socket.terminate();
  }

  private take(message: StreamAnswer | Frame): void {
    if ('op' in message && message.id !== undefined) {
      this.answers.get(message.id)?.(message);
      this.answers.delete(message.id);
    } else if ('stream' in message) this.frames.push(message as Frame);
    for (const wake of this.waiting) wake();
    this.waiting.clear();
  }
}
