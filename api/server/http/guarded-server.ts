/**
 * What stands before the listeners of a server of Node: only lines that may be are opened, requests of a line are
 * served one after another, however many were sent together, and nothing that comes on a line which has ended.
 */
import { strict as assert } from 'node:assert';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { LineGuard } from '../limits/line-guard.ts';
import { problemOf } from './problem-answer.ts';

/** So many requests of a line wait at most until more are read. */
const WAITING_MAX = 16;

interface LineState {
  readonly address: string;
  /** Begin the requests that came behind the one that is served. */
  readonly waiting: (() => void)[];
  isServing: boolean;
}

export class GuardedServer {
  private readonly guard: LineGuard;
  private readonly states = new WeakMap<Socket, LineState>();

  constructor(guard: LineGuard) {
    this.guard = guard;
  }

  /** Takes the place of the listeners of a server, which has one for lines and one for requests by now. */
  guardServer(server: Server): void {
    const accept = taken(server, 'connection');
    server.on('connection', (socket: Socket) => {
      const address = socket.remoteAddress ?? '';
      if (!this.guard.admits(address)) {
        socket.destroy();
        return;
      }
      this.states.set(socket, { address, waiting: [], isServing: false });
      socket.once('close', () => this.guard.left(address));
      accept(socket);
    });
    const serve = taken(server, 'request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.takeRequest(request.socket, response, () => serve(request, response));
    });
  }

  /** Ends a line on which something came that is no HTTP, or nothing in time. */
  endMalformed(error: Error & { readonly code?: string }, socket: Socket): void {
    const state = this.states.get(socket);
    const isReset = error.code === 'ECONNRESET' || !socket.writable;
    if (state !== undefined && !isReset) {
      this.guard.isTooMuch(state.address, 'request_malformed');
      // Whoever sent nothing is told nothing: there may be thousands at once. Nor is an answer that is under way cut.
      if (socket.bytesRead > 0 && !state.isServing) socket.write(malformedAnswer(error.message));
    }
    socket.destroy();
  }

  private takeRequest(socket: Socket, response: ServerResponse, serve: () => void): void {
    const state = this.states.get(socket);
    if (state === undefined || this.guard.hasEnded(socket)) return;
    const begin = () => {
      state.isServing = true;
      response.once('close', () => this.goOn(socket, state));
      serve();
    };
    if (!state.isServing) {
      begin();
      return;
    }
    state.waiting.push(begin);
    if (state.waiting.length >= WAITING_MAX) socket.pause();
  }

  private goOn(socket: Socket, state: LineState): void {
    state.isServing = false;
    if (this.guard.hasEnded(socket)) return;
    const begin = state.waiting.shift();
    if (state.waiting.length < WAITING_MAX && socket.isPaused()) socket.resume();
    begin?.();
  }
}

function malformedAnswer(detail: string): string {
  const problem = problemOf('request_malformed', 'none', { detail });
  const body = JSON.stringify(problem);
  const head = `HTTP/1.1 ${problem.status} Bad Request\r\nconnection: close\r\ncontent-type: application/problem+json`;
  return `${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** The listener that a server has for an event, which it then has no more. */
function taken(server: Server, event: string): (...values: unknown[]) => void {
  const [listener, ...others] = server.listeners(event);
  assert(listener !== undefined && others.length === 0, `a server has one listener for ${event}`);
  server.removeAllListeners(event);
  return (...values) => void Reflect.apply(listener, server, values);
}
